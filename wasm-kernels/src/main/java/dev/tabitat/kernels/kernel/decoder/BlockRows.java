package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.F32Variable;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * Rows of a packed matrix as f32, such as the embeddings of tokens, times a factor.
 *
 * <p>
 * Parameters: addresses of the ids and of the panels, blocks of 32 inputs, address of y, bytes between rows of y, rows,
 * the bits of the factor.
 */
final class BlockRows {

    private final FunctionBuilder f;
    private final BlockFormat format;
    private final I32Variable words;
    private final I32Variable halves;
    private final I32Variable bytes;
    private final I32Variable to;
    private final F32Variable headScale;
    private final F32Variable headMinimum;
    private final F32Variable scale;
    private final F32Variable minimum;

    private BlockRows(FunctionBuilder f, BlockFormat format) {
        this.f = f;
        this.format = format;
        words = f.localI32();
        halves = f.localI32();
        bytes = f.localI32();
        to = f.localI32();
        headScale = f.localF32();
        headMinimum = f.localF32();
        scale = f.localF32();
        minimum = f.localF32();
    }

    static Function define(WasmModule module, BlockFormat format) {
        return module.function("rows_" + format.name().toLowerCase(), FunctionType.takingI32(7),
                f -> new BlockRows(f, format).write());
    }

    private void write() {
        I32Variable ids = f.parameter(0);
        I32Variable blocks = f.parameter(2);
        I32Variable y = f.parameter(3);
        I32Variable panelBytes = f.let(blocks.times(format.blockBytes())
                .plus(blocks.shiftRight(3).times(format.headBytes())));
        I32Variable row = f.localI32();
        I32Variable lane = f.localI32();
        I32Variable block = f.localI32();
        f.forEach(row, 0, f.parameter(5), 1, () -> {
            lane.set(ids.loadI32().and(BlockFormat.PANEL - 1));
            bytes.set(f.parameter(1).plus(ids.loadI32().shiftRight(3).times(panelBytes)).plus(lane));
            halves.set(bytes.plus(lane));
            words.set(halves.plus(lane.times(2)));
            to.set(y);
            f.forEach(block, 0, blocks, 1, () -> {
                if (format.hasHead()) {
                    f.when(block.and(7).isZero()).then(this::readHead);
                }
                block();
            });
            ids.add(4);
            y.add(f.parameter(4));
        });
    }

    private void readHead() {
        headScale.set(Halves.one(halves, 0));
        if (format.minimum() != BlockFormat.Minimum.NONE) {
            headMinimum.set(Halves.one(halves, 2 * BlockFormat.PANEL));
        }
        move(format.headBytes());
    }

    private void block() {
        for (int part = 0; part < format.parts(); part++) {
            readScale(part);
            for (int i = 0; i < 8 / format.parts(); i++) {
                int group = i + 4 * part;
                F32x4 codes = BlockProducts.word(format, words, group).splat().asI8x16().firstEightUnsigned()
                        .firstFour().toF32x4();
                F32x4 value = switch (format.minimum()) {
                    case NONE -> codes.minus(1 << format.biasBits()).times(scale.splat());
                    case ADDED -> codes.times(scale.splat()).plus(minimum.splat());
                    case SUBTRACTED -> codes.times(scale.splat()).minus(minimum.splat());
                };
                to.store(value.times(f.parameter(6).bitsToF32().splat()), 16 * group);
            }
        }
        move(format.blockBytes());
        to.add(4 * BlockFormat.BLOCK);
    }

    private void readScale(int part) {
        if (!format.hasHead()) {
            scale.set(Halves.one(halves, 0));
            if (format.minimum() != BlockFormat.Minimum.NONE) {
                minimum.set(Halves.one(halves, 2 * BlockFormat.PANEL));
            }
            return;
        }
        I32 byteScale = bytes.loadUnsignedByte(BlockFormat.PANEL * part);
        scale.set(headScale.times((format.parts() == 2 ? byteScale.xor(0x80).minus(0x80) : byteScale).toF32()));
        if (format.minimum() != BlockFormat.Minimum.NONE) {
            minimum.set(headMinimum.times(bytes.loadUnsignedByte(BlockFormat.PANEL).toF32()));
        }
    }

    private void move(int count) {
        bytes.add(count);
        halves.add(count);
        words.add(count);
    }
}
