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
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statement that a signature is about: a folder with these files. An in-toto Statement v1 with the predicate of
 * OpenSSF model signing 1.0, as the reference tool {@code model_signing} reads and writes it; docs/formats/keys.md has
 * the form.
 *
 * @param subject a name for people; it identifies nothing
 * @param digest of the subject; in the predicate's form, {@link #root} of the resources
 * @param resources digests of the files by path, in the statement's order
 * @param ignoredPaths files and folders that the signer left out
 */
public record ModelStatement(String subject, Digest digest, Map<String, Digest> resources, List<String> ignoredPaths) {

    public static final String TYPE = "https://in-toto.io/Statement/v1";
    public static final String PREDICATE = "https://model_signing/signature/v1.0";

    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 8);
    private static final int MAX_RESOURCES = 4096;

    public ModelStatement {
        resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
        ignoredPaths = List.copyOf(ignoredPaths);
    }

    /** A statement with its resources in the order of the reference tool: folder by folder, by code points. */
    static ModelStatement of(String subject, Map<String, Digest> files, List<String> ignoredPaths) {
        List<String> paths = new ArrayList<>(files.keySet());
        paths.sort(ModelStatement::inOrder);
        Map<String, Digest> resources = new LinkedHashMap<>();
        paths.forEach(path -> resources.put(path, files.get(path)));
        return new ModelStatement(subject, root(resources), resources, ignoredPaths);
    }

    /** As lists of names: a separator sorts before every other character. UTF-8 sorts as code points do. */
    private static int inOrder(String one, String two) {
        byte[] a = Utf8.encode(one.replace('/', '\0'));
        byte[] b = Utf8.encode(two.replace('/', '\0'));
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            if (a[i] != b[i]) {
                return (a[i] & 0xFF) - (b[i] & 0xFF);
            }
        }
        return a.length - b.length;
    }

    /** SHA-256 of all digests of the resources, 32 bytes each, in their order. */
    static Digest root(Map<String, Digest> resources) {
        byte[] all = new byte[32 * resources.size()];
        int at = 0;
        for (Digest digest : resources.values()) {
            System.arraycopy(digest.hash(), 0, all, at, 32);
            at += 32;
        }
        return Digest.of(all);
    }

    /** Canonical JSON. */
    public byte[] bytes() {
        List<Json> files = new ArrayList<>();
        resources.forEach(
                (name, sum) -> files.add(JsonObject.of("name", name, "algorithm", "sha256", "digest", sum.hex())));
        return CanonicalJson.bytes(JsonObject.of(
                "_type", TYPE,
                "subject",
                JsonArray.of(JsonObject.of("name", subject, "digest", JsonObject.of("sha256", digest.hex()))),
                "predicateType", PREDICATE,
                "predicate", JsonObject.of(
                        "serialization",
                        JsonObject.of("method", "files", "hash_type", "sha256", "allow_symlinks", false,
                                "ignore_paths", JsonArray.ofStrings(ignoredPaths)),
                        "resources", new JsonArray(files))));
    }

    /**
     * Reads a statement; unknown members are skipped, as in-toto requires.
     *
     * @throws DamagedData when the bytes are no such statement
     * @throws Unsupported when the statement has another predicate, serialisation or hash
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
        return new ModelStatement(subjects.get(0).stringOr("name", ""),
                new Digest(subjects.get(0).object("digest").string("sha256")), resources,
                serialization.findArray("ignore_paths").map(JsonArray::strings).orElse(List.of()));
    }

    /**
     * Whether the manifest is among the files, so that the statement covers the whole package and not only its files.
     */
    boolean coversManifest(SignedPackage about) {
        return about.manifest().equals(resources.get(SignedPackage.MANIFEST_FILE)) || isOfTheEarlierForm(about);
    }

    /** Until 0.1, Tabitat wrote the manifest's digest where the predicate has the root of the resources. */
    private boolean isOfTheEarlierForm(SignedPackage about) {
        return digest.equals(about.manifest()) && subject.equals(about.name());
    }

    /** Why this is not about the package; empty when it is. */
    Optional<String> differsFrom(SignedPackage about) {
        boolean isEarlier = isOfTheEarlierForm(about);
        if (!isEarlier && !digest.equals(root(resources))) {
            return Optional.of(
                    "It was made for another manifest or under another name, or its digest is not that of the files that it lists.");
        }
        Map<String, Digest> listed = new LinkedHashMap<>(resources);
        if (!about.files().containsKey(SignedPackage.MANIFEST_FILE)) {
            Digest manifest = listed.remove(SignedPackage.MANIFEST_FILE);
            if (manifest != null && !manifest.equals(about.manifest())) {
                return Optional.of("It was made for another manifest: " + manifest.shortForm() + ", this is "
                        + about.manifest().shortForm() + ".");
            }
        }
        for (Map.Entry<String, Digest> file : about.files().entrySet()) {
            Digest found = listed.remove(file.getKey());
            if (found == null && !isLeftOut(file.getKey())) {
                return Optional.of("It does not list " + file.getKey() + ", a file of the package.");
            }
            if (found != null && !found.equals(file.getValue())) {
                return Optional.of(
                        "It lists other bytes for " + file.getKey() + ": " + found.shortForm() + ", the package has "
                                + file.getValue().shortForm() + ".");
            }
        }
        return listed.isEmpty() ? Optional.empty()
                : Optional.of("It lists other files than the package has: " + listed.keySet().iterator().next() + ".");
    }

    /** A signer may leave out what belongs to git, and nothing else. */
    private boolean isLeftOut(String path) {
        return SignedPackage.IGNORED.stream().anyMatch(
                ignored -> ignoredPaths.contains(ignored) && (path.equals(ignored) || path.startsWith(ignored + "/")));
    }

    private static void require(String field, String expected, String found) {
        if (!expected.equals(found)) {
            throw new Unsupported("This statement is of another kind.",
                    Finding.at("statement, " + field).expected(expected)
                            .found(found.length() > 100 ? "a long text" : found));
        }
    }

    private static DamagedData damaged(String field, String expected, String found) {
        return new DamagedData("This statement is malformed.",
                Finding.at("statement, " + field).expected(expected).found(found));
    }
}
