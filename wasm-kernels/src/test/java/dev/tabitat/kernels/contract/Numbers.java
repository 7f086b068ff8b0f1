package dev.tabitat.kernels.contract;

/** A seeded source of test data (SplitMix64), the same on every platform. */
public final class Numbers {

    private long state;

    public Numbers(long seed) {
        state = seed;
    }

    /** Any 32 bits. */
    public int bits() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return (int) ((z ^ z >>> 31) >>> 32);
    }

    /** A number from 0 to {@code bound - 1}. */
    public int below(int bound) {
        return (bits() >>> 1) % bound;
    }

    /** A number in [-1, 1), with 24 random bits. */
    public float unit() {
        return (bits() >> 8) * (1f / (1 << 23));
    }

    /** {@code count} numbers in [-1, 1). */
    public float[] units(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = unit();
        }
        return values;
    }

    /** {@code count} numbers from 0 to {@code bound - 1}. */
    public int[] below(int bound, int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = below(bound);
        }
        return values;
    }
}
