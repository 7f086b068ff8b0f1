package dev.tabitat.web.engine.inference;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.model.Model;
import dev.tabitat.core.model.TextClassifier;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.runtime.ClassifierRunner;
import dev.tabitat.core.runtime.Session;
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

    private InvalidInput another(String expected) {
        return new InvalidInput("This model does something else.", Finding.at("model").expected(expected)
                .found(stored.name() + ", made for " + new CatalogEntry(stored).task()));
    }
}
