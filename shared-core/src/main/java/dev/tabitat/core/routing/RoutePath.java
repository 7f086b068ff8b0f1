package dev.tabitat.core.routing;

/** Which way a text went. */
public enum RoutePath {
    /** One model answered. */
    SPECIALIST("specialist"),
    /** A base with its adapters answered. */
    ADAPTER_STACK("adapter_stack"),
    /** A cheaper model was asked first. */
    CASCADE("cascade"),
    /** No model answered, and nothing was sent. */
    NO_OP("no_op"),
    /** No model here answered; what would be sent is shown first. */
    ESCALATION("escalation_plan");

    private final String id;

    RoutePath(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
