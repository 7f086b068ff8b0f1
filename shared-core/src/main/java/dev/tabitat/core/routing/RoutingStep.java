package dev.tabitat.core.routing;

/** What comes next on a text's way. */
public sealed interface RoutingStep {

    /** This one is asked next. */
    record Ask(Ranked who) implements RoutingStep {}

    /** The way ends here. */
    record Decided(Routed routed) implements RoutingStep {}
}
