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
 * (x + residual - mean) / √(variance + epsilon) · gamma + beta for each row, in f32.
 *
 * <p>Parameters of {@code layer_norm}: addresses of x {@code [rows, width]}, of the residual (0 for none), of gamma, beta and y;
 * then width, a multiple of four, rows, and the bits of epsilon. y may be x. Sums run in four lanes over ascending columns,
 * then (s₀ + s₁) + (s₂ + s₃).
 */
final class LayerNorm {

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32, I32);

    private LayerNorm() {
    }

    static Function define(WasmModule module) {
        return module.define("layer_norm", TYPE, LayerNorm::write);
    }

    private static void write(Code code) {
        Local x = code.parameter(0);
        Local residual = code.parameter(1);
        Local y = code.parameter(4);
        Local width = code.parameter(5);
        Local rows = code.parameter(6);
        Local bytes = code.local(I32);
        Local row = code.local(I32);
        Local at = code.local(I32);
        Local value = code.local(V128);
        Local sums = code.local(V128);
        Local means = code.local(V128);
        Local scales = code.local(V128);
        Local count = code.local(F32);
        code.get(width).i32(2).op(Op.I32_SHL).set(bytes);
        code.get(width).op(Op.F32_CONVERT_I32_S).set(count);
        code.whileBelow(row, rows, () -> {
            code.f32x4(0).set(sums);
            code.i32(0).set(at);
            code.whileBelow(at, bytes, () -> {
                load(code, x, at).set(value);
                code.get(residual).when(() -> load(code, residual, at).get(value).op(Op.F32X4_ADD).set(value));
                code.get(y).get(at).op(Op.I32_ADD).get(value).memory(Op.V128_STORE, 0, 2);
                code.get(sums).get(value).op(Op.F32X4_ADD).set(sums);
                code.add(at, 16);
            });
            Lanes.sum(code, sums);
            code.get(count).op(Op.F32_DIV).op(Op.F32X4_SPLAT).set(means);
            code.f32x4(0).set(sums);
            code.i32(0).set(at);
            code.whileBelow(at, bytes, () -> {
                load(code, y, at).get(means).op(Op.F32X4_SUB).set(value);
                code.get(value).get(value).op(Op.F32X4_MUL).get(sums).op(Op.F32X4_ADD).set(sums);
                code.add(at, 16);
            });
            code.f32(1);
            Lanes.sum(code, sums);
            code.get(count).op(Op.F32_DIV).get(code.parameter(7)).op(Op.F32_REINTERPRET_I32).op(Op.F32_ADD).op(Op.F32_SQRT);
            code.op(Op.F32_DIV).op(Op.F32X4_SPLAT).set(scales);
            code.i32(0).set(at);
            code.whileBelow(at, bytes, () -> {
                code.get(y).get(at).op(Op.I32_ADD);
                load(code, y, at).get(means).op(Op.F32X4_SUB).get(scales).op(Op.F32X4_MUL);
                load(code, code.parameter(2), at).op(Op.F32X4_MUL);
                load(code, code.parameter(3), at).op(Op.F32X4_ADD).memory(Op.V128_STORE, 0, 2);
                code.add(at, 16);
            });
            code.add(x, bytes);
            code.add(y, bytes);
            code.get(residual).when(() -> code.add(residual, bytes));
            code.add(row, 1);
        });
    }

    private static Code load(Code code, Local base, Local at) {
        return code.get(base).get(at).op(Op.I32_ADD).memory(Op.V128_LOAD, 0, 2);
    }
}
