/**
 * Figures about models and how sure one may be of them: how a figure is known, intervals, accuracy, confusions, the
 * fitness vector, the frozen evaluator and its scorecards. May depend on {@code json}, {@code digest}, {@code random},
 * {@code runtime} (its logarithm) and {@code error}.
 */
package dev.tabitat.core.fitness;
