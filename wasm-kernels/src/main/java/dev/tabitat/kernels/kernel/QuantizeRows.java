package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32Variable;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I16x8;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.I32x4;
import dev.tabitat.kernels.wasm.I32x4Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * Rows of f32 to 7-bit codes, as {@link dev.tabitat.core.graph.Op.LinearInt8} defines them.
 *
 * <p>
 * Parameters of {@code quantize_rows}: addresses of x {@code [rows, width]}, of the codes {@code [rows, stride]} and of
 * two words a row (the step as f32, the zero as i32); then width and stride, both in elements, and rows. width is a
 * multiple of four, stride one of sixteen; codes past the width become zero. A code takes
 * {@link Int8Dot#activationBytes}. Last the address of a factor for each column, 0 for none.
 */
final class QuantizeRows {

    private static final int LARGEST = 127;

    /** Vectors of four whose steps go side by side. */
    private static final int SIDE = 4;

    private final FunctionBuilder f;
    private final Int8Dot dot;
    private final I32Variable x;
    private final I32Variable codes;
    private final I32Variable steps;
    private final I32Variable width;
    private final I32Variable stride;
    private final I32Variable smoothing;
    private final I32Variable row;
    private final I32Variable at;
    private final I32Variable end;
    private final I32Variable to;
    private final F32x4Variable low;
    private final F32x4Variable high;
    private final I32Variable sixteens;
    private final F32x4Variable four;
    private final F32x4Variable[] lows;
    private final F32x4Variable[] highs;
    private final F32Variable least;
    private final F32Variable step;
    private final F32Variable inverse;
    private final F32x4Variable inverses;
    private final I32Variable zero;
    private final I32x4Variable zeros;

    private QuantizeRows(FunctionBuilder f, Int8Dot dot) {
        this.f = f;
        this.dot = dot;
        x = f.parameter(0);
        codes = f.parameter(1);
        steps = f.parameter(2);
        width = f.parameter(3);
        stride = f.parameter(4);
        smoothing = f.parameter(6);
        row = f.localI32();
        at = f.localI32();
        end = f.localI32();
        to = f.localI32();
        low = f.localF32x4();
        high = f.localF32x4();
        sixteens = f.localI32();
        four = f.localF32x4();
        lows = f.localsF32x4(SIDE);
        highs = f.localsF32x4(SIDE);
        least = f.localF32();
        step = f.localF32();
        inverse = f.localF32();
        inverses = f.localF32x4();
        zero = f.localI32();
        zeros = f.localI32x4();
    }

    static Function define(WasmModule module, Int8Dot dot) {
        return module.function("quantize_rows", FunctionType.takingI32(7), f -> new QuantizeRows(f, dot).write());
    }

    private void write() {
        I32Variable rows = f.parameter(5);
        f.whileBelow(row, rows, 1, () -> {
            at.set(x);
            end.set(x.plus(width.inBytes()));
            sixteens.set(x.plus(width.roundedDownTo(4 * SIDE).inBytes()));
            findRange();
            chooseStepAndZero();
            steps.store(step, 0);
            steps.store(zero, 4);
            f.when(stride.minus(width)).then(() -> f.zeroMemory(codes, stride.times(dot.activationBytes())));
            writeCodes();
            x.set(end);
            codes.add(stride.times(dot.activationBytes()));
            steps.add(8);
        });
    }

    /** The least and the greatest of a row and zero, in four lanes. */
    private void findRange() {
        for (int v = 0; v < SIDE; v++) {
            highs[v].set(lows[v].assign(f.f32x4(0)));
        }
        f.whileBelow(at, sixteens, 16 * SIDE, () -> {
            for (int v = 0; v < SIDE; v++) {
                widenRange(v);
            }
        });
        f.whileBelow(at, end, 16, () -> widenRange(0));
        low.set(lows[0].min(lows[1]).min(lows[2].min(lows[3])));
        high.set(highs[0].max(highs[1]).max(highs[2].max(highs[3])));
    }

    private void widenRange(int v) {
        load(v);
        lows[v].set(lows[v].min(four));
        highs[v].set(highs[v].max(four));
    }

    /** {@code step = (greatest - least) / 127}, 1 where that is too small; {@code zero = round(-least / step)}. */
    private void chooseStepAndZero() {
        least.set(low.leastLane());
        step.set(high.greatestLane().minus(least).dividedBy(LARGEST));
        f.when(step.isBelow(Float.MIN_NORMAL)).then(() -> step.set(1));
        inverses.set(inverse.assign(f.f32(1).dividedBy(step)).splat());
        zeros.set(zero.assign(least.negated().times(inverse).nearest().toI32()).splat());
    }

    private void writeCodes() {
        at.set(x);
        to.set(codes);
        f.whileBelow(at, sixteens, () -> {
            I32x4Variable[] wide = new I32x4Variable[SIDE];
            for (int v = 0; v < SIDE; v++) {
                load(v);
                wide[v] = lows[v].asI32x4();
                wide[v].set(codesOfFour());
            }
            I16x8 first = wide[0].narrowedWith(wide[1]);
            I16x8 second = wide[2].narrowedWith(wide[3]);
            if (dot.activationBytes() == 1) {
                to.store(first.narrowedWith(second));
            } else {
                to.store(first);
                to.store(second, 16);
            }
            at.add(16 * SIDE);
            to.add(4 * SIDE * dot.activationBytes());
        });
        f.whileBelow(at, end, () -> {
            load(0);
            I32x4Variable wide = low.asI32x4();
            wide.set(codesOfFour());
            low.set(wide.narrowedWith(wide).asF32x4());
            if (dot.activationBytes() == 1) {
                to.storeLane32(low.asI16x8().narrowedWith(low.asI16x8()), 0);
            } else {
                to.storeLane64(low, 0);
            }
            at.add(16);
            to.add(4 * dot.activationBytes());
        });
    }

    /**
     * Sets {@code four} to the vector number {@code v} from here, times the factors of its columns where there are any.
     */
    private void load(int v) {
        four.set(at.loadF32x4(16 * v));
        F32x4 factors = smoothing.plus(at).minus(x).loadF32x4(16 * v);
        f.when(smoothing).then(() -> four.set(four.times(factors)));
    }

    /** {@code clamp(round(x / step) + zero, 0, 127)}. */
    private I32x4 codesOfFour() {
        return four.times(inverses).nearest().toI32x4().plus(zeros).max(0).min(LARGEST);
    }
}
