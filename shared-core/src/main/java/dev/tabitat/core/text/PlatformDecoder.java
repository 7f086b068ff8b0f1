package dev.tabitat.core.text;

import java.util.Optional;

/**
 * A decoder of legacy encodings by the platform's own tables: {@code TextDecoder} in a browser,
 * {@code java.nio.charset} on the JVM. It is asked only for encodings of which this package holds no table.
 */
@FunctionalInterface
public interface PlatformDecoder {

    /** A platform without any tables. */
    PlatformDecoder NONE = (label, bytes) -> Optional.empty();

    /**
     * The text of {@code bytes}; what is malformed in them becomes U+FFFD.
     *
     * @param label the name of an encoding in the WHATWG Encoding Standard, in small letters, such as {@code shift_jis}
     * @return empty when the platform does not know the encoding
     */
    Optional<String> decode(String label, byte[] bytes);
}
