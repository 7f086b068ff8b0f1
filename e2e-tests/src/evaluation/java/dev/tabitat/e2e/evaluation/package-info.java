/**
 * How well search finds, on data that others made: a command, not a test. docs/retrieval-evaluation.md says what is
 * measured.
 */
package dev.tabitat.e2e.evaluation;
