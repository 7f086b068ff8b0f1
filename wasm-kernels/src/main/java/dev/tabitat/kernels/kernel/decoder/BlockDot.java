package dev.tabitat.kernels.kernel.decoder;

/**
 * How unsigned codes of weights meet signed 8-bit activations. All give the same integers; which is fastest is measured
 * on the device.
 *
 * <p>
 * Activations lie in -127 to 127. The relaxed instructions mean the same on every machine while the codes lie in 0 to
 * 127 (relaxed SIMD proposal, "relaxed integer dot product"), which only those of 8 bits do not.
 */
public enum BlockDot {
    /** Four products at a time into 32 bits, codes of 8 bits too: right where the instruction takes unsigned bytes. */
    ONE("relaxed dot, codes to 255"),
    /** Four products at a time into 32 bits; codes of 8 bits in two parts, u >> 1 and u & 1. */
    TWO("relaxed dot, codes to 127"),
    /** Two products at a time into 16 bits while sums fit there; codes of 8 bits in two nibbles. */
    PAIRS("relaxed dot, 16-bit sums"),
    /** 16-bit operands: needs no relaxed SIMD. */
    PLAIN("plain 16-bit dot");

    private final String title;

    BlockDot(String title) {
        this.title = title;
    }

    /** What people read. */
    public String title() {
        return title;
    }
}
