package dev.tabitat.kernels.kernel.decoder;

/**
 * How codes are multiplied in a library of kernels: those of eight bits and those of fewer may differ in what is
 * fastest.
 */
public record BlockDots(BlockDot eightBits, BlockDot fewerBits) {

    /** One way for all codes. */
    public static BlockDots of(BlockDot dot) {
        return new BlockDots(dot, dot);
    }

    /** The way for the codes of a format. */
    BlockDot of(BlockFormat format) {
        return format.bits() == 8 ? eightBits : fewerBits;
    }

    /** What people read. */
    public String title() {
        return eightBits == fewerBits ? eightBits.title()
                : "8 bits by " + eightBits.title() + ", fewer by " + fewerBits.title();
    }
}
