/**
 * Choosing who answers: a task's contract, the candidates, the seed's procedure with every term and every exclusion
 * shown, and the decision it leads to. May depend on {@code device}, {@code fitness}, {@code digest}, {@code json},
 * {@code time} and {@code error}.
 */
package dev.tabitat.core.routing;
