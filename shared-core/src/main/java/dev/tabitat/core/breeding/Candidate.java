package dev.tabitat.core.breeding;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.fitness.FitnessDimension;
import dev.tabitat.core.fitness.FitnessVector;
import dev.tabitat.core.fitness.Predictions;

/**
 * A descendant that was judged on <em>select</em>.
 *
 * @param id its number in the run, {@code c1} and up
 * @param manifest digest of its package
 * @param generation from 0
 * @param fitness on select
 * @param select what it said there
 * @param bytes of its package and its base's
 */
public record Candidate(String id, Digest manifest, int generation, Recipe recipe, FitnessVector fitness,
        Predictions select, long bytes) {

    double utility() {
        return fitness.value(FitnessDimension.UTILITY).orElse(0);
    }
}
