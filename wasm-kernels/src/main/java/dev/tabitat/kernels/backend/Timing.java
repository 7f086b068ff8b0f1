package dev.tabitat.kernels.backend;

import java.util.function.LongSupplier;

/** Times short work often enough to say how fast it is. */
public final class Timing {

    /** A run shorter than this (2 ms) is repeated with twice the work. */
    static final long MIN_NANOS = 2_000_000;

    private static final int WARM_UP_RUNS = 6;
    private static final int MAX_REPEATS = 1 << 20;

    private final LongSupplier nanos;

    /** @param nanos a clock that never goes back, in nanoseconds */
    public Timing(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Warms up until a run is long enough and the engine has compiled its best, then takes the samples. */
    public Rates rates(String unit, int samples, double workOfOne, Runnable one) {
        int repeats = 1;
        int warm = 0;
        while (warm < WARM_UP_RUNS) {
            if (time(one, repeats) >= MIN_NANOS || repeats >= MAX_REPEATS) {
                warm++;
            } else {
                repeats *= 2;
            }
        }
        double[] rates = new double[Math.max(1, samples)];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = workOfOne * repeats / Math.max(1, time(one, repeats));
        }
        return new Rates(unit, rates);
    }

    private long time(Runnable one, int repeats) {
        long start = nanos.getAsLong();
        for (int i = 0; i < repeats; i++) {
            one.run();
        }
        return nanos.getAsLong() - start;
    }
}
