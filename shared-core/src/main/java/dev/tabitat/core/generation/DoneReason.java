package dev.tabitat.core.generation;

import dev.tabitat.core.ids.Identified;

/** Why a generation ended. */
public enum DoneReason implements Identified {
    /** The model said that it is done, or a stop text came. */
    STOP("stop"),
    /** As many tokens as were asked for. */
    LENGTH("length"),
    /** The caller cancelled; what was generated is kept. */
    CANCELLED("cancelled"),
    /** The context is full. */
    CONTEXT("context");

    private final String id;

    DoneReason(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
