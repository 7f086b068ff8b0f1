/**
 * Choosing which model answers: a task's contract, the candidates, a score with every term and every exclusion shown,
 * and the decision that follows.
 *
 * <p>
 * Entry type: {@link Router}. Depends on {@code device}, {@code digest}, {@code error}, {@code evidence},
 * {@code fitness}, {@code ids}, {@code json}, {@code text}, {@code time}.
 */
package dev.tabitat.core.routing;
