package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.I32;
import static dev.tabitat.kernels.wasm.ValueType.V128;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code c = a · b} in f32 with any distance between rows: a {@code [rows, k]}, b {@code [k, columns]}, c
 * {@code [rows, columns]}.
 *
 * <p>Parameters: addresses of a, b and c, the bytes between rows of each after it, then k, rows and columns, a multiple of
 * four. Each sum runs over ascending k; products are rounded before they are added.
 */
public final class ProductF32 {

    /** The name of the exported function. */
    public static final String NAME = "product_f32";

    /** Rows that share each load of b: with two vectors of columns their sums fill twelve of sixteen registers. */
    private static final int TILE = 6;

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32, I32, I32);

    private static final FunctionType TILE_TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32);

    private ProductF32() {
    }

    static Function define(WasmModule module, MultiplyAdd madd) {
        Function[][] tiles = new Function[TILE + 1][3];
        for (int rows = 1; rows <= TILE; rows++) {
            for (int vectors = 1; vectors <= 2; vectors++) {
                int height = rows;
                int width = vectors;
                tiles[rows][vectors] = module.define("product_" + rows + "x" + 4 * vectors, TILE_TYPE, code -> tile(code, height, width, madd));
            }
        }
        return module.define(NAME, TYPE, code -> write(code, tiles));
    }

    private static void write(Code code, Function[][] tiles) {
        Local a = code.parameter(0);
        Local aStep = code.parameter(1);
        Local b = code.parameter(2);
        Local c = code.parameter(4);
        Local cStep = code.parameter(5);
        Local rows = code.parameter(7);
        Local columns = code.parameter(8);
        Local column = code.local(I32);
        Local eights = code.local(I32);
        code.get(columns).i32(-8).op(Op.I32_AND).set(eights);
        code.block(done -> code.loop(again -> {
            code.get(rows).op(Op.I32_EQZ).branchIf(done);
            for (int height = TILE; height >= 1; height--) {
                int tall = height;
                code.get(rows).i32(height).op(Op.I32_GE_U).when(() -> {
                    code.i32(0).set(column);
                    code.whileBelow(column, eights, () -> {
                        callTile(code, tiles[tall][2], column);
                        code.add(column, 8);
                    });
                    code.whileBelow(column, columns, () -> {
                        callTile(code, tiles[tall][1], column);
                        code.add(column, 4);
                    });
                    code.get(a).get(aStep).i32(tall).op(Op.I32_MUL).op(Op.I32_ADD).set(a);
                    code.get(c).get(cStep).i32(tall).op(Op.I32_MUL).op(Op.I32_ADD).set(c);
                    code.add(rows, -tall);
                    code.branch(again);
                });
            }
        }));
        code.get(b).drop();
    }

    private static void callTile(Code code, Function tile, Local column) {
        code.get(code.parameter(0)).get(code.parameter(1));
        code.get(code.parameter(2)).get(column).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).get(code.parameter(3));
        code.get(code.parameter(4)).get(column).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).get(code.parameter(5));
        code.get(code.parameter(6)).call(tile);
    }

    private static void tile(Code code, int rows, int vectors, MultiplyAdd madd) {
        Local b = code.parameter(2);
        Local c = code.parameter(4);
        Local k = code.parameter(6);
        Local[] at = code.locals(rows, I32);
        Local[] sums = code.locals(rows * vectors, V128);
        Local[] columns = code.locals(vectors, V128);
        Local value = code.local(V128);
        Local fours = code.local(I32);
        Local end = code.local(I32);
        for (int r = 0; r < rows; r++) {
            if (r == 0) {
                code.get(code.parameter(0)).set(at[0]);
            } else {
                code.get(at[r - 1]).get(code.parameter(1)).op(Op.I32_ADD).set(at[r]);
            }
        }
        for (Local sum : sums) {
            code.f32x4(0).set(sum);
        }
        code.get(at[0]).get(k).i32(-4).op(Op.I32_AND).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(fours);
        code.get(at[0]).get(k).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(end);
        code.whileBelow(at[0], fours, () -> steps(code, 4, b, at, sums, columns, value, madd));
        code.whileBelow(at[0], end, () -> steps(code, 1, b, at, sums, columns, value, madd));
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                code.get(c).get(sums[r * vectors + v]).memory(Op.V128_STORE, 16 * v, 2);
            }
            code.add(c, code.parameter(5));
        }
    }

    private static void steps(
            Code code, int count, Local b, Local[] at, Local[] sums, Local[] columns, Local value, MultiplyAdd madd) {
        for (int step = 0; step < count; step++) {
            for (int v = 0; v < columns.length; v++) {
                code.get(b).memory(Op.V128_LOAD, 16 * v, 2).set(columns[v]);
            }
            code.add(b, code.parameter(3));
            for (int r = 0; r < at.length; r++) {
                code.get(at[r]).memory(Op.V128_LOAD32_SPLAT, 4 * step).set(value);
                for (int v = 0; v < columns.length; v++) {
                    Local sum = sums[r * columns.length + v];
                    madd.plus(code.get(value).get(columns[v]), () -> code.get(sum)).set(sum);
                }
            }
        }
        for (Local row : at) {
            code.add(row, 4 * count);
        }
    }
}
