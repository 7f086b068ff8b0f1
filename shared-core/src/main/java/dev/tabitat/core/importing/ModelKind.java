package dev.tabitat.core.importing;

import dev.tabitat.core.ids.Identified;

/** What a model is used for; extractive question answering counts as scoring tokens. */
public enum ModelKind implements Identified {
    ENCODER("encoder"),
    CLASSIFIER("classifier"),
    TOKEN_CLASSIFIER("token-classifier"),
    RERANKER("reranker"),
    GENERATOR("generator"),
    ADAPTER("adapter");

    private final String id;

    ModelKind(String id) {
        this.id = id;
    }

    /** The word for scripts. */
    @Override
    public String id() {
        return id;
    }
}
