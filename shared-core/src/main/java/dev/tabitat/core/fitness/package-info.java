/**
 * Figures about models and how sure one may be of them: intervals, accuracy, confusions, the fitness vector, the frozen
 * evaluator and its scorecards.
 *
 * <p>
 * Entry type: {@link Evaluator}. Depends on {@code digest}, {@code error}, {@code json}, {@code math}, {@code random}.
 */
package dev.tabitat.core.fitness;
