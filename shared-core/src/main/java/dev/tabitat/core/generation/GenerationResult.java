package dev.tabitat.core.generation;

import java.util.List;

/**
 * What a generation made.
 *
 * @param tokens chosen, without the one that said that the model is done
 * @param text of the tokens, up to a stop text; never with a part of a character or a control token
 * @param scores one for each token where they are asked for; empty otherwise
 * @param promptTokens how many tokens the prompt has
 * @param cachedTokens how many of them were not evaluated again
 */
public record GenerationResult(
        int[] tokens, String text, List<TokenScore.Choice> scores, DoneReason doneReason, int promptTokens,
        int cachedTokens) {

    public GenerationResult {
        scores = List.copyOf(scores);
    }
}
