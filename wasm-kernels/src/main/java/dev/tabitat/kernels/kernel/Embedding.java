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
 * {@code y[t] = words[ids[t]] + (positions[places[t]] + type)} in f32; int8 words are multiplied by their row's scale.
 *
 * <p>Parameters of {@code embedding_f32} and {@code embedding_i8}: addresses of ids, places, words, scales (not looked at for
 * f32), positions, type and y; then width, a multiple of four, and the number of tokens. Ids and places have been checked.
 */
final class Embedding {

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32, I32, I32);

    private Embedding() {
    }

    static Function define(WasmModule module, boolean quantized) {
        return module.define(quantized ? "embedding_i8" : "embedding_f32", TYPE, code -> write(code, quantized));
    }

    private static void write(Code code, boolean quantized) {
        Local ids = code.parameter(0);
        Local places = code.parameter(1);
        Local width = code.parameter(7);
        Local y = code.parameter(6);
        Local token = code.local(I32);
        Local word = code.local(I32);
        Local place = code.local(I32);
        Local type = code.local(I32);
        Local end = code.local(I32);
        Local scale = code.local(V128);
        code.whileBelow(token, code.parameter(8), () -> {
            code.get(code.parameter(2)).get(ids).memory(Op.I32_LOAD, 0).get(width).op(Op.I32_MUL).i32(quantized ? 0 : 2).op(Op.I32_SHL);
            code.op(Op.I32_ADD).set(word);
            if (quantized) {
                code.get(code.parameter(3)).get(ids).memory(Op.I32_LOAD, 0).i32(2).op(Op.I32_SHL).op(Op.I32_ADD);
                code.memory(Op.V128_LOAD32_SPLAT, 0).set(scale);
            }
            code.get(code.parameter(4)).get(places).memory(Op.I32_LOAD, 0).get(width).op(Op.I32_MUL).i32(2).op(Op.I32_SHL);
            code.op(Op.I32_ADD).set(place);
            code.get(code.parameter(5)).set(type);
            code.get(y).get(width).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(end);
            code.whileBelow(y, end, () -> {
                code.get(y).get(word);
                if (quantized) {
                    code.memory(Op.V128_LOAD32_ZERO, 0, 0).op(Op.I16X8_EXTEND_LOW_I8X16_S).op(Op.I32X4_EXTEND_LOW_I16X8_S);
                    code.op(Op.F32X4_CONVERT_I32X4_S).get(scale).op(Op.F32X4_MUL);
                } else {
                    code.memory(Op.V128_LOAD, 0, 2);
                }
                code.get(place).memory(Op.V128_LOAD, 0, 2).get(type).memory(Op.V128_LOAD, 0, 2).op(Op.F32X4_ADD).op(Op.F32X4_ADD);
                code.memory(Op.V128_STORE, 0, 2);
                code.add(word, quantized ? 4 : 16);
                code.add(place, 16);
                code.add(type, 16);
                code.add(y, 16);
            });
            code.add(ids, 4);
            code.add(places, 4);
            code.add(token, 1);
        });
    }
}
