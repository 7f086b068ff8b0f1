package dev.tabitat.web.engine.inference;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.model.HeadedEncoder;
import dev.tabitat.core.model.Model;
import dev.tabitat.core.model.TextClassifier;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.model.head.AnswerExtractor;
import dev.tabitat.core.model.head.SequenceClassifier;
import dev.tabitat.core.model.head.TokenClassifier;
import dev.tabitat.core.runtime.ClassifierRunner;
import dev.tabitat.core.runtime.HeadRunner;
import dev.tabitat.core.runtime.SequenceScorer;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.runtime.TokenScorer;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.engine.catalog.MeasuredMemory;
import dev.tabitat.web.store.StoredPackage;

/**
 * A model that is ready to answer.
 *
 * @param backend id of the backend that passed its self-test with this model
 * @param notice why it is not a better one; empty when it is
 * @param loading how long its parts took
 * @param weightBytes what the session held before its first run
 */
public record OpenModel(StoredPackage stored, Model model, Session session, String backend, String notice,
        Loading loading,
        long weightBytes) {

    /** The same base with adapters. */
    OpenModel derived(Session adapted, String because) {
        return new OpenModel(stored, model, adapted, backend, because, loading, adapted.memoryBytes());
    }

    /** What it has taken so far. */
    MeasuredMemory memory() {
        return new MeasuredMemory(weightBytes, Math.max(0, session.memoryBytes() - weightBytes));
    }

    /**
     * Nanoseconds until a model was ready.
     *
     * @param read from the store, every byte verified
     * @param choose the fastest kernels, once for a tab
     * @param prepare from bytes in memory to a session
     * @param test known answers
     * @param tokenizer from bytes in memory
     */
    record Loading(long read, long choose, long prepare, long test, long tokenizer) {

        long total() {
            return read + choose + prepare + test + tokenizer;
        }
    }

    /** @throws InvalidInput when it is no classifier */
    ClassifierRunner classifier() {
        if (model instanceof TextClassifier classifier) {
            return new ClassifierRunner(classifier, session);
        }
        throw another("a classifier");
    }

    /** @throws InvalidInput when it is no encoder */
    TextEncoder encoder() {
        if (model instanceof TextEncoder encoder) {
            return encoder;
        }
        throw another("an encoder");
    }

    /** A runner of a model that scores texts or pairs of them. @throws InvalidInput when it is another */
    SequenceScorer sequences(String expected) {
        if (model instanceof HeadedEncoder headed && headed.head() instanceof SequenceClassifier) {
            return new SequenceScorer(runner(headed));
        }
        throw another(expected);
    }

    /** A runner of a model that labels parts of texts. @throws InvalidInput when it is another */
    TokenScorer tagger() {
        if (model instanceof HeadedEncoder headed && headed.head() instanceof TokenClassifier) {
            return new TokenScorer(runner(headed));
        }
        throw another("a tagger of tokens");
    }

    /** A runner of a model that finds answers. @throws InvalidInput when it is another */
    TokenScorer extractor() {
        if (model instanceof HeadedEncoder headed && headed.head() instanceof AnswerExtractor) {
            return new TokenScorer(runner(headed));
        }
        throw another("an extractor of answers");
    }

    private HeadRunner runner(HeadedEncoder headed) {
        return new HeadRunner(headed, session, CatalogEntry.CPU_PASS);
    }

    /** Whether it gives pairs of texts one score. */
    boolean isRanker() {
        return model instanceof HeadedEncoder headed && headed.head() instanceof SequenceClassifier classifier
                && classifier.labels().count() == 1;
    }

    /** Names what was expected, what this model is, and which call is its own. */
    InvalidInput another(String expected) {
        return new InvalidInput("This model does something else.", Finding.at("model").expected(expected)
                .found(stored.name() + ", " + kind() + " made for " + new CatalogEntry(stored).task())
                .remedy("Call " + call() + " with it, or install " + expected + "."));
    }

    private String kind() {
        if (model instanceof TextClassifier) {
            return "a classifier";
        }
        if (!(model instanceof HeadedEncoder headed)) {
            return "an encoder";
        }
        return isRanker() ? "a re-ranker"
                : headed.head() instanceof SequenceClassifier ? "a classifier"
                        : headed.head() instanceof TokenClassifier ? "a tagger of tokens" : "an extractor of answers";
    }

    private String call() {
        if (model instanceof TextClassifier) {
            return "classify";
        }
        if (!(model instanceof HeadedEncoder headed)) {
            return "embed";
        }
        return isRanker() ? "rerank"
                : headed.head() instanceof SequenceClassifier ? "classify"
                        : headed.head() instanceof TokenClassifier ? "tag" : "extract";
    }
}
