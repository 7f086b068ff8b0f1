package dev.tabitat.core.signing;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.MediaTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A signature as registries keep it: an OCI artifact without a configuration, whose subject is the package's manifest
 * and whose only layer is the envelope.
 *
 * @param subject the signed manifest
 * @param envelope describes the envelope's bytes
 * @param publicKey of the signer in base64, where the signer sent it along; it says nothing about trust
 */
public record SignatureArtifact(Descriptor subject, Descriptor envelope, Optional<String> publicKey) {

    /** The artifact type: what the envelope holds. */
    public static final String TYPE = Envelope.IN_TOTO;

    /** The annotation with the signer's SubjectPublicKeyInfo in base64. */
    public static final String PUBLIC_KEY = "dev.tabitat.public-key";

    private static final String PREDICATE = "in-toto.io/predicate-type";
    private static final JsonLimits LIMITS = new JsonLimits(1 << 16, 8);

    /** The artifact of an envelope. @param subject describes the package's manifest */
    public static SignatureArtifact of(Descriptor subject, byte[] envelope, PublicKey key) {
        return new SignatureArtifact(new Descriptor(subject.mediaType(), subject.digest(), subject.size(), Map.of()),
                new Descriptor(Envelope.MEDIA_TYPE, Digest.of(envelope), envelope.length, Map.of()),
                Optional.of(Base64.encode(key.spki())));
    }

    /** The manifest: canonical JSON. */
    public byte[] bytes() {
        JsonObject notes = JsonObject.of(PREDICATE, ModelStatement.PREDICATE);
        return CanonicalJson
                .bytes(JsonObject.of("schemaVersion", 2, "mediaType", MediaTypes.MANIFEST, "artifactType", TYPE,
                        "config", Descriptor.EMPTY.toJson(), "layers", JsonArray.of(envelope.toJson()), "subject",
                        subject.toJson(),
                        "annotations", publicKey.map(key -> notes.with(PUBLIC_KEY, key)).orElse(notes)));
    }

    /**
     * @throws DamagedData when the bytes are no manifest of a signature
     * @throws Unsupported when they are one of another kind of artifact
     */
    public static SignatureArtifact read(byte[] bytes) {
        JsonObject json = JsonReader.readObject(bytes, LIMITS);
        String type = json.stringOr("artifactType", "");
        if (!type.equals(TYPE)) {
            throw new Unsupported("This is no signature.",
                    Finding.at("artifactType").expected(TYPE).found(type.length() > 100 ? "a long text" : type));
        }
        List<JsonObject> layers = json.array("layers").objects();
        if (layers.size() != 1 || !layers.get(0).string("mediaType").equals(Envelope.MEDIA_TYPE)) {
            throw new DamagedData("A signature's manifest has the wrong layers.",
                    Finding.at("layers").expected("one of " + Envelope.MEDIA_TYPE)
                            .found(layers.size() + " of some kind"));
        }
        Descriptor envelope = Descriptor.fromJson(layers.get(0));
        if (envelope.size() > Envelope.MAX_BYTES) {
            throw new DamagedData("A signature is too large.",
                    Finding.at("layers").expected("at most " + Envelope.MAX_BYTES + " bytes").found(envelope.size()));
        }
        return new SignatureArtifact(Descriptor.fromJson(json.object("subject")), envelope,
                json.findObject("annotations").flatMap(notes -> notes.findString(PUBLIC_KEY)));
    }
}
