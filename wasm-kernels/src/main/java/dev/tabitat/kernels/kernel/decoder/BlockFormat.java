package dev.tabitat.kernels.kernel.decoder;

/**
 * A type of weights in blocks of 32 inputs, and where its parts lie once they are packed.
 *
 * <p>
 * Rows are packed in panels of eight. A panel is a sequence of blocks; types with groups of 256 inputs have a head
 * before each eight blocks. Words of four codes of the eight rows lie side by side, so that one vector has the codes of
 * four rows for the same four inputs, and codes are unsigned:
 *
 * <pre>
 * panel      = group*
 * group      = head block (8 blocks where there is a head, 1 otherwise)
 * head       = scale:f16[8] minimum:f16[8]       Q4_K, Q5_K
 *            | scale:f16[8]                      Q6_K
 * block      = scales low high
 * scales     = scale:f16[8]                      Q8_0, Q4_0, Q5_0
 *            | scale:f16[8] minimum:f16[8]       Q4_1, Q5_1
 *            | scale:u8[8] minimum:u8[8]         Q4_K, Q5_K
 *            | scale:i8[8] scale:i8[8]           Q6_K: inputs 0 to 15, inputs 16 to 31
 * low        = word[8 groups][8 rows]            8 bits: a code a byte, 0 to 255
 *            | word[4 groups][8 rows]            otherwise: group g in the low nibbles, group g + 4 in the high ones
 * high       = word[8 rows]                      5 bits: bit g of a byte belongs to group g
 *            | word[2][8 rows]                   6 bits: bits 2 (g mod 4) of word g / 4 belong to group g
 * </pre>
 *
 * An element is {@code scale (code - bias)}, or {@code scale code + minimum} (K types: {@code - minimum}), where the
 * scale of a K type is that of its head times that of its block.
 */
public enum BlockFormat {
    Q8_0(8, 7, Minimum.NONE, 32, 34),
    Q4_0(4, 3, Minimum.NONE, 32, 18),
    Q4_1(4, 0, Minimum.ADDED, 32, 20),
    Q5_0(5, 4, Minimum.NONE, 32, 22),
    Q5_1(5, 0, Minimum.ADDED, 32, 24),
    Q4_K(4, 0, Minimum.SUBTRACTED, 256, 144),
    Q5_K(5, 0, Minimum.SUBTRACTED, 256, 176),
    Q6_K(6, 5, Minimum.NONE, 256, 210);

    /** Rows that are packed together. */
    public static final int PANEL = 8;

    /** Inputs that share a scale of activations. */
    public static final int BLOCK = 32;

    /** Bytes from the words of one group of four inputs to those of the next. */
    static final int GROUP_BYTES = 4 * PANEL;

    /** What is added to the products of scales and codes. */
    enum Minimum {
        NONE,
        ADDED,
        SUBTRACTED
    }

    private final int bits;
    private final int biasBits;
    private final Minimum minimum;
    private final int fileElements;
    private final int fileBytes;

    BlockFormat(int bits, int biasBits, Minimum minimum, int fileElements, int fileBytes) {
        this.bits = bits;
        this.biasBits = biasBits;
        this.minimum = minimum;
        this.fileElements = fileElements;
        this.fileBytes = fileBytes;
    }

    /** Bits of a code. */
    int bits() {
        return bits;
    }

    /** The bias is two to this power, where there is one. */
    int biasBits() {
        return biasBits;
    }

    Minimum minimum() {
        return minimum;
    }

    /** Whether there is a head for each eight blocks. */
    boolean hasHead() {
        return fileElements > BLOCK;
    }

    /** Elements of a block in a file. */
    public int fileElements() {
        return fileElements;
    }

    /** Bytes of a block in a file. */
    int fileBytes() {
        return fileBytes;
    }

    /** Bytes of a head; 0 where there is none. */
    int headBytes() {
        return !hasHead() ? 0 : minimum == Minimum.NONE ? 2 * PANEL : 4 * PANEL;
    }

    /** Where the codes begin in a block. */
    int lowOffset() {
        return !hasHead() && minimum != Minimum.NONE ? 4 * PANEL : 2 * PANEL;
    }

    /** Where the high bits begin in a block. */
    int highOffset() {
        return lowOffset() + (bits == 8 ? 8 : 4) * GROUP_BYTES;
    }

    /** Bytes of a packed block of eight rows. */
    int blockBytes() {
        return highOffset() + (bits == 5 ? 1 : bits == 6 ? 2 : 0) * GROUP_BYTES;
    }

    /** Parts of a block that have a scale each. */
    int parts() {
        return this == Q6_K ? 2 : 1;
    }

    /** Bytes of a packed panel whose rows have so many inputs, whole blocks of a file. */
    public int panelBytes(int inputs) {
        return inputs / BLOCK * blockBytes() + inputs / 256 * headBytes();
    }

    /** Bytes of a packed matrix. @param inputs whole blocks of a file */
    public long bytes(int rows, int inputs) {
        return (long) ((rows + PANEL - 1) / PANEL) * panelBytes(inputs);
    }
}
