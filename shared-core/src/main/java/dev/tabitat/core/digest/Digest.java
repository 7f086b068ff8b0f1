package dev.tabitat.core.digest;

import dev.tabitat.core.binary.Hex;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;

/**
 * The SHA-256 that names some bytes, written {@code sha256:<64 lower-case hexadecimal digits>} (OCI image
 * specification, descriptor digests).
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) implements Comparable<Digest> {

    private static final String PREFIX = "sha256:";
    private static final String DIGITS = "0123456789abcdef";

    public Digest {
        if (!isHex(hex)) {
            throw malformed(PREFIX + hex);
        }
    }

    /** The digest of these bytes. */
    public static Digest of(byte[] bytes) {
        return new Sha256().update(bytes).digest();
    }

    /** The digest of {@code length} bytes. */
    public static Digest of(byte[] bytes, int offset, int length) {
        return new Sha256().update(bytes, offset, length).digest();
    }

    /** The digest whose 32 raw bytes these are. */
    public static Digest ofHash(byte[] hash) {
        return new Digest(Hex.encode(hash));
    }

    /** The 32 raw bytes. */
    public byte[] hash() {
        return Hex.decode(hex, "digest");
    }

    /**
     * Reads {@code sha256:<hex>}.
     *
     * @throws Unsupported when it names another algorithm
     * @throws DamagedData when it is no digest
     */
    public static Digest parse(String text) {
        if (text.startsWith(PREFIX)) {
            String hex = text.substring(PREFIX.length());
            if (isHex(hex)) {
                return new Digest(hex);
            }
        } else if (text.startsWith("sha512:") || text.startsWith("sha384:") || text.startsWith("blake3:")) {
            throw new Unsupported(
                    "This digest uses an algorithm that is not supported.",
                    Finding.NONE.expected("sha256").found(text.substring(0, text.indexOf(':'))));
        }
        throw malformed(text);
    }

    /** The first and last four digits, for people: {@code 53aa…e1c4}. */
    public String shortForm() {
        return hex.substring(0, 4) + "\u2026" + hex.substring(60);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }

    private static boolean isHex(String text) {
        if (text.length() != 64) {
            return false;
        }
        for (int i = 0; i < 64; i++) {
            if (DIGITS.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static DamagedData malformed(String found) {
        String shown = found.length() > 80 ? found.substring(0, 80) + "\u2026" : found;
        return new DamagedData(
                "A digest is malformed.",
                Finding.NONE.expected("sha256: and 64 lower-case hexadecimal digits").found(shown));
    }
}
