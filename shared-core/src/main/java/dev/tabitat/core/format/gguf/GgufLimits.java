package dev.tabitat.core.format.gguf;

/**
 * How much a file may ask of its reader.
 *
 * @param maxHeaderBytes length of everything before the data
 * @param maxKeys how many values the metadata may have
 * @param maxTensors how many tensors the file may list
 * @param maxItems items of all lists together
 * @param maxTextBytes length of one text that is no item of a list
 * @param maxDepth lists inside each other
 */
public record GgufLimits(
        int maxHeaderBytes, int maxKeys, int maxTensors, int maxItems, int maxTextBytes, int maxDepth) {

    /** 128 MiB, 10,000 keys, 100,000 tensors, 8 million items, texts of 16 MiB, depth 4. */
    public static final GgufLimits DEFAULT = new GgufLimits(128 << 20, 10_000, 100_000, 8_000_000, 16 << 20, 4);
}
