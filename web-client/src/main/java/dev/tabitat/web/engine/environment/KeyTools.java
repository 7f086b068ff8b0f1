package dev.tabitat.web.engine.environment;

import dev.tabitat.core.signing.KeyAlgorithm;
import dev.tabitat.core.signing.Verifier;
import java.util.Optional;

/** The cryptography behind keys. */
public interface KeyTools extends Verifier {

    /**
     * A key pair.
     *
     * @param secret PKCS #8
     * @param spki the public key
     */
    record Pair(byte[] secret, byte[] spki) {}

    /** @throws dev.tabitat.core.error.Unsupported when this browser has no keys of this kind */
    Pair make(KeyAlgorithm algorithm);

    /**
     * The signature in the form of {@link KeyAlgorithm}.
     *
     * @param secret PKCS #8
     * @throws dev.tabitat.core.error.DamagedData when that is no key of this kind
     */
    byte[] sign(KeyAlgorithm algorithm, byte[] secret, byte[] message);

    /**
     * Encrypts with AES-256-GCM under a key that PBKDF2-SHA-256 makes of a passphrase. @param iv 12 bytes, never used
     * twice
     */
    byte[] seal(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] plain);

    /** Decrypts; empty when the passphrase is another or the bytes were changed. */
    Optional<byte[]> open(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] sealed);
}
