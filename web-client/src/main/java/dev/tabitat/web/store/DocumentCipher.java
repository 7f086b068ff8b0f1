package dev.tabitat.web.store;

import java.util.Optional;

/** Digests, and sealing by AES-256-GCM. */
public interface DocumentCipher {

    /** The 32 bytes of SHA-256. */
    byte[] sha256(byte[] bytes);

    /**
     * @param key 32 bytes
     * @param iv 12 bytes that were never used with this key
     * @param about what the sealed bytes are bound to; not secret
     */
    byte[] seal(byte[] key, byte[] iv, byte[] about, byte[] plain);

    /** Empty when the key is another one, or anything was changed. */
    Optional<byte[]> open(byte[] key, byte[] iv, byte[] about, byte[] sealed);

    /** The same under a key that PBKDF2-SHA-256 makes of a passphrase. */
    byte[] seal(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] plain);

    /** Empty when the passphrase is another one. */
    Optional<byte[]> open(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] sealed);

    /** Unforeseeable bytes. */
    byte[] random(int count);
}
