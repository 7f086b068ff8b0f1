package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y = x Wᵀ} or {@code y += x Wᵀ}: records of {@link QuantizeBlocks} and a packed matrix of a
 * {@link BlockFormat}.
 *
 * <p>
 * Parameters: addresses of the records {@code [tokens, blocks]}; bytes between tokens there; address of the panels;
 * address of y; bytes between tokens there; tokens; the first panel and the end of the panels to compute; blocks of 32
 * inputs; whether to add to what y holds (0 or 1). Rows of y have room for whole panels.
 *
 * <p>
 * Up to six tokens share each load of weights. The sum of one output is the same whatever they are: blocks in ascending
 * order, each {@code sum + f32(Σ code · activation) · (scale · step)}, where Σ is exact.
 */
final class BlockMatrix {

    /** Tokens that share each load of weights. */
    static final int TILE = 6;

    private static final FunctionType TYPE = FunctionType.takingI32(10);

    private BlockMatrix() {
    }

    static Function define(WasmModule module, BlockFormat format, BlockDot dot) {
        String name = name(format);
        Function[] tiles = new Function[TILE + 1];
        for (int tokens = 1; tokens <= TILE; tokens++) {
            int tall = tokens;
            tiles[tokens] = module.function(name + "_" + tokens, BlockTile.TYPE,
                    f -> new BlockTile(f, format, dot, tall).write());
        }
        return module.function(name, TYPE, f -> write(f, format, tiles));
    }

    /** The name of the exported function. */
    static String name(BlockFormat format) {
        return "matrix_" + format.name().toLowerCase();
    }

    private static void write(FunctionBuilder f, BlockFormat format, Function[] tiles) {
        I32Variable recordBytes = f.parameter(1);
        I32Variable panels = f.parameter(2);
        I32Variable yBytes = f.parameter(4);
        I32Variable panel = f.parameter(6);
        I32Variable blocks = f.parameter(8);
        I32Variable records = f.localI32();
        I32Variable y = f.localI32();
        I32Variable tokens = f.localI32();
        I32Variable panelBytes = f.let(blocks.times(format.blockBytes())
                .plus(blocks.shiftRight(3).times(format.headBytes())));
        panels.add(panel.times(panelBytes));
        f.whileBelow(panel, f.parameter(7), 1, () -> {
            records.set(f.parameter(0));
            y.set(f.parameter(3).plus(panel.times(4 * BlockFormat.PANEL)));
            tokens.set(f.parameter(5));
            f.loopUntil(tokens.isZero(), again -> {
                for (int tokensOfTile = TILE; tokensOfTile >= 1; tokensOfTile--) {
                    int tall = tokensOfTile;
                    f.when(tokens.isAtLeast(tall)).then(() -> {
                        f.call(tiles[tall], records, recordBytes, panels, y, yBytes, blocks, f.parameter(9));
                        records.add(recordBytes.times(tall));
                        y.add(yBytes.times(tall));
                        tokens.add(-tall);
                        f.branch(again);
                    });
                }
            });
            panels.add(panelBytes);
        });
    }
}
