package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.kernel.Exponential;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;
import java.util.Arrays;

/**
 * softmax(q Kᵀ · scale) V of some tokens and heads over the positions that each token sees, in a {@link CacheLayout}.
 *
 * <p>
 * Parameters: address of the step, bytes from the first layer's notes to this one's, address of the queries of the
 * step's first token, bytes between tokens there, address of y of the first token, bytes between tokens there, the
 * first token and the end of the tokens to compute, the first head and the end of the heads, and the address of a
 * scratch of {@link #scratchBytes}.
 *
 * <p>
 * Up to {@link #TALL} heads of the same keys share loads. What one token's head gives depends on its query and on what
 * it sees alone: scores are added in four sums over columns 4 i + j, then (s₀ + s₁) + (s₂ + s₃); exponentials in four
 * lanes by position modulo 4; values in ascending order of position.
 */
public final class CachedAttention {

    /** Heads that are computed together. */
    private static final int TALL = 3;

    /** Vectors of values that one head takes together; several heads take fewer. */
    private static final int WIDE = 8;

    /** Vectors whose exponentials are computed side by side. */
    private static final int SIDE = 4;

    private final FunctionBuilder f;
    private final I32Variable step;
    private final I32Variable scratch;
    private final I32Variable layer;
    private final I32Variable slots;
    private final I32Variable bytes;
    private final I32Variable query;
    private final I32Variable first;
    private final I32Variable last;
    private final I32Variable rowBytes;
    private final I32Variable end;
    private final I32Variable base;
    private final I32Variable[] at;
    private final I32Variable[] queries;
    private final F32x4Variable[] sums;
    private final F32x4Variable[] weights;
    private final F32x4Variable loaded;
    private final F32x4Variable greatest;
    private final F32x4Variable[] totals;

    private CachedAttention(FunctionBuilder f) {
        this.f = f;
        step = f.parameter(0);
        scratch = f.parameter(10);
        layer = f.localI32();
        slots = f.localI32();
        bytes = f.localI32();
        query = f.localI32();
        first = f.localI32();
        last = f.localI32();
        rowBytes = f.localI32();
        end = f.localI32();
        base = f.localI32();
        at = f.localsI32(TALL);
        queries = f.localsI32(TALL);
        sums = f.localsF32x4(4 * TALL);
        weights = f.localsF32x4(TALL);
        loaded = f.localF32x4();
        greatest = f.localF32x4();
        totals = f.localsF32x4(TALL);
    }

    /** Bytes of scratch where a token sees so many positions at most. */
    public static int scratchBytes(int positions) {
        return 4 * TALL * (positions + 8);
    }

    static Function define(WasmModule module) {
        return module.function("cached_attention", FunctionType.takingI32(11), f -> new CachedAttention(f).write());
    }

    private void write() {
        I32Variable token = f.parameter(6);
        I32Variable headEnd = f.parameter(9);
        I32Variable head = f.localI32();
        I32Variable keyHead = f.localI32();
        I32Variable left = f.localI32();
        I32Variable window = f.localI32();
        I32Variable group = f.localI32();
        layer.set(step.loadI32(CacheLayout.LAYERS).plus(f.parameter(1)));
        slots.set(layer.loadI32(CacheLayout.SLOTS));
        window.set(layer.loadI32(CacheLayout.WINDOW));
        group.set(layer.loadI32(CacheLayout.HEADS_PER_KEY));
        bytes.set(layer.loadI32(CacheLayout.WIDTH).inBytes());
        f.whileBelow(token, f.parameter(7), 1, () -> {
            last.set(step.loadI32(CacheLayout.POSITION).plus(token));
            first.set(0);
            f.when(last.isAtLeast(window)).then(() -> first.set(last.plus(1).minus(window)));
            rowBytes.set(last.shiftRight(2).minus(first.shiftRight(2)).plus(1).times(16));
            head.set(f.parameter(8));
            f.loopUntil(head.isAtLeast(headEnd), again -> {
                keyHead.set(head.dividedBy(group));
                base.set(keyHead.times(slots).times(bytes));
                query.set(f.parameter(2).plus(token.times(f.parameter(3))).plus(head.times(bytes)));
                left.set(keyHead.plus(1).times(group));
                f.when(headEnd.isBelow(left)).then(() -> left.set(headEnd));
                left.subtract(head);
                for (int heads = TALL; heads >= 1; heads--) {
                    int tall = heads;
                    f.when(left.isAtLeast(tall)).then(() -> {
                        scores(tall);
                        for (int r = 0; r < tall; r++) {
                            hide(r);
                            exponentials(r);
                        }
                        values(tall, f.let(f.parameter(4).plus(token.times(f.parameter(5))).plus(head.times(bytes))));
                        head.add(tall);
                        f.branch(again);
                    });
                }
            });
        });
    }

