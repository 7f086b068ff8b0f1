package dev.tabitat.kernels.decoder;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.model.decoder.WeightMatrix;
import dev.tabitat.kernels.kernel.decoder.BlockFormat;
import dev.tabitat.kernels.kernel.decoder.DecoderKernel;
import dev.tabitat.kernels.kernel.decoder.FloatFormat;
import java.util.Optional;

/**
 * A matrix of weights in kernel memory: packed blocks, or rows of floats.
 *
 * @param address where it lies
 * @param blocks the type of its blocks; empty when it has floats
 * @param floats the type of its floats; empty when it has blocks
 * @param rows outputs
 * @param columns inputs
 */
record PlacedMatrix(int address, Optional<BlockFormat> blocks, Optional<FloatFormat> floats, int rows, int columns) {

    /**
     * A matrix at an address.
     *
     * @throws Unsupported when there are no kernels for its type or its columns
     */
    static PlacedMatrix of(WeightMatrix matrix, int address) {
        Optional<BlockFormat> blocks = Optional.empty();
        Optional<FloatFormat> floats = Optional.empty();
        switch (matrix.type()) {
            case F32 -> floats = Optional.of(FloatFormat.F32);
            case F16 -> floats = Optional.of(FloatFormat.F16);
            case BF16 -> floats = Optional.of(FloatFormat.BF16);
            case Q8_0 -> blocks = Optional.of(BlockFormat.Q8_0);
            case Q4_0 -> blocks = Optional.of(BlockFormat.Q4_0);
            case Q4_1 -> blocks = Optional.of(BlockFormat.Q4_1);
            case Q5_0 -> blocks = Optional.of(BlockFormat.Q5_0);
            case Q5_1 -> blocks = Optional.of(BlockFormat.Q5_1);
            case Q4_K -> blocks = Optional.of(BlockFormat.Q4_K);
            case Q5_K -> blocks = Optional.of(BlockFormat.Q5_K);
            case Q6_K -> blocks = Optional.of(BlockFormat.Q6_K);
            default -> throw new Unsupported("There are no kernels for weights of this type.",
                    Finding.at("tensor " + matrix.name()).expected("a type from F32 to Q6_K").found(matrix.type())
                            .remedy("Choose another file of the model, such as Q4_K_M, Q4_0 or Q8_0."));
        }
        int multiple = floats.isPresent() ? 4 : BlockFormat.BLOCK;
        if (matrix.columns() % multiple != 0) {
            throw new Unsupported("There are no kernels for rows of this length.",
                    Finding.at("tensor " + matrix.name()).expected("a multiple of " + multiple)
                            .found(matrix.columns()).remedy("Choose another model."));
        }
        return new PlacedMatrix(address, blocks, floats, matrix.rows(), matrix.columns());
    }

    boolean isBlocks() {
        return blocks.isPresent();
    }

    /** Bytes that it takes. */
    long bytes() {
        return isBlocks() ? blocks.get().bytes(rows, columns)
                : (long) rows * columns * floats.get().elementBytes();
    }

    /** The number of the kernel that multiplies with it. */
    int kernel() {
        return isBlocks() ? DecoderKernel.matrix(blocks.get()) : DecoderKernel.matrix(floats.get());
    }

    /** The number of the kernel that gives its rows. */
    int rowKernel() {
        return isBlocks() ? DecoderKernel.rows(blocks.get()) : DecoderKernel.rows(floats.get());
    }

    /** What the kernels count inputs in: blocks of 32, or elements. */
    int inputUnits() {
        return isBlocks() ? columns / BlockFormat.BLOCK : columns;
    }
}
