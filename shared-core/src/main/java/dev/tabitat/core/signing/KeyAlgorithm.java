package dev.tabitat.core.signing;

import dev.tabitat.core.binary.Hex;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;
import java.util.Arrays;

/** How a key signs. */
public enum KeyAlgorithm implements Identified {
    /** Ed25519 (RFC 8032); signatures are its 64 bytes. */
    ED25519("ed25519", "302a300506032b6570032100", 32, "", ""),
    /**
     * ECDSA on the curve P-256 over SHA-256 (FIPS 186-5); signatures are DER, {@code SEQUENCE(INTEGER r, INTEGER s)}.
     */
    P256("ecdsa-p256", "3059301306072a8648ce3d020106082a8648ce3d03010703420004", 64, "P-256", "SHA-256"),
    /** ECDSA on the curve P-384 over SHA-384; signatures as for P-256. */
    P384("ecdsa-p384", "3076301006072a8648ce3d020106052b8104002203620004", 96, "P-384", "SHA-384"),
    /** ECDSA on the curve P-521 over SHA-512; signatures as for P-256. */
    P521("ecdsa-p521", "30819b301006072a8648ce3d020106052b810400230381860004", 132, "P-521", "SHA-512");

    private final String id;
    private final String prefix;
    private final int pointBytes;
    private final String curve;
    private final String hash;

    KeyAlgorithm(String id, String prefix, int pointBytes, String curve, String hash) {
        this.id = id;
        this.prefix = prefix;
        this.pointBytes = pointBytes;
        this.curve = curve;
        this.hash = hash;
    }

    /** ECDSA's curve by its name in FIPS 186-5; empty for Ed25519. */
    public String curve() {
        return curve;
    }

    /** The hash that ECDSA signs, as Web Crypto names it; empty for Ed25519. */
    public String hash() {
        return hash;
    }

    /** Bytes of r and of s in an ECDSA signature, half of a point's. */
    public int width() {
        return pointBytes / 2;
    }

    /** The word for scripts and files. */
    @Override
    public String id() {
        return id;
    }

    /** @throws Unsupported when there is none of this word */
    public static KeyAlgorithm of(String id) {
        return Ids.parse(values(), id, "algorithm",
                finding -> new Unsupported("This kind of key is not known.", finding));
    }

    /**
     * Whether these bytes are a public key of this kind: the one DER form that RFC 8410 or RFC 5480 gives it, points
     * not compressed.
     */
    boolean isPublicKey(byte[] spki) {
        int head = prefix.length() / 2;
        return spki.length == head + pointBytes && Hex.encode(Arrays.copyOf(spki, head)).equals(prefix);
    }
}
