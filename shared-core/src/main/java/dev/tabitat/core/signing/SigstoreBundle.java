package dev.tabitat.core.signing;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.List;
import java.util.Optional;

/**
 * The signature file of OpenSSF model signing with a key: a Sigstore bundle 0.3 that names a public key and holds a
 * DSSE envelope with one signature.
 *
 * <pre>
 * bundle = { "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
 *            "verificationMaterial": { "publicKey": { "hint": hex of the SHA-256 of the key's PEM }, "tlogEntries": [] },
 *            "dsseEnvelope": { "payload": base64, "payloadType": text, "signatures": [ { "sig": base64, "keyid": text? } ] } }
 * </pre>
 */
public final class SigstoreBundle {

    public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    private static final String MEDIA_TYPES = "application/vnd.dev.sigstore.bundle";
    private static final JsonLimits LIMITS = new JsonLimits(Envelope.MAX_BYTES, 12);

    private SigstoreBundle() {}

    /** Whether a JSON object says that it is a Sigstore bundle, of any version. */
    public static boolean isBundle(JsonObject json) {
        return json.stringOr("mediaType", "").startsWith(MEDIA_TYPES);
    }

    /**
     * The bundle of one signature.
     *
     * @param key the signer's; without it the signature's {@code keyid} is the hint
     */
    public static byte[] write(Envelope envelope, Envelope.Signature signature, Optional<PublicKey> key) {
        Envelope single = new Envelope(envelope.payloadType(), envelope.payload(),
                List.of(new Envelope.Signature("", signature.bytes())));
        return CanonicalJson.bytes(JsonObject.of("mediaType", MEDIA_TYPE,
                "verificationMaterial", JsonObject.of(
                        "publicKey", JsonObject.of("hint", key.map(PublicKey::pemDigest).orElse(signature.keyid())),
                        "tlogEntries", JsonArray.EMPTY),
                "dsseEnvelope", single.toJson()));
    }

    /**
     * The envelope of a bundle; where a signature has no {@code keyid}, the bundle's hint takes its place.
     *
     * @throws DamagedData when the bytes are no bundle
     * @throws Unsupported when the bundle was signed by a certificate, or over a message without an envelope
     */
    public static Envelope read(byte[] bytes) {
        JsonObject json = JsonReader.readObject(bytes, LIMITS);
        if (!isBundle(json)) {
            throw new DamagedData("This is no Sigstore bundle.",
                    Finding.at("bundle, mediaType").expected(MEDIA_TYPE).found("something else"));
        }
        JsonObject material = json.object("verificationMaterial");
        if (!material.has("publicKey")) {
            throw new Unsupported("This bundle was signed by a certificate.",
                    Finding.at("bundle, verificationMaterial").expected("a publicKey")
                            .found(String.join(", ", material.names()))
                            .remedy("Sign with a key: model_signing sign key."));
        }
        if (!json.has("dsseEnvelope")) {
            throw new Unsupported("This bundle has no statement about a model.",
                    Finding.at("bundle").expected("a dsseEnvelope").found(String.join(", ", json.names())));
        }
        Envelope envelope = Envelope.of(json.object("dsseEnvelope"));
        String hint = material.object("publicKey").stringOr("hint", "");
        return new Envelope(envelope.payloadType(), envelope.payload(), envelope.signatures().stream()
                .map(one -> one.keyid().isEmpty() ? new Envelope.Signature(hint, one.bytes()) : one).toList());
    }
}
