package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code c = a · b} in f32 with any distance between rows: a {@code [rows, k]}, b {@code [k, columns]}, c
 * {@code [rows, columns]}.
 *
 * <p>
 * Parameters: addresses of a, b and c, the bytes between rows of each after it, then k, rows and columns, a multiple of
 * four. Each sum runs over ascending k; products are rounded before they are added.
 */
public final class ProductF32 {

    /** The name of the exported function. */
    public static final String NAME = "product_f32";

    /** Rows that share each load of b: with two vectors of columns their sums fill twelve of sixteen registers. */
    private static final int TILE = 6;

    private static final FunctionType TYPE = FunctionType.takingI32(9);

    private static final FunctionType TILE_TYPE = FunctionType.takingI32(7);

    private ProductF32() {
    }

    static Function define(WasmModule module, MultiplyAdd madd) {
        Function[][] tiles = new Function[TILE + 1][3];
        for (int rows = 1; rows <= TILE; rows++) {
            for (int vectors = 1; vectors <= 2; vectors++) {
                int height = rows;
                int width = vectors;
                String name = "product_" + rows + "x" + 4 * vectors;
                tiles[rows][vectors] = module.function(name, TILE_TYPE, f -> new Tile(f, height, width, madd).write());
            }
        }
        return module.function(NAME, TYPE, f -> write(f, tiles));
    }

    private static void write(FunctionBuilder f, Function[][] tiles) {
        I32Variable a = f.parameter(0);
        I32Variable aStep = f.parameter(1);
        I32Variable c = f.parameter(4);
        I32Variable cStep = f.parameter(5);
        I32Variable rows = f.parameter(7);
        I32Variable columns = f.parameter(8);
        I32Variable column = f.localI32();
        I32Variable eights = f.localI32();
        eights.set(columns.roundedDownTo(8));
        f.loopUntil(rows.isZero(), again -> {
            for (int height = TILE; height >= 1; height--) {
                int tall = height;
                f.when(rows.isAtLeast(tall)).then(() -> {
                    f.forEach(column, 0, eights, 8, () -> callTile(f, tiles[tall][2], column));
                    f.whileBelow(column, columns, 4, () -> callTile(f, tiles[tall][1], column));
                    a.add(aStep.times(tall));
                    c.add(cStep.times(tall));
                    rows.add(-tall);
                    f.branch(again);
                });
            }
        });
    }

    private static void callTile(FunctionBuilder f, Function tile, I32 column) {
        I32Variable a = f.parameter(0);
        I32Variable aStep = f.parameter(1);
        I32Variable b = f.parameter(2);
        I32Variable bStep = f.parameter(3);
        I32Variable c = f.parameter(4);
        I32Variable cStep = f.parameter(5);
        I32Variable k = f.parameter(6);
        f.call(tile, a, aStep, b.plus(column.inBytes()), bStep, c.plus(column.inBytes()), cStep, k);
    }

    /** Some rows of c in four or eight columns; the parameters are those of the whole without rows and columns. */
    private static final class Tile {

        private final FunctionBuilder f;
        private final MultiplyAdd madd;
        private final int rows;
        private final int vectors;
        private final I32Variable b;
        private final I32Variable[] a;
        private final F32x4Variable[] sums;
        private final F32x4Variable[] columns;
        private final F32x4Variable value;

        Tile(FunctionBuilder f, int rows, int vectors, MultiplyAdd madd) {
            this.f = f;
            this.madd = madd;
            this.rows = rows;
            this.vectors = vectors;
            b = f.parameter(2);
            a = f.localsI32(rows);
            sums = f.localsF32x4(rows * vectors);
            columns = f.localsF32x4(vectors);
            value = f.localF32x4();
        }

        void write() {
            I32Variable c = f.parameter(4);
            I32Variable k = f.parameter(6);
            I32Variable fours = f.localI32();
            I32Variable end = f.localI32();
            a[0].set(f.parameter(0));
            for (int r = 1; r < rows; r++) {
                a[r].set(a[r - 1].plus(f.parameter(1)));
            }
            for (F32x4Variable sum : sums) {
                sum.set(0);
            }
            fours.set(a[0].plus(k.roundedDownTo(4).inBytes()));
            end.set(a[0].plus(k.inBytes()));
            f.whileBelow(a[0], fours, () -> steps(4));
            f.whileBelow(a[0], end, () -> steps(1));
            for (int r = 0; r < rows; r++) {
                for (int v = 0; v < vectors; v++) {
                    c.store(sums[r * vectors + v], 16 * v);
                }
                c.add(f.parameter(5));
            }
        }

        /** The next {@code count} of the k products of each sum. */
        private void steps(int count) {
            for (int step = 0; step < count; step++) {
                for (int v = 0; v < vectors; v++) {
                    columns[v].set(b.loadF32x4(16 * v));
                }
                b.add(f.parameter(3));
                for (int r = 0; r < rows; r++) {
                    value.set(a[r].loadWordInAllLanes(4 * step).asF32x4());
                    for (int v = 0; v < vectors; v++) {
                        F32x4Variable sum = sums[r * vectors + v];
                        sum.set(madd.of(value, columns[v], sum));
                    }
                }
            }
            for (I32Variable row : a) {
                row.add(4 * count);
            }
        }
    }
}
