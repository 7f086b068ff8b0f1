package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.F32;
import static dev.tabitat.kernels.wasm.ValueType.I32;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y += Δ · x} for some columns of each row, where Δ has few weights, in f32 and in place.
 *
 * <p>Parameters of {@code sparse_delta}: addresses of x {@code [rows, in]}, of Δ in compressed sparse rows, one row an output: row
 * ends {@code [width + 1]} from 0 on, columns and values; and of the first changed column in the first row of y {@code [rows, out]};
 * then in, width, out and rows. Row ends and columns have been checked.
 */
final class SparseDeltaF32 {

    /** Rows that share each reading of Δ. */
    private static final int TILE = 4;

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32, I32, I32);

    private SparseDeltaF32() {
    }

    static Function define(WasmModule module) {
        return module.define("sparse_delta", TYPE, SparseDeltaF32::write);
    }

    private static void write(Code code) {
        Local rows = code.parameter(8);
        Local tiled = code.local(I32);
        Local row = code.local(I32);
        Local x = code.parameter(0);
        Local y = code.parameter(4);
        Local in = code.parameter(5);
        Local out = code.parameter(7);
        code.get(in).i32(2).op(Op.I32_SHL).set(in);
        code.get(out).i32(2).op(Op.I32_SHL).set(out);
        code.get(rows).i32(-TILE).op(Op.I32_AND).set(tiled);
        for (int tall : new int[] {TILE, 1}) {
            Local[] from = code.locals(tall, I32);
            Local[] to = code.locals(tall, I32);
            Local[] sums = code.locals(tall, F32);
            code.whileBelow(row, tall == TILE ? tiled : rows, () -> {
                for (int r = 0; r < tall; r++) {
                    code.get(x).set(from[r]).get(y).set(to[r]);
                    code.add(x, in);
                    code.add(y, out);
                }
                rows(code, from, to, sums);
                code.add(row, tall);
            });
        }
    }

    /** Some rows side by side. */
    private static void rows(Code code, Local[] from, Local[] to, Local[] sums) {
        Local end = code.local(I32);
        Local lastEnd = code.local(I32);
        Local column = code.local(I32);
        Local value = code.local(I32);
        Local until = code.local(I32);
        Local index = code.local(I32);
        Local weight = code.local(F32);
        code.get(code.parameter(1)).set(end);
        code.get(end).get(code.parameter(6)).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(lastEnd);
        code.get(code.parameter(2)).set(column);
        code.get(code.parameter(3)).set(value);
        code.whileBelow(end, lastEnd, () -> {
            code.get(code.parameter(2)).get(end).memory(Op.I32_LOAD, 4).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(until);
            for (Local sum : sums) {
                code.f32(0).set(sum);
            }
            code.whileBelow(column, until, () -> {
                code.get(value).memory(Op.F32_LOAD, 0).set(weight);
                code.get(column).memory(Op.I32_LOAD, 0).i32(2).op(Op.I32_SHL).set(index);
                for (int r = 0; r < sums.length; r++) {
                    code.get(weight).get(from[r]).get(index).op(Op.I32_ADD).memory(Op.F32_LOAD, 0).op(Op.F32_MUL).get(sums[r]).op(Op.F32_ADD);
                    code.set(sums[r]);
                }
                code.add(column, 4);
                code.add(value, 4);
            });
            for (int r = 0; r < sums.length; r++) {
                code.get(to[r]).get(to[r]).memory(Op.F32_LOAD, 0).get(sums[r]).op(Op.F32_ADD).memory(Op.F32_STORE, 0);
                code.add(to[r], 4);
            }
            code.add(end, 4);
        });
    }
}
