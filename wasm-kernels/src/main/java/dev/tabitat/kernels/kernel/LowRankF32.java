package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y += up · (down · x)} for some columns of each row, in f32 and in place: a change of low rank to what a layer
 * made.
 *
 * <p>
 * Parameters of {@code low_rank}: addresses of x {@code [rows, in]}, of down packed {@code [in, rank]}, of up packed
 * {@code [rank, width]}, of the first changed column in the first row of y {@code [rows, out]}, and of a scratch of
 * {@link #scratchBytes}; then in, rank, width, out and rows. rank and width are multiples of four.
 */
public final class LowRankF32 {

    /** Rows at a time: what they make stays in the nearest cache. */
    private static final int TILE = 6;

    private LowRankF32() {
    }

    /** Bytes of scratch. */
    public static long scratchBytes(int rank, int width) {
        return 4L * TILE * ((long) rank + width);
    }

    static Function define(WasmModule module, Function product) {
        return module.function("low_rank", FunctionType.takingI32(10), f -> write(f, product));
    }

    private static void write(FunctionBuilder f, Function product) {
        I32Variable x = f.parameter(0);
        I32Variable down = f.parameter(1);
        I32Variable up = f.parameter(2);
        I32Variable y = f.parameter(3);
        I32Variable narrow = f.parameter(4);
        I32Variable in = f.parameter(5);
        I32Variable rank = f.parameter(6);
        I32Variable width = f.parameter(7);
        I32Variable out = f.parameter(8);
        I32Variable rows = f.parameter(9);
        I32Variable row = f.localI32();
        I32Variable tall = f.localI32();
        I32Variable change = f.localI32();
        I32Variable at = f.localI32();
        I32Variable end = f.localI32();
        I32Variable rowEnd = f.localI32();
        change.set(narrow.plus(rank.times(4 * TILE)));
        f.whileBelow(row, rows, TILE, () -> {
            tall.set(rows.minus(row));
            f.when(tall.isAbove(TILE)).then(() -> tall.set(TILE));
            f.call(product, x, in.inBytes(), down, rank.inBytes(), narrow, rank.inBytes(), in, tall, rank);
            f.call(product, narrow, rank.inBytes(), up, width.inBytes(), change, width.inBytes(), rank, tall, width);
            at.set(change);
            end.set(at.plus(tall.times(width.inBytes())));
            f.whileBelow(at, end, () -> {
                rowEnd.set(at.plus(width.inBytes()));
                f.whileBelow(at, rowEnd, () -> {
                    y.store(y.loadF32x4().plus(at.loadF32x4()));
                    y.add(16);
                    at.add(16);
                });
                y.add(out.inBytes().minus(width.inBytes()));
            });
            x.add(tall.times(in.inBytes()));
        });
    }
}
