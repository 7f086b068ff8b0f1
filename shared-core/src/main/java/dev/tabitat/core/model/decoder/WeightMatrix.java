package dev.tabitat.core.model.decoder;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.gguf.GgufBlocks;
import dev.tabitat.core.format.gguf.GgufType;

/**
 * A matrix of weights in the blocks of its file, read in parts: {@code y[row] = sum of w[row, i] x[i]}.
 *
 * @param name in the file
 * @param type of its elements; those of safetensors files have the type of the same bytes in GGUF
 * @param rows outputs
 * @param columns inputs, whole blocks
 * @param file that has it
 * @param offset of its first row in the file
 */
public record WeightMatrix(String name, GgufType type, int rows, int columns, Slices file, long offset) {

    /** Bytes of one row. */
    public int rowBytes() {
        return columns / type.blockElements() * type.blockBytes();
    }

    /** Bytes of all rows. */
    public long bytes() {
        return (long) rows * rowBytes();
    }

    /** The blocks of some rows, as in the file. @param count at most 2^31 - 1 bytes of rows */
    public byte[] read(int firstRow, int count) {
        return file.read(offset + (long) firstRow * rowBytes(), count * rowBytes());
    }

    /** One row as floats. @param into at least {@code columns} elements from {@code at} */
    public void row(int row, float[] into, int at) {
        GgufBlocks.dequantize(type, read(row, 1), 0, columns, into, at);
    }
}
