package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.F32;
import static dev.tabitat.kernels.wasm.ValueType.I32;
import static dev.tabitat.kernels.wasm.ValueType.V128;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y = act(x · Wᵀ + b)} in f32: x {@code [rows, in]}, W {@code [out, in]}, b {@code [out]}, y {@code [rows, out]},
 * all row-major; act is nothing or {@code max(0, ·)}.
 *
 * <p>Parameters of {@code mat_vec}: addresses of W, x, b and y, then rows, in, out, and whether to apply the activation
 * (0 or 1). Addresses are multiples of four; y overlaps nothing; any size may be zero.
 *
 * <p>Order of the sum of one output, the same for every output and every {@code out}: with k in steps of eight, eight
 * lane sums a<sub>j</sub> = Σ W[o, 8i+j] · x[8i+j] in ascending i; a further group of four adds to a<sub>0..3</sub>; then
 * c<sub>j</sub> = a<sub>j</sub> + a<sub>j+4</sub>; then (c₀ + c₁) + (c₂ + c₃); then the last up to three products in
 * ascending k; then b. Products are rounded before they are added.
 */
public final class MatVecF32 {

    /** The name of the exported function. */
    public static final String NAME = "mat_vec";

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32, I32);

    /** Output rows that share each load of x: four fit the sixteen vector registers of x86 with their two sums each. */
    private static final int TILE = 4;

    private final Code code;
    private final Local weights;
    private final Local x;
    private final Local bias;
    private final Local y;
    private final Local activate;
    private final Local xAt;
    private final Local[] weightAt;
    private final Local[] even;
    private final Local[] odd;
    private final Local[] sum;
    private final Local x0;
    private final Local x1;
    private final Local eights;
    private final Local fours;
    private final Local end;
    private final Local stride;

    private MatVecF32(Code code) {
        this.code = code;
        weights = code.parameter(0);
        x = code.parameter(1);
        bias = code.parameter(2);
        y = code.parameter(3);
        activate = code.parameter(7);
        xAt = code.local(I32);
        weightAt = code.locals(TILE, I32);
        even = code.locals(TILE, V128);
        odd = code.locals(TILE, V128);
        sum = code.locals(TILE, F32);
        x0 = code.local(V128);
        x1 = code.local(V128);
        eights = code.local(I32);
        fours = code.local(I32);
        end = code.local(I32);
        stride = code.local(I32);
    }

    /** Defines the function in a module. */
    public static Function define(WasmModule module) {
        return module.define(NAME, TYPE, code -> new MatVecF32(code).write());
    }

    private void write() {
        Local rows = code.parameter(4);
        Local in = code.parameter(5);
        Local out = code.parameter(6);
        Local row = code.local(I32);
        Local w = code.local(I32);
        Local b = code.local(I32);
        Local yTiles = code.local(I32);
        Local yEnd = code.local(I32);
        code.get(in).i32(2).op(Op.I32_SHL).set(stride);
        code.whileBelow(row, rows, () -> {
            pointerPast(x, in, -8, eights);
            pointerPast(x, in, -4, fours);
            pointerPast(x, in, -1, end);
            pointerPast(y, out, -TILE, yTiles);
            pointerPast(y, out, -1, yEnd);
            code.get(weights).set(w).get(bias).set(b);
            code.whileBelow(y, yTiles, () -> tile(TILE, w, b));
            code.whileBelow(y, yEnd, () -> tile(1, w, b));
            code.add(x, stride);
            code.add(row, 1);
        });
    }

    /** {@code into = base + 4 * (count & mask)}. */
    private void pointerPast(Local base, Local count, int mask, Local into) {
        code.get(base).get(count).i32(mask).op(Op.I32_AND).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(into);
    }

    /** Computes {@code height} outputs and moves w, b and y past them. */
    private void tile(int height, Local w, Local b) {
        code.get(x).set(xAt);
        for (int t = 0; t < height; t++) {
            code.get(w).set(weightAt[t]);
            code.add(w, stride);
            code.f32x4(0).tee(even[t]).set(odd[t]);
        }
        code.whileBelow(xAt, eights, () -> {
            code.get(xAt).memory(Op.V128_LOAD, 0, 2).set(x0);
            code.get(xAt).memory(Op.V128_LOAD, 16, 2).set(x1);
            for (int t = 0; t < height; t++) {
                accumulate(even[t], weightAt[t], 0, x0);
                accumulate(odd[t], weightAt[t], 16, x1);
                code.add(weightAt[t], 32);
            }
            code.add(xAt, 32);
        });
        code.whileBelow(xAt, fours, () -> {
            code.get(xAt).memory(Op.V128_LOAD, 0, 2).set(x0);
            for (int t = 0; t < height; t++) {
                accumulate(even[t], weightAt[t], 0, x0);
                code.add(weightAt[t], 16);
            }
            code.add(xAt, 16);
        });
        for (int t = 0; t < height; t++) {
            code.get(even[t]).get(odd[t]).op(Op.F32X4_ADD).set(even[t]);
            Lanes.sum(code, even[t]);
            code.set(sum[t]);
        }
        code.whileBelow(xAt, end, () -> {
            for (int t = 0; t < height; t++) {
                code.get(sum[t]).get(weightAt[t]).memory(Op.F32_LOAD, 0).get(xAt).memory(Op.F32_LOAD, 0);
                code.op(Op.F32_MUL).op(Op.F32_ADD).set(sum[t]);
                code.add(weightAt[t], 4);
            }
            code.add(xAt, 4);
        });
        for (int t = 0; t < height; t++) {
            code.get(sum[t]).get(b).memory(Op.F32_LOAD, 4 * t).op(Op.F32_ADD).set(sum[t]);
        }
        code.get(activate).when(() -> {
            for (int t = 0; t < height; t++) {
                code.get(sum[t]).f32(0).op(Op.F32_MAX).set(sum[t]);
            }
        });
        for (int t = 0; t < height; t++) {
            code.get(y).get(sum[t]).memory(Op.F32_STORE, 4 * t);
        }
        code.add(b, 4 * height);
        code.add(y, 4 * height);
    }

    private void accumulate(Local sums, Local weightPointer, int offset, Local xs) {
        code.get(sums).get(weightPointer).memory(Op.V128_LOAD, offset, 2).get(xs);
        code.op(Op.F32X4_MUL).op(Op.F32X4_ADD).set(sums);
    }
}
