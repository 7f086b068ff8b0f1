package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.F32;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y = x Wᵀ} or {@code y += x Wᵀ} with rows of floats.
 *
 * <p>
 * Parameters: address of x; bytes between tokens there; address of the rows of weights; address of y; bytes between
 * tokens there; tokens; the first row and the end of the rows to compute; inputs, a multiple of four; whether to add to
 * what y holds (0 or 1).
 *
 * <p>
 * Four rows and up to three tokens share loads. The sum of one output is the same whatever they are: four lane sums
 * over ascending inputs, products rounded before they are added, then (s₀ + s₁) + (s₂ + s₃).
 */
final class FloatMatrix {

    private static final int ROWS = 4;
    private static final int TOKENS = 3;

    private final FunctionBuilder f;
    private final FloatFormat format;
    private final I32Variable xAt;
    private final I32Variable[] weights;
    private final I32Variable[] x;
    private final I32Variable y;
    private final I32Variable rowBytes;
    private final F32x4Variable[] sums;
    private final F32x4Variable weight;
    private final F32x4Variable[] values;

    private FloatMatrix(FunctionBuilder f, FloatFormat format) {
        this.f = f;
        this.format = format;
        xAt = f.localI32();
        weights = f.localsI32(ROWS);
        x = f.localsI32(TOKENS);
        y = f.localI32();
        rowBytes = f.localI32();
        sums = f.localsF32x4(ROWS * TOKENS);
        weight = f.localF32x4();
        values = f.localsF32x4(TOKENS);
    }

    static Function define(WasmModule module, FloatFormat format) {
        return module.function("matrix_" + format.name().toLowerCase(), FunctionType.takingI32(10),
                f -> new FloatMatrix(f, format).write());
    }

    private void write() {
        I32Variable row = f.parameter(6);
        I32Variable end = f.parameter(7);
        I32Variable matrix = f.parameter(2);
        I32Variable fours = f.let(row.plus(end.minus(row).roundedDownTo(ROWS)));
        rowBytes.set(f.parameter(8).times(format.elementBytes()));
        matrix.add(row.times(rowBytes));
        f.whileBelow(row, fours, ROWS, () -> rows(row, matrix, ROWS));
        f.whileBelow(row, end, 1, () -> rows(row, matrix, 1));
    }

    private void rows(I32Variable row, I32Variable matrix, int rows) {
        I32Variable tokens = f.localI32();
        xAt.set(f.parameter(0));
        y.set(f.parameter(3).plus(row.inBytes()));
        tokens.set(f.parameter(5));
        f.loopUntil(tokens.isZero(), again -> {
            for (int count = TOKENS; count >= 1; count--) {
                int tall = count;
                f.when(tokens.isAtLeast(tall)).then(() -> {
                    tile(matrix, rows, tall);
                    tokens.add(-tall);
                    f.branch(again);
                });
            }
        });
        matrix.add(rowBytes.times(rows));
    }

    private void tile(I32Variable matrix, int rows, int tokens) {
        I32Variable end = f.localI32();
        weights[0].set(matrix);
        for (int r = 1; r < rows; r++) {
            weights[r].set(weights[r - 1].plus(rowBytes));
        }
        for (int t = 0; t < tokens; t++) {
            x[t].set(xAt);
            xAt.add(f.parameter(1));
        }
        for (int i = 0; i < rows * tokens; i++) {
            sums[i].set(0);
        }
        end.set(matrix.plus(rowBytes));
        f.whileBelow(weights[0], end, () -> {
            for (int t = 0; t < tokens; t++) {
                values[t].set(x[t].loadF32x4());
                x[t].add(16);
            }
            for (int r = 0; r < rows; r++) {
                weight.set(format.four(weights[r], 0));
                for (int t = 0; t < tokens; t++) {
                    sums[r * tokens + t].add(weight.times(values[t]));
                }
                weights[r].add(4 * format.elementBytes());
            }
        });
        for (int t = 0; t < tokens; t++) {
            for (int r = 0; r < rows; r++) {
                int offset = 4 * r;
                F32 sum = sums[r * tokens + t].sumOfLanes();
                f.when(f.parameter(9)).then(() -> y.store(y.loadF32(offset).plus(sum), offset))
                        .otherwise(() -> y.store(sum, offset));
            }
            y.add(f.parameter(4));
        }
    }
}
