package dev.tabitat.core.routing;

/** What a choice leads to. */
public enum RouteOutcome {
    /** A model in this tab answers. */
    LOCAL("local"),
    /** No model here can answer; a plan for a person to approve. */
    CLOUD_ESCALATION("cloud_escalation"),
    /** No model here can answer, and the task stays here. */
    NO_OP("no_op");

    private final String id;

    RouteOutcome(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
