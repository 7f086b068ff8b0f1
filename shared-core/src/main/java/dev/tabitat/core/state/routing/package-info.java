/**
 * The state of routing: a person's policy, thresholds that were found here, consents, endpoints and the members that
 * answer by them. {@link RoutingCommand} is what can be done to it. Entry type: {@link RoutingState}. Depends on
 * {@code error}, {@code escalation}, {@code fitness}, {@code json}, {@code routing}, {@code state}.
 */
package dev.tabitat.core.state.routing;
