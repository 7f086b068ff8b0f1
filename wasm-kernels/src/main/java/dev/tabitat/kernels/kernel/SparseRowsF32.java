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
 * {@code y += Σ v[i] · W[index[i], :]} in f32, where W is sparse: compressed rows with {@code offsets [features + 1]} i32,
 * {@code columns [stored]} and {@code values [stored]} f32; y {@code [out]} dense.
 *
 * <p>Parameters of the function: addresses of y, offsets, columns, values, index (i32) and v (f32), then their count.
 * Whoever calls has checked that every index is a row and every column is below {@code out}. A row may come several
 * times.
 *
 * <p>Order: the given rows one after another, each row's stored values in their stored order; each product is rounded
 * and then added. So a list of rows handed over in several calls gives the same bits as in one.
 */
public final class SparseRowsF32 {

    /** How wide a column number is stored. */
    public enum Columns {
        /** One unsigned byte: up to 256 outputs. */
        U8("sparse_rows_u8", 0, Op.I32_LOAD8_U),
        /** Four bytes. */
        I32("sparse_rows_i32", 2, Op.I32_LOAD);

        private final String function;
        private final int shift;
        private final Op load;

        Columns(String function, int shift, Op load) {
            this.function = function;
            this.shift = shift;
            this.load = load;
        }

        /** The name of the exported function for this width. */
        public String function() {
            return function;
        }
    }

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32);

    private SparseRowsF32() {
    }

    /** Defines the function for one width of columns. */
    public static Function define(WasmModule module, Columns columns) {
        return module.define(columns.function, TYPE, code -> write(code, columns));
    }

    private static void write(Code code, Columns width) {
        Local y = code.parameter(0);
        Local offsets = code.parameter(1);
        Local columns = code.parameter(2);
        Local values = code.parameter(3);
        Local index = code.parameter(4);
        Local v = code.parameter(5);
        Local count = code.parameter(6);
        Local indexEnd = code.local(I32);
        Local row = code.local(I32);
        Local at = code.local(I32);
        Local end = code.local(I32);
        Local target = code.local(I32);
        Local weight = code.local(F32);
        code.get(index).get(count).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(indexEnd);
        code.whileBelow(index, indexEnd, () -> {
            code.get(offsets).get(index).memory(Op.I32_LOAD, 0).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(row);
            code.get(row).memory(Op.I32_LOAD, 0).set(at);
            code.get(row).memory(Op.I32_LOAD, 4).set(end);
            code.get(v).memory(Op.F32_LOAD, 0).set(weight);
            code.whileBelow(at, end, () -> {
                code.get(y).get(columns);
                element(code, at, width.shift).memory(width.load, 0);
                code.i32(2).op(Op.I32_SHL).op(Op.I32_ADD).tee(target);
                code.get(target).memory(Op.F32_LOAD, 0).get(weight).get(values);
                element(code, at, 2).memory(Op.F32_LOAD, 0);
                code.op(Op.F32_MUL).op(Op.F32_ADD).memory(Op.F32_STORE, 0);
                code.add(at, 1);
            });
            code.add(index, 4);
            code.add(v, 4);
        });
    }

    /** Pops a base address and pushes that of its element number {@code at}. */
    private static Code element(Code code, Local at, int shift) {
        code.get(at);
        if (shift > 0) {
            code.i32(shift).op(Op.I32_SHL);
        }
        return code.op(Op.I32_ADD);
    }
}
