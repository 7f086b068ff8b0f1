package dev.tabitat.kernels.kernel;

/**
 * How int8 weights meet 7-bit activations. All give the same integers; which is fastest is measured on the device.
 *
 * <p>Activations lie in 0 to 127 and weights in -127 to 127: there the relaxed instructions mean the same on every
 * machine (relaxed SIMD proposal, "relaxed integer dot product"), and two products of a pair fit 16 bits.
 */
public enum Int8Dot {
    /** Four products at a time into 32 bits; one instruction where the processor has VNNI or SDOT. */
    RELAXED_32("relaxed dot, 32-bit sums"),
    /** Two products at a time into 16 bits, widened at once. */
    RELAXED_16("relaxed dot, 16-bit pairs"),
    /** 16-bit operands: needs no relaxed SIMD. */
    PLAIN("plain 16-bit dot");

    private final String title;

    Int8Dot(String title) {
        this.title = title;
    }

    /** What people read. */
    public String title() {
        return title;
    }

    /** Bytes of one quantized activation in memory. */
    public int activationBytes() {
        return this == PLAIN ? 2 : 1;
    }

    /** Consecutive inputs of one output that lie side by side in the packed weights. */
    public int group() {
        return this == PLAIN ? 2 : 4;
    }
}
