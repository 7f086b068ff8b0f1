package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.ValueType;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * Puts rows of a matrix, as they lie in a GGUF file, into the panels of a {@link BlockFormat}.
 *
 * <p>
 * Parameters: address of the panels of the matrix, address of the rows (any), blocks of 32 inputs, the number of the
 * first row in the matrix, rows. Result: 1 when a scale or minimum is NaN or infinite, 0 otherwise. Rows may come in
 * any order; places of rows past the last stay as they are.
 */
final class BlockPacking {

    private static final int NIBBLES = 0x0F0F_0F0F;
    private static final int HIGH_NIBBLES = 0xF0F0_F0F0;
    private static final int EXPONENT = 0x7C00;
    private static final int GROUP = BlockFormat.GROUP_BYTES;
    private static final int HALVES = 2 * BlockFormat.PANEL;

    private final FunctionBuilder f;
    private final BlockFormat format;
    private final I32Variable from;
    private final I32Variable words;
    private final I32Variable halves;
    private final I32Variable bytes;
    private final I32Variable bits;
    private final I32Variable swapped;
    private final I32Variable bad;

    private BlockPacking(FunctionBuilder f, BlockFormat format) {
        this.f = f;
        this.format = format;
        from = f.parameter(1);
        words = f.localI32();
        halves = f.localI32();
        bytes = f.localI32();
        bits = f.localI32();
        swapped = f.localI32();
        bad = f.localI32();
    }

    static Function define(WasmModule module, BlockFormat format) {
        return module.function(name(format), FunctionType.takingI32(5).giving(ValueType.I32),
                f -> new BlockPacking(f, format).write());
    }

    /** The name of the exported function. */
    static String name(BlockFormat format) {
        return "pack_" + format.name().toLowerCase();
    }

    private void write() {
        I32Variable blocks = f.parameter(2);
        I32Variable row = f.parameter(3);
        I32Variable lane = f.localI32();
        I32Variable block = f.localI32();
        I32Variable end = f.let(row.plus(f.parameter(4)));
        I32Variable panelBytes = f.let(blocks.times(format.blockBytes())
                .plus(blocks.shiftRight(3).times(format.headBytes())));
        f.whileBelow(row, end, 1, () -> {
            lane.set(row.and(BlockFormat.PANEL - 1));
            bytes.set(f.parameter(0).plus(row.shiftRight(3).times(panelBytes)).plus(lane));
            halves.set(bytes.plus(lane));
            words.set(halves.plus(lane.times(2)));
            f.forEach(block, 0, blocks, format.fileElements() / BlockFormat.BLOCK, () -> {
                fileBlock();
                from.add(format.fileBytes());
            });
        });
        f.result(bad);
    }

    private void fileBlock() {
        switch (format) {
            case Q8_0 -> {
                half(0, 0);
                for (int g = 0; g < 8; g++) {
                    word(from.loadUnalignedI32(2 + 4 * g).xor(0x8080_8080), GROUP * g);
                }
            }
            case Q4_0 -> simple(2);
            case Q4_1 -> simple(4);
            case Q5_0 -> {
                simple(6);
                fifthBits(2);
            }
            case Q5_1 -> {
                simple(8);
                fifthBits(4);
            }
            case Q4_K -> withMinima(16);
            case Q5_K -> withMinima(48);
            case Q6_K -> sixBits();
        }
        if (!format.hasHead()) {
            move(format.blockBytes());
        }
    }

    /** A scale, a minimum if there is one, and sixteen bytes of nibbles in the order of the panels. */
    private void simple(int nibbles) {
        half(0, 0);
        if (format.minimum() != BlockFormat.Minimum.NONE) {
            half(2, HALVES);
        }
        for (int g = 0; g < 4; g++) {
            word(from.loadUnalignedI32(nibbles + 4 * g), GROUP * g);
        }
    }

    /** Bit 4 g + k of a word becomes bit g of byte k: its number is turned by two places, one at a time. */
    private void fifthBits(int offset) {
        bits.set(from.loadUnalignedI32(offset));
        for (int turn = 0; turn < 2; turn++) {
            swap(1, 0x2222_2222);
            swap(2, 0x0C0C_0C0C);
            swap(4, 0x00F0_00F0);
            swap(8, 0x0000_FF00);
        }
        words.store(bits, format.highOffset());
    }

