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
 * The dot products of those rows whose score by {@link ScanI8} lies between two bounds; blocks whose maximum is too low are passed over.
 *
 * <p>Parameters of {@code nearest_f32}: addresses of the vectors {@code [rows, width]}, of the query's, of the scores and the maxima of
 * {@link ScanI8}; then rows, width (a multiple of sixteen), the lower bound, the upper bound, which is not part of it, both as bits of an f32,
 * the address of what is found and the number of the first row. Gives how many were found: for each its number (i32) and its product (f32).
 *
 * <p>Products are rounded before they are added, in the same order everywhere: the same bits on every engine.
 */
public final class NearestF32 {

    /** The name of the exported function. */
    public static final String NAME = "nearest_f32";

    /** Bytes of a row that is found. */
    public static final int FOUND_BYTES = 8;

    private static final int VECTORS = 4;

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32, I32, I32, I32).giving(I32);

    private NearestF32() {
    }

    static Function define(WasmModule module) {
        Function product = module.define("nearest_f32_product", FunctionType.taking(I32, I32, I32).giving(F32), NearestF32::product);
        return module.define(NAME, TYPE, code -> write(code, product));
    }

    private static void write(Code code, Function product) {
        Local vectors = code.parameter(0);
        Local scores = code.parameter(2);
        Local maxima = code.parameter(3);
        Local rows = code.parameter(4);
        Local bytes = code.parameter(5);
        Local out = code.parameter(8);
        Local number = code.parameter(9);
        Local found = code.local(I32);
        Local low = code.local(F32);
        Local high = code.local(F32);
        Local score = code.local(F32);
        Local end = code.local(I32);
        Local blockEnd = code.local(I32);
        code.get(bytes).i32(2).op(Op.I32_SHL).set(bytes);
        code.get(code.parameter(6)).op(Op.F32_REINTERPRET_I32).set(low);
        code.get(code.parameter(7)).op(Op.F32_REINTERPRET_I32).set(high);
        code.get(scores).get(rows).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(end);
        code.whileBelow(scores, end, () -> {
            code.get(scores).i32(4 * ScanI8.BLOCK).op(Op.I32_ADD).set(blockEnd);
            code.get(maxima).memory(Op.F32_LOAD, 0).get(low).op(Op.F32_LT).either(() -> {
                code.get(blockEnd).set(scores);
                code.add(number, ScanI8.BLOCK);
                code.get(vectors).get(bytes).i32(ScanI8.BLOCK).op(Op.I32_MUL).op(Op.I32_ADD).set(vectors);
            }, () -> {
                code.get(end).get(blockEnd).op(Op.I32_LT_U).when(() -> code.get(end).set(blockEnd));
                code.whileBelow(scores, blockEnd, () -> {
                    code.get(scores).memory(Op.F32_LOAD, 0).tee(score).get(low).op(Op.F32_LT).op(Op.I32_EQZ);
                    code.get(score).get(high).op(Op.F32_LT).op(Op.I32_AND).when(() -> {
                        code.get(out).get(number).memory(Op.I32_STORE, 0);
                        code.get(out).get(vectors).get(code.parameter(1)).get(bytes).call(product).memory(Op.F32_STORE, 4);
                        code.add(out, FOUND_BYTES);
                        code.add(found, 1);
                    });
                    code.add(scores, 4);
                    code.add(number, 1);
                    code.add(vectors, bytes);
                });
            });
            code.add(maxima, 4);
        });
        code.get(found);
    }

    /** The dot product of two vectors: their addresses and their bytes, a multiple of 64. */
    private static void product(Code code) {
        Local a = code.parameter(0);
        Local b = code.parameter(1);
        Local end = code.local(I32);
        Local[] sums = code.locals(VECTORS, V128);
        code.get(a).get(code.parameter(2)).op(Op.I32_ADD).set(end);
        code.whileBelow(a, end, () -> {
            for (int v = 0; v < VECTORS; v++) {
                code.get(a).memory(Op.V128_LOAD, 16 * v).get(b).memory(Op.V128_LOAD, 16 * v).op(Op.F32X4_MUL);
                code.get(sums[v]).op(Op.F32X4_ADD).set(sums[v]);
            }
            code.add(a, 16 * VECTORS);
            code.add(b, 16 * VECTORS);
        });
        code.get(sums[0]).get(sums[1]).op(Op.F32X4_ADD).get(sums[2]).get(sums[3]).op(Op.F32X4_ADD).op(Op.F32X4_ADD).set(sums[0]);
        Lanes.sum(code, sums[0]);
    }
}
