package dev.tabitat.core.format;

/**
 * How much a file may ask of its reader.
 *
 * @param maxHeaderBytes length of the header
 * @param maxTensors how many tensors it may name
 */
public record SafetensorsLimits(int maxHeaderBytes, int maxTensors) {

    /** 100 MB, as in the reference implementation; 100,000 tensors. */
    public static final SafetensorsLimits DEFAULT = new SafetensorsLimits(100_000_000, 100_000);
}
