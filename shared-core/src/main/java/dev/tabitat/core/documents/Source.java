package dev.tabitat.core.documents;

import dev.tabitat.core.text.PlatformDecoder;

/**
 * How a file came.
 *
 * @param mediaType what its sender says it is, such as {@code text/html; charset=koi8-r}; empty when nothing is said
 * @param decoder decodes legacy encodings on this platform
 */
public record Source(String mediaType, PlatformDecoder decoder) {

    /** Nothing is known of it, and no legacy encoding can be decoded but those with a table in the core. */
    public static final Source UNKNOWN = new Source("", PlatformDecoder.NONE);
}