    /** Scores of all positions from a multiple of four on, four at a time. */
    private void scores(int tall) {
        I32Variable quad = f.localI32();
        I32Variable key = f.localI32();
        I32Variable queryEnd = f.localI32();
        F32x4 scale = layer.loadWordInAllLanes(CacheLayout.SCALE).asF32x4();
        quad.set(first.shiftRight(2).remainder(slots.shiftRight(2)));
        at[0].set(scratch);
        for (int r = 1; r < tall; r++) {
            at[r].set(at[r - 1].plus(rowBytes));
        }
        end.set(scratch.plus(rowBytes));
        queryEnd.set(query.plus(bytes));
        f.whileBelow(at[0], end, () -> {
            key.set(layer.loadI32(CacheLayout.KEYS).plus(base).plus(quad.times(bytes.inBytes())));
            queries[0].set(query);
            for (int r = 1; r < tall; r++) {
                queries[r].set(queries[r - 1].plus(bytes));
            }
            for (int i = 0; i < 4 * tall; i++) {
                sums[i].set(0);
            }
            f.whileBelow(queries[0], queryEnd, () -> {
                for (int j = 0; j < 4; j++) {
                    loaded.set(key.loadF32x4(16 * j));
                    for (int r = 0; r < tall; r++) {
                        sums[4 * r + j].add(queries[r].loadWordInAllLanes(4 * j).asF32x4().times(loaded));
                    }
                }
                for (int r = 0; r < tall; r++) {
                    queries[r].add(16);
                }
                key.add(64);
            });
            for (int r = 0; r < tall; r++) {
                at[r].store(sums[4 * r].plus(sums[4 * r + 1]).plus(sums[4 * r + 2].plus(sums[4 * r + 3])).times(scale));
                at[r].add(16);
            }
            quad.add(1);
            f.when(quad.isEqualTo(slots.shiftRight(2))).then(() -> quad.set(0));
        });
    }

    /** Positions that are not seen become infinitely low in row {@code r}. */
    private void hide(int r) {
        I32Variable row = f.let(scratch.plus(rowBytes.times(r)));
        I32Variable hidden = f.localI32();
        f.forEach(hidden, row, row.plus(first.and(3).inBytes()), 4,
                () -> hidden.store(f.f32(Float.NEGATIVE_INFINITY)));
        f.forEach(hidden, row.plus(last.minus(first.roundedDownTo(4)).plus(1).inBytes()), row.plus(rowBytes), 4,
                () -> hidden.store(f.f32(Float.NEGATIVE_INFINITY)));
    }

    private void exponentials(int r) {
        I32Variable row = f.let(scratch.plus(rowBytes.times(r)));
        I32Variable wide = f.let(row.plus(rowBytes.roundedDownTo(16 * SIDE)));
        end.set(row.plus(rowBytes));
        greatest.set(Float.NEGATIVE_INFINITY);
        f.forEach(at[0], row, end, 16, () -> greatest.set(greatest.max(at[0].loadF32x4())));
        greatest.set(greatest.greatestLane().splat());
        totals[r].set(0);
        at[0].set(row);
        f.whileBelow(at[0], wide, 16 * SIDE, () -> exponentials(r, SIDE));
        f.whileBelow(at[0], end, 16, () -> exponentials(r, 1));
        totals[r].set(totals[r].sumOfLanes().splat());
    }

    /** The next vectors of a row. */
    private void exponentials(int r, int vectors) {
        F32x4Variable[] x = Arrays.copyOfRange(sums, 0, vectors);
        for (int v = 0; v < vectors; v++) {
            x[v].set(at[0].loadF32x4(16 * v).minus(greatest));
        }
        Exponential.ofEach(f, x, Arrays.copyOfRange(sums, SIDE, SIDE + vectors),
                Arrays.copyOfRange(sums, 2 * SIDE, 2 * SIDE + vectors));
        for (int v = 0; v < vectors; v++) {
            at[0].store(x[v], 16 * v);
            totals[r].add(x[v]);
        }
    }

    private void values(int tall, I32Variable y) {
        I32Variable column = f.localI32();
        int vectors = tall == 1 ? WIDE : WIDE / 2;
        I32Variable wide = f.let(bytes.roundedDownTo(16 * vectors));
        f.forEach(column, 0, wide, 16 * vectors, () -> columns(tall, y, column, vectors));
        f.whileBelow(column, bytes, 16, () -> columns(tall, y, column, 1));
    }

    /** The next vectors of columns: each position's values times its exponential. */
    private void columns(int tall, I32Variable y, I32Variable column, int vectors) {
        I32Variable value = f.localI32();
        I32Variable ring = f.localI32();
        ring.set(layer.loadI32(CacheLayout.VALUES).plus(base).plus(column));
        value.set(ring.plus(first.remainder(slots).times(bytes)));
        ring.add(slots.times(bytes));
        at[0].set(scratch.plus(first.and(3).inBytes()));
        for (int r = 1; r < tall; r++) {
            at[r].set(at[r - 1].plus(rowBytes));
        }
        end.set(scratch.plus(last.minus(first.roundedDownTo(4)).plus(1).inBytes()));
        for (int i = 0; i < tall * vectors; i++) {
            sums[i].set(0);
        }
        f.whileBelow(at[0], end, () -> {
            for (int r = 0; r < tall; r++) {
                weights[r].set(at[r].loadWordInAllLanes(0).asF32x4());
                at[r].add(4);
            }
            for (int v = 0; v < vectors; v++) {
                loaded.set(value.loadF32x4(16 * v));
                for (int r = 0; r < tall; r++) {
                    sums[r * vectors + v].add(weights[r].times(loaded));
                }
            }
            value.add(bytes);
            f.when(value.isEqualTo(ring)).then(() -> value.set(value.minus(slots.times(bytes))));
        });
        I32Variable to = f.let(y.plus(column));
        for (int r = 0; r < tall; r++) {
            for (int v = 0; v < vectors; v++) {
                to.store(sums[r * vectors + v].dividedBy(totals[r]), 16 * v);
            }
            to.add(bytes);
        }
    }
}
