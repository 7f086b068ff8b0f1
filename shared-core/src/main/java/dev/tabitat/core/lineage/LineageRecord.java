package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.time.Utc;
import java.util.List;

/**
 * One link of the chain. <pre>
 * record = { "seq": integer from 0, "previous": digest, "kind": text, "created_at_utc": time, "body": object }
 * hash   = SHA-256 of the UTF-8 bytes of the record's canonical JSON (RFC 8785)
 * digest = "sha256:" 64 hexadecimal digits, small letters
 * </pre> The first record's {@code previous} is 64 zeros; every other's is the hash of the record before it. The body
 * is kept as it was read, so that kinds and members of a newer version survive.
 *
 * @param hash what the hash is said to be; {@link LineageChain#verify} compares
 */
public record LineageRecord(long seq, Digest previous, String kind, String createdAtUtc, JsonObject body,
        Digest hash) {

    /** What the first record's {@code previous} holds. */
    public static final Digest NO_PREVIOUS = Digest.parse("sha256:" + "0".repeat(64));

    private static final List<String> MEMBERS = List.of("seq", "previous", "kind", "created_at_utc", "body");

    /** A record with the hash that it must have. */
    public static LineageRecord of(long seq, Digest previous, String kind, String createdAtUtc, JsonObject body) {
        JsonObject hashed = hashed(seq, previous, kind, Utc.require(createdAtUtc, "created_at_utc"), body);
        return new LineageRecord(seq, previous, kind, createdAtUtc, body, Digest.of(CanonicalJson.bytes(hashed)));
    }

    private static JsonObject hashed(long seq, Digest previous, String kind, String createdAtUtc, JsonObject body) {
        return JsonObject.of("seq", seq, "previous", previous.toString(), "kind", kind,
                "created_at_utc", createdAtUtc, "body", body);
    }

    /** The very text whose SHA-256 is the hash. */
    public String canonicalText() {
        return CanonicalJson.text(hashed(seq, previous, kind, createdAtUtc, body));
    }

    /** The hash that the record must have. */
    Digest expectedHash() {
        return Digest.of(CanonicalJson.bytes(hashed(seq, previous, kind, createdAtUtc, body)));
    }

    /**
     * The body by its kind; {@link UnknownBody} when this version does not know the kind.
     *
     * @throws DamagedData when the body is not what its kind asks for
     */
    public LineageBody typedBody() {
        try {
            return LineageBody.read(kind, body);
        } catch (TabitatException e) {
            throw new DamagedData(e.getMessage(), Finding.at("record " + seq + ", " + e.finding().where())
                    .expected(e.finding().expected()).found(e.finding().found()));
        }
    }

    /** The record and its hash. */
    public JsonObject toJson() {
        return hashed(seq, previous, kind, createdAtUtc, body).with("hash", hash.toString());
    }

    /**
     * The record that {@link #toJson()} wrote; its hash is taken as it stands.
     *
     * @throws DamagedData when a member is missing, unknown or of a wrong type
     */
    public static LineageRecord fromJson(JsonObject json) {
        LineageRecord unhashed = read(json, MEMBERS.size() + 1);
        return new LineageRecord(unhashed.seq, unhashed.previous, unhashed.kind, unhashed.createdAtUtc, unhashed.body,
                Digest.parse(json.string("hash")));
    }

    /**
     * The record that {@link #canonicalText()} wrote, with the hash of that text.
     *
     * @throws DamagedData when it is not such a text
     */
    public static LineageRecord fromCanonicalText(String text) {
        LineageRecord record = read(JsonReader.readObject(text, JsonLimits.DEFAULT), MEMBERS.size());
        if (!record.canonicalText().equals(text)) {
            throw new DamagedData("A lineage record is not in canonical form.", Finding.at("record " + record.seq)
                    .expected("canonical JSON (RFC 8785)").found("the same content, written otherwise"));
        }
        return record;
    }

    private static LineageRecord read(JsonObject json, int members) {
        if (json.names().size() != members || !json.names().containsAll(MEMBERS)) {
            throw new DamagedData("A lineage record has other members than it should.",
                    Finding.at("record").expected(MEMBERS).found(json.names()));
        }
        long seq = json.integer("seq");
        if (seq < 0) {
            throw new DamagedData("A lineage record has no place in the chain.",
                    Finding.at("seq").expected("0 or more").found(seq));
        }
        return of(seq, Digest.parse(json.string("previous")), json.string("kind"), json.string("created_at_utc"),
                json.object("body"));
    }
}
