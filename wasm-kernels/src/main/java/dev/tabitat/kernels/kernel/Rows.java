package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32Variable;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/** Kernels over rows of f32 whose width is a multiple of four. */
final class Rows {

    private static final float LEAST_NORM = 1e-12f;

    private Rows() {
    }

    /** Defines {@code mean_rows(x, y, rows, width)}: y becomes the mean of the rows of x, at least one. */
    static Function defineMean(WasmModule module) {
        return module.function("mean_rows", FunctionType.takingI32(4), f -> {
            I32Variable x = f.parameter(0);
            I32Variable y = f.parameter(1);
            I32Variable rows = f.parameter(2);
            I32Variable bytes = f.parameter(3);
            I32Variable column = f.localI32();
            I32Variable row = f.localI32();
            I32Variable at = f.localI32();
            F32x4Variable sum = f.localF32x4();
            bytes.set(bytes.inBytes());
            f.whileBelow(column, bytes, 16, () -> {
                sum.set(0);
                at.set(x.plus(column));
                f.forEach(row, 0, rows, 1, () -> {
                    sum.add(at.loadF32x4());
                    at.add(bytes);
                });
                y.plus(column).store(sum.dividedBy(rows.toF32().splat()));
            });
        });
    }

    /** Defines {@code max_rows(x, y, rows, width)}: y becomes the greatest of each column of the rows of x. */
    static Function defineMax(WasmModule module) {
        return module.function("max_rows", FunctionType.takingI32(4), f -> {
            I32Variable x = f.parameter(0);
            I32Variable y = f.parameter(1);
            I32Variable rows = f.parameter(2);
            I32Variable bytes = f.parameter(3);
            I32Variable column = f.localI32();
            I32Variable row = f.localI32();
            I32Variable at = f.localI32();
            F32x4Variable most = f.localF32x4();
            bytes.set(bytes.inBytes());
            f.whileBelow(column, bytes, 16, () -> {
                most.set(Float.NEGATIVE_INFINITY);
                at.set(x.plus(column));
                f.forEach(row, 0, rows, 1, () -> {
                    most.set(most.max(at.loadF32x4()));
                    at.add(bytes);
                });
                y.plus(column).store(most);
            });
        });
    }

    /**
     * Defines {@code weighted_mean_rows(x, y, rows, width)}: y becomes Σ k · x[k] / Σ k over the rows of x, counted
     * from 1; rows are below 65,536.
     */
    static Function defineWeightedMean(WasmModule module) {
        return module.function("weighted_mean_rows", FunctionType.takingI32(4), f -> {
            I32Variable x = f.parameter(0);
            I32Variable y = f.parameter(1);
            I32Variable rows = f.parameter(2);
            I32Variable bytes = f.parameter(3);
            I32Variable column = f.localI32();
            I32Variable row = f.localI32();
            I32Variable at = f.localI32();
            I32Variable weights = f.let(rows.times(rows.plus(1)).shiftRight(1));
            F32x4Variable sum = f.localF32x4();
            bytes.set(bytes.inBytes());
            f.whileBelow(column, bytes, 16, () -> {
                sum.set(0);
                at.set(x.plus(column));
                f.forEach(row, 0, rows, 1, () -> {
                    sum.add(at.loadF32x4().times(row.plus(1).toF32().splat()));
                    at.add(bytes);
                });
                y.plus(column).store(sum.dividedBy(weights.toF32().splat()));
            });
        });
    }

    /**
     * Defines {@code normalize_rows(x, y, rows, width)}: each row divided by its length, or by 1e-12 when it is
     * shorter.
     */
    static Function defineNormalize(WasmModule module) {
        return module.function("normalize_rows", FunctionType.takingI32(4), f -> {
            I32Variable x = f.parameter(0);
            I32Variable y = f.parameter(1);
            I32Variable rows = f.parameter(2);
            I32Variable bytes = f.parameter(3);
            I32Variable row = f.localI32();
            I32Variable at = f.localI32();
            F32x4Variable sums = f.localF32x4();
            F32x4Variable value = f.localF32x4();
            F32Variable norm = f.localF32();
            bytes.set(bytes.inBytes());
            f.whileBelow(row, rows, 1, () -> {
                sums.set(0);
                f.forEach(at, 0, bytes, 16, () -> {
                    value.set(x.plus(at).loadF32x4());
                    sums.set(value.times(value).plus(sums));
                });
                norm.set(sums.sumOfLanes().squareRoot().max(LEAST_NORM));
                f.forEach(at, 0, bytes, 16, () -> y.plus(at).store(x.plus(at).loadF32x4().dividedBy(norm.splat())));
                x.add(bytes);
                y.add(bytes);
            });
        });
    }
}
