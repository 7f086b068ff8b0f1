/**
 * Routes a task to a local model, or plans an escalation, and sends what was approved. Entry type:
 * {@link dev.tabitat.web.engine.routing.Routes}.
 *
 * <p>
 * Depends on {@code core} and the packages {@code engine.inference}, {@code engine.catalog}, {@code engine.ledger},
 * {@code engine.environment}, {@code store}, {@code fetch} and {@code protocol}.
 */
package dev.tabitat.web.engine.routing;
