package dev.tabitat.web.store;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Digests and sealing by the JVM's own cryptography. */
public final class JvmCipher implements DocumentCipher {

    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();

    @Override
    public byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] seal(byte[] key, byte[] iv, byte[] about, byte[] plain) {
        return run(Cipher.ENCRYPT_MODE, key, iv, about, plain).orElseThrow();
    }

    @Override
    public Optional<byte[]> open(byte[] key, byte[] iv, byte[] about, byte[] sealed) {
        return run(Cipher.DECRYPT_MODE, key, iv, about, sealed);
    }

    private static Optional<byte[]> run(int mode, byte[] key, byte[] iv, byte[] about, byte[] data) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
            cipher.updateAAD(about);
            return Optional.of(cipher.doFinal(data));
        } catch (GeneralSecurityException another) {
            return Optional.empty();
        }
    }

    private static byte[] key(String passphrase, byte[] salt, int rounds) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(passphrase.toCharArray(), salt, rounds, 256)).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] seal(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] plain) {
        return seal(key(passphrase, salt, rounds), iv, new byte[0], plain);
    }

    @Override
    public Optional<byte[]> open(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] sealed) {
        return open(key(passphrase, salt, rounds), iv, new byte[0], sealed);
    }

    @Override
    public byte[] random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
