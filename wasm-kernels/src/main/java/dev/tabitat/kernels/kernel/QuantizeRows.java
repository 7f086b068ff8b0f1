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
 * Rows of f32 to 7-bit codes, as {@link dev.tabitat.core.graph.Op.LinearInt8} defines them.
 *
 * <p>Parameters of {@code quantize_rows}: addresses of x {@code [rows, width]}, of the codes {@code [rows, stride]} and of
 * two words a row (the step as f32, the zero as i32); then width and stride, both in elements, and rows. width is a multiple
 * of four, stride one of sixteen; codes past the width become zero. A code takes {@link Int8Dot#activationBytes}. Last the
 * address of a factor for each column, 0 for none.
 */
final class QuantizeRows {

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32);
    private static final float LARGEST = 127;

    private QuantizeRows() {
    }

    static Function define(WasmModule module, Int8Dot dot) {
        return module.define("quantize_rows", TYPE, code -> write(code, dot));
    }

    private static void write(Code code, Int8Dot dot) {
        Local x = code.parameter(0);
        Local codes = code.parameter(1);
        Local steps = code.parameter(2);
        Local width = code.parameter(3);
        Local stride = code.parameter(4);
        Local rows = code.parameter(5);
        Local smoothing = code.parameter(6);
        Local row = code.local(I32);
        Local at = code.local(I32);
        Local end = code.local(I32);
        Local to = code.local(I32);
        Local low = code.local(V128);
        Local high = code.local(V128);
        Local sixteens = code.local(I32);
        Local four = code.local(V128);
        Local[] lows = code.locals(4, V128);
        Local[] highs = code.locals(4, V128);
        Local least = code.local(F32);
        Local step = code.local(F32);
        Local inverse = code.local(F32);
        Local inverses = code.local(V128);
        Local zero = code.local(I32);
        Local zeros = code.local(V128);
        code.whileBelow(row, rows, () -> {
            code.get(x).set(at);
            code.get(x).get(width).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(end);
            code.get(x).get(width).i32(-16).op(Op.I32_AND).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(sixteens);
            for (int v = 0; v < 4; v++) {
                code.f32x4(0).tee(lows[v]).set(highs[v]);
            }
            code.whileBelow(at, sixteens, () -> {
                for (int v = 0; v < 4; v++) {
                    load(code, at, 16 * v, smoothing, x, four);
                    code.get(lows[v]).get(four).op(Op.F32X4_MIN).set(lows[v]);
                    code.get(highs[v]).get(four).op(Op.F32X4_MAX).set(highs[v]);
                }
                code.add(at, 64);
            });
            code.whileBelow(at, end, () -> {
                load(code, at, 0, smoothing, x, four);
                code.get(lows[0]).get(four).op(Op.F32X4_MIN).set(lows[0]);
                code.get(highs[0]).get(four).op(Op.F32X4_MAX).set(highs[0]);
                code.add(at, 16);
            });
            code.get(lows[0]).get(lows[1]).op(Op.F32X4_MIN).get(lows[2]).get(lows[3]).op(Op.F32X4_MIN).op(Op.F32X4_MIN).set(low);
            code.get(highs[0]).get(highs[1]).op(Op.F32X4_MAX).get(highs[2]).get(highs[3]).op(Op.F32X4_MAX).op(Op.F32X4_MAX).set(high);
            Lanes.least(code, low);
            code.set(least);
            Lanes.greatest(code, high);
            code.get(least).op(Op.F32_SUB).f32(LARGEST).op(Op.F32_DIV).set(step);
            code.get(step).f32(Float.MIN_NORMAL).op(Op.F32_LT).when(() -> code.f32(1).set(step));
            code.f32(1).get(step).op(Op.F32_DIV).tee(inverse).op(Op.F32X4_SPLAT).set(inverses);
            code.get(least).op(Op.F32_NEG).get(inverse).op(Op.F32_MUL).op(Op.F32_NEAREST).op(Op.I32_TRUNC_SAT_F32_S).tee(zero);
            code.op(Op.I32X4_SPLAT).set(zeros);
            code.get(steps).get(step).memory(Op.F32_STORE, 0);
            code.get(steps).get(zero).memory(Op.I32_STORE, 4);
            code.get(stride).get(width).op(Op.I32_SUB).when(() ->
                    code.get(codes).i32(0).get(stride).i32(dot.activationBytes()).op(Op.I32_MUL).op(Op.MEMORY_FILL));
            code.get(x).set(at);
            code.get(codes).set(to);
            code.whileBelow(at, sixteens, () -> {
                for (int v = 0; v < 4; v++) {
                    load(code, at, 16 * v, smoothing, x, four);
                    code(code, four, inverses, zeros).set(lows[v]);
                }
                if (dot.activationBytes() == 1) {
                    code.get(to).get(lows[0]).get(lows[1]).op(Op.I16X8_NARROW_I32X4_S).get(lows[2]).get(lows[3]).op(Op.I16X8_NARROW_I32X4_S);
                    code.op(Op.I8X16_NARROW_I16X8_U).memory(Op.V128_STORE, 0, 2);
                } else {
                    code.get(to).get(lows[0]).get(lows[1]).op(Op.I16X8_NARROW_I32X4_S).memory(Op.V128_STORE, 0, 2);
                    code.get(to).get(lows[2]).get(lows[3]).op(Op.I16X8_NARROW_I32X4_S).memory(Op.V128_STORE, 16, 2);
                }
                code.add(at, 64);
                code.add(to, 16 * dot.activationBytes());
            });
            code.whileBelow(at, end, () -> {
                load(code, at, 0, smoothing, x, four);
                code(code, four, inverses, zeros).set(low);
                code.get(low).get(low).op(Op.I16X8_NARROW_I32X4_S).set(low).get(to);
                if (dot.activationBytes() == 1) {
                    code.get(low).get(low).op(Op.I8X16_NARROW_I16X8_U).storeLane(Op.V128_STORE32_LANE, 0, 0);
                } else {
                    code.get(low).storeLane(Op.V128_STORE64_LANE, 0, 0);
                }
                code.add(at, 16);
                code.add(to, 4 * dot.activationBytes());
            });
            code.get(end).set(x);
            code.get(codes).get(stride).i32(dot.activationBytes()).op(Op.I32_MUL).op(Op.I32_ADD).set(codes);
            code.add(steps, 8);
            code.add(row, 1);
        });
    }

    /** Sets {@code four} to four elements, times their factors where there are any. */
    private static void load(Code code, Local at, int offset, Local smoothing, Local row, Local four) {
        code.get(at).memory(Op.V128_LOAD, offset, 2).set(four);
        code.get(smoothing).when(() -> code.get(four).get(smoothing).get(at).op(Op.I32_ADD).get(row).op(Op.I32_SUB)
                .memory(Op.V128_LOAD, offset, 2).op(Op.F32X4_MUL).set(four));
    }

    /** Pushes the codes of four elements as i32. */
    private static Code code(Code code, Local four, Local inverses, Local zeros) {
        code.get(four).get(inverses).op(Op.F32X4_MUL).op(Op.F32X4_NEAREST);
        code.op(Op.I32X4_TRUNC_SAT_F32X4_S).get(zeros).op(Op.I32X4_ADD);
        return code.i32x4(0).op(Op.I32X4_MAX_S).i32x4((int) LARGEST).op(Op.I32X4_MIN_S);
    }
}
