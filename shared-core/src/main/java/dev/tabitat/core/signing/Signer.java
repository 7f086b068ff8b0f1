package dev.tabitat.core.signing;

/** A key pair that signs. */
public interface Signer {

    PublicKey key();

    /** The signature in the form of {@link KeyAlgorithm}. */
    byte[] sign(byte[] message);
}
