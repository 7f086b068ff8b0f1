package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32;
import dev.tabitat.kernels.wasm.F32Variable;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;
import java.util.Arrays;

/**
 * softmax(Q Kᵀ / √d) V of one sequence for some of its heads, in f32.
 *
 * <p>
 * Parameters of {@code attention}: address of the sequence's first row of queries, keys and values
 * {@code [tokens, 3 · width]}, of its first row of y {@code [tokens, width]}, tokens, width, d (a multiple of four),
 * the first head and the end of the heads to compute, the bits of 1/√d as f32, and the address of a scratch of
 * {@link #scratchBytes}.
 *
 * <p>
 * For each head the keys are transposed into the scratch; then for each six rows the scores are a product, their
 * exponentials stay unnormalised, and the product with the values is divided by their sums.
 */
public final class Attention {

    private static final int TILE = 6;

    /** Vectors whose exponentials are computed side by side. */
    private static final int SIDE = 4;

    private final FunctionBuilder f;
    private final MultiplyAdd madd;
    private final I32Variable qkv;
    private final I32Variable y;
    private final I32Variable tokens;
    private final I32Variable width;
    private final I32Variable size;
    private final I32Variable head;
    private final I32Variable scratch;
    private final I32Variable padded;
    private final I32Variable stride;
    private final I32Variable scores;
    private final I32Variable row;
    private final I32Variable at;
    private final I32Variable column;
    private final F32x4Variable[] values;
    private final F32x4Variable[] powers;
    private final F32x4Variable[] polynomials;

    private Attention(FunctionBuilder f, MultiplyAdd madd) {
        this.madd = madd;
        this.f = f;
        qkv = f.parameter(0);
        y = f.parameter(1);
        tokens = f.parameter(2);
        width = f.parameter(3);
        size = f.parameter(4);
        head = f.parameter(5);
        scratch = f.parameter(8);
        padded = f.localI32();
        stride = f.localI32();
        scores = f.localI32();
        row = f.localI32();
        at = f.localI32();
        column = f.localI32();
        values = f.localsF32x4(SIDE);
        powers = f.localsF32x4(SIDE);
        polynomials = f.localsF32x4(SIDE);
    }

    /** Bytes of scratch for a sequence of so many tokens with heads of {@code size}. */
    public static long scratchBytes(int tokens, int size) {
        return 4L * (tokens + 3 & ~3) * (size + TILE) + 4L * 16;
    }

    static Function define(WasmModule module, Function product, MultiplyAdd madd) {
        return module.function("attention", FunctionType.takingI32(9), f -> new Attention(f, madd).write(product));
    }

    private void write(Function product) {
        I32Variable headEnd = f.parameter(6);
        I32Variable rows = f.localI32();
        F32Variable[] sums = f.localsF32(TILE);
        padded.set(tokens.plus(3).roundedDownTo(4).inBytes());
        stride.set(width.times(12));
        scores.set(scratch.plus(padded.times(size)));
        f.whileBelow(head, headEnd, 1, () -> {
            transposeKeys();
            f.forEach(row, 0, tokens, TILE, () -> {
                rows.set(tokens.minus(row));
                f.when(rows.isAbove(TILE)).then(() -> rows.set(TILE));
                f.call(product, queries(), stride, scratch, padded, scores, padded, size, rows, padded.shiftRight(2));
                for (int r = 0; r < TILE; r++) {
                    int tall = r;
                    f.when(rows.isAbove(r)).then(() -> exponentials(tall, sums[tall]));
                }
                f.call(product, scores, padded, firstValues(), stride, output(row), width.inBytes(), tokens, rows,
                        size);
                for (int r = 0; r < TILE; r++) {
                    int tall = r;
                    f.when(rows.isAbove(r)).then(() -> divide(tall, sums[tall]));
                }
            });
        });
    }

    /** The address of this head's queries of the present row. */
    private I32 queries() {
        return qkv.plus(row.times(stride)).plus(headBytes());
    }

    /** The address of this head's keys of a token. */
    private I32 keys(I32 token) {
        return qkv.plus(token.times(stride)).plus(headBytes()).plus(width.times(4));
    }

    /** The address of this head's values of the first token. */
    private I32 firstValues() {
        return qkv.plus(width.times(2).plus(head.times(size)).inBytes());
    }

    /** The address of this head in a row of y. */
    private I32 output(I32 token) {
        return y.plus(token.times(width.inBytes())).plus(headBytes());
    }

    private I32 headBytes() {
        return head.times(size).inBytes();
    }

    private void transposeKeys() {
        I32Variable token = f.localI32();
        I32Variable dimension = f.localI32();
        I32Variable from = f.localI32();
        F32x4Variable four = f.localF32x4();
        f.forEach(token, 0, tokens, 1, () -> {
            from.set(keys(token));
            at.set(scratch.plus(token.inBytes()));
            f.forEach(dimension, 0, size, 4, () -> {
                four.set(from.loadF32x4());
                for (int lane = 0; lane < 4; lane++) {
                    at.storeLane32(four, lane);
                    at.add(padded);
                }
                from.add(16);
            });
        });
    }

    /** Turns row {@code r} of the scores into exp((score - max) / √d); what pads the row becomes as good as nothing. */
    private void exponentials(int r, F32Variable sum) {
        I32Variable from = f.localI32();
        I32Variable end = f.localI32();
        F32x4Variable greatest = f.localF32x4();
        F32x4Variable sums = f.localF32x4();
        from.set(scores.plus(padded.times(r)));
        at.set(from.plus(tokens.inBytes()));
        end.set(from.plus(padded));
        f.whileBelow(at, end, 4, () -> at.store(f.f32(Float.NEGATIVE_INFINITY)));
        greatest.set(Float.NEGATIVE_INFINITY);
        f.forEach(at, from, end, 16, () -> greatest.set(greatest.max(at.loadF32x4())));
        greatest.set(greatest.greatestLane().splat());
        sums.set(0);
        at.set(from);
        from.add(padded.roundedDownTo(16 * SIDE));
        f.whileBelow(at, from, 16 * SIDE, () -> exponentials(SIDE, greatest, sums));
        f.whileBelow(at, end, 16, () -> exponentials(1, greatest, sums));
        sum.set(sums.sumOfLanes());
    }

    /** The next {@code vectors} of a row of scores. */
    private void exponentials(int vectors, F32x4 greatest, F32x4Variable sums) {
        F32x4 factor = f.parameter(7).bitsToF32().splat();
        F32x4Variable[] x = Arrays.copyOf(values, vectors);
        for (int v = 0; v < vectors; v++) {
            x[v].set(at.loadF32x4(16 * v).minus(greatest).times(factor));
        }
        Softmax.exponentials(f, x, Arrays.copyOf(powers, vectors), Arrays.copyOf(polynomials, vectors), madd);
        for (int v = 0; v < vectors; v++) {
            at.store(x[v], 16 * v);
            sums.add(x[v]);
        }
    }

    private void divide(int r, F32 sum) {
        F32x4Variable divisor = f.localF32x4();
        I32Variable end = f.localI32();
        divisor.set(sum.splat());
        column.set(row.plus(r));
        at.set(output(column));
        end.set(at.plus(size.inBytes()));
        f.whileBelow(at, end, 16, () -> at.store(at.loadF32x4().dividedBy(divisor)));
    }
}
