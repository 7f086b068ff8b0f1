package dev.tabitat.web.engine.inference;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.ImportedModel;
import dev.tabitat.core.model.head.TokenClassifier;
import dev.tabitat.core.runtime.SequenceScorer;
import dev.tabitat.core.runtime.TokenScorer;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.ledger.Evidence;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.params.HeadParams;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs models with heads that are no classifiers: re-rankers, extractors of answers, taggers of tokens. */
public final class Heads {

    private final InferenceService answers;
    private final Packages packages;
    private final Evidence evidence;
    private final EngineEnvironment environment;

    public Heads(InferenceService answers, Packages packages, Evidence evidence, EngineEnvironment environment) {
        this.answers = answers;
        this.packages = packages;
        this.evidence = evidence;
        this.environment = environment;
    }

    /**
     * {@code {results: [{index, relevance_score}], model, prompt_eval_count, notices, total_duration, backend}}, the
     * best first; equal ones in the order of the documents.
     *
     * @throws Unavailable when no model is named and no re-ranker is installed
     * @throws InvalidInput when the model is no re-ranker, or the query is blank
     */
    public JsonObject rerank(HeadParams.Rerank wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        long start = environment.nanos();
        String at = environment.nowUtc();
        StoredPackage stored = wanted.model().isPresent() ? answers.named(wanted.model().get()) : reranker();
        OpenModel model = answers.open(stored, wanted.backend());
        if (!model.isRanker()) {
            throw model.another("a re-ranker");
        }
        SequenceScorer.Scored scored = model.sequences("a re-ranker").rank(wanted.query(), wanted.documents(),
                new ProgressReporter(environment, stop, progress));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < scored.scores().size(); i++) {
            order.add(i);
        }
        order.sort((a, b) -> Float.compare(scored.scores().get(b)[0], scored.scores().get(a)[0]));
        List<Json> results = new ArrayList<>();
        for (int i = 0; i < Math.min(order.size(), wanted.topN().orElse(order.size())); i++) {
            results.add(JsonObject.of("index", order.get(i), "relevance_score", scored.scores().get(order.get(i))[0]));
        }
        long total = Math.max(0, environment.nanos() - start);
        evidence.ran(stored.digest(), model.backend(), at,
                wanted.query() + "\n" + String.join("\n", wanted.documents()), new JsonArray(results), total);
        return JsonObject.of("results", new JsonArray(results), "model", stored.name(), "prompt_eval_count",
                scored.tokens(), "notices", notices(model, scored.notices()), "total_duration", total, "backend",
                model.backend());
    }

    /** The re-ranker that is installed; of several the first by name. */
    private StoredPackage reranker() {
        for (StoredPackage one : packages.installed().values()) {
            if (isRanker(one)) {
                return one;
            }
        }
        throw new Unavailable("No re-ranker is installed.",
                Finding.at("rerank, model").expected("an installed re-ranker")
                        .found(packages.installed().keySet().toString())
                        .remedy("Add one, such as cross-encoder/ms-marco-MiniLM-L6-v2, or name a model."));
    }

    private static boolean isRanker(StoredPackage one) {
        try {
            return ImportedModel.is(one.manifest()) && ImportedModel.of(one.manifest()).kind().equals("reranker");
        } catch (TabitatException malformed) {
            return false;
        }
    }

    /**
     * {@code {model, answer, start, end, score, no_answer_score, notices, total_duration, backend}}.
     *
     * @throws InvalidInput when the model is no extractor of answers, or a text is blank
     */
    public JsonObject extract(HeadParams.Extract wanted, CancellationToken stop) {
        long start = environment.nanos();
        String at = environment.nowUtc();
        StoredPackage stored = answers.named(wanted.model());
        OpenModel model = answers.open(stored, wanted.backend());
        TokenScorer.Answer answer = model.extractor().extract(wanted.question(), wanted.context(),
                new ProgressReporter(environment, stop, report -> {}));
        JsonObject found = JsonObject.of("model", stored.name(), "answer",
                wanted.context().substring(answer.start(), answer.end()), "start", answer.start(), "end", answer.end(),
                "score", answer.score(), "no_answer_score", answer.noAnswer());
        long total = Math.max(0, environment.nanos() - start);
        evidence.ran(stored.digest(), model.backend(), at, wanted.question() + "\n" + wanted.context(), found, total);
        return found.with("notices", notices(model, answer.notices())).with("total_duration", total).with("backend",
                model.backend());
    }

    /**
     * {@code [{start, end, label, score, text}]} of one text; of a list of texts a list of such lists.
     *
     * @throws InvalidInput when the model is no tagger of tokens
     */
    public Json tag(HeadParams.Tag wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        long start = environment.nanos();
        String at = environment.nowUtc();
        StoredPackage stored = answers.named(wanted.model());
        OpenModel model = answers.open(stored, wanted.backend());
        List<String> texts = wanted.input().all();
        List<List<TokenClassifier.Entity>> found = model.tagger().tag(texts,
                wanted.aggregation().equals(HeadParams.Tag.NONE) ? TokenClassifier.Aggregation.NONE
                        : TokenClassifier.Aggregation.SIMPLE,
                new ProgressReporter(environment, stop, progress));
        List<Json> lists = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            lists.add(spans(texts.get(i), found.get(i)));
        }
        evidence.ran(stored.digest(), model.backend(), at, String.join("\n", texts), new JsonArray(lists),
                Math.max(0, environment.nanos() - start));
        return wanted.input().isList() ? new JsonArray(lists) : lists.get(0);
    }

    private static Json spans(String text, List<TokenClassifier.Entity> found) {
        List<Json> spans = new ArrayList<>();
        for (TokenClassifier.Entity one : found) {
            spans.add(JsonObject.of("start", one.start(), "end", one.end(), "label", one.label(), "score", one.score(),
                    "text", text.substring(one.start(), one.end())));
        }
        return new JsonArray(spans);
    }

    private static JsonArray notices(OpenModel model, List<String> of) {
        List<String> all = new ArrayList<>();
        if (!model.notice().isEmpty()) {
            all.add(model.notice());
        }
        all.addAll(of);
        return JsonArray.ofStrings(all);
    }
}
