package dev.tabitat.core.random;

import dev.tabitat.core.math.DeterministicMath;

/**
 * Random numbers that depend on their seed alone (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014). Not for secrets.
 */
public final class SplitMix64 {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;
    private double spare;
    private boolean hasSpare;

    public SplitMix64(long seed) {
        state = seed;
    }

    public long nextLong() {
        state += GAMMA;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** 0 to 1, 1 left out, in steps of 2^-53. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** 0 to {@code bound} - 1; every one equally likely. */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("A bound of " + bound);
        }
        long limit = (1L << 32) / bound * bound;
        long drawn = nextLong() >>> 32;
        while (drawn >= limit) {
            drawn = nextLong() >>> 32;
        }
        return (int) (drawn % bound);
    }

    /** Mean 0, deviation 1: Marsaglia's polar method (1964). */
    public double nextGaussian() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double u;
        double v;
        double s;
        do {
            u = 2 * nextDouble() - 1;
            v = 2 * nextDouble() - 1;
            s = u * u + v * v;
        } while (s >= 1 || s == 0);
        double factor = Math.sqrt(-2 * DeterministicMath.log(s) / s);
        spare = v * factor;
        hasSpare = true;
        return u * factor;
    }

    /** The numbers 0 to {@code count} - 1 in random order (Fisher and Yates). */
    public int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            int other = nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }
}
