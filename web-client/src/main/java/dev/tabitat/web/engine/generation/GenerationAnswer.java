package dev.tabitat.web.engine.generation;

import dev.tabitat.core.generation.GenerationResult;
import dev.tabitat.core.generation.TokenScore;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tokenizer.GeneratorTokenizer;
import java.util.ArrayList;
import java.util.List;

/** The part of a call's result that says what was generated. */
final class GenerationAnswer {

    private GenerationAnswer() {}

    /** @param topScores how many of the most probable tokens are listed with each; -1 for no scores */
    static JsonObject json(LoadedGenerator generator, GenerationResult result, int topScores) {
        List<Json> tokens = new ArrayList<>();
        for (int token : result.tokens()) {
            tokens.add(Json.of(token));
        }
        JsonObject json = JsonObject.of("model", generator.stored().name(), "response", result.text(), "tokens",
                new JsonArray(tokens));
        if (topScores >= 0) {
            json = json.with("logprobs", scores(generator.tokenizer(), result.scores()));
        }
        return json.with("done_reason", result.doneReason().id()).with("prompt_eval_count", result.promptTokens())
                .with("prompt_cached_count", result.cachedTokens()).with("eval_count", result.tokens().length);
    }

    private static JsonArray scores(GeneratorTokenizer tokenizer, List<TokenScore.Choice> choices) {
        List<Json> rows = new ArrayList<>();
        for (TokenScore.Choice choice : choices) {
            List<Json> top = new ArrayList<>();
            for (TokenScore one : choice.top()) {
                top.add(score(tokenizer, one));
            }
            rows.add(score(tokenizer, choice.chosen()).with("top", new JsonArray(top)));
        }
        return new JsonArray(rows);
    }

    /** Rows of the embedding behind the tokenizer's last token have no spelling. */
    private static JsonObject score(GeneratorTokenizer tokenizer, TokenScore score) {
        return JsonObject.of("id", score.id(), "token",
                score.id() < tokenizer.vocabularySize() ? tokenizer.token(score.id()) : "", "logprob", score.logprob());
    }
}
