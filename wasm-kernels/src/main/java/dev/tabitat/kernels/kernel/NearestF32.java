package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32Variable;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.ValueType;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * The dot products of those rows whose score by {@link ScanI8} lies between two bounds; blocks whose maximum is too low
 * are passed over.
 *
 * <p>
 * Parameters of {@code nearest_f32}: addresses of the vectors {@code [rows, width]}, of the query's, of the scores and
 * the maxima of {@link ScanI8}; then rows, width (a multiple of sixteen), the lower bound, the upper bound, which is
 * not part of it, both as bits of an f32, the address of what is found and the number of the first row. Gives how many
 * were found: for each its number (i32) and its product (f32).
 *
 * <p>
 * Products are rounded before they are added, in the same order everywhere: the same bits on every engine.
 */
public final class NearestF32 {

    /** The name of the exported function. */
    public static final String NAME = "nearest_f32";

    /** Bytes of a row that is found. */
    public static final int FOUND_BYTES = 8;

    private static final int VECTORS = 4;

    private static final FunctionType TYPE = FunctionType.takingI32(10).giving(ValueType.I32);

    private NearestF32() {
    }

    static Function define(WasmModule module) {
        FunctionType productType = FunctionType.takingI32(3).giving(ValueType.F32);
        Function product = module.function("nearest_f32_product", productType, NearestF32::product);
        return module.function(NAME, TYPE, f -> write(f, product));
    }

    private static void write(FunctionBuilder f, Function product) {
        I32Variable vectors = f.parameter(0);
        I32Variable query = f.parameter(1);
        I32Variable scores = f.parameter(2);
        I32Variable maxima = f.parameter(3);
        I32Variable rows = f.parameter(4);
        I32Variable bytes = f.parameter(5);
        I32Variable out = f.parameter(8);
        I32Variable number = f.parameter(9);
        I32Variable found = f.localI32();
        F32Variable low = f.localF32();
        F32Variable high = f.localF32();
        F32Variable score = f.localF32();
        I32Variable end = f.localI32();
        I32Variable blockEnd = f.localI32();
        bytes.set(bytes.inBytes());
        low.set(f.parameter(6).bitsToF32());
        high.set(f.parameter(7).bitsToF32());
        end.set(scores.plus(rows.inBytes()));
        f.whileBelow(scores, end, () -> {
            blockEnd.set(scores.plus(4 * ScanI8.BLOCK));
            f.when(maxima.loadF32().isBelow(low)).then(() -> {
                scores.set(blockEnd);
                number.add(ScanI8.BLOCK);
                vectors.add(bytes.times(ScanI8.BLOCK));
            }).otherwise(() -> {
                f.when(end.isBelow(blockEnd)).then(() -> blockEnd.set(end));
                f.whileBelow(scores, blockEnd, () -> {
                    I32 notBelowLow = score.assign(scores.loadF32()).isBelow(low).not();
                    f.when(notBelowLow.and(score.isBelow(high))).then(() -> {
                        out.store(number, 0);
                        out.store(f.callF32(product, vectors, query, bytes), 4);
                        out.add(FOUND_BYTES);
                        found.add(1);
                    });
                    scores.add(4);
                    number.add(1);
                    vectors.add(bytes);
                });
            });
            maxima.add(4);
        });
        f.result(found);
    }

    /** The dot product of two vectors: their addresses and their bytes, a multiple of 64. */
    private static void product(FunctionBuilder f) {
        I32Variable a = f.parameter(0);
        I32Variable b = f.parameter(1);
        I32Variable end = f.localI32();
        F32x4Variable[] sums = f.localsF32x4(VECTORS);
        end.set(a.plus(f.parameter(2)));
        f.whileBelow(a, end, () -> {
            for (int v = 0; v < VECTORS; v++) {
                F32x4 products = a.loadAlignedV128(16 * v).asF32x4().times(b.loadAlignedV128(16 * v).asF32x4());
                sums[v].set(products.plus(sums[v]));
            }
            a.add(16 * VECTORS);
            b.add(16 * VECTORS);
        });
        sums[0].set(sums[0].plus(sums[1]).plus(sums[2].plus(sums[3])));
        f.result(sums[0].sumOfLanes());
    }
}
