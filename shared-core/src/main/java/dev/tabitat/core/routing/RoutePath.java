package dev.tabitat.core.routing;

/** Which way a text went. */
public enum RoutePath {
    /** One model answered. */
    SPECIALIST("specialist"),
    /** A base with its adapters answered. */
    ADAPTER_STACK("adapter_stack"),
    /** A cheaper model was asked first. */
    CASCADE("cascade"),
    /** Nobody answered, and nothing left. */
    NO_OP("no_op"),
    /** Nobody here answered; what would leave is shown first. */
    ESCALATION("escalation_plan");

    private final String id;

    RoutePath(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