    /** Exchanges the bits of a mask with those {@code distance} above them. */
    private void swap(int distance, int mask) {
        swapped.set(bits.xor(bits.shiftRight(distance)).and(mask));
        bits.set(bits.xor(swapped).xor(swapped.shiftLeft(distance)));
    }

    /** Q4_K and Q5_K: 6-bit scales and minima, nibbles of two blocks side by side. */
    private void withMinima(int nibbles) {
        half(0, 0);
        half(2, HALVES);
        move(format.headBytes());
        for (int block = 0; block < 8; block++) {
            bytes.store8(blockScale(block), 0);
            bytes.store8(blockMinimum(block), BlockFormat.PANEL);
            for (int g = 0; g < 4; g++) {
                I32 first = from.loadUnalignedI32(nibbles + block / 2 * 32 + 4 * g);
                I32 second = from.loadUnalignedI32(nibbles + block / 2 * 32 + 16 + 4 * g);
                word(joined(first, second, block % 2 == 1), GROUP * g);
            }
            if (format.bits() == 5) {
                I32 high = f.i32(0);
                for (int g = 0; g < 8; g++) {
                    high = high.or(from.loadUnalignedI32(16 + 4 * g).shiftRight(block).and(0x0101_0101).shiftLeft(g));
                }
                words.store(high, format.highOffset());
            }
            move(format.blockBytes());
        }
    }

    /** The low or high nibbles of two words, the first one's low and the second one's high. */
    private static I32 joined(I32 first, I32 second, boolean isHigh) {
        return isHigh ? first.shiftRight(4).and(NIBBLES).or(second.and(HIGH_NIBBLES))
                : first.and(NIBBLES).or(second.and(NIBBLES).shiftLeft(4));
    }

    /** {@code GgufBlocks.groupScale}. */
    private I32 blockScale(int block) {
        return block < 4 ? from.loadUnsignedByte(4 + block).and(63)
                : from.loadUnsignedByte(8 + block).and(15)
                        .or(from.loadUnsignedByte(block).shiftRight(6).shiftLeft(4));
    }

    /** {@code GgufBlocks.groupMinimum}. */
    private I32 blockMinimum(int block) {
        return block < 4 ? from.loadUnsignedByte(8 + block).and(63)
                : from.loadUnsignedByte(8 + block).shiftRight(4)
                        .or(from.loadUnsignedByte(4 + block).shiftRight(6).shiftLeft(4));
    }

    private void sixBits() {
        half(208, 0);
        move(format.headBytes());
        for (int block = 0; block < 8; block++) {
            int lows = block / 4 * 64 + block % 2 * 32;
            int highs = 128 + block / 4 * 32;
            bytes.store8(from.loadUnsignedByte(192 + 2 * block), 0);
            bytes.store8(from.loadUnsignedByte(193 + 2 * block), BlockFormat.PANEL);
            for (int g = 0; g < 4; g++) {
                word(joined(from.loadUnalignedI32(lows + 4 * g), from.loadUnalignedI32(lows + 16 + 4 * g),
                        block % 4 >= 2), GROUP * g);
            }
            for (int half = 0; half < 2; half++) {
                I32 high = f.i32(0);
                for (int g = 0; g < 4; g++) {
                    high = high.or(from.loadUnalignedI32(highs + 16 * half + 4 * g).shiftRight(block % 4 * 2)
                            .and(0x0303_0303).shiftLeft(2 * g));
                }
                words.store(high, format.highOffset() + GROUP * half);
            }
            move(format.blockBytes());
        }
    }

    /** Copies an f16 and notes whether it is not finite. */
    private void half(int offset, int to) {
        bits.set(from.loadUnsigned16(offset));
        halves.store16(bits, to);
        bad.set(bad.or(bits.and(EXPONENT).isEqualTo(EXPONENT)));
    }

    private void word(I32 codes, int offset) {
        words.store(codes, format.lowOffset() + offset);
    }

    private void move(int count) {
        bytes.add(count);
        halves.add(count);
        words.add(count);
    }
}
