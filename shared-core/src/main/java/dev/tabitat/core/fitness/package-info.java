/**
 * Figures about models and how sure one may be of them: how a figure is known, intervals, accuracy, confusions, the
 * fitness vector. May know {@code json}, {@code time} and {@code error}.
 */
package dev.tabitat.core.fitness;
