package dev.tabitat.core.signing;

import dev.tabitat.core.error.TabitatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out what signatures are worth to somebody who trusts some keys. */
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
     * One right signature by a trusted key is enough, whatever else is there; without one a wrong signature is told before one by
     * an unknown key.
     *
     * @param about what a signer of this package has to say
     */
    public SignatureState state(ModelStatement about, List<Found> all) {
        SignatureState best = new SignatureState.Unsigned();
        for (Found one : all) {
            for (SignatureState state : each(about, one)) {
                best = rank(state) > rank(best) ? state : best;
            }
        }
        return best;
    }

    private static int rank(SignatureState state) {
        return state instanceof SignatureState.Trusted ? 3 : state instanceof SignatureState.Wrong ? 2
                : state instanceof SignatureState.UnknownKey ? 1 : 0;
    }

    /** The state of every signature in an envelope; at least one. */
    public List<SignatureState> each(ModelStatement about, Found found) {
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

    private SignatureState state(ModelStatement about, Envelope envelope, Envelope.Signature signature, Optional<PublicKey> brought) {
        String keyid = signature.keyid().length() == 64 ? signature.keyid() : "";
        Optional<PublicKey> key = trusted.keySet().stream().filter(one -> one.id().equals(keyid)).findFirst()
                .or(() -> brought.filter(one -> one.id().equals(keyid)));
        if (key.isPresent()) {
            try {
                if (!verifier.isRight(key.get(), envelope.preAuthentication(), signature.bytes())) {
                    return new SignatureState.Wrong(keyid, "The signature is not that of its key: one of them was changed.");
                }
            } catch (TabitatException cannot) {
                return new SignatureState.UnknownKey(keyid, false);
            }
        }
        Optional<String> problem = problem(about, envelope);
        if (problem.isPresent()) {
            return new SignatureState.Wrong(keyid, problem.get());
        }
        if (key.isEmpty()) {
            return new SignatureState.UnknownKey(keyid, false);
        }
        String name = trusted.get(key.get());
        return name == null ? new SignatureState.UnknownKey(keyid, true) : new SignatureState.Trusted(name, keyid);
    }

    private static Optional<String> problem(ModelStatement about, Envelope envelope) {
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
