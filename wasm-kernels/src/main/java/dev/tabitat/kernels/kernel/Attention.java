package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.F32;
import static dev.tabitat.kernels.wasm.ValueType.I32;
import static dev.tabitat.kernels.wasm.ValueType.V128;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * softmax(Q Kᵀ / √d) V of one sequence for some of its heads, in f32.
 *
 * <p>Parameters of {@code attention}: address of the sequence's first row of queries, keys and values {@code [tokens, 3 · width]},
 * of its first row of y {@code [tokens, width]}, tokens, width, d (a multiple of four), the first head and the end of the heads
 * to compute, the bits of 1/√d as f32, and the address of a scratch of {@link #scratchBytes}.
 *
 * <p>For each head the keys are transposed into the scratch; then for each six rows the scores are a product, their
 * exponentials stay unnormalised, and the product with the values is divided by their sums.
 */
public final class Attention {

    private static final int TILE = 6;

    /** Vectors whose exponentials are computed side by side. */
    private static final int SIDE = 4;

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32, I32, I32);

    private final Code code;
    private final MultiplyAdd madd;
    private final Local qkv;
    private final Local y;
    private final Local tokens;
    private final Local width;
    private final Local size;
    private final Local keys;
    private final Local head;
    private final Local scratch;
    private final Local padded;
    private final Local stride;
    private final Local scores;
    private final Local row;
    private final Local at;
    private final Local column;
    private final Local[] values;
    private final Local[] powers;
    private final Local[] polynomials;

    private Attention(Code code, MultiplyAdd madd) {
        this.madd = madd;
        this.code = code;
        qkv = code.parameter(0);
        y = code.parameter(1);
        tokens = code.parameter(2);
        width = code.parameter(3);
        size = code.parameter(4);
        head = code.parameter(5);
        scratch = code.parameter(8);
        keys = code.local(I32);
        padded = code.local(I32);
        stride = code.local(I32);
        scores = code.local(I32);
        row = code.local(I32);
        at = code.local(I32);
        column = code.local(I32);
        values = code.locals(SIDE, V128);
        powers = code.locals(SIDE, V128);
        polynomials = code.locals(SIDE, V128);
    }

    /** Bytes of scratch for a sequence of so many tokens with heads of {@code size}. */
    public static long scratchBytes(int tokens, int size) {
        return 4L * (tokens + 3 & ~3) * (size + TILE) + 4L * 16;
    }

    static Function define(WasmModule module, Function product, MultiplyAdd madd) {
        return module.define("attention", TYPE, code -> new Attention(code, madd).write(product));
    }

    private void write(Function product) {
        Local rows = code.local(I32);
        Local[] sums = code.locals(TILE, F32);
        code.get(tokens).i32(3).op(Op.I32_ADD).i32(-4).op(Op.I32_AND).i32(2).op(Op.I32_SHL).set(padded);
        code.get(width).i32(12).op(Op.I32_MUL).set(stride);
        code.get(scratch).get(padded).get(size).op(Op.I32_MUL).op(Op.I32_ADD).set(scores);
        code.whileBelow(head, code.parameter(6), () -> {
            transposeKeys();
            code.i32(0).set(row);
            code.whileBelow(row, tokens, () -> {
                code.get(tokens).get(row).op(Op.I32_SUB).set(rows);
                code.get(rows).i32(TILE).op(Op.I32_GT_U).when(() -> code.i32(TILE).set(rows));
                headAt(qkv, row, stride, 0);
                code.get(stride).get(scratch).get(padded).get(scores).get(padded).get(size).get(rows);
                code.get(padded).i32(2).op(Op.I32_SHR_U).call(product);
                for (int r = 0; r < TILE; r++) {
                    int tall = r;
                    code.get(rows).i32(r).op(Op.I32_GT_U).when(() -> exponentials(tall, sums[tall]));
                }
                code.get(scores).get(padded);
                headColumn(code.get(qkv), 2);
                code.get(stride);
                headAt(y, row, width, -1);
                code.get(width).i32(2).op(Op.I32_SHL).get(tokens).get(rows).get(size).call(product);
                for (int r = 0; r < TILE; r++) {
                    int tall = r;
                    code.get(rows).i32(r).op(Op.I32_GT_U).when(() -> divide(tall, sums[tall]));
                }
                code.add(row, TILE);
            });
            code.add(head, 1);
        });
    }

    /** Pushes the address of this head in row {@code row}: of queries, keys or values (0 to 2), or of y (-1). */
    private void headAt(Local base, Local at, Local step, int part) {
        code.get(base).get(at).get(step);
        if (part < 0) {
            code.i32(2).op(Op.I32_SHL);
        }
        code.op(Op.I32_MUL).op(Op.I32_ADD);
        code.get(head).get(size).op(Op.I32_MUL).i32(2).op(Op.I32_SHL).op(Op.I32_ADD);
        if (part > 0) {
            code.get(width).i32(4 * part).op(Op.I32_MUL).op(Op.I32_ADD);
        }
    }

    /** Adds this head's place among the queries, keys or values to the address on the stack. */
    private void headColumn(Code pushed, int part) {
        pushed.get(width).i32(part).op(Op.I32_MUL).get(head).get(size).op(Op.I32_MUL).op(Op.I32_ADD).i32(2).op(Op.I32_SHL).op(Op.I32_ADD);
    }

    private void transposeKeys() {
        Local token = code.local(I32);
        Local dimension = code.local(I32);
        Local from = code.local(I32);
        Local four = code.local(V128);
        code.i32(0).set(token);
        code.whileBelow(token, tokens, () -> {
            headAt(qkv, token, stride, 1);
            code.set(from);
            code.get(scratch).get(token).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(at);
            code.i32(0).set(dimension);
            code.whileBelow(dimension, size, () -> {
                code.get(from).memory(Op.V128_LOAD, 0, 2).set(four);
                for (int lane = 0; lane < 4; lane++) {
                    code.get(at).get(four).storeLane(Op.V128_STORE32_LANE, 0, lane);
                    code.add(at, padded);
                }
                code.add(from, 16);
                code.add(dimension, 4);
            });
            code.add(token, 1);
        });
    }

    /** Turns row {@code r} of the scores into exp((score - max) / √d); what pads the row becomes as good as nothing. */
    private void exponentials(int r, Local sum) {
        Local from = code.local(I32);
        Local end = code.local(I32);
        Local greatest = code.local(V128);
        Local sums = code.local(V128);
        code.get(scores).get(padded).i32(r).op(Op.I32_MUL).op(Op.I32_ADD).set(from);
        code.get(from).get(tokens).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(at);
        code.get(from).get(padded).op(Op.I32_ADD).set(end);
        code.whileBelow(at, end, () -> {
            code.get(at).f32(Float.NEGATIVE_INFINITY).memory(Op.F32_STORE, 0);
            code.add(at, 4);
        });
        code.f32x4(Float.NEGATIVE_INFINITY).set(greatest);
        code.get(from).set(at);
        code.whileBelow(at, end, () -> {
            code.get(greatest).get(at).memory(Op.V128_LOAD, 0, 2).op(Op.F32X4_MAX).set(greatest);
            code.add(at, 16);
        });
        Lanes.greatest(code, greatest);
        code.op(Op.F32X4_SPLAT).set(greatest);
        code.f32x4(0).set(sums);
        code.get(from).set(at);
        code.get(from).get(padded).i32(-16 * SIDE).op(Op.I32_AND).op(Op.I32_ADD).set(from);
        code.whileBelow(at, from, () -> exponentials(SIDE, greatest, sums));
        code.whileBelow(at, end, () -> exponentials(1, greatest, sums));
        Lanes.sum(code, sums);
        code.set(sum);
    }

    /** The next {@code vectors} of a row of scores. */
    private void exponentials(int vectors, Local greatest, Local sums) {
        Local[] x = java.util.Arrays.copyOf(values, vectors);
        for (int v = 0; v < vectors; v++) {
            code.get(at).memory(Op.V128_LOAD, 16 * v, 2).get(greatest).op(Op.F32X4_SUB);
            code.get(code.parameter(7)).op(Op.F32_REINTERPRET_I32).op(Op.F32X4_SPLAT).op(Op.F32X4_MUL).set(x[v]);
        }
        Softmax.exponentials(code, x, java.util.Arrays.copyOf(powers, vectors), java.util.Arrays.copyOf(polynomials, vectors), madd);
        for (int v = 0; v < vectors; v++) {
            code.get(at).get(x[v]).memory(Op.V128_STORE, 16 * v, 2);
            code.get(sums).get(x[v]).op(Op.F32X4_ADD).set(sums);
        }
        code.add(at, 16 * vectors);
    }

    private void divide(int r, Local sum) {
        Local by = code.local(V128);
        Local end = code.local(I32);
        code.get(sum).op(Op.F32X4_SPLAT).set(by);
        code.get(row).i32(r).op(Op.I32_ADD).set(column);
        headAt(y, column, width, -1);
        code.set(at);
        code.get(at).get(size).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(end);
        code.whileBelow(at, end, () -> {
            code.get(at).get(at).memory(Op.V128_LOAD, 0, 2).get(by).op(Op.F32X4_DIV).memory(Op.V128_STORE, 0, 2);
            code.add(at, 16);
        });
    }
}
