package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.I16x8;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.I32x4;
import dev.tabitat.kernels.wasm.I32x4Variable;
import dev.tabitat.kernels.wasm.V128;
import dev.tabitat.kernels.wasm.V128Variable;

/**
 * The exact sums of one part of a block: {@code Σ (code - bias) · activation} for eight rows of weights and some
 * tokens, in the way of a {@link BlockDot}.
 *
 * <p>
 * How many products fit 16 bits, activations within ±127: of 4-bit codes eight pairs (30,480), of 5 bits four (31,496),
 * of 6 bits two (32,004).
 */
final class BlockProducts {

    private static final int VECTORS = BlockTile.VECTORS;
    private static final int NIBBLES = 0x0F0F_0F0F;

    private final FunctionBuilder f;
    private final BlockFormat format;
    private final BlockDot dot;
    private final I32Variable weights;
    private final I32Variable[] records;
    private final I32x4Variable[] sums;
    private final V128Variable[] packed;
    private final V128Variable[] codes;
    private final V128Variable activations;
    private final V128Variable[] narrow;
    private final V128Variable[] neighbours;

    /** @param sums become the result: two vectors of four rows for each token */
    BlockProducts(FunctionBuilder f, BlockFormat format, BlockDot dot, I32Variable weights, I32Variable[] records,
            I32x4Variable[] sums) {
        this.f = f;
        this.format = format;
        this.dot = dot;
        this.weights = weights;
        this.records = records;
        this.sums = sums;
        packed = f.localsV128(format.bits() == 8 ? 0 : VECTORS);
        codes = f.localsV128(VECTORS);
        activations = f.localV128();
        narrow = f.localsV128(dot == BlockDot.PAIRS ? sums.length : 0);
        neighbours = f.localsV128(dot == BlockDot.PLAIN ? sums.length : 0);
    }

    void write(int part) {
        if (format.bits() == 8 && dot == BlockDot.TWO) {
            sumsFromZero(() -> pass(part, v -> halvedCodes(v)));
            doubleSums(1, part);
            pass(part, v -> codes[v].and(0x0101_0101));
        } else if (format.bits() == 8 && dot == BlockDot.PAIRS) {
            sumsFromZero(() -> pass(part, v -> highNibbles(codes[v])));
            doubleSums(4, part);
            pass(part, v -> codes[v].and(NIBBLES));
        } else if (dot == BlockDot.PLAIN) {
            sumsFromZero(() -> {
                for (V128Variable neighbour : neighbours) {
                    neighbour.set(f.i32(0).splat());
                }
                pass(part, v -> codes[v]);
            });
            joinNeighbours();
            doubleSums(0, part);
        } else {
            for (int t = 0; t < records.length; t++) {
                for (int v = 0; v < VECTORS; v++) {
                    sums[t * VECTORS + v].set(correction(t, part));
                }
            }
            pass(part, v -> codes[v]);
        }
    }

    /** What becomes of the codes of four rows before they are multiplied. */
    private interface Transform {
        V128 of(int vector);
    }

    private V128 halvedCodes(int v) {
        return codes[v].asI16x8().shiftRight(1).and(0x7F7F_7F7F);
    }

    private static V128 highNibbles(V128 codes) {
        return codes.asI16x8().shiftRight(4).and(NIBBLES);
    }

    private void sumsFromZero(Runnable body) {
        for (I32x4Variable sum : sums) {
            sum.set(0);
        }
        body.run();
    }

    /** Multiplies the sums by a power of two and corrects them. */
    private void doubleSums(int bits, int part) {
        for (int t = 0; t < records.length; t++) {
            for (int v = 0; v < VECTORS; v++) {
                I32x4Variable sum = sums[t * VECTORS + v];
                sum.set((bits == 0 ? sum : sum.shiftLeft(bits)).plus(correction(t, part)));
            }
        }
    }

    /** {@code -bias · Σ activation} of a part in all lanes. */
    private I32x4 correction(int token, int part) {
        if (format.minimum() != BlockFormat.Minimum.NONE) {
            return f.i32(0).splat();
        }
        int offset = QuantizeBlocks.NEGATED_SUM + (format.parts() == 2 ? 4 + 4 * part : 0);
        return records[token].loadWordInAllLanes(offset).asI32x4().shiftLeft(format.biasBits());
    }

