package dev.tabitat.core.signing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;

/** How a key signs. */
public enum KeyAlgorithm {
    /** Ed25519 (RFC 8032); signatures are its 64 bytes. */
    ED25519("ed25519", "302a300506032b6570032100", 32),
    /** ECDSA on the curve P-256 over SHA-256 (FIPS 186-5); signatures are DER, {@code SEQUENCE(INTEGER r, INTEGER s)}. */
    P256("ecdsa-p256", "3059301306072a8648ce3d020106082a8648ce3d03010703420004", 64);

    private final String id;
    private final String prefix;
    private final int pointBytes;

    KeyAlgorithm(String id, String prefix, int pointBytes) {
        this.id = id;
        this.prefix = prefix;
        this.pointBytes = pointBytes;
    }

    /** The word for scripts and files. */
    public String id() {
        return id;
    }

    /** @throws Unsupported when there is none of this word */
    public static KeyAlgorithm of(String id) {
        for (KeyAlgorithm one : values()) {
            if (one.id.equals(id)) {
                return one;
            }
        }
        throw new Unsupported("This kind of key is not known.", Finding.at("algorithm").expected("ed25519 or ecdsa-p256")
                .found(id.length() > 40 ? "a long text" : id));
    }

    /** Whether these bytes are a public key of this kind: the one DER form that RFC 8410 or RFC 5480 gives it, points not compressed. */
    boolean isPublicKey(byte[] spki) {
        int head = prefix.length() / 2;
        if (spki.length != head + pointBytes) {
            return false;
        }
        for (int i = 0; i < head; i++) {
            if ((spki[i] & 0xFF) != Integer.parseInt(prefix.substring(2 * i, 2 * i + 2), 16)) {
                return false;
            }
        }
        return true;
    }
}
