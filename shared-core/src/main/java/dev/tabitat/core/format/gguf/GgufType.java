package dev.tabitat.core.format.gguf;

import java.util.Optional;

/**
 * The element types of tensors: how many elements a block has, and how many bytes.
 *
 * <pre>
 * F32, F16, BF16, F64, I8 ... I64   one element each
 * Q8_0   f16 scale, 32 x i8                                                           34 bytes for 32
 * Q4_0   f16 scale, 16 bytes of nibbles                                               18 bytes for 32
 * Q4_1   f16 scale, f16 minimum, 16 bytes of nibbles                                  20 bytes for 32
 * Q5_0   f16 scale, 4 bytes of fifth bits, 16 bytes of nibbles                        22 bytes for 32
 * Q5_1   f16 scale, f16 minimum, 4 bytes of fifth bits, 16 bytes of nibbles           24 bytes for 32
 * Q4_K   f16 scale, f16 minimum, 12 bytes of 6-bit scales, 128 bytes of nibbles       144 bytes for 256
 * Q5_K   as Q4_K, with 32 bytes of fifth bits before the nibbles                      176 bytes for 256
 * Q6_K   128 bytes of low nibbles, 64 of high bits, 16 x i8 scale, f16 scale          210 bytes for 256
 * </pre>
 *
 * Source: {@code ggml-common.h} and {@code ggml.h} of llama.cpp.
 */
public enum GgufType {
    F32(0, 1, 4, true),
    F16(1, 1, 2, true),
    Q4_0(2, 32, 18, true),
    Q4_1(3, 32, 20, true),
    Q5_0(6, 32, 22, true),
    Q5_1(7, 32, 24, true),
    Q8_0(8, 32, 34, true),
    Q8_1(9, 32, 36, false),
    Q2_K(10, 256, 84, false),
    Q3_K(11, 256, 110, false),
    Q4_K(12, 256, 144, true),
    Q5_K(13, 256, 176, true),
    Q6_K(14, 256, 210, true),
    Q8_K(15, 256, 292, false),
    IQ2_XXS(16, 256, 66, false),
    IQ2_XS(17, 256, 74, false),
    IQ3_XXS(18, 256, 98, false),
    IQ1_S(19, 256, 50, false),
    IQ4_NL(20, 32, 18, false),
    IQ3_S(21, 256, 110, false),
    IQ2_S(22, 256, 82, false),
    IQ4_XS(23, 256, 136, false),
    I8(24, 1, 1, false),
    I16(25, 1, 2, false),
    I32(26, 1, 4, false),
    I64(27, 1, 8, false),
    F64(28, 1, 8, false),
    IQ1_M(29, 256, 56, false),
    BF16(30, 1, 2, true),
    TQ1_0(34, 256, 54, false),
    TQ2_0(35, 256, 66, false),
    MXFP4(39, 32, 17, false),
    NVFP4(40, 64, 36, false),
    Q1_0(41, 128, 18, false);

    private final int id;
    private final int blockElements;
    private final int blockBytes;
    private final boolean isReadable;

    GgufType(int id, int blockElements, int blockBytes, boolean isReadable) {
        this.id = id;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
        this.isReadable = isReadable;
    }

    /** The number in the file. */
    public int id() {
        return id;
    }

    /** Elements of one block; rows are whole blocks. */
    public int blockElements() {
        return blockElements;
    }

    public int blockBytes() {
        return blockBytes;
    }

    /** Whether weights of this type can be used here; others are known by name and size alone. */
    public boolean isReadable() {
        return isReadable;
    }

    static Optional<GgufType> find(long id) {
        for (GgufType type : values()) {
            if (type.id == id) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
