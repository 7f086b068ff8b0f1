package dev.tabitat.web.engine;

import dev.tabitat.core.signing.JvmKeys;
import dev.tabitat.core.signing.KeyAlgorithm;
import dev.tabitat.core.signing.PublicKey;
import dev.tabitat.web.engine.environment.KeyTools;
import dev.tabitat.web.engine.trust.Keys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Keys by the JVM's own cryptography. */
final class JvmKeyTools implements KeyTools {

    /** Happens once, while the next signature is checked. */
    Runnable meanwhile = () -> {};

    @Override
    public Pair make(KeyAlgorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.curve().isEmpty() ? "Ed25519" : "EC");
            if (!algorithm.curve().isEmpty()) {
                generator.initialize(new ECGenParameterSpec("secp" + algorithm.curve().substring(2) + "r1"));
            }
            KeyPair pair = generator.generateKeyPair();
            return new Pair(pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] sign(KeyAlgorithm algorithm, byte[] secret, byte[] message) {
        return JvmKeys.signer(algorithm, secret, null).sign(message);
    }

    @Override
    public boolean isRight(PublicKey key, byte[] message, byte[] signature) {
        Runnable now = meanwhile;
        meanwhile = () -> {};
        now.run();
        return JvmKeys.VERIFIER.isRight(key, message, signature);
    }

    @Override
    public byte[] seal(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] plain) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, passphrase, salt, iv, rounds).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<byte[]> open(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] sealed) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, passphrase, salt, iv, rounds).doFinal(sealed));
        } catch (GeneralSecurityException another) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, String passphrase, byte[] salt, byte[] iv, int rounds)
            throws GeneralSecurityException {
        byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(passphrase.toCharArray(), salt, rounds, 256)).getEncoded();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
        return cipher;
    }
}
