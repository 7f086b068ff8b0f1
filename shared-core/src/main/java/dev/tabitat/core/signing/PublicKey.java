package dev.tabitat.core.signing;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.text.Utf8;
import java.util.Arrays;

/**
 * A key that checks signatures, as a SubjectPublicKeyInfo in DER (RFC 5280).
 *
 * @param id SHA-256 of those bytes in hexadecimal: the {@code keyid} of envelopes
 */
public record PublicKey(KeyAlgorithm algorithm, byte[] spki, String id) {

    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final int MAX_CHARS = 4096;

    /** @throws Unsupported when the bytes are no Ed25519, P-256, P-384 or P-521 key */
    public static PublicKey of(byte[] spki) {
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            if (algorithm.isPublicKey(spki)) {
                return new PublicKey(algorithm, spki, Digest.of(spki).hex());
            }
        }
        throw new Unsupported("This public key cannot be used here.", Finding.at("public key")
                .expected("an Ed25519, P-256, P-384 or P-521 SubjectPublicKeyInfo").found(spki.length + " other bytes")
                .remedy("Ask for an ECDSA P-256 or an Ed25519 key."));
    }

    /** Reads PEM (RFC 7468), one key and nothing else. @throws DamagedData when it is none */
    public static PublicKey ofPem(String pem) {
        if (pem.length() > MAX_CHARS) {
            throw notPem("at most " + MAX_CHARS + " characters", pem.length() + " characters");
        }
        String text = pem.trim();
        if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.length() < BEGIN.length() + END.length()) {
            throw notPem(BEGIN, text.contains("PRIVATE KEY") ? "a private key: keep it to yourself" : "something else");
        }
        StringBuilder body = new StringBuilder();
        for (int i = BEGIN.length(); i < text.length() - END.length(); i++) {
            char c = text.charAt(i);
            if (c != '\n' && c != '\r' && c != ' ' && c != '\t') {
                body.append(c);
            }
        }
        return of(Base64.decode(body.toString(), "public key"));
    }

    private static DamagedData notPem(String expected, String found) {
        return new DamagedData("This is no public key in PEM.", Finding.at("public key").expected(expected).found(found)
                .remedy("Paste the whole file, with its first and last line."));
    }

    /** PEM as openssl writes it. */
    public String pem() {
        String body = Base64.encode(spki);
        StringBuilder out = new StringBuilder(BEGIN).append('\n');
        for (int i = 0; i < body.length(); i += 64) {
            out.append(body, i, Math.min(body.length(), i + 64)).append('\n');
        }
        return out.append(END).append('\n').toString();
    }

    /** SHA-256 of the PEM in hexadecimal: the hint by which Sigstore bundles name a key. */
    public String pemDigest() {
        return Digest.of(Utf8.encode(pem())).hex();
    }

    /** Whether a hint names this key: by its id, or by {@link #pemDigest}. */
    boolean isNamedBy(String hint) {
        return hint.length() == id.length() && (hint.equals(id) || hint.equals(pemDigest()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && Arrays.equals(spki, that.spki);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id;
    }
}
