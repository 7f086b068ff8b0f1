package dev.tabitat.core.routing;

/** What comes next on a text's way. */
public sealed interface Step {

    /** This one is asked next. */
    record Ask(Ranked who) implements Step {}

    /** The way ends here. */
    record Decided(Routed routed) implements Step {}
}
