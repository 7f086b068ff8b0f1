package dev.tabitat.core.signing;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a signer says: this package has this manifest and these files. An in-toto Statement v1 with the predicate of OpenSSF model
 * signing 1.0; docs/formats/keys.md has the form, and the one place where it differs from that predicate.
 *
 * @param subject the package's name:tag
 * @param manifest the digest of its manifest
 * @param resources digests of its files by path
 */
public record ModelStatement(String subject, Digest manifest, Map<String, Digest> resources) {

    public static final String TYPE = "https://in-toto.io/Statement/v1";
    public static final String PREDICATE = "https://model_signing/signature/v1.0";

    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 8);
    private static final int MAX_RESOURCES = 4096;

    public ModelStatement {
        resources = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    }

    /** What there is to say about a package. @param digest of the manifest's bytes as they were served */
    public static ModelStatement of(Manifest manifest, Digest digest) {
        Map<String, Digest> files = new TreeMap<>();
        for (Descriptor layer : manifest.layers()) {
            files.put(layer.path(), layer.digest());
        }
        return new ModelStatement(manifest.name().toString(), digest, files);
    }

    /** Canonical JSON, resources in the order of their names. */
    public byte[] bytes() {
        List<Json> files = new ArrayList<>();
        new TreeMap<>(resources).forEach((name, digest) ->
                files.add(JsonObject.of("name", name, "algorithm", "sha256", "digest", digest.hex())));
        return CanonicalJson.bytes(JsonObject.of(
                "_type", TYPE,
                "subject", JsonArray.of(JsonObject.of("name", subject, "digest", JsonObject.of("sha256", manifest.hex()))),
                "predicateType", PREDICATE,
                "predicate", JsonObject.of(
                        "serialization", JsonObject.of("method", "files", "hash_type", "sha256", "allow_symlinks", false),
                        "resources", new JsonArray(files))));
    }

    /**
     * Reads a statement; members that are not known are skipped, as in-toto asks.
     *
     * @throws DamagedData when it is none
     * @throws Unsupported when it says something of another kind
     */
    public static ModelStatement read(byte[] bytes) {
        JsonObject json = JsonReader.readObject(bytes, LIMITS);
        require("_type", TYPE, json.string("_type"));
        require("predicateType", PREDICATE, json.string("predicateType"));
        List<JsonObject> subjects = json.array("subject").objects();
        if (subjects.size() != 1) {
            throw damaged("subject", "one subject", Integer.toString(subjects.size()));
        }
        JsonObject predicate = json.object("predicate");
        JsonObject serialization = predicate.object("serialization");
        require("serialization.method", "files", serialization.string("method"));
        require("serialization.hash_type", "sha256", serialization.string("hash_type"));
        List<JsonObject> files = predicate.array("resources").objects();
        if (files.size() > MAX_RESOURCES) {
            throw damaged("resources", "at most " + MAX_RESOURCES, Integer.toString(files.size()));
        }
        Map<String, Digest> resources = new LinkedHashMap<>();
        for (JsonObject file : files) {
            require("resources.algorithm", "sha256", file.string("algorithm"));
            if (resources.put(file.string("name"), new Digest(file.string("digest"))) != null) {
                throw damaged("resources", "each file once", "one twice");
            }
        }
        return new ModelStatement(subjects.get(0).stringOr("name", ""), new Digest(subjects.get(0).object("digest").string("sha256")), resources);
    }

    /** Why this is not about the package of {@code other}; empty when it is. */
    Optional<String> differsFrom(ModelStatement other) {
        if (!manifest.equals(other.manifest)) {
            return Optional.of("It was made for another manifest: " + manifest.shortForm() + ", this is " + other.manifest.shortForm() + ".");
        }
        if (!subject.equals(other.subject)) {
            return Optional.of("It was made for a package of another name.");
        }
        if (!resources.equals(other.resources)) {
            return Optional.of("It lists other files than the package has.");
        }
        return Optional.empty();
    }

    private static void require(String field, String expected, String found) {
        if (!expected.equals(found)) {
            throw new Unsupported("This statement is of another kind.",
                    Finding.at("statement, " + field).expected(expected).found(found.length() > 100 ? "a long text" : found));
        }
    }

    private static DamagedData damaged(String field, String expected, String found) {
        return new DamagedData("This statement is malformed.", Finding.at("statement, " + field).expected(expected).found(found));
    }
}
