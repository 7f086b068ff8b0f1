package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y[t] = words[tokenIds[t]] + (positions[positionIds[t]] + type)} in f32; int8 words are multiplied by their
 * row's scale.
 *
 * <p>
 * Parameters of {@code embedding_f32} and {@code embedding_i8}: addresses of token ids, position ids, words, scales
 * (not read for f32), positions, type and y; then width, a multiple of four, and the number of tokens. Both kinds of
 * ids have been checked.
 */
final class Embedding {

    private Embedding() {
    }

    static Function define(WasmModule module, boolean quantized) {
        String name = quantized ? "embedding_i8" : "embedding_f32";
        return module.function(name, FunctionType.takingI32(9), f -> write(f, quantized));
    }

    private static void write(FunctionBuilder f, boolean quantized) {
        I32Variable tokenIds = f.parameter(0);
        I32Variable positionIds = f.parameter(1);
        I32Variable words = f.parameter(2);
        I32Variable scales = f.parameter(3);
        I32Variable positions = f.parameter(4);
        I32Variable y = f.parameter(6);
        I32Variable width = f.parameter(7);
        I32Variable tokens = f.parameter(8);
        I32Variable token = f.localI32();
        I32Variable word = f.localI32();
        I32Variable position = f.localI32();
        I32Variable type = f.localI32();
        I32Variable end = f.localI32();
        F32x4Variable scale = f.localF32x4();
        f.whileBelow(token, tokens, () -> {
            I32 elements = tokenIds.loadI32().times(width);
            word.set(words.plus(quantized ? elements : elements.inBytes()));
            if (quantized) {
                scale.set(scales.plus(tokenIds.loadI32().inBytes()).loadWordInAllLanes(0).asF32x4());
            }
            position.set(positions.plus(positionIds.loadI32().times(width).inBytes()));
            type.set(f.parameter(5));
            end.set(y.plus(width.inBytes()));
            f.whileBelow(y, end, 16, () -> {
                F32x4 four = quantized
                        ? word.loadFourI8().firstEight().firstFour().toF32x4().times(scale)
                        : word.loadF32x4();
                y.store(four.plus(position.loadF32x4().plus(type.loadF32x4())));
                word.add(quantized ? 4 : 16);
                position.add(16);
                type.add(16);
            });
            tokenIds.add(4);
            positionIds.add(4);
            token.add(1);
        });
    }
}
