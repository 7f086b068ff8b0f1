package dev.tabitat.kernels.decoder;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.kernels.backend.Rates;
import dev.tabitat.kernels.backend.Region;
import dev.tabitat.kernels.backend.Timing;
import dev.tabitat.kernels.kernel.decoder.BlockDot;
import dev.tabitat.kernels.kernel.decoder.BlockDots;
import dev.tabitat.kernels.kernel.decoder.BlockFormat;
import dev.tabitat.kernels.kernel.decoder.DecoderLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * Which {@link BlockDot} is the fastest right one here, for codes of eight bits and for those of fewer: each is checked
 * against plain SIMD with every type of weights at the ends of their ranges, then timed with matrices of 8-bit and of
 * 4-bit blocks that stay in the cache.
 */
public final class BlockDotChoice {

    private static final int TOKENS = 7;
    private static final int ROWS = 64;
    private static final int INPUTS = 512;
    private static final int SAMPLES = 12;

    /** An engine takes some tens of milliseconds to compile functions of this size at its best, beside the calls. */
    private static final long WARM_UP_NANOS = 80_000_000;

    private final List<Tried> tried = new ArrayList<>();
    private Optional<Tried> eightBits = Optional.empty();
    private Optional<Tried> fewerBits = Optional.empty();

    private BlockDotChoice() {
    }

    /**
     * What came of one way.
     *
     * @param eightBits GOP/s with Q8_0, two for each product; empty when it was not timed
     * @param fewerBits the same with Q4_0
     * @param refusal why it is not used; empty when it may be
     */
    public record Tried(BlockDot dot, Optional<Rates> eightBits, Optional<Rates> fewerBits, String refusal) {

        private static Tried refused(BlockDot dot, String refusal) {
            return new Tried(dot, Optional.empty(), Optional.empty(), refusal);
        }
    }

    /**
     * Tries every way; what it takes of the memory it gives back. {@link BlockDot#TWO} is not timed where
     * {@link BlockDot#ONE} is right: the two differ in 8-bit codes alone, of which it makes two products each.
     *
     * @param nanos a clock that never goes back, in nanoseconds
     * @throws Unsupported when none is right here
     */
    public static BlockDotChoice measure(KernelMemory memory, LongSupplier nanos) {
        BlockDotChoice choice = new BlockDotChoice();
        Bench bench = new Bench(memory);
        try {
            for (BlockDot dot : BlockDot.values()) {
                if (dot == BlockDot.TWO && choice.eightBits.isPresent()) {
                    choice.add(Tried.refused(dot, "does what another that is right does, and more"));
                } else {
                    choice.add(bench.attempt(dot, nanos));
                }
            }
        } finally {
            bench.close();
        }
        if (choice.eightBits.isEmpty()) {
            throw new Unsupported("No way to multiply weights is right in this browser.",
                    Finding.at("decoder kernels").expected("one that passes its check").found(choice.tried));
        }
        return choice;
    }

    /** Why a way cannot be used here; empty when it can. What it takes of the memory it gives back. */
    public static String refusal(KernelMemory memory, BlockDot dot) {
        Bench bench = new Bench(memory);
        try {
            return bench.check(dot).refusal();
        } finally {
            bench.close();
        }
    }

    /** The fastest right ways. */
    public BlockDots dots() {
        return new BlockDots(eightBits.orElseThrow().dot(), fewerBits.orElseThrow().dot());
    }

    /** What the fastest one reached with Q8_0, GOP/s. */
    public Rates eightBits() {
        return eightBits.orElseThrow().eightBits().orElseThrow();
    }

    /** What the fastest one reached with Q4_0, GOP/s. */
    public Rates fewerBits() {
        return fewerBits.orElseThrow().fewerBits().orElseThrow();
    }

    /** Every way, in the order of {@link BlockDot}. */
    public List<Tried> tried() {
        return List.copyOf(tried);
    }

    private void add(Tried one) {
        tried.add(one);
        if (one.eightBits().isPresent()
                && (eightBits.isEmpty() || one.eightBits().get().high() > eightBits().high())) {
            eightBits = Optional.of(one);
        }
        if (one.fewerBits().isPresent()
                && (fewerBits.isEmpty() || one.fewerBits().get().high() > fewerBits().high())) {
            fewerBits = Optional.of(one);
        }
    }

    /** Records and packed bytes that change between the ends of their ranges, in memory. */
    private static final class Bench {

        private static final int RECORD_BYTES = 64;

        private final KernelMemory memory;
        private final Region region;
        private final int records;
        private final int panels;
        private final int y;
        private final List<float[]> expected = new ArrayList<>();

