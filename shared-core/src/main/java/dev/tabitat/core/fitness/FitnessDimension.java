package dev.tabitat.core.fitness;

import dev.tabitat.core.math.DeterministicMath;

/** One figure of a {@link FitnessVector}; the id is its field name in JSON. */
public enum FitnessDimension {
    /** How useful the answers are on the evaluation scope, 0 to 1. */
    UTILITY("utility", true),
    /** How well the scores match the frequencies, 0 to 1. */
    CALIBRATION("calibration", true),
    /** Median time of one answer in milliseconds. */
    LATENCY_MS("latency_ms", false),
    /** Memory held while answering, in megabytes of 10^6 bytes. */
    MEMORY_MB("memory_mb", false),
    /** Energy in the unit that the evidence packet names. */
    ENERGY_UNITS("energy_units", false),
    /** How different the answers are from those of the population, 0 to 1. */
    NOVELTY_SCORE("novelty_score", true),
    /** How much of it others can use again, 0 to 1. */
    REUSE_SCORE("reuse_score", true),
    /** What people can do with it that they could not before, 0 to 1. */
    HUMAN_CAPABILITY_GAIN("human_capability_gain", true),
    /** What it costs to keep, 0 to 1. */
    MAINTENANCE_BURDEN("maintenance_burden", true),
    /** The weighted sum by the rule that the evidence packet names. */
    COMPOSITE_SCORE("composite_score", false);

    private final String id;
    private final boolean proportion;

    FitnessDimension(String id, boolean proportion) {
        this.id = id;
        this.proportion = proportion;
    }

    public String id() {
        return id;
    }

    /** Whether a value may stand for this dimension: finite, and in its range. */
    boolean admits(double value) {
        if (proportion) {
            return value >= 0 && value <= 1;
        }
        return this == COMPOSITE_SCORE ? DeterministicMath.isFinite(value)
                : value >= 0 && value < Double.POSITIVE_INFINITY;
    }
}
