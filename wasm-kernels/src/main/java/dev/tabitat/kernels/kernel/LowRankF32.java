package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.I32;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y += up · (down · x)} for some columns of each row, in f32 and in place: a change of low rank to what a layer made.
 *
 * <p>Parameters of {@code low_rank}: addresses of x {@code [rows, in]}, of down packed {@code [in, rank]}, of up packed
 * {@code [rank, width]}, of the first changed column in the first row of y {@code [rows, out]}, and of a scratch of
 * {@link #scratchBytes}; then in, rank, width, out and rows. rank and width are multiples of four.
 */
public final class LowRankF32 {

    /** Rows at a time: what they make stays in the nearest cache. */
    private static final int TILE = 6;

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32, I32, I32, I32);

    private LowRankF32() {
    }

    /** Bytes of scratch. */
    public static long scratchBytes(int rank, int width) {
        return 4L * TILE * ((long) rank + width);
    }

    static Function define(WasmModule module, Function product) {
        return module.define("low_rank", TYPE, code -> write(code, product));
    }

    private static void write(Code code, Function product) {
        Local x = code.parameter(0);
        Local y = code.parameter(3);
        Local narrow = code.parameter(4);
        Local in = code.parameter(5);
        Local rank = code.parameter(6);
        Local width = code.parameter(7);
        Local out = code.parameter(8);
        Local rows = code.parameter(9);
        Local row = code.local(I32);
        Local tall = code.local(I32);
        Local change = code.local(I32);
        Local at = code.local(I32);
        Local end = code.local(I32);
        Local rowEnd = code.local(I32);
        code.get(narrow).get(rank).i32(4 * TILE).op(Op.I32_MUL).op(Op.I32_ADD).set(change);
        code.whileBelow(row, rows, () -> {
            code.get(rows).get(row).op(Op.I32_SUB).set(tall);
            code.get(tall).i32(TILE).op(Op.I32_GT_U).when(() -> code.i32(TILE).set(tall));
            bytes(code.get(x), in);
            bytes(code.get(code.parameter(1)), rank);
            bytes(code.get(narrow), rank).get(in).get(tall).get(rank).call(product);
            bytes(code.get(narrow), rank);
            bytes(code.get(code.parameter(2)), width);
            bytes(code.get(change), width).get(rank).get(tall).get(width).call(product);
            code.get(change).set(at);
            bytes(code.get(at).get(tall), width).op(Op.I32_MUL).op(Op.I32_ADD).set(end);
            code.whileBelow(at, end, () -> {
                bytes(code.get(at), width).op(Op.I32_ADD).set(rowEnd);
                code.whileBelow(at, rowEnd, () -> {
                    code.get(y).get(y).memory(Op.V128_LOAD, 0, 2).get(at).memory(Op.V128_LOAD, 0, 2).op(Op.F32X4_ADD);
                    code.memory(Op.V128_STORE, 0, 2);
                    code.add(y, 16);
                    code.add(at, 16);
                });
                bytes(bytes(code.get(y), out), width).op(Op.I32_SUB).op(Op.I32_ADD).set(y);
            });
            bytes(code.get(x).get(tall), in).op(Op.I32_MUL).op(Op.I32_ADD).set(x);
            code.add(row, TILE);
        });
    }

    /** Pushes the bytes of so many floats. */
    private static Code bytes(Code code, Local floats) {
        return code.get(floats).i32(2).op(Op.I32_SHL);
    }
}
