package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.I32;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/** Kernels that treat every element alike. */
final class Elementwise {

    private Elementwise() {
    }

    /** Defines {@code copy(to, from, bytes)}; the ranges may overlap. */
    static Function defineCopy(WasmModule module) {
        return module.define("copy", FunctionType.taking(I32, I32, I32), code ->
                code.get(code.parameter(0)).get(code.parameter(1)).get(code.parameter(2)).op(Op.MEMORY_COPY));
    }

    /** Defines {@code zero(address, bytes)}. */
    static Function defineZero(WasmModule module) {
        return module.define("zero", FunctionType.taking(I32, I32), code ->
                code.get(code.parameter(0)).i32(0).get(code.parameter(1)).op(Op.MEMORY_FILL));
    }

    /** Defines {@code relu(address, count)}: each f32 becomes the greater of it and zero, in place; NaN stays NaN. */
    static Function defineRelu(WasmModule module) {
        return module.define("relu", FunctionType.taking(I32, I32), code -> {
            Local at = code.parameter(0);
            Local count = code.parameter(1);
            Local fours = code.local(I32);
            Local end = code.local(I32);
            code.get(at).get(count).i32(-4).op(Op.I32_AND).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(fours);
            code.get(at).get(count).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(end);
            code.whileBelow(at, fours, () -> {
                code.get(at).get(at).memory(Op.V128_LOAD, 0, 2).f32x4(0).op(Op.F32X4_MAX);
                code.memory(Op.V128_STORE, 0, 2).add(at, 16);
            });
            code.whileBelow(at, end, () -> {
                code.get(at).get(at).memory(Op.F32_LOAD, 0).f32(0).op(Op.F32_MAX);
                code.memory(Op.F32_STORE, 0).add(at, 4);
            });
        });
    }

    /** Defines {@code shift(y, vector, width, rows)}: the vector added to each row, in place; width is a multiple of four. */
    static Function defineShift(WasmModule module) {
        return module.define("shift", FunctionType.taking(I32, I32, I32, I32), code -> {
            Local y = code.parameter(0);
            Local vector = code.parameter(1);
            Local bytes = code.parameter(2);
            Local row = code.local(I32);
            Local at = code.local(I32);
            code.get(bytes).i32(2).op(Op.I32_SHL).set(bytes);
            code.whileBelow(row, code.parameter(3), () -> {
                code.i32(0).set(at);
                code.whileBelow(at, bytes, () -> {
                    code.get(y).get(y).memory(Op.V128_LOAD, 0, 2);
                    code.get(vector).get(at).op(Op.I32_ADD).memory(Op.V128_LOAD, 0, 2).op(Op.F32X4_ADD).memory(Op.V128_STORE, 0, 2);
                    code.add(y, 16);
                    code.add(at, 16);
                });
                code.add(row, 1);
            });
        });
    }
}
