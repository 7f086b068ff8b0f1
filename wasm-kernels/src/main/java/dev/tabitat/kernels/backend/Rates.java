package dev.tabitat.kernels.backend;

import java.util.Arrays;

/**
 * Rates measured on this device, in ascending order.
 *
 * @param unit {@code GFLOP/s} or {@code GB/s}
 * @param samples at least one measurement
 */
public record Rates(String unit, double[] samples) {

    public Rates {
        if (samples.length == 0) {
            throw new IllegalArgumentException("No samples");
        }
        samples = samples.clone();
        Arrays.sort(samples);
    }

    @Override
    public double[] samples() {
        return samples.clone();
    }

    /** The measurement in the middle; the lower one of two. */
    public double median() {
        return samples[(samples.length - 1) / 2];
    }

    /** The fastest measurement. */
    public double high() {
        return samples[samples.length - 1];
    }
}
