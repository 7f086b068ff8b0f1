package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.kernel.Exponential;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * softmax(q Kᵀ · scale) V of some tokens and heads over the positions that each token sees, in a {@link CacheLayout}.
 *
 * <p>
 * Parameters: address of the step, bytes from the first layer's notes to this one's, address of the queries of the
 * step's first token, bytes between tokens there, address of y of the first token, bytes between tokens there, the first
 * token and the end of the tokens to compute, the first head and the end of the heads, and the address of a scratch of
 * four bytes for each position that a token sees and sixteen more.
 *
 * <p>
 * What one token's head gives depends on its query and on what it sees alone: scores are added in four sums over
 * columns 4 i + j, then (s₀ + s₁) + (s₂ + s₃); exponentials in four lanes by position modulo 4; values in ascending
 * order of position.
 */
final class CachedAttention {

    private static final int WIDE = 8;

    private final FunctionBuilder f;
    private final I32Variable step;
    private final I32Variable scratch;
    private final I32Variable layer;
    private final I32Variable slots;
    private final I32Variable bytes;
    private final I32Variable query;
    private final I32Variable first;
    private final I32Variable last;
    private final I32Variable at;
    private final I32Variable end;
    private final I32Variable base;
    private final F32x4Variable[] sums;
    private final F32x4Variable greatest;
    private final F32x4Variable total;

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
        at = f.localI32();
        end = f.localI32();
        base = f.localI32();
        sums = f.localsF32x4(WIDE);
        greatest = f.localF32x4();
        total = f.localF32x4();
    }

    static Function define(WasmModule module) {
        return module.function("cached_attention", FunctionType.takingI32(11), f -> new CachedAttention(f).write());
    }

    private void write() {
        I32Variable token = f.parameter(6);
        I32Variable head = f.localI32();
        I32Variable window = f.localI32();
        layer.set(step.loadI32(CacheLayout.LAYERS).plus(f.parameter(1)));
        slots.set(layer.loadI32(CacheLayout.SLOTS));
        window.set(layer.loadI32(CacheLayout.WINDOW));
        bytes.set(layer.loadI32(CacheLayout.WIDTH).inBytes());
        f.whileBelow(token, f.parameter(7), 1, () -> {
            last.set(step.loadI32(CacheLayout.POSITION).plus(token));
            first.set(0);
            f.when(last.isAtLeast(window)).then(() -> first.set(last.plus(1).minus(window)));
            f.forEach(head, f.parameter(8), f.parameter(9), 1, () -> {
                query.set(f.parameter(2).plus(token.times(f.parameter(3))).plus(head.times(bytes)));
                base.set(head.dividedBy(layer.loadI32(CacheLayout.HEADS_PER_KEY)).times(slots).times(bytes));
                scores();
                exponentials();
                values(f.let(f.parameter(4).plus(token.times(f.parameter(5))).plus(head.times(bytes))));
            });
        });
    }

    /** Scores of all positions from a multiple of four on, four at a time; those that are not seen are infinitely low. */
    private void scores() {
        I32Variable quad = f.localI32();
        I32Variable key = f.localI32();
        I32Variable queryAt = f.localI32();
        I32Variable queryEnd = f.localI32();
        F32x4 scale = layer.loadWordInAllLanes(CacheLayout.SCALE).asF32x4();
        at.set(scratch);
        quad.set(first.shiftRight(2).remainder(slots.shiftRight(2)));
        end.set(scratch.plus(last.shiftRight(2).minus(first.shiftRight(2)).plus(1).times(16)));
        queryEnd.set(query.plus(bytes));
        f.whileBelow(at, end, 16, () -> {
            key.set(layer.loadI32(CacheLayout.KEYS).plus(base).plus(quad.times(bytes.inBytes())));
            for (int j = 0; j < 4; j++) {
                sums[j].set(0);
            }
            f.forEach(queryAt, query, queryEnd, 16, () -> {
                for (int j = 0; j < 4; j++) {
                    sums[j].add(queryAt.loadWordInAllLanes(4 * j).asF32x4().times(key.loadF32x4(16 * j)));
                }
                key.add(64);
            });
            at.store(sums[0].plus(sums[1]).plus(sums[2].plus(sums[3])).times(scale));
            quad.add(1);
            f.when(quad.isEqualTo(slots.shiftRight(2))).then(() -> quad.set(0));
        });
        I32Variable hidden = f.localI32();
        f.forEach(hidden, scratch, scratch.plus(first.and(3).inBytes()), 4,
                () -> hidden.store(f.f32(Float.NEGATIVE_INFINITY)));
        f.forEach(hidden, scratch.plus(last.minus(first.roundedDownTo(4)).plus(1).inBytes()), end, 4,
                () -> hidden.store(f.f32(Float.NEGATIVE_INFINITY)));
    }

    private void exponentials() {
        F32x4Variable[] x = {sums[0]};
        greatest.set(Float.NEGATIVE_INFINITY);
        f.forEach(at, scratch, end, 16, () -> greatest.set(greatest.max(at.loadF32x4())));
        greatest.set(greatest.greatestLane().splat());
        total.set(0);
        f.forEach(at, scratch, end, 16, () -> {
            x[0].set(at.loadF32x4().minus(greatest));
            Exponential.ofEach(f, x, new F32x4Variable[]{sums[1]}, new F32x4Variable[]{sums[2]});
            at.store(x[0]);
            total.add(x[0]);
        });
        total.set(total.sumOfLanes().splat());
    }

    private void values(I32Variable y) {
        I32Variable column = f.localI32();
        I32Variable wide = f.let(bytes.roundedDownTo(16 * WIDE));
        f.forEach(column, 0, wide, 16 * WIDE, () -> columns(y, column, WIDE));
        f.whileBelow(column, bytes, 16, () -> columns(y, column, 1));
    }

    /** The next vectors of columns: each position's values times its exponential. */
    private void columns(I32 y, I32Variable column, int vectors) {
        I32Variable value = f.localI32();
        I32Variable ring = f.localI32();
        F32x4Variable weight = f.localF32x4();
        ring.set(layer.loadI32(CacheLayout.VALUES).plus(base).plus(column));
        value.set(ring.plus(first.remainder(slots).times(bytes)));
        ring.add(slots.times(bytes));
        at.set(scratch.plus(first.and(3).inBytes()));
        end.set(scratch.plus(last.minus(first.roundedDownTo(4)).plus(1).inBytes()));
        for (int v = 0; v < vectors; v++) {
            sums[v].set(0);
        }
        f.whileBelow(at, end, 4, () -> {
            weight.set(at.loadWordInAllLanes(0).asF32x4());
            for (int v = 0; v < vectors; v++) {
                sums[v].add(weight.times(value.loadF32x4(16 * v)));
            }
            value.add(bytes);
            f.when(value.isEqualTo(ring)).then(() -> value.set(value.minus(slots.times(bytes))));
        });
        for (int v = 0; v < vectors; v++) {
            y.plus(column).store(sums[v].dividedBy(total), 16 * v);
        }
    }
}
