package dev.tabitat.core.routing;

/** Whether a task may be taken out of the tab, each time after a person has approved the bytes. */
public enum Escalation {
    NEVER,
    WITH_APPROVAL
}