    /** Adds the products of every group of a part to the sums. */
    private void pass(int part, Transform transform) {
        int[] groups = groups(part);
        int width = stepsIn16Bits();
        for (int step = 0; step < groups.length; step++) {
            loadCodes(groups[step], step);
            for (int v = 0; v < VECTORS; v++) {
                V128 transformed = transform.of(v);
                if (transformed != codes[v]) {
                    codes[v].set(transformed);
                }
            }
            boolean isFirst = step % width == 0;
            for (int t = 0; t < records.length; t++) {
                activations.set(records[t].loadWordInAllLanes(4 * groups[step]));
                for (int v = 0; v < VECTORS; v++) {
                    multiply(t * VECTORS + v, codes[v], isFirst);
                }
            }
            if (dot == BlockDot.PAIRS && (step % width == width - 1 || step == groups.length - 1)) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i].set(narrow[i].asI16x8().sumsOfPairs().plus(sums[i]));
                }
            }
        }
    }

    private void multiply(int sum, V128Variable codes, boolean isFirst) {
        switch (dot) {
            case ONE, TWO -> sums[sum].set(activations.asI8x16().relaxedDotPlus(codes.asI8x16(), sums[sum]));
            case PAIRS -> {
                I16x8 pairs = activations.asI8x16().relaxedDot(codes.asI8x16());
                narrow[sum].set(isFirst ? pairs : narrow[sum].asI16x8().plus(pairs));
            }
            case PLAIN -> {
                I16x8 twice = activations.asI8x16().firstEight();
                sums[sum].set(codes.asI8x16().firstEightUnsigned().dot(twice).plus(sums[sum]));
                neighbours[sum].set(codes.asI8x16().lastEightUnsigned().dot(twice).plus(neighbours[sum].asI32x4()));
            }
        }
    }

    /** Plain dots leave two sums for each row, of two rows in a vector: adds them. */
    private void joinNeighbours() {
        for (int i = 0; i < sums.length; i++) {
            I32x4 right = neighbours[i].asI32x4();
            sums[i].set(sums[i].shuffledWith(right, 0, 2, 4, 6).plus(sums[i].shuffledWith(right, 1, 3, 5, 7)));
        }
    }

    /** Groups that share a load of nibbles stand side by side. */
    private int[] groups(int part) {
        if (format.parts() == 2) {
            return part == 0 ? new int[]{0, 1, 2, 3} : new int[]{4, 5, 6, 7};
        }
        return format.bits() == 8 ? new int[]{0, 1, 2, 3, 4, 5, 6, 7} : new int[]{0, 4, 1, 5, 2, 6, 3, 7};
    }

    private int stepsIn16Bits() {
        return switch (format.bits()) {
            case 5 -> 4;
            case 6 -> 2;
            default -> 8;
        };
    }

    /** Sets the codes of both vectors for a group. */
    private void loadCodes(int group, int step) {
        for (int v = 0; v < VECTORS; v++) {
            if (format.bits() == 8) {
                codes[v].set(weights.loadV128(format.lowOffset() + GROUP * group + 16 * v));
                continue;
            }
            if (format.parts() == 2 || step % 2 == 0) {
                packed[v].set(weights.loadV128(format.lowOffset() + GROUP * (group % 4) + 16 * v));
            }
            V128 low = group < 4 ? packed[v].and(NIBBLES) : highNibbles(packed[v]);
            codes[v].set(switch (format.bits()) {
                case 5 -> low.or(moved(weights.loadV128(format.highOffset() + 16 * v), 4 - group)
                        .and(0x1010_1010));
                case 6 -> low.or(moved(weights.loadV128(format.highOffset() + GROUP * (group / 4) + 16 * v),
                        4 - 2 * (group % 4)).and(0x3030_3030));
                default -> low;
            });
        }
    }

    private static final int GROUP = BlockFormat.GROUP_BYTES;

    /** Bits moved to the left, or to the right by a negative count; what crosses a byte is masked afterwards. */
    private static V128 moved(V128 bits, int left) {
        return left == 0 ? bits
                : left > 0 ? bits.asI16x8().shiftLeft(left) : bits.asI16x8().shiftRight(-left);
    }

    /** The codes of one row and group as a word, at the row's first word. */
    static I32 word(BlockFormat format, I32 row, int group) {
        if (format.bits() == 8) {
            return row.loadI32(format.lowOffset() + GROUP * group);
        }
        I32 packed = row.loadI32(format.lowOffset() + GROUP * (group % 4));
        I32 low = (group < 4 ? packed : packed.shiftRight(4)).and(NIBBLES);
        return switch (format.bits()) {
            case 5 -> low.or(moved(row.loadI32(format.highOffset()), 4 - group).and(0x1010_1010));
            case 6 -> low.or(moved(row.loadI32(format.highOffset() + GROUP * (group / 4)), 4 - 2 * (group % 4))
                    .and(0x3030_3030));
            default -> low;
        };
    }

    private static I32 moved(I32 bits, int left) {
        return left == 0 ? bits : left > 0 ? bits.shiftLeft(left) : bits.shiftRight(-left);
    }
}
