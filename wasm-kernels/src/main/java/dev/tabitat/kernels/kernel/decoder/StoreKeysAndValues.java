package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * Puts keys and values of the tokens of a step into the slots of a {@link CacheLayout}.
 *
 * <p>
 * Parameters: address of the step, bytes from the first layer's notes to this one's, addresses of keys and values of
 * the step's first token, bytes between tokens there, the first token and the end of the tokens to store, key-value
 * heads.
 */
final class StoreKeysAndValues {

    private StoreKeysAndValues() {
    }

    static Function define(WasmModule module) {
        return module.function("store_keys_and_values", FunctionType.takingI32(8), f -> {
            I32Variable token = f.parameter(5);
            I32Variable layer = f.let(f.parameter(0).loadI32(CacheLayout.LAYERS).plus(f.parameter(1)));
            I32Variable slots = f.let(layer.loadI32(CacheLayout.SLOTS));
            I32Variable bytes = f.let(layer.loadI32(CacheLayout.WIDTH).inBytes());
            I32Variable keys = f.let(f.parameter(2).plus(token.times(f.parameter(4))));
            I32Variable values = f.let(f.parameter(3).plus(token.times(f.parameter(4))));
            I32Variable slot = f.localI32();
            I32Variable head = f.localI32();
            I32Variable from = f.localI32();
            I32Variable end = f.localI32();
            I32Variable keyTo = f.localI32();
            I32Variable valueTo = f.localI32();
            F32x4Variable four = f.localF32x4();
            f.whileBelow(token, f.parameter(6), 1, () -> {
                slot.set(f.parameter(0).loadI32(CacheLayout.POSITION).plus(token).remainder(slots));
                keyTo.set(layer.loadI32(CacheLayout.KEYS).plus(slot.shiftRight(2).times(bytes).inBytes())
                        .plus(slot.and(3).inBytes()));
                valueTo.set(layer.loadI32(CacheLayout.VALUES).plus(slot.times(bytes)));
                from.set(keys);
                f.forEach(head, 0, f.parameter(7), 1, () -> {
                    f.copyMemory(valueTo, values.plus(head.times(bytes)), bytes);
                    valueTo.add(slots.times(bytes));
                    end.set(from.plus(bytes));
                    f.whileBelow(from, end, 16, () -> {
                        four.set(from.loadF32x4());
                        for (int lane = 0; lane < 4; lane++) {
                            keyTo.storeLane32(four, lane);
                            keyTo.add(16);
                        }
                    });
                    // From the end of this position's column to its start in the next head.
                    keyTo.add(slots.times(bytes).minus(bytes.inBytes()));
                });
                keys.add(f.parameter(4));
                values.add(f.parameter(4));
            });
        });
    }
}
