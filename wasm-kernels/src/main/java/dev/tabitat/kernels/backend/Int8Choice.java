package dev.tabitat.kernels.backend;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.LinearI8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Which way to multiply int8 is the fastest right one here: each is checked against known sums at the ends of its
 * range, then timed on a matrix that stays in the cache. The best of several times counts: what disturbs one can only
 * slow it down.
 */
public final class Int8Choice {

    private static final int ROWS = 48;
    private static final int IN = 384;
    private static final int OUT = 128;
    private static final int SAMPLES = 5;
    private static final int LARGEST = 127;
    private static final int ZERO = 64;

    private final List<Tried> tried = new ArrayList<>();
    private Optional<Tried> best = Optional.empty();

    private Int8Choice() {
    }

    /**
     * What came of one way.
     *
     * @param rates GOP/s, two for each product; empty when it was not timed
     * @param refusal why it cannot be used; empty when it can
     */
    public record Tried(Int8Dot dot, Optional<Rates> rates, String refusal) {
    }

    /**
     * Tries every way; what it takes of the memory it gives back.
     *
     * @param nanos a clock that never goes back, in nanoseconds
     * @throws Unsupported when none is right here
     */
    public static Int8Choice measure(KernelMemory memory, LongSupplier nanos) {
        Int8Choice choice = new Int8Choice();
        for (Int8Dot dot : Int8Dot.values()) {
            choice.add(attempt(memory, nanos, dot));
        }
        if (choice.best.isEmpty()) {
            throw new Unsupported("No way to multiply int8 numbers is right in this browser.",
                    Finding.at("int8 kernels").expected("one that passes its check").found(choice.tried));
        }
        return choice;
    }

    /**
     * A choice that was made here before, if what won then is still right.
     *
     * @param before every way as {@link #tried} gave it
     */
    public static Optional<Int8Choice> again(KernelMemory memory, List<Tried> before) {
        Int8Choice choice = new Int8Choice();
        before.forEach(choice::add);
        return choice.best.isPresent() && check(memory, choice.dot(), right -> Optional.empty()).refusal().isEmpty()
                ? Optional.of(choice)
                : Optional.empty();
    }

    /** The fastest right way. */
    public Int8Dot dot() {
        return best.orElseThrow().dot();
    }

    /** What it reached, GOP/s. */
    public Rates rates() {
        return best.orElseThrow().rates().orElseThrow();
    }

    /** Every way, in the order of {@link Int8Dot}. */
    public List<Tried> tried() {
        return List.copyOf(tried);
    }

    private void add(Tried one) {
        tried.add(one);
        if (one.rates().isPresent() && (best.isEmpty() || one.rates().get().high() > rates().high())) {
            best = Optional.of(one);
        }
    }

    private static Tried attempt(KernelMemory memory, LongSupplier nanos, Int8Dot dot) {
        return check(memory, dot,
                right -> Optional.of(new Timing(nanos).rates("GOP/s", SAMPLES, 2.0 * ROWS * IN * OUT, right::run)));
    }

    /** @param rates asked when the sums are right */
    private static Tried check(KernelMemory memory, Int8Dot dot, Function<Bench, Optional<Rates>> rates) {
        try {
            KernelModule kernels = memory.host().instantiate(memory.host().kernels(dot));
            Bench bench = new Bench(memory, kernels, dot);
            try {
                String wrong = bench.wrong();
                return new Tried(dot, wrong.isEmpty() ? rates.apply(bench) : Optional.empty(), wrong);
            } finally {
                bench.close();
            }
        } catch (TabitatException e) {
            return new Tried(dot, Optional.empty(), e.getMessage());
        }
    }

    /** Codes and weights that change between the ends of their ranges, in memory. */
    private static final class Bench {

        private final KernelMemory memory;
        private final KernelModule kernels;
        private final Region region;
        private final int steps;
        private final int weights;
        private final int notes;
        private final int y;
        private final byte[] codes;
        private final byte[] matrix;

        Bench(KernelMemory memory, KernelModule kernels, Int8Dot dot) {
            this.memory = memory;
            this.kernels = kernels;
            codes = new byte[ROWS * IN];
            matrix = new byte[OUT * IN];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (byte) (i % 5 == 0 ? i % LARGEST : i % 3 == 0 ? 0 : LARGEST);
            }
            for (int i = 0; i < matrix.length; i++) {
                matrix[i] = (byte) (i / IN % 3 == 0 ? LARGEST : i / IN % 3 == 1 ? -LARGEST : i * 31 % 255 - LARGEST);
            }
            int codeBytes = codes.length * dot.activationBytes();
            int noteBytes = Packed.panels(OUT) * LinearI8.NOTES_BYTES;
            region = memory.take(codeBytes + 8L * ROWS + matrix.length + noteBytes + 4L * ROWS * OUT,
                    "measuring arithmetic");
            steps = region.address() + codeBytes;
            weights = steps + 8 * ROWS;
            notes = weights + matrix.length;
            y = notes + noteBytes;
            fill(dot);
        }

        private void fill(Int8Dot dot) {
            byte[] wide = new byte[codes.length * dot.activationBytes()];
            for (int i = 0; i < codes.length; i++) {
                wide[i * dot.activationBytes()] = codes[i];
            }
            write(region.address(), wide);
            int[] words = new int[2 * ROWS];
            for (int row = 0; row < ROWS; row++) {
                words[2 * row] = Float.floatToIntBits(1);
                words[2 * row + 1] = ZERO;
            }
            write(steps, Bytes.ofWords(words).data());
            write(weights, Packed.panels(matrix, 0, OUT, IN, dot));
            int perPanel = LinearI8.NOTES_BYTES / 4;
            int[] notesOf = new int[Packed.panels(OUT) * perPanel];
            for (int o = 0; o < OUT; o++) {
                int at = o / LinearI8.PANEL * perPanel + o % LinearI8.PANEL;
                notesOf[at] = Float.floatToIntBits(1);
                for (int i = 0; i < IN; i++) {
                    notesOf[at + 2 * LinearI8.PANEL] += matrix[o * IN + i];
                }
            }
            write(notes, Bytes.ofWords(notesOf).data());
        }

        void run() {
            kernels.call(LinearI8.NAME, region.address(), steps, weights, notes, y, IN, ROWS, 0, OUT, OUT, 0, y);
        }

        /** What is wrong with the sums; empty when nothing is. */
        String wrong() {
            run();
            float[] found = new float[ROWS * OUT];
            memory.host().readFloats(y, found, 0, found.length);
            for (int row = 0; row < ROWS; row++) {
                for (int o = 0; o < OUT; o++) {
                    int sum = 0;
                    for (int i = 0; i < IN; i++) {
                        sum += (codes[row * IN + i] - ZERO) * matrix[o * IN + i];
                    }
                    if (found[row * OUT + o] != sum) {
                        return "expected " + sum + ", found " + found[row * OUT + o] + " at row " + row + ", output "
                                + o;
                    }
                }
            }
            return "";
        }

        void close() {
            memory.giveBack(region);
        }

        private void write(int address, byte[] bytes) {
            memory.host().write(address, bytes, 0, bytes.length);
        }
    }
}
