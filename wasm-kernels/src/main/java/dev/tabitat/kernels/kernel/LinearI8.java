package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.I32;
import static dev.tabitat.kernels.wasm.ValueType.V128;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y = act((codes · Wᵀ - zero · Σ W) · step · scale + bias)}: int8 weights and the codes of {@link QuantizeRows}.
 *
 * <p>Parameters of {@code linear_i8}: addresses of the codes {@code [rows, stride]}, of their steps and zeros, of the packed
 * weights, of their panels' notes and of y {@code [rows, out]}; then stride (elements, a multiple of sixteen), rows, the first
 * output and the end of the outputs to compute (the first a multiple of eight), out, what follows (0 nothing, 1 RELU, 2 GELU),
 * and the address of a scratch of {@link #SCRATCH_BYTES}.
 *
 * <p>Packed weights: panels of eight outputs; in a panel, for each group of {@link Int8Dot#group} inputs, the eight outputs'
 * groups one after the other. Notes: for each panel eight scales, eight biases (f32) and eight sums of weights (i32). Outputs
 * past {@code out} are zeros there.
 */
public final class LinearI8 {

    /** The name of the exported function. */
    public static final String NAME = "linear_i8";

    /** Outputs that are packed together: two vectors of sums. */
    public static final int PANEL = 8;

    /** Bytes of a panel's notes. */
    public static final int NOTES_BYTES = 96;

    /** Rows that share each load of weights: twelve vectors of sums. */
    static final int TILE = 6;

    /** Room for a tile whose panel reaches past the last output. */
    public static final int SCRATCH_BYTES = 4 * TILE * PANEL;

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32, I32, I32, I32, I32, I32);
    private static final FunctionType TILE_TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32, I32);

    private LinearI8() {
    }

    static Function define(WasmModule module, Int8Dot dot, Function gelu) {
        Function[] tiles = new Function[TILE + 1];
        for (int rows = 1; rows <= TILE; rows++) {
            int height = rows;
            tiles[rows] = module.define("linear_i8_" + rows, TILE_TYPE, code -> new Tile(code, dot, height).write());
        }
        return module.define(NAME, TYPE, code -> write(code, dot, tiles, gelu));
    }

    private static void write(Code code, Int8Dot dot, Function[] tiles, Function gelu) {
        Local act = code.parameter(10);
        Local weights = code.parameter(2);
        Local notes = code.parameter(3);
        Local stride = code.parameter(5);
        Local first = code.parameter(7);
        Local end = code.parameter(8);
        Local out = code.parameter(9);
        Local panelBytes = code.local(I32);
        Local bytes = code.local(I32);
        Local codes = code.local(I32);
        Local steps = code.local(I32);
        Local y = code.local(I32);
        Local rows = code.local(I32);
        Local columns = code.local(I32);
        code.get(stride).i32(PANEL).op(Op.I32_MUL).set(panelBytes);
        code.get(stride).i32(dot.activationBytes()).op(Op.I32_MUL).set(bytes);
        code.get(weights).get(first).get(stride).op(Op.I32_MUL).op(Op.I32_ADD).set(weights);
        code.get(notes).get(first).i32(NOTES_BYTES / PANEL).op(Op.I32_MUL).op(Op.I32_ADD).set(notes);
        code.whileBelow(first, end, () -> {
            code.get(code.parameter(0)).set(codes);
            code.get(code.parameter(1)).set(steps);
            code.get(code.parameter(4)).get(first).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(y);
            code.get(code.parameter(6)).set(rows);
            code.get(out).get(first).op(Op.I32_SUB).set(columns);
            code.block(done -> code.loop(again -> {
                code.get(rows).op(Op.I32_EQZ).branchIf(done);
                for (int height = TILE; height >= 1; height--) {
                    int tall = height;
                    code.get(rows).i32(height).op(Op.I32_GE_U).when(() -> {
                        code.get(columns).i32(PANEL).op(Op.I32_GE_U).either(() -> {
                            arguments(code, codes, bytes, steps, weights, notes);
                            code.get(y).get(out).i32(2).op(Op.I32_SHL).get(act).call(tiles[tall]);
                            code.get(act).i32(2).op(Op.I32_EQ).when(() ->
                                    code.get(y).get(out).i32(2).op(Op.I32_SHL).i32(tall).call(gelu));
                        }, () -> {
                            arguments(code, codes, bytes, steps, weights, notes);
                            code.get(code.parameter(11)).i32(4 * PANEL).get(act).call(tiles[tall]);
                            code.get(act).i32(2).op(Op.I32_EQ).when(() ->
                                    code.get(code.parameter(11)).i32(4 * PANEL).i32(tall).call(gelu));
                            for (int r = 0; r < tall; r++) {
                                code.get(y).get(out).i32(4 * r).op(Op.I32_MUL).op(Op.I32_ADD);
                                code.get(code.parameter(11)).i32(4 * PANEL * r).op(Op.I32_ADD);
                                code.get(columns).i32(2).op(Op.I32_SHL).op(Op.MEMORY_COPY);
                            }
                        });
                        code.get(codes).get(bytes).i32(tall).op(Op.I32_MUL).op(Op.I32_ADD).set(codes);
                        code.add(steps, 8 * tall);
                        code.get(y).get(out).i32(4 * tall).op(Op.I32_MUL).op(Op.I32_ADD).set(y);
                        code.add(rows, -tall);
                        code.branch(again);
                    });
                }
            }));
            code.add(weights, panelBytes);
            code.add(notes, NOTES_BYTES);
            code.add(first, PANEL);
        });
    }

    private static void arguments(Code code, Local codes, Local bytes, Local steps, Local weights, Local notes) {
        code.get(codes).get(bytes).get(steps).get(weights).get(notes);
    }

    /** One panel of outputs for some rows: codes, bytes between their rows, steps, weights, notes, y, bytes between its rows, act. */
    private static final class Tile {

        private static final int VECTORS = PANEL / 4;

        private final Code code;
        private final Int8Dot dot;
        private final int rows;
        private final Local[] at;
        private final Local[] sums;
        private final Local[] weights;
        private final Local value;

        Tile(Code code, Int8Dot dot, int rows) {
            this.code = code;
            this.dot = dot;
            this.rows = rows;
            at = code.locals(rows, I32);
            sums = code.locals(rows * VECTORS, V128);
            weights = code.locals(VECTORS, V128);
            value = code.local(V128);
        }

        void write() {
            Local bytes = code.parameter(1);
            Local end = code.local(I32);
            code.get(code.parameter(0)).set(at[0]);
            for (int r = 1; r < rows; r++) {
                code.get(at[r - 1]).get(bytes).op(Op.I32_ADD).set(at[r]);
            }
            code.get(at[0]).get(bytes).op(Op.I32_ADD).set(end);
            for (Local sum : sums) {
                code.i32x4(0).set(sum);
            }
            code.whileBelow(at[0], end, () -> {
                int groups = 16 / dot.group();
                for (int group = 0; group < groups; group++) {
                    step(group);
                }
                for (Local row : at) {
                    code.add(row, 16 * dot.activationBytes());
                }
                code.add(code.parameter(3), 16 * PANEL);
            });
            for (int r = 0; r < rows; r++) {
                for (int v = 0; v < VECTORS; v++) {
                    finish(r, v);
                }
            }
        }

        private void step(int group) {
            int groupBytes = PANEL * dot.group();
            for (int v = 0; v < VECTORS; v++) {
                code.get(code.parameter(3));
                if (dot == Int8Dot.PLAIN) {
                    code.memory(Op.V128_LOAD8X8_S, groupBytes * group + 8 * v, 0).set(weights[v]);
                } else {
                    code.memory(Op.V128_LOAD, groupBytes * group + 16 * v, 2).set(weights[v]);
                }
            }
            for (int r = 0; r < rows; r++) {
                code.get(at[r]).memory(Op.V128_LOAD32_SPLAT, 4 * group).set(value);
                for (int v = 0; v < VECTORS; v++) {
                    Local sum = sums[r * VECTORS + v];
                    code.get(weights[v]).get(value);
                    switch (dot) {
                        case RELAXED_32 -> code.get(sum).op(Op.I32X4_RELAXED_DOT_I8X16_I7X16_ADD_S);
                        case RELAXED_16 -> code.op(Op.I16X8_RELAXED_DOT_I8X16_I7X16_S).op(Op.I32X4_EXTADD_PAIRWISE_I16X8_S)
                                .get(sum).op(Op.I32X4_ADD);
                        case PLAIN -> code.op(Op.I32X4_DOT_I16X8_S).get(sum).op(Op.I32X4_ADD);
                    }
                    code.set(sum);
                }
            }
        }

        private void finish(int row, int vector) {
            Local steps = code.parameter(2);
            Local notes = code.parameter(4);
            Local y = code.parameter(5);
            Local act = code.parameter(7);
            code.get(sums[row * VECTORS + vector]);
            code.get(steps).memory(Op.V128_LOAD32_SPLAT, 8 * row + 4).get(notes).memory(Op.V128_LOAD, 64 + 16 * vector, 2);
            code.op(Op.I32X4_MUL).op(Op.I32X4_SUB).op(Op.F32X4_CONVERT_I32X4_S);
            code.get(steps).memory(Op.V128_LOAD32_SPLAT, 8 * row).get(notes).memory(Op.V128_LOAD, 16 * vector, 2);
            code.op(Op.F32X4_MUL).op(Op.F32X4_MUL).get(notes).memory(Op.V128_LOAD, 32 + 16 * vector, 2).op(Op.F32X4_ADD).set(value);
            code.get(act).i32(1).op(Op.I32_EQ).when(() -> code.get(value).f32x4(0).op(Op.F32X4_MAX).set(value));
            code.get(y).get(value).memory(Op.V128_STORE, 16 * vector, 2);
            if (vector == VECTORS - 1) {
                code.add(y, code.parameter(6));
            }
        }
    }
}
