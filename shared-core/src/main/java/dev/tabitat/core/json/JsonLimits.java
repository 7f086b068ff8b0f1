package dev.tabitat.core.json;

/**
 * How much a text may ask of its reader.
 *
 * @param maxBytes length of the text: bytes, or UTF-16 code units where a string is read
 * @param maxDepth nesting of arrays and objects
 */
public record JsonLimits(int maxBytes, int maxDepth) {

    /** 64 MiB, 64 levels. */
    public static final JsonLimits DEFAULT = new JsonLimits(64 << 20, 64);
}
