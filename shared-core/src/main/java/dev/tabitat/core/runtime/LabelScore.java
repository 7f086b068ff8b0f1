package dev.tabitat.core.runtime;

/**
 * One label's share.
 *
 * @param score 0 to 1
 */
public record LabelScore(String label, double score) {}
