package dev.tabitat.core.format.onnx;

/**
 * How much a file may ask of its reader.
 *
 * @param maxFileBytes length of the file
 * @param maxNodes how many nodes its graph may have
 * @param maxTensors how many tensors it may hold, those in attributes included
 * @param maxParts names, extents, attributes and their list elements, all together
 * @param maxConvertedBytes memory for tensors that do not lie in the file as they are used, all together
 * @param maxTextBytes length of one name or text
 * @param maxRank extents of one shape
 */
public record OnnxLimits(
        int maxFileBytes, int maxNodes, int maxTensors, int maxParts, int maxConvertedBytes, int maxTextBytes,
        int maxRank) {

    /** 1 GiB of file, 100,000 nodes and tensors, 2 million parts, 256 MiB converted, texts of 64 KiB, rank 16. */
    public static final OnnxLimits DEFAULT = new OnnxLimits(1 << 30, 100_000, 100_000, 2_000_000, 1 << 28, 1 << 16, 16);
}
