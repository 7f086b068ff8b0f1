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
 * {@code y = act(x · Wᵀ + b)} in f32 over weights packed for the product of many rows.
 *
 * <p>Parameters of {@code linear_f32}: addresses of x {@code [rows, in]}, of the packed weights, of the bias and of y
 * {@code [rows, out]}; then in, rows, the first output and the end of those to compute, out, and what follows (0 nothing,
 * 1 RELU, 2 GELU), and the address of a scratch of 32 bytes. out and the first output are multiples of four. Packed weights are the transpose, {@code [in, out]}.
 */
final class LinearF32 {

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32, I32, I32, I32, I32);

    private LinearF32() {
    }

    static Function define(WasmModule module, Function product, Function gelu) {
        return module.define("linear_f32", TYPE, code -> write(code, product, gelu));
    }

    private static void write(Code code, Function product, Function gelu) {
        Local in = code.parameter(4);
        Local rows = code.parameter(5);
        Local first = code.parameter(6);
        Local end = code.parameter(7);
        Local out = code.parameter(8);
        Local y = code.local(I32);
        Local offset = code.local(I32);
        Local stride = code.local(I32);
        Local row = code.local(I32);
        Local at = code.local(I32);
        Local until = code.local(I32);
        Local bias = code.local(I32);
        Local value = code.local(V128);
        Local act = code.parameter(9);
        code.get(first).i32(2).op(Op.I32_SHL).set(offset);
        code.get(out).i32(2).op(Op.I32_SHL).set(stride);
        code.get(code.parameter(3)).get(offset).op(Op.I32_ADD).set(y);
        code.get(code.parameter(0)).get(in).i32(2).op(Op.I32_SHL);
        code.get(code.parameter(1)).get(offset).op(Op.I32_ADD).get(stride).get(y).get(stride).get(in).get(rows);
        code.get(end).get(first).op(Op.I32_SUB).call(product);
        code.whileBelow(row, rows, () -> {
            code.get(y).set(at);
            code.get(y).get(end).get(first).op(Op.I32_SUB).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(until);
            code.get(code.parameter(2)).get(offset).op(Op.I32_ADD).set(bias);
            code.whileBelow(at, until, () -> {
                code.get(at).memory(Op.V128_LOAD, 0, 2).get(bias).memory(Op.V128_LOAD, 0, 2).op(Op.F32X4_ADD).set(value);
                code.get(act).i32(1).op(Op.I32_EQ).when(() -> code.get(value).f32x4(0).op(Op.F32X4_MAX).set(value));
                code.get(at).get(value).memory(Op.V128_STORE, 0, 2);
                code.add(at, 16);
                code.add(bias, 16);
            });
            code.get(act).i32(2).op(Op.I32_EQ).when(() -> {
                code.get(y).i32(32).get(until).get(y).op(Op.I32_SUB).i32(5).op(Op.I32_SHR_U).call(gelu);
                code.get(until).get(y).op(Op.I32_SUB).i32(16).op(Op.I32_AND).when(() -> {
                    code.get(until).i32(16).op(Op.I32_SUB).set(at);
                    Gelu.fourAlone(code, at, code.parameter(10), gelu);
                });
            });
            code.add(y, stride);
            code.add(row, 1);
        });
    }
}