        Bench(KernelMemory memory) {
            this.memory = memory;
            int recordBytes = TOKENS * INPUTS / BlockFormat.BLOCK * RECORD_BYTES;
            int panelBytes = 0;
            for (BlockFormat format : BlockFormat.values()) {
                panelBytes = Math.max(panelBytes, (int) format.bytes(ROWS, INPUTS));
            }
            region = memory.take((long) recordBytes + panelBytes + 4L * TOKENS * ROWS, "measuring arithmetic");
            records = region.address();
            panels = records + recordBytes;
            y = panels + panelBytes;
            KernelModule plain = module(BlockDot.PLAIN);
            float[] x = new float[TOKENS * INPUTS];
            for (int i = 0; i < x.length; i++) {
                x[i] = i / 96 % 3 == 0 ? 1 : i % 7 == 0 ? i % 13 / 13f : i % 2 == 0 ? 1 : -1;
            }
            memory.host().writeFloats(panels, x, 0, x.length);
            plain.call("quantize_blocks", panels, records, INPUTS, 4 * INPUTS, 2 * INPUTS, TOKENS);
            byte[] packed = new byte[panelBytes];
            for (int i = 0; i < packed.length; i++) {
                // Neither byte of an f16 may have all bits of the exponent.
                packed[i] = (byte) (i / 200 % 3 == 0 ? 0x3B : i % 3 == 0 ? i * 31 & 0x3B : 0xBB);
            }
            memory.host().write(panels, packed, 0, packed.length);
            for (BlockFormat format : BlockFormat.values()) {
                fillCodes(format);
                expected.add(products(plain, format));
            }
        }

        /** Lets codes of eight bits take all values. */
        private void fillCodes(BlockFormat format) {
            if (format != BlockFormat.Q8_0) {
                return;
            }
            byte[] codes = new byte[32 * BlockFormat.PANEL];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (byte) (i % 5 == 0 ? i : 0xFF);
            }
            int block = format.panelBytes(INPUTS) / (INPUTS / BlockFormat.BLOCK);
            for (int at = 0; at < format.bytes(ROWS, INPUTS); at += block) {
                memory.host().write(panels + at + block - codes.length, codes, 0, codes.length);
            }
        }

        /** Whether a way is right, without a time. */
        Tried check(BlockDot dot) {
            return attempt(dot, (kernels, format) -> Optional.empty());
        }

        Tried attempt(BlockDot dot, LongSupplier nanos) {
            return attempt(dot, (kernels, format) -> {
                long start = nanos.getAsLong();
                while (nanos.getAsLong() - start < WARM_UP_NANOS) {
                    call(kernels, format);
                }
                return Optional.of(new Timing(nanos).rates("GOP/s", SAMPLES, 2.0 * TOKENS * ROWS * INPUTS,
                        () -> call(kernels, format)));
            });
        }

        /** @param rates asked when the products are right */
        private Tried attempt(BlockDot dot, BiFunction<KernelModule, BlockFormat, Optional<Rates>> rates) {
            try {
                KernelModule kernels = module(dot);
                for (BlockFormat format : BlockFormat.values()) {
                    String wrong = difference(format, expected.get(format.ordinal()), products(kernels, format));
                    if (!wrong.isEmpty()) {
                        return Tried.refused(dot, wrong);
                    }
                }
                return new Tried(dot, rates.apply(kernels, BlockFormat.Q8_0), rates.apply(kernels, BlockFormat.Q4_0),
                        "");
            } catch (TabitatException e) {
                return Tried.refused(dot, e.getMessage());
            }
        }

        private static String difference(BlockFormat format, float[] expected, float[] found) {
            for (int i = 0; i < expected.length; i++) {
                if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(found[i])) {
                    return "expected " + expected[i] + ", found " + found[i] + " with " + format + " at token "
                            + i / ROWS + ", row " + i % ROWS;
                }
            }
            return "";
        }

        private float[] products(KernelModule kernels, BlockFormat format) {
            call(kernels, format);
            float[] found = new float[TOKENS * ROWS];
            memory.host().readFloats(y, found, 0, found.length);
            return found;
        }

        private void call(KernelModule kernels, BlockFormat format) {
            kernels.call(DecoderLibrary.matrix(format), records, 2 * INPUTS, panels, y, 4 * ROWS, TOKENS, 0,
                    ROWS / BlockFormat.PANEL, INPUTS / BlockFormat.BLOCK, 0);
        }

        private KernelModule module(BlockDot dot) {
            return memory.host().instantiate(DecoderLibrary.module(KernelHost.MEMORY_MODULE, KernelHost.MEMORY_FIELD,
                    BlockDots.of(dot), memory.host().isShared()));
        }

        void close() {
            memory.giveBack(region);
        }
    }
}
