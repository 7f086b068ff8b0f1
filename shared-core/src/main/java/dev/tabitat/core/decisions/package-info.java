/**
 * The log of decisions: append-only, hash-chained, exported as one file that anyone can check and replay; its figures
 * in sum; and a comparison of two ways of routing. Texts are not in it, only salted commitments.
 *
 * <p>
 * Entry type: {@link DecisionLog}. Depends on {@code digest}, {@code error}, {@code fitness}, {@code json},
 * {@code routing}, {@code time}.
 */
package dev.tabitat.core.decisions;
