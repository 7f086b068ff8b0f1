package dev.tabitat.core;

import java.util.Random;

/** The seed of a randomised test: printed, and given again with {@code -Dtabitat.seed}. */
public final class Seed {

    private Seed() {}

    public static Random random(String test) {
        long seed = Long.getLong("tabitat.seed", System.nanoTime());
        System.out.println(test + ": -Dtabitat.seed=" + seed);
        return new Random(seed);
    }
}
