package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.I32x4;
import dev.tabitat.kernels.wasm.I32x4Variable;
import dev.tabitat.kernels.wasm.V128Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y = act((codes · Wᵀ - zero · Σ W) · step · scale + bias)}: int8 weights and the codes of {@link QuantizeRows}.
 *
 * <p>
 * Parameters of {@code linear_i8}: addresses of the codes {@code [rows, stride]}, of their steps and zeros, of the
 * packed weights, of their panels' notes and of y {@code [rows, out]}; then stride (elements, a multiple of sixteen),
 * rows, the first output and the end of the outputs to compute (the first a multiple of eight), out, what follows (0
 * nothing, 1 RELU, 2 GELU), and the address of a scratch of {@link #SCRATCH_BYTES}.
 *
 * <p>
 * Packed weights: panels of eight outputs; in a panel, for each group of {@link Int8Dot#group} inputs, the eight
 * outputs' groups one after the other. Notes: for each panel eight scales, eight biases (f32) and eight sums of weights
 * (i32). Outputs past {@code out} are zeros there.
 */
public final class LinearI8 {

    /** The name of the exported function. */
    public static final String NAME = "linear_i8";

    /** Outputs that are packed together: two vectors of sums. */
    public static final int PANEL = 8;

    /** Bytes of a panel's notes. */
    public static final int NOTES_BYTES = 96;

    /** Where the sums of weights lie in a panel's notes, after scales and biases. */
    static final int SUMS_OFFSET = 8 * PANEL;

    /** Rows that share each load of weights: twelve vectors of sums. */
    static final int TILE = 6;

    /** Room for a tile whose panel reaches past the last output. */
    public static final int SCRATCH_BYTES = 4 * TILE * PANEL;

    private static final FunctionType TYPE = FunctionType.takingI32(12);
    private static final FunctionType TILE_TYPE = FunctionType.takingI32(8);

    private static final int RELU = 1;
    private static final int GELU = 2;

    private LinearI8() {
    }

    static Function define(WasmModule module, Int8Dot dot, Function gelu) {
        Function[] tiles = new Function[TILE + 1];
        for (int rows = 1; rows <= TILE; rows++) {
            int height = rows;
            tiles[rows] = module.function("linear_i8_" + rows, TILE_TYPE, f -> new Tile(f, dot, height).write());
        }
        return module.function(NAME, TYPE, f -> new Panels(f, tiles, gelu).write(dot));
    }

    /** Panel after panel; in each the rows, {@link #TILE} at a time and then the rest in one tile. */
    private static final class Panels {

        private final FunctionBuilder f;
        private final Function[] tiles;
        private final Function gelu;
        private final I32Variable weights;
        private final I32Variable notes;
        private final I32Variable out;
        private final I32Variable activation;
        private final I32Variable scratch;
        private final I32Variable panelBytes;
        private final I32Variable bytes;
        private final I32Variable codes;
        private final I32Variable steps;
        private final I32Variable y;
        private final I32Variable rows;
        private final I32Variable columns;

        Panels(FunctionBuilder f, Function[] tiles, Function gelu) {
            this.f = f;
            this.tiles = tiles;
            this.gelu = gelu;
            weights = f.parameter(2);
            notes = f.parameter(3);
            out = f.parameter(9);
            activation = f.parameter(10);
            scratch = f.parameter(11);
            panelBytes = f.localI32();
            bytes = f.localI32();
            codes = f.localI32();
            steps = f.localI32();
            y = f.localI32();
            rows = f.localI32();
            columns = f.localI32();
        }

        void write(Int8Dot dot) {
            I32Variable stride = f.parameter(5);
            I32Variable first = f.parameter(7);
            I32Variable end = f.parameter(8);
            panelBytes.set(stride.times(PANEL));
            bytes.set(stride.times(dot.activationBytes()));
            weights.add(first.times(stride));
            notes.add(first.times(NOTES_BYTES / PANEL));
            f.whileBelow(first, end, PANEL, () -> {
                codes.set(f.parameter(0));
                steps.set(f.parameter(1));
                y.set(f.parameter(4).plus(first.inBytes()));
                rows.set(f.parameter(6));
                columns.set(out.minus(first));
                f.loopUntil(rows.isZero(), again -> {
                    for (int height = TILE; height >= 1; height--) {
                        int tall = height;
                        f.when(rows.isAtLeast(tall)).then(() -> {
                            f.when(columns.isAtLeast(PANEL))
                                    .then(() -> wholePanel(tall)).otherwise(() -> lastPanel(tall));
                            codes.add(bytes.times(tall));
                            steps.add(8 * tall);
                            y.add(out.times(4 * tall));
                            rows.add(-tall);
                            f.branch(again);
                        });
                    }
                });
                weights.add(panelBytes);
                notes.add(NOTES_BYTES);
            });
        }

        private void wholePanel(int tall) {
            tile(tall, y, out.inBytes());
        }

        /** A panel that reaches past the last output: by way of the scratch, from which only the outputs are copied. */
        private void lastPanel(int tall) {
            tile(tall, scratch, f.i32(4 * PANEL));
            for (int r = 0; r < tall; r++) {
                f.copyMemory(y.plus(out.times(4 * r)), scratch.plus(4 * PANEL * r), columns.inBytes());
            }
        }

        private void tile(int tall, I32 to, I32 step) {
            f.call(tiles[tall], codes, bytes, steps, weights, notes, to, step, activation);
            f.when(activation.isEqualTo(GELU)).then(() -> f.call(gelu, to, step, f.i32(tall)));
        }
    }

    /**
     * One panel of outputs for some rows: codes, bytes between their rows, steps, weights, notes, y, bytes between its
     * rows, act.
     */
    private static final class Tile {

        private static final int VECTORS = PANEL / 4;

        private final FunctionBuilder f;
        private final Int8Dot dot;
        private final int rows;
        private final I32Variable weights;
        private final I32Variable[] codes;
        private final I32x4Variable[] sums;
        private final V128Variable[] weight;
        private final V128Variable value;

        Tile(FunctionBuilder f, Int8Dot dot, int rows) {
            this.f = f;
            this.dot = dot;
            this.rows = rows;
            weights = f.parameter(3);
            codes = f.localsI32(rows);
            sums = f.localsI32x4(rows * VECTORS);
            weight = f.localsV128(VECTORS);
            value = f.localV128();
        }

        void write() {
            I32Variable bytes = f.parameter(1);
            I32Variable end = f.localI32();
            codes[0].set(f.parameter(0));
            for (int r = 1; r < rows; r++) {
                codes[r].set(codes[r - 1].plus(bytes));
            }
            end.set(codes[0].plus(bytes));
            for (I32x4Variable sum : sums) {
                sum.set(0);
            }
            f.whileBelow(codes[0], end, () -> {
                for (int group = 0; group < 16 / dot.group(); group++) {
                    step(group);
                }
                for (I32Variable row : codes) {
                    row.add(16 * dot.activationBytes());
                }
                weights.add(16 * PANEL);
            });
            for (int r = 0; r < rows; r++) {
                for (int v = 0; v < VECTORS; v++) {
                    finish(r, v);
                }
            }
        }

        /** Adds the products of one group of inputs: each row's codes with the weights of all outputs. */
        private void step(int group) {
            for (int v = 0; v < VECTORS; v++) {
                weight[v].set(dot.weights(weights, PANEL * dot.group() * group, v));
            }
            for (int r = 0; r < rows; r++) {
                value.set(codes[r].loadWordInAllLanes(4 * group));
                for (int v = 0; v < VECTORS; v++) {
                    I32x4Variable sum = sums[r * VECTORS + v];
                    sum.set(dot.multiplyAdd(weight[v], value, sum));
                }
            }
        }

        /** Four outputs of a row: {@code y = act((sum - zero · Σ W) · (step · scale) + bias)}. */
        private void finish(int row, int vector) {
            I32Variable steps = f.parameter(2);
            I32Variable notes = f.parameter(4);
            I32Variable y = f.parameter(5);
            I32x4 zero = steps.loadWordInAllLanes(8 * row + 4).asI32x4();
            I32x4 sumOfWeights = notes.loadV128(64 + 16 * vector).asI32x4();
            F32x4 step = steps.loadWordInAllLanes(8 * row).asF32x4();
            F32x4 scale = notes.loadF32x4(16 * vector);
            F32x4 bias = notes.loadF32x4(32 + 16 * vector);
            I32x4 exact = sums[row * VECTORS + vector].minus(zero.times(sumOfWeights));
            value.set(exact.toF32x4().times(step.times(scale)).plus(bias));
            f.when(f.parameter(7).isEqualTo(RELU)).then(() -> value.set(value.asF32x4().max(0)));
            y.store(value, 16 * vector);
            if (vector == VECTORS - 1) {
                y.add(f.parameter(6));
            }
        }
    }
}
