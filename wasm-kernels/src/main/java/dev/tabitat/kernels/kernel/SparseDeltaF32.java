package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y += Δ · x} for some columns of each row, where Δ has few weights, in f32 and in place.
 *
 * <p>
 * Parameters of {@code sparse_delta}: addresses of x {@code [rows, in]}, of Δ in compressed sparse rows, one row an
 * output: row ends {@code [width + 1]} from 0 on, columns and values; and of the first changed column in the first row
 * of y {@code [rows, out]}; then in, width, out and rows. Row ends and columns have been checked.
 */
final class SparseDeltaF32 {

    /** Rows that share each reading of Δ. */
    private static final int TILE = 4;

    private SparseDeltaF32() {
    }

    static Function define(WasmModule module) {
        return module.function("sparse_delta", FunctionType.takingI32(9), SparseDeltaF32::write);
    }

    private static void write(FunctionBuilder f) {
        I32Variable x = f.parameter(0);
        I32Variable y = f.parameter(4);
        I32Variable in = f.parameter(5);
        I32Variable out = f.parameter(7);
        I32Variable rows = f.parameter(8);
        I32Variable tiled = f.localI32();
        I32Variable row = f.localI32();
        in.set(in.inBytes());
        out.set(out.inBytes());
        tiled.set(rows.roundedDownTo(TILE));
        for (int tall : new int[]{TILE, 1}) {
            I32Variable[] from = f.localsI32(tall);
            I32Variable[] to = f.localsI32(tall);
            F32Variable[] sums = f.localsF32(tall);
            f.whileBelow(row, tall == TILE ? tiled : rows, tall, () -> {
                for (int r = 0; r < tall; r++) {
                    from[r].set(x);
                    to[r].set(y);
                    x.add(in);
                    y.add(out);
                }
                rows(f, from, to, sums);
            });
        }
    }

    /** Some rows side by side. */
    private static void rows(FunctionBuilder f, I32Variable[] from, I32Variable[] to, F32Variable[] sums) {
        I32Variable ends = f.parameter(1);
        I32Variable columns = f.parameter(2);
        I32Variable values = f.parameter(3);
        I32Variable width = f.parameter(6);
        I32Variable end = f.localI32();
        I32Variable lastEnd = f.localI32();
        I32Variable column = f.localI32();
        I32Variable value = f.localI32();
        I32Variable until = f.localI32();
        I32Variable index = f.localI32();
        F32Variable weight = f.localF32();
        end.set(ends);
        lastEnd.set(end.plus(width.inBytes()));
        column.set(columns);
        value.set(values);
        f.whileBelow(end, lastEnd, 4, () -> {
            until.set(columns.plus(end.loadI32(4).inBytes()));
            for (F32Variable sum : sums) {
                sum.set(0);
            }
            f.whileBelow(column, until, () -> {
                weight.set(value.loadF32());
                index.set(column.loadI32().inBytes());
                for (int r = 0; r < sums.length; r++) {
                    sums[r].set(weight.times(from[r].plus(index).loadF32()).plus(sums[r]));
                }
                column.add(4);
                value.add(4);
            });
            for (int r = 0; r < sums.length; r++) {
                to[r].store(to[r].loadF32().plus(sums[r]));
                to[r].add(4);
            }
        });
    }
}
