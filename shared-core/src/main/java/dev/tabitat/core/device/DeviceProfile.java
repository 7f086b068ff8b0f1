package dev.tabitat.core.device;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.time.Utc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What is known about the device at one moment.
 *
 * <p>
 * As JSON (schema: {@code /schema/DeviceProfile.schema.json}) {@code {profile_version: 1, created_at_utc, facts: {id:
 * Fact}, supported_runtimes, available_memory_bytes?, digest}}. The digest is the SHA-256 of the canonical (RFC 8785)
 * JSON of all other members; the memory is absent where it is unknown.
 */
public final class DeviceProfile {

    /** The version of the JSON form. */
    public static final int VERSION = 1;

    private static final long MAX_BYTES = 9_007_199_254_740_991L;
    private static final List<String> MEMBERS = List.of("profile_version", "created_at_utc", "facts",
            "supported_runtimes", "available_memory_bytes", "digest");

    private final String createdAtUtc;
    private final Map<String, Fact> facts;
    private final List<String> supportedRuntimes;
    private final OptionalLong availableMemoryBytes;
    private final Digest digest;

    private DeviceProfile(String createdAtUtc, Map<String, Fact> facts, List<String> supportedRuntimes,
            OptionalLong availableMemoryBytes) {
        this.createdAtUtc = Utc.require(createdAtUtc, "created_at_utc");
        this.facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        this.supportedRuntimes = List.copyOf(supportedRuntimes);
        this.availableMemoryBytes = availableMemoryBytes;
        for (String id : this.facts.keySet()) {
            if (!isFactId(id)) {
                throw new InvalidInput("This is no name of a fact.", Finding.at("facts")
                        .expected("small letters, digits and _, in parts joined by dots").found(id));
            }
        }
        this.digest = Digest.of(CanonicalJson.bytes(body()));
    }

    /**
     * A profile.
     *
     * @param facts by dotted id, for example {@code cpu.threads}
     * @param supportedRuntimes ids of the backends that passed their self-test
     * @param availableMemoryBytes what models may use, above 0
     */
    public static DeviceProfile of(String createdAtUtc, Map<String, Fact> facts, List<String> supportedRuntimes,
            long availableMemoryBytes) {
        if (availableMemoryBytes <= 0 || availableMemoryBytes > MAX_BYTES) {
            throw new InvalidInput("Available memory is a positive number of bytes.",
                    Finding.at("available_memory_bytes").expected("1 to " + MAX_BYTES).found(availableMemoryBytes));
        }
        return new DeviceProfile(createdAtUtc, facts, supportedRuntimes, OptionalLong.of(availableMemoryBytes));
    }

    /** A profile of a device that does not say how much memory there is. */
    public static DeviceProfile withoutMemory(String createdAtUtc, Map<String, Fact> facts,
            List<String> supportedRuntimes) {
        return new DeviceProfile(createdAtUtc, facts, supportedRuntimes, OptionalLong.empty());
    }

    private static boolean isFactId(String id) {
        boolean inPart = false;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_';
            if (!letter && !(c == '.' && inPart)) {
                return false;
            }
            inPart = letter;
        }
        return inPart && id.length() <= 80;
    }

    /** The facts in the order of their ids. */
    public Map<String, Fact> facts() {
        return facts;
    }

    public Optional<Fact> fact(String id) {
        return Optional.ofNullable(facts.get(id));
    }

    /** Ids of the backends that can be used, for example {@code reference} and {@code wasm}. */
    public List<String> supportedRuntimes() {
        return supportedRuntimes;
    }

    /** Bytes that models may use, where known. */
    public OptionalLong availableMemoryBytes() {
        return availableMemoryBytes;
    }

    /** SHA-256 of the canonical JSON of everything but the digest. */
    public Digest digest() {
        return digest;
    }

    public JsonObject toJson() {
        return body().with("digest", digest.toString());
    }

    private JsonObject body() {
        JsonObject.Builder members = JsonObject.builder();
        for (Map.Entry<String, Fact> fact : facts.entrySet()) {
            members.put(fact.getKey(), fact.getValue().toJson());
        }
        JsonObject json = JsonObject.of("profile_version", VERSION, "created_at_utc", createdAtUtc,
                "facts", members.build(), "supported_runtimes", JsonArray.ofStrings(supportedRuntimes));
        return availableMemoryBytes.isEmpty()
                ? json
                : json.with("available_memory_bytes", availableMemoryBytes.getAsLong());
    }

    /**
     * The profile that {@link #toJson()} wrote.
     *
     * @throws DamagedData when it breaks the schema or its digest does not match
     * @throws Unsupported when a newer version wrote it
     */
    public static DeviceProfile fromJson(JsonObject json) {
        long version = json.integer("profile_version");
        if (version > VERSION) {
            throw new Unsupported("A newer version wrote this device profile.", Finding.at("profile_version")
                    .expected(VERSION).found(version).remedy("Open it with that version."));
        }
        UnknownMembers.requireOnly(json, MEMBERS, "/");
        if (version < VERSION) {
            throw new DamagedData("There is no such version of the device profile.",
                    Finding.at("profile_version").expected(VERSION).found(version));
        }
        DeviceProfile profile = read(json);
        if (!profile.digest.toString().equals(json.string("digest"))) {
            throw new DamagedData("The device profile was altered after it was written.",
                    Finding.at("digest").expected(json.string("digest")).found(profile.digest));
        }
        return profile;
    }

    private static DeviceProfile read(JsonObject json) {
        Map<String, Fact> facts = new TreeMap<>();
        JsonObject members = json.object("facts");
        for (String id : members.names()) {
            facts.put(id, Fact.fromJson(members.object(id), "facts/" + id));
        }
        List<String> runtimes = new ArrayList<>(json.array("supported_runtimes").strings());
        String at = json.string("created_at_utc");
        try {
            return json.has("available_memory_bytes")
                    ? of(at, facts, runtimes, json.integer("available_memory_bytes"))
                    : withoutMemory(at, facts, runtimes);
        } catch (InvalidInput e) {
            throw new DamagedData(e.getMessage(), e.finding());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceProfile that && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "DeviceProfile " + digest;
    }
}
