package dev.tabitat.core.signing;

import dev.tabitat.core.error.TabitatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verifies signatures against a set of trusted keys. */
public final class SignatureCheck {

    /**
     * An envelope as it came.
     *
     * @param envelope its bytes
     * @param publicKey the signer's SubjectPublicKeyInfo in base64, if it came along
     */
    public record Found(byte[] envelope, Optional<String> publicKey) {}

    private final Verifier verifier;
    private final Map<PublicKey, String> trusted;

    /** @param trusted the names of trusted keys */
    public SignatureCheck(Verifier verifier, Map<PublicKey, String> trusted) {
        this.verifier = verifier;
        this.trusted = new LinkedHashMap<>(trusted);
    }

    /**
     * One right signature by a trusted key is enough, whatever else is there; without one a wrong signature is reported
     * before one by an unknown key.
     *
     */
    public SignatureState state(SignedPackage about, List<Found> all) {
        SignatureState best = new SignatureState.Unsigned();
        for (Found one : all) {
            for (SignatureState state : each(about, one)) {
                best = rank(state) > rank(best) ? state : best;
            }
        }
        return best;
    }

    private static int rank(SignatureState state) {
        return state instanceof SignatureState.Trusted ? 3
                : state instanceof SignatureState.Wrong ? 2
                        : state instanceof SignatureState.UnknownKey ? 1 : 0;
    }

    /** The state of every signature in an envelope; at least one. */
    public List<SignatureState> each(SignedPackage about, Found found) {
        Envelope envelope;
        Optional<PublicKey> brought;
        try {
            envelope = Envelope.read(found.envelope());
            brought = found.publicKey().map(text -> PublicKey.of(Base64.decode(text, "public key")));
        } catch (TabitatException malformed) {
            return List.of(new SignatureState.Wrong("", "It cannot be read: " + malformed.getMessage()));
        }
        List<SignatureState> states = new ArrayList<>();
        for (Envelope.Signature signature : envelope.signatures()) {
            states.add(state(about, envelope, signature, brought));
        }
        return states;
    }

    /** A {@code keyid} is a hint, not authenticated: keys that it names are tried first, then all others (DSSE 1.0). */
    private SignatureState state(SignedPackage about, Envelope envelope, Envelope.Signature signature,
            Optional<PublicKey> brought) {
        String keyid = signature.keyid().length() == 64 ? signature.keyid() : "";
        List<PublicKey> candidates = new ArrayList<>();
        List<PublicKey> others = new ArrayList<>();
        for (PublicKey key : trusted.keySet()) {
            (key.isNamedBy(keyid) ? candidates : others).add(key);
        }
        // A key that came with the only signature is that signature's key even where no keyid says so.
        brought.filter(key -> !trusted.containsKey(key)
                && (key.isNamedBy(keyid) || keyid.isEmpty() && envelope.signatures().size() == 1))
                .ifPresent(candidates::add);
        int named = candidates.size();
        candidates.addAll(others);
        Optional<String> problem = problem(about, envelope);
        boolean isRefuted = false;
        for (int i = 0; i < candidates.size(); i++) {
            PublicKey key = candidates.get(i);
            try {
                if (verifier.isRight(key, envelope.preAuthentication(), signature.bytes())) {
                    return problem.<SignatureState>map(reason -> new SignatureState.Wrong(key.id(), reason))
                            .orElseGet(() -> right(about, envelope, key));
                }
                isRefuted |= i < named;
            } catch (TabitatException cannotCheck) {
                // This platform has no keys of this kind; another key may still fit.
            }
        }
        if (isRefuted) {
            return new SignatureState.Wrong(keyid, "The signature is not that of its key: one of them was changed.");
        }
        return problem.<SignatureState>map(reason -> new SignatureState.Wrong(keyid, reason))
                .orElseGet(() -> new SignatureState.UnknownKey(keyid, false));
    }

    private SignatureState right(SignedPackage about, Envelope envelope, PublicKey key) {
        String name = trusted.get(key);
        return name == null ? new SignatureState.UnknownKey(key.id(), true)
                : new SignatureState.Trusted(name, key.id(),
                        ModelStatement.read(envelope.payload()).coversManifest(about));
    }

    /**
     * The Sigstore bundles of an envelope, one a signature, as the reference tool reads them. @throws TabitatException
     * when it is malformed
     */
    public List<byte[]> bundles(Found found) {
        Envelope envelope = Envelope.read(found.envelope());
        List<PublicKey> keys = new ArrayList<>(trusted.keySet());
        found.publicKey().map(text -> PublicKey.of(Base64.decode(text, "public key"))).ifPresent(keys::add);
        List<byte[]> bundles = new ArrayList<>();
        for (Envelope.Signature signature : envelope.signatures()) {
            bundles.add(SigstoreBundle.write(envelope, signature,
                    keys.stream().filter(key -> key.isNamedBy(signature.keyid())).findFirst()));
        }
        return bundles;
    }

    /** Why an envelope is not about a package; empty when it is. It says nothing of signatures. */
    public static Optional<String> problem(SignedPackage about, Envelope envelope) {
        if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
            return Optional.of("It is about something other than a model.");
        }
        try {
            return ModelStatement.read(envelope.payload()).differsFrom(about);
        } catch (TabitatException malformed) {
            return Optional.of("Its statement cannot be read: " + malformed.getMessage());
        }
    }
}
