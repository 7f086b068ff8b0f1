package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32x4;
import dev.tabitat.kernels.wasm.V128;

/**
 * How int8 weights meet 7-bit activations. All give the same integers; which is fastest is measured on the device.
 *
 * <p>
 * Activations lie in 0 to 127 and weights in -127 to 127: there the relaxed instructions mean the same on every machine
 * (relaxed SIMD proposal, "relaxed integer dot product"), and two products of a pair fit 16 bits.
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

    /**
     * Loads the weights that one call of {@link #multiplyAdd} takes: vector {@code index} of those at {@code offset}
     * bytes.
     */
    V128 weights(I32 address, int offset, int index) {
        return this == PLAIN ? address.loadEightI8(offset + 8 * index) : address.loadV128(offset + 16 * index);
    }

    /** Four sums plus the products of weights and activations, {@link #group} for each sum. */
    I32x4 multiplyAdd(V128 weights, V128 activations, I32x4 sums) {
        return switch (this) {
            case RELAXED_32 -> weights.asI8x16().relaxedDotPlus(activations.asI8x16(), sums);
            case RELAXED_16 -> weights.asI8x16().relaxedDot(activations.asI8x16()).sumsOfPairs().plus(sums);
            case PLAIN -> weights.asI16x8().dot(activations.asI16x8()).plus(sums);
        };
    }
}
