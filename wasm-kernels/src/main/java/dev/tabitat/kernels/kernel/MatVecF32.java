package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32Variable;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y = act(x · Wᵀ + b)} in f32: x {@code [rows, in]}, W {@code [out, in]}, b {@code [out]}, y
 * {@code [rows, out]}, all row-major; act is nothing or {@code max(0, ·)}.
 *
 * <p>
 * Parameters of {@code mat_vec}: addresses of W, x, b and y, then rows, in, out, and whether to apply the activation (0
 * or 1). Addresses are multiples of four; y overlaps nothing; any size may be zero.
 *
 * <p>
 * Order of the sum of one output, the same for every output and every {@code out}: with k in steps of eight, eight lane
 * sums a<sub>j</sub> = Σ W[o, 8i+j] · x[8i+j] in ascending i; a further group of four adds to a<sub>0..3</sub>; then
 * c<sub>j</sub> = a<sub>j</sub> + a<sub>j+4</sub>; then (c₀ + c₁) + (c₂ + c₃); then the last up to three products in
 * ascending k; then b. Products are rounded before they are added.
 */
public final class MatVecF32 {

    /** The name of the exported function. */
    public static final String NAME = "mat_vec";

    /** Output rows that share each load of x: four fit the sixteen vector registers of x86 with their two sums each. */
    private static final int TILE = 4;

    private final FunctionBuilder f;
    private final I32Variable x;
    private final I32Variable y;
    private final I32Variable activate;
    private final I32Variable xAt;
    private final I32Variable[] weightAt;
    private final F32x4Variable[] even;
    private final F32x4Variable[] odd;
    private final F32Variable[] sum;
    private final F32x4Variable x0;
    private final F32x4Variable x1;
    private final I32Variable eights;
    private final I32Variable fours;
    private final I32Variable end;
    private final I32Variable stride;

    private MatVecF32(FunctionBuilder f) {
        this.f = f;
        x = f.parameter(1);
        y = f.parameter(3);
        activate = f.parameter(7);
        xAt = f.localI32();
        weightAt = f.localsI32(TILE);
        even = f.localsF32x4(TILE);
        odd = f.localsF32x4(TILE);
        sum = f.localsF32(TILE);
        x0 = f.localF32x4();
        x1 = f.localF32x4();
        eights = f.localI32();
        fours = f.localI32();
        end = f.localI32();
        stride = f.localI32();
    }

    /** Defines the function in a module. */
    public static Function define(WasmModule module) {
        return module.function(NAME, FunctionType.takingI32(8), f -> new MatVecF32(f).write());
    }

    private void write() {
        I32Variable weights = f.parameter(0);
        I32Variable bias = f.parameter(2);
        I32Variable rows = f.parameter(4);
        I32Variable in = f.parameter(5);
        I32Variable out = f.parameter(6);
        I32Variable row = f.localI32();
        I32Variable w = f.localI32();
        I32Variable b = f.localI32();
        I32Variable yTiles = f.localI32();
        I32Variable yEnd = f.localI32();
        stride.set(in.inBytes());
        f.whileBelow(row, rows, 1, () -> {
            eights.set(x.plus(in.roundedDownTo(8).inBytes()));
            fours.set(x.plus(in.roundedDownTo(4).inBytes()));
            end.set(x.plus(in.inBytes()));
            yTiles.set(y.plus(out.roundedDownTo(TILE).inBytes()));
            yEnd.set(y.plus(out.inBytes()));
            w.set(weights);
            b.set(bias);
            f.whileBelow(y, yTiles, () -> tile(TILE, w, b));
            f.whileBelow(y, yEnd, () -> tile(1, w, b));
            x.add(stride);
        });
    }

    /** Computes {@code height} outputs and moves w, b and y past them. */
    private void tile(int height, I32Variable w, I32Variable b) {
        xAt.set(x);
        for (int t = 0; t < height; t++) {
            weightAt[t].set(w);
            w.add(stride);
            odd[t].set(even[t].assign(f.f32x4(0)));
        }
        f.whileBelow(xAt, eights, 32, () -> {
            x0.set(xAt.loadF32x4());
            x1.set(xAt.loadF32x4(16));
            for (int t = 0; t < height; t++) {
                even[t].add(weightAt[t].loadF32x4().times(x0));
                odd[t].add(weightAt[t].loadF32x4(16).times(x1));
                weightAt[t].add(32);
            }
        });
        f.whileBelow(xAt, fours, 16, () -> {
            x0.set(xAt.loadF32x4());
            for (int t = 0; t < height; t++) {
                even[t].add(weightAt[t].loadF32x4().times(x0));
                weightAt[t].add(16);
            }
        });
        for (int t = 0; t < height; t++) {
            even[t].add(odd[t]);
            sum[t].set(even[t].sumOfLanes());
        }
        f.whileBelow(xAt, end, 4, () -> {
            for (int t = 0; t < height; t++) {
                sum[t].add(weightAt[t].loadF32().times(xAt.loadF32()));
                weightAt[t].add(4);
            }
        });
        for (int t = 0; t < height; t++) {
            sum[t].add(b.loadF32(4 * t));
        }
        f.when(activate).then(() -> {
            for (int t = 0; t < height; t++) {
                sum[t].set(sum[t].max(0));
            }
        });
        for (int t = 0; t < height; t++) {
            y.store(sum[t], 4 * t);
        }
        b.add(4 * height);
        y.add(4 * height);
    }
}
