package dev.tabitat.core.signing;

/** Checks signatures. */
@FunctionalInterface
public interface Verifier {

    /**
     * @param signature in the form of {@link KeyAlgorithm}; malformed ones are not right
     * @throws dev.tabitat.core.error.Unsupported when this platform cannot check signatures of this kind
     */
    boolean isRight(PublicKey key, byte[] message, byte[] signature);
}
