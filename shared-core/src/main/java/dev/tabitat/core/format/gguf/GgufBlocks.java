package dev.tabitat.core.format.gguf;

import dev.tabitat.core.binary.LittleEndian;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tensor.Tensor;

/**
 * From the blocks of a tensor to the floats that they stand for. What a format defines is computed as it says, each
 * step rounded to float, so that every machine gives the same bits.
 *
 * <pre>
 * d, m   f16 scale and minimum          q  an element's bits, the low nibbles of a block before its high ones
 * Q8_0   d q                            q signed
 * Q4_0   d (q - 8)                      Q4_1   d q + m
 * Q5_0   d (q - 16)                     Q5_1   d q + m
 * Q4_K   (d s) q - (m t)                s, t 6-bit scale and minimum of 32 elements
 * Q5_K   (d s) q - (m t)
 * Q6_K   d s (q - 32)                   s i8 scale of 16 elements
 * </pre>
 *
 * Source: {@code ggml-quants.c} of llama.cpp, {@code dequantize_row_*}.
 */
public final class GgufBlocks {

    private static final int SMALL = 32;
    private static final int LARGE = 256;

    private GgufBlocks() {}

    /**
     * The floats of some blocks.
     *
     * @param blocks as in the file
     * @param from where in {@code blocks} the first one starts
     * @param elements whole blocks of the type
     * @param into at least {@code elements} from {@code at}
     * @throws Unsupported naming the type, when it has no code here
     */
    public static void dequantize(GgufType type, byte[] blocks, int from, int elements, float[] into, int at) {
        if (!type.isReadable()) {
            throw new Unsupported("Weights of this type are not supported.",
                    Finding.at("GGUF, element type").expected(Gguf.readable()).found(type)
                            .remedy("Choose another file of the model, such as Q4_K_M, Q4_0 or Q8_0."));
        }
        int count = elements / type.blockElements();
        for (int i = 0; i < count; i++) {
            int block = from + i * type.blockBytes();
            int to = at + i * type.blockElements();
            switch (type) {
                case F32 -> into[to] = Float.intBitsToFloat(LittleEndian.i32(blocks, block));
                case F16 -> into[to] = half(blocks, block);
                case BF16 -> into[to] = Float.intBitsToFloat(LittleEndian.u16(blocks, block) << 16);
                case Q8_0 -> q8(blocks, block, into, to);
                case Q4_0 -> nibbles(blocks, block + 2, half(blocks, block), -8, 0, into, to);
                case Q4_1 -> nibbles(blocks, block + 4, half(blocks, block), 0, half(blocks, block + 2), into, to);
                case Q5_0 -> fives(blocks, block + 2, half(blocks, block), -16, 0, into, to);
                case Q5_1 -> fives(blocks, block + 4, half(blocks, block), 0, half(blocks, block + 2), into, to);
                case Q4_K -> q4k(blocks, block, into, to);
                case Q5_K -> q5k(blocks, block, into, to);
                case Q6_K -> q6k(blocks, block, into, to);
                default -> throw new IllegalStateException(type.name());
            }
        }
    }

    private static float half(byte[] blocks, int at) {
        return Tensor.halfToFloat(LittleEndian.u16(blocks, at));
    }

    private static void q8(byte[] blocks, int block, float[] into, int at) {
        float scale = half(blocks, block);
        for (int i = 0; i < SMALL; i++) {
            into[at + i] = blocks[block + 2 + i] * scale;
        }
    }

    private static void nibbles(byte[] blocks, int nibbles, float scale, int bias, float minimum, float[] into,
            int at) {
        for (int i = 0; i < SMALL / 2; i++) {
            int pair = blocks[nibbles + i] & 0xFF;
            into[at + i] = ((pair & 15) + bias) * scale + minimum;
            into[at + i + SMALL / 2] = ((pair >> 4) + bias) * scale + minimum;
        }
    }

    private static void fives(byte[] blocks, int bits, float scale, int bias, float minimum, float[] into, int at) {
        int fifths = LittleEndian.i32(blocks, bits);
        for (int i = 0; i < SMALL / 2; i++) {
            int pair = blocks[bits + 4 + i] & 0xFF;
            int low = pair & 15 | (fifths >>> i & 1) << 4;
            int high = pair >> 4 | (fifths >>> i + SMALL / 2 & 1) << 4;
            into[at + i] = (low + bias) * scale + minimum;
            into[at + i + SMALL / 2] = (high + bias) * scale + minimum;
        }
    }

    /** The 6-bit scale of a group of 32, 0 to 7, from the 12 bytes that have them all. */
    public static int groupScale(byte[] blocks, int scales, int group) {
        return group < 4 ? blocks[scales + group] & 63
                : blocks[scales + group + 4] & 15 | (blocks[scales + group - 4] & 0xFF) >> 6 << 4;
    }

    /** The 6-bit minimum of a group of 32, as {@link #groupScale}. */
    public static int groupMinimum(byte[] blocks, int scales, int group) {
        return group < 4 ? blocks[scales + group + 4] & 63
                : (blocks[scales + group + 4] & 0xFF) >> 4 | (blocks[scales + group] & 0xFF) >> 6 << 4;
    }

    private static void q4k(byte[] blocks, int block, float[] into, int at) {
        float scale = half(blocks, block);
        float minimum = half(blocks, block + 2);
        for (int group = 0; group < LARGE / SMALL; group++) {
            float d = scale * groupScale(blocks, block + 4, group);
            float m = minimum * groupMinimum(blocks, block + 4, group);
            int nibbles = block + 16 + group / 2 * SMALL;
            int shift = group % 2 * 4;
            for (int i = 0; i < SMALL; i++) {
                int q = blocks[nibbles + i] >> shift & 15;
                into[at + group * SMALL + i] = d * q - m;
            }
        }
    }

    private static void q5k(byte[] blocks, int block, float[] into, int at) {
        float scale = half(blocks, block);
        float minimum = half(blocks, block + 2);
        for (int group = 0; group < LARGE / SMALL; group++) {
            float d = scale * groupScale(blocks, block + 4, group);
            float m = minimum * groupMinimum(blocks, block + 4, group);
            int nibbles = block + 48 + group / 2 * SMALL;
            int shift = group % 2 * 4;
            for (int i = 0; i < SMALL; i++) {
                int q = blocks[nibbles + i] >> shift & 15 | (blocks[block + 16 + i] >> group & 1) << 4;
                into[at + group * SMALL + i] = d * q - m;
            }
        }
    }

    private static void q6k(byte[] blocks, int block, float[] into, int at) {
        float scale = half(blocks, block + 208);
        for (int part = 0; part < 2; part++) {
            int lows = block + part * 64;
            int highs = block + 128 + part * 32;
            int scales = block + 192 + part * 8;
            for (int quarter = 0; quarter < 4; quarter++) {
                for (int i = 0; i < SMALL; i++) {
                    int low = blocks[lows + quarter % 2 * SMALL + i] >> quarter / 2 * 4 & 15;
                    int q = low | (blocks[highs + i] >> 2 * quarter & 3) << 4;
                    float d = scale * blocks[scales + 2 * quarter + i / 16];
                    into[at + part * 128 + quarter * SMALL + i] = d * (q - 32);
                }
            }
        }
    }
}
