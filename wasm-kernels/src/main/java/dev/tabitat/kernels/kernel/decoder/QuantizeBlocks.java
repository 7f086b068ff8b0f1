package dev.tabitat.kernels.kernel.decoder;

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
 * Rows of f32 to records of 32 signed 8-bit codes: {@code step = greatest magnitude / 127},
 * {@code code = round(x * (127 / greatest magnitude))}, halves to even; a block without a magnitude of at least 1e-30
 * becomes zeros.
 *
 * <p>
 * Parameters of {@code quantize_blocks}: addresses of x and of the records; then inputs, a multiple of 32; bytes
 * between rows of x; bytes between rows of records; rows.
 *
 * <pre>
 * record = code:i8[32] step:f32 negatedSum:i32 negatedSumOfFirst16:i32 negatedSumOfLast16:i32 stepTimesSum:f32
 *          padding to {@link #RECORD_BYTES}
 * </pre>
 */
final class QuantizeBlocks {

    /** Bytes of a record. */
    static final int RECORD_BYTES = 64;

    static final int STEP = 32;

    /** The negated sum of all codes; that of the first and that of the last sixteen follow. */
    static final int NEGATED_SUM = 36;

    /** The step times the sum of all codes. */
    static final int STEP_TIMES_SUM = 48;

    private static final float LARGEST = 127;
    private static final float LEAST = 1e-30f;
    private static final int VECTORS = BlockFormat.BLOCK / 4;

    private final FunctionBuilder f;
    private final I32Variable at;
    private final I32Variable to;
    private final F32x4Variable[] x;
    private final F32x4Variable greatest;
    private final F32Variable magnitude;
    private final F32Variable step;
    private final I32x4Variable sums;
    private final I32Variable[] halves;

    private QuantizeBlocks(FunctionBuilder f) {
        this.f = f;
        at = f.localI32();
        to = f.localI32();
        x = f.localsF32x4(VECTORS);
        greatest = f.localF32x4();
        magnitude = f.localF32();
        step = f.localF32();
        sums = f.localI32x4();
        halves = f.localsI32(2);
    }

    static Function define(WasmModule module) {
        return module.function("quantize_blocks", FunctionType.takingI32(6), f -> new QuantizeBlocks(f).write());
    }

    private void write() {
        I32Variable from = f.parameter(0);
        I32Variable records = f.parameter(1);
        I32Variable row = f.localI32();
        I32Variable end = f.localI32();
        f.whileBelow(row, f.parameter(5), 1, () -> {
            at.set(from);
            to.set(records);
            end.set(from.plus(f.parameter(2).inBytes()));
            f.whileBelow(at, end, () -> {
                block();
                at.add(4 * BlockFormat.BLOCK);
                to.add(RECORD_BYTES);
            });
            from.add(f.parameter(3));
            records.add(f.parameter(4));
        });
    }

    private void block() {
        for (int v = 0; v < VECTORS; v++) {
            x[v].set(at.loadF32x4(16 * v));
        }
        F32x4 all = x[0].absolute();
        for (int v = 1; v < VECTORS; v++) {
            all = all.max(x[v].absolute());
        }
        greatest.set(all);
        magnitude.set(greatest.greatestLane());
        step.set(magnitude.dividedBy(LARGEST));
        greatest.set(f.f32(LARGEST).dividedBy(magnitude).splat());
        f.when(magnitude.isBelow(LEAST)).then(() -> {
            step.set(0);
            greatest.set(0);
        });
        for (F32x4Variable four : x) {
            four.asI32x4().set(four.times(greatest).nearest().toI32x4());
        }
        for (int half = 0; half < 2; half++) {
            I32x4[] codes = new I32x4[VECTORS / 2];
            for (int v = 0; v < codes.length; v++) {
                codes[v] = x[half * codes.length + v].asI32x4();
            }
            I16x8 first = codes[0].narrowedWith(codes[1]);
            to.store(first.narrowedSignedWith(codes[2].narrowedWith(codes[3])), 16 * half);
            sums.set(codes[0].plus(codes[1]).plus(codes[2].plus(codes[3])));
            halves[half].set(f.i32(0).minus(
                    sums.lane(0).plus(sums.lane(1)).plus(sums.lane(2).plus(sums.lane(3)))));
            to.store(halves[half], NEGATED_SUM + 4 + 4 * half);
        }
        to.store(step, STEP);
        to.store(halves[0].plus(halves[1]), NEGATED_SUM);
        to.store(f.i32(0).minus(halves[0].plus(halves[1])).toF32().times(step), STEP_TIMES_SUM);
    }
}
