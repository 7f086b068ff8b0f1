package dev.tabitat.core.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** Keys by the JVM's own cryptography. */
public final class JvmKeys {

    public static final Verifier VERIFIER = JvmKeys::isRight;

    private JvmKeys() {}

    public static Signer make(KeyAlgorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.curve().isEmpty() ? "Ed25519" : "EC");
            if (!algorithm.curve().isEmpty()) {
                generator.initialize(new ECGenParameterSpec("secp" + algorithm.curve().substring(2) + "r1"));
            }
            KeyPair pair = generator.generateKeyPair();
            return signer(algorithm, pair.getPrivate().getEncoded(), PublicKey.of(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Signer signer(KeyAlgorithm algorithm, byte[] pkcs8, PublicKey key) {
        return new Signer() {

            @Override
            public PublicKey key() {
                return key;
            }

            @Override
            public byte[] sign(byte[] message) {
                try {
                    PrivateKey secret = KeyFactory.getInstance(algorithm.curve().isEmpty() ? "Ed25519" : "EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                    Signature signature = signature(algorithm);
                    signature.initSign(secret);
                    signature.update(message);
                    return signature.sign();
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private static boolean isRight(PublicKey key, byte[] message, byte[] signed) {
        try {
            Signature signature = signature(key.algorithm());
            signature.initVerify(KeyFactory.getInstance(key.algorithm().curve().isEmpty() ? "Ed25519" : "EC")
                    .generatePublic(new X509EncodedKeySpec(key.spki())));
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private static Signature signature(KeyAlgorithm algorithm) throws GeneralSecurityException {
        return Signature
                .getInstance(algorithm.curve().isEmpty() ? "Ed25519" : algorithm.hash().replace("-", "") + "withECDSA");
    }
}
