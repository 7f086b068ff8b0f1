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

/** Kernels over rows of f32 whose width is a multiple of four. */
final class Rows {

    private static final float LEAST_NORM = 1e-12f;

    private Rows() {
    }

    /** Defines {@code mean_rows(x, y, rows, width)}: y becomes the mean of the rows of x, at least one. */
    static Function defineMean(WasmModule module) {
        return module.define("mean_rows", FunctionType.taking(I32, I32, I32, I32), code -> {
            Local x = code.parameter(0);
            Local y = code.parameter(1);
            Local rows = code.parameter(2);
            Local bytes = code.parameter(3);
            Local column = code.local(I32);
            Local row = code.local(I32);
            Local at = code.local(I32);
            Local sum = code.local(V128);
            code.get(bytes).i32(2).op(Op.I32_SHL).set(bytes);
            code.whileBelow(column, bytes, () -> {
                code.f32x4(0).set(sum);
                code.get(x).get(column).op(Op.I32_ADD).set(at);
                code.i32(0).set(row);
                code.whileBelow(row, rows, () -> {
                    code.get(sum).get(at).memory(Op.V128_LOAD, 0, 2).op(Op.F32X4_ADD).set(sum);
                    code.add(at, bytes);
                    code.add(row, 1);
                });
                code.get(y).get(column).op(Op.I32_ADD);
                code.get(sum).get(rows).op(Op.F32_CONVERT_I32_S).op(Op.F32X4_SPLAT).op(Op.F32X4_DIV).memory(Op.V128_STORE, 0, 2);
                code.add(column, 16);
            });
        });
    }

    /** Defines {@code normalize_rows(x, y, rows, width)}: each row divided by its length, or by 1e-12 when it is shorter. */
    static Function defineNormalize(WasmModule module) {
        return module.define("normalize_rows", FunctionType.taking(I32, I32, I32, I32), code -> {
            Local x = code.parameter(0);
            Local y = code.parameter(1);
            Local bytes = code.parameter(3);
            Local row = code.local(I32);
            Local at = code.local(I32);
            Local sums = code.local(V128);
            Local value = code.local(V128);
            Local norm = code.local(F32);
            code.get(bytes).i32(2).op(Op.I32_SHL).set(bytes);
            code.whileBelow(row, code.parameter(2), () -> {
                code.f32x4(0).set(sums);
                code.i32(0).set(at);
                code.whileBelow(at, bytes, () -> {
                    code.get(x).get(at).op(Op.I32_ADD).memory(Op.V128_LOAD, 0, 2).set(value);
                    code.get(value).get(value).op(Op.F32X4_MUL).get(sums).op(Op.F32X4_ADD).set(sums);
                    code.add(at, 16);
                });
                Lanes.sum(code, sums);
                code.op(Op.F32_SQRT).f32(LEAST_NORM).op(Op.F32_MAX).set(norm);
                code.i32(0).set(at);
                code.whileBelow(at, bytes, () -> {
                    code.get(y).get(at).op(Op.I32_ADD);
                    code.get(x).get(at).op(Op.I32_ADD).memory(Op.V128_LOAD, 0, 2);
                    code.get(norm).op(Op.F32X4_SPLAT).op(Op.F32X4_DIV).memory(Op.V128_STORE, 0, 2);
                    code.add(at, 16);
                });
                code.add(x, bytes);
                code.add(y, bytes);
                code.add(row, 1);
            });
        });
    }
}
