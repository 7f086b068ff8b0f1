package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y += Σ v[i] · W[index[i], :]} in f32, where W is sparse: compressed rows with {@code offsets [features + 1]}
 * i32, {@code columns [stored]} and {@code values [stored]} f32; y {@code [out]} dense.
 *
 * <p>
 * Parameters of the function: addresses of y, offsets, columns, values, index (i32) and v (f32), then their count.
 * Whoever calls has checked that every index is a row and every column is below {@code out}. A row may come several
 * times.
 *
 * <p>
 * Order: the given rows one after another, each row's stored values in their stored order; each product is rounded and
 * then added. So a list of rows handed over in several calls gives the same bits as in one.
 */
public final class SparseRowsF32 {

    /** How wide a column number is stored. */
    public enum Columns {
        /** One unsigned byte: up to 256 outputs. */
        U8("sparse_rows_u8"),
        /** Four bytes. */
        I32("sparse_rows_i32");

        private final String function;

        Columns(String function) {
            this.function = function;
        }

        /** The name of the exported function for this width. */
        public String function() {
            return function;
        }

        /** Column number {@code index} of those at an address. */
        private I32 load(I32 columns, I32 index) {
            return this == U8 ? columns.plus(index).loadUnsignedByte() : columns.plus(index.inBytes()).loadI32();
        }
    }

    private SparseRowsF32() {
    }

    /** Defines the function for one width of columns. */
    public static Function define(WasmModule module, Columns columns) {
        return module.function(columns.function, FunctionType.takingI32(7), f -> write(f, columns));
    }

    private static void write(FunctionBuilder f, Columns width) {
        I32Variable y = f.parameter(0);
        I32Variable offsets = f.parameter(1);
        I32Variable columns = f.parameter(2);
        I32Variable values = f.parameter(3);
        I32Variable index = f.parameter(4);
        I32Variable v = f.parameter(5);
        I32Variable count = f.parameter(6);
        I32Variable indexEnd = f.localI32();
        I32Variable row = f.localI32();
        I32Variable at = f.localI32();
        I32Variable end = f.localI32();
        I32Variable target = f.localI32();
        F32Variable weight = f.localF32();
        indexEnd.set(index.plus(count.inBytes()));
        f.whileBelow(index, indexEnd, () -> {
            row.set(offsets.plus(index.loadI32().inBytes()));
            at.set(row.loadI32());
            end.set(row.loadI32(4));
            weight.set(v.loadF32());
            f.whileBelow(at, end, 1, () -> {
                I32 element = target.assign(y.plus(width.load(columns, at).inBytes()));
                element.store(target.loadF32().plus(weight.times(values.plus(at.inBytes()).loadF32())));
            });
            index.add(4);
            v.add(4);
        });
    }
}
