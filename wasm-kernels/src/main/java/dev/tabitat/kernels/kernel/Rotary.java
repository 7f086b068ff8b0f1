package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * Rotary position embedding of queries and keys, in place and in halves: a · cos - b · sin and b · cos + a · sin for
 * each a = x[i] and b = x[i + half] of a head.
 *
 * <p>
 * Parameters of {@code rotate}: addresses of queries, keys and values {@code [tokens, 3 · width]}, of the tokens'
 * places, of cosines and sines {@code [positions, half]}; then width, half, a multiple of four, and tokens. Products
 * are rounded before they are added.
 */
final class Rotary {

    private Rotary() {
    }

    static Function define(WasmModule module) {
        return module.function("rotate", FunctionType.takingI32(7), Rotary::write);
    }

    private static void write(FunctionBuilder f) {
        I32Variable qkv = f.parameter(0);
        I32Variable places = f.parameter(1);
        I32Variable width = f.parameter(4);
        I32Variable bytes = f.parameter(5);
        I32Variable tokens = f.parameter(6);
        I32Variable token = f.localI32();
        I32Variable table = f.localI32();
        I32Variable at = f.localI32();
        I32Variable end = f.localI32();
        I32Variable column = f.localI32();
        F32x4Variable a = f.localF32x4();
        F32x4Variable b = f.localF32x4();
        F32x4Variable cosine = f.localF32x4();
        F32x4Variable sine = f.localF32x4();
        bytes.set(bytes.inBytes());
        f.whileBelow(token, tokens, 1, () -> {
            table.set(places.loadI32().times(bytes));
            at.set(qkv);
            end.set(qkv.plus(width.times(8)));
            f.whileBelow(at, end, () -> {
                f.forEach(column, 0, bytes, 16, () -> {
                    I32 second = at.plus(bytes);
                    a.set(at.loadF32x4());
                    b.set(second.loadF32x4());
                    cosine.set(f.parameter(2).plus(table).plus(column).loadF32x4());
                    sine.set(f.parameter(3).plus(table).plus(column).loadF32x4());
                    at.store(a.times(cosine).minus(b.times(sine)));
                    second.store(b.times(cosine).plus(a.times(sine)));
                    at.add(16);
                });
                at.add(bytes);
            });
            qkv.add(width.times(12));
            places.add(4);
        });
    }
}
