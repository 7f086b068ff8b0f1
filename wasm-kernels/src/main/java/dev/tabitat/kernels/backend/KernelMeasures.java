package dev.tabitat.kernels.backend;

import dev.tabitat.kernels.kernel.Bandwidth;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.MatVecF32;
import java.util.function.LongSupplier;

/**
 * Measures what the kernels reach on this device: arithmetic on a matrix that stays in the cache, and moving memory.
 *
 * <p>
 * The clock comes in as an argument. Each measurement warms up until a run takes at least {@link #MIN_NANOS} (an engine
 * compiles better code after a few calls, and coarse clocks need long runs), then takes its samples at that length. A
 * machine that is doing other things gives lower rates; the spread is part of the result.
 */
public final class KernelMeasures {

    /** A run shorter than this (2 ms) is repeated with twice the work. */
    public static final long MIN_NANOS = Timing.MIN_NANOS;

    private static final int ROWS = 32;
    private static final int IN = 256;
    private static final int OUT = 64;
    private static final int MOVED_BYTES = 16 << 20;

    private final KernelMemory memory;
    private final KernelModule kernels;
    private final LongSupplier nanos;

    /**
     * @param memory where the measured kernels work; what they take they give back
     * @param nanos a clock that never goes back, in nanoseconds
     * @throws dev.tabitat.core.error.Unsupported when the engine refuses the kernels
     */
    public KernelMeasures(KernelMemory memory, LongSupplier nanos) {
        this.memory = memory;
        this.kernels = memory.host().instantiate(memory.host().kernels(Int8Dot.PLAIN));
        this.nanos = nanos;
    }

    /** Multiplications and additions of {@link MatVecF32} on a 64 KiB matrix, in GFLOP/s. */
    public Rates matVec(int samples) {
        int weights = 4 * IN * OUT;
        int x = 4 * ROWS * IN;
        int y = 4 * ROWS * OUT;
        Region region = take(weights + x + 4 * OUT + y, "measuring arithmetic");
        int xAt = region.address() + weights;
        int biasAt = xAt + x;
        int yAt = biasAt + 4 * OUT;
        Runnable run = () -> kernels.call(MatVecF32.NAME, region.address(), xAt, biasAt, yAt, ROWS, IN, OUT, 0);
        return measure("GFLOP/s", samples, 2.0 * ROWS * IN * OUT, run, region);
    }

    /** Reading 16 MiB, more than most caches hold, in GB/s. */
    public Rates read(int samples) {
        Region region = take(MOVED_BYTES, "measuring memory");
        Runnable run = () -> kernels.call(Bandwidth.READ, region.address(), MOVED_BYTES);
        return measure("GB/s", samples, MOVED_BYTES, run, region);
    }

    /** Copying 8 MiB, read and written bytes counted, in GB/s. */
    public Rates copy(int samples) {
        Region region = take(MOVED_BYTES, "measuring memory");
        int half = MOVED_BYTES / 2;
        Runnable run = () -> kernels.call(Bandwidth.COPY, region.address(), region.address() + half, half);
        return measure("GB/s", samples, MOVED_BYTES, run, region);
    }

    /** A region filled with zeros: arithmetic on what happens to lie there could be slowed down by odd numbers. */
    private Region take(int bytes, String purpose) {
        Region region = memory.take(bytes, purpose);
        byte[] zeros = new byte[64 << 10];
        for (int at = 0; at < region.bytes(); at += zeros.length) {
            memory.host().write(region.address() + at, zeros, 0, Math.min(zeros.length, region.bytes() - at));
        }
        return region;
    }

    private Rates measure(String unit, int samples, double workOfOne, Runnable one, Region region) {
        try {
            return new Timing(nanos).rates(unit, samples, workOfOne, one);
        } finally {
            memory.giveBack(region);
        }
    }
}
