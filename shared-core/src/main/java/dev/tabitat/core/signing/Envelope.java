package dev.tabitat.core.signing;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * A DSSE envelope (Dead Simple Signing Envelope 1.0): a payload and signatures over its type and bytes.
 *
 * @param payloadType {@link #IN_TOTO} for statements about packages
 * @param signatures at least one
 */
public record Envelope(String payloadType, byte[] payload, List<Signature> signatures) {

    public static final String IN_TOTO = "application/vnd.in-toto+json";
    public static final String MEDIA_TYPE = "application/vnd.dsse.envelope.v1+json";

    /** 2 MiB. */
    public static final int MAX_BYTES = 2 << 20;

    private static final JsonLimits LIMITS = new JsonLimits(MAX_BYTES, 6);
    private static final int MAX_SIGNATURES = 16;
    private static final int MAX_SIGNATURE_BYTES = 1024;

    /** @param keyid a hint which key signed, not authenticated; empty when there is none */
    public record Signature(String keyid, byte[] bytes) {}

    public Envelope {
        signatures = List.copyOf(signatures);
    }

    /** Signs a statement. */
    public static Envelope sign(ModelStatement statement, Signer signer) {
        return sign(IN_TOTO, statement.bytes(), signer);
    }

    /** Signs a payload of any type. */
    public static Envelope sign(String payloadType, byte[] payload, Signer signer) {
        return new Envelope(payloadType, payload,
                List.of(new Signature(signer.key().id(), signer.sign(preAuthentication(payloadType, payload)))));
    }

    /** @throws DamagedData when the bytes are no envelope */
    public static Envelope read(byte[] bytes) {
        return of(JsonReader.readObject(bytes, LIMITS));
    }

    /**
     * Payload and signatures may be base64 or base64url, with or without padding; {@code keyid} may be missing, as DSSE
     * 1.0 has it.
     */
    static Envelope of(JsonObject json) {
        String type = json.string("payloadType");
        if (type.isEmpty() || type.length() > 255) {
            throw wrong("payloadType", "a media type", type.length() + " characters");
        }
        List<Signature> signatures = new ArrayList<>();
        for (JsonObject one : json.array("signatures").objects()) {
            byte[] signature = Base64.decodeEither(one.string("sig"), "envelope, sig");
            if (signature.length == 0 || signature.length > MAX_SIGNATURE_BYTES) {
                throw wrong("sig", "1 to " + MAX_SIGNATURE_BYTES + " bytes", signature.length + " bytes");
            }
            signatures.add(new Signature(keyid(one), signature));
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw wrong("signatures", "1 to " + MAX_SIGNATURES, Integer.toString(signatures.size()));
        }
        return new Envelope(type, Base64.decodeEither(json.string("payload"), "envelope, payload"), signatures);
    }

    /** Missing, null and empty mean the same. */
    private static String keyid(JsonObject signature) {
        return signature.find("keyid").filter(json -> json != JsonNull.NULL).map(json -> signature.string("keyid"))
                .orElse("");
    }

    private static DamagedData wrong(String field, String expected, String found) {
        return new DamagedData("This envelope is malformed.",
                Finding.at("envelope, " + field).expected(expected).found(found));
    }

    /** Canonical JSON. */
    public byte[] bytes() {
        return CanonicalJson.bytes(toJson());
    }

    JsonObject toJson() {
        List<JsonObject> all = new ArrayList<>();
        for (Signature one : signatures) {
            JsonObject json = JsonObject.of("sig", Base64.encode(one.bytes()));
            all.add(one.keyid().isEmpty() ? json : json.with("keyid", one.keyid()));
        }
        return JsonObject.of("payload", Base64.encode(payload), "payloadType", payloadType, "signatures",
                JsonArray.of(all.toArray()));
    }

    /** What is signed: DSSE's pre-authentication encoding of type and payload. */
    public byte[] preAuthentication() {
        return preAuthentication(payloadType, payload);
    }

    private static byte[] preAuthentication(String type, byte[] payload) {
        byte[] head = Utf8.encode("DSSEv1 " + Utf8.encodedLength(type) + " " + type + " " + payload.length + " ");
        byte[] all = new byte[head.length + payload.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(payload, 0, all, head.length, payload.length);
        return all;
    }
}
