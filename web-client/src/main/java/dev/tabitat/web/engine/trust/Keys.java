package dev.tabitat.web.engine.trust;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.signing.Base64;
import dev.tabitat.core.signing.KeyAlgorithm;
import dev.tabitat.core.signing.PublicKey;
import dev.tabitat.core.signing.Signer;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.environment.KeyTools;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.protocol.params.TrustParams;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.worker.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that this tab signs with, and those that it trusts. Private keys lie in the store as they are, so that they
 * can be exported; whoever can read the browser's profile can read them. docs/formats/keys.md has the exported file.
 */
public final class Keys {

    private static final String OWN = "key/";
    private static final String TRUSTED = "trusted/";
    private static final String FORMAT = "tabitat-key/1";
    private static final int ROUNDS = 600_000;
    private static final int MAX_ROUNDS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int IV_BYTES = 12;
    private static final int MIN_PASSPHRASE_LENGTH = 8;
    private static final int MAX_CHARS = 1000;
    private static final int MAX_KEYS = 200;
    private static final JsonLimits LIMITS = new JsonLimits(1 << 16, 4);
    private static final byte[] PROBE = Utf8.encode("a probe");

    private final TabStore store;
    private final EngineEnvironment environment;
    private final Bus bus;

    public Keys(TabStore store, EngineEnvironment environment, Bus bus) {
        this.store = store;
        this.environment = environment;
        this.bus = bus;
    }

    private static PublicKey publicKey(JsonObject record) {
        return PublicKey.of(Base64.decode(record.string("public_key"), "public_key"));
    }

    private List<JsonObject> all(String kind) {
        List<JsonObject> all = new ArrayList<>();
        store.settings(kind).forEach((key, text) -> all.add(JsonReader.readObject(text, LIMITS)));
        return all;
    }

    /** The names of trusted keys, own keys among them. */
    Map<PublicKey, String> trusted() {
        Map<PublicKey, String> names = new LinkedHashMap<>();
        for (String kind : List.of(OWN, TRUSTED)) {
            all(kind).forEach(record -> names.put(publicKey(record), record.string("name")));
        }
        return names;
    }

    /** {@code {keys, trusted}}, each {@code {id, name, algorithm, public_key, since_utc}}; public keys in PEM. */
    public JsonObject list() {
        return JsonObject.of("keys", shown(OWN), "trusted", shown(TRUSTED));
    }

    private JsonArray shown(String kind) {
        List<Json> shown = new ArrayList<>();
        all(kind).forEach(record -> shown.add(shown(record)));
        return new JsonArray(shown);
    }

    private static JsonObject shown(JsonObject record) {
        PublicKey key = publicKey(record);
        return JsonObject.of("id", key.id(), "name", record.string("name"), "algorithm", key.algorithm().id(),
                "public_key", key.pem(), "since_utc", record.string("since_utc"));
    }

    /**
     * Makes a pair; without {@code algorithm} of ECDSA P-256, which every browser and the reference tool of model
     * signing have.
     */
    public JsonObject make(TrustParams.MakeKey wanted) {
        String name = name(wanted.name());
        requireRoom(OWN);
        KeyTools.Pair pair = environment.keyTools()
                .make(wanted.algorithm().map(KeyAlgorithm::of).orElse(KeyAlgorithm.P256));
        return keep(name, PublicKey.of(pair.spki()), pair.secret());
    }

    private JsonObject keep(String name, PublicKey key, byte[] secret) {
        JsonObject record = JsonObject.of("name", name, "public_key", Base64.encode(key.spki()), "since_utc",
                environment.nowUtc());
        store.set(OWN + key.id(), record.with("secret", Base64.encode(secret)).toString());
        changed();
        return shown(record);
    }

    private void changed() {
        bus.changed(Topic.STORE, JsonObject.EMPTY);
    }

    private static String name(String given) {
        String name = given.trim();
        if (name.isEmpty() || name.length() > 100) {
            throw new InvalidInput("A key has a short name.",
                    Finding.at("name").expected("1 to 100 characters").found(name.length()));
        }
        return name;
    }

    private void requireRoom(String kind) {
        if (store.settings(kind).size() >= MAX_KEYS) {
            throw new Refused("There are too many keys.",
                    Finding.at("keys").expected("at most " + MAX_KEYS).found("as many").remedy("Remove some first."));
        }
    }

    private JsonObject own(String id) {
        return store.setting(OWN + id).map(text -> JsonReader.readObject(text, LIMITS))
                .orElseThrow(() -> new InvalidInput(
                        "There is no such key in this tab.", Finding.at("key")
                                .expected("the id of a key that was made or imported here").found(shortened(id))));
    }

    static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "\u2026" : text;
    }

    /** One that signs with a key of this tab. @throws InvalidInput when there is none of this id */
    public Signer signer(String id) {
        JsonObject record = own(id);
        PublicKey key = publicKey(record);
        byte[] secret = Base64.decode(record.string("secret"), "secret");
        return new Signer() {

            @Override
            public PublicKey key() {
                return key;
            }

            @Override
            public byte[] sign(byte[] message) {
                return environment.keyTools().sign(key.algorithm(), secret, message);
            }
        };
    }

    private static String passphrase(String passphrase) {
        Utf8.requirePaired(passphrase);
        if (passphrase.length() < MIN_PASSPHRASE_LENGTH || passphrase.length() > MAX_CHARS) {
            throw new InvalidInput("This passphrase cannot be used.", Finding.at("passphrase")
                    .expected(MIN_PASSPHRASE_LENGTH + " to " + MAX_CHARS + " characters")
                    .found(passphrase.length() + " characters")
                    .remedy("Four or more unrelated words make a good one."));
        }
        return passphrase;
    }

    /** The exported file of a key, sealed by a passphrase. */
    public Result export(TrustParams.ExportKey wanted) {
        JsonObject record = own(wanted.id());
        String passphrase = passphrase(wanted.passphrase());
        PublicKey key = publicKey(record);
        byte[] salt = environment.random(SALT_BYTES);
        byte[] iv = environment.random(IV_BYTES);
        byte[] sealed = environment.keyTools().seal(passphrase, salt, iv, ROUNDS,
                Base64.decode(record.string("secret"), "secret"));
        byte[] file = CanonicalJson
                .bytes(JsonObject.of("format", FORMAT, "name", record.string("name"), "algorithm", key.algorithm().id(),
                        "public_key", Base64.encode(key.spki()), "kdf", "PBKDF2-SHA-256", "rounds", ROUNDS, "salt",
                        Base64.encode(salt),
                        "cipher", "AES-256-GCM", "iv", Base64.encode(iv), "sealed", Base64.encode(sealed)));
        return new Result(
                JsonObject.of("name", "tabitat-key-" + key.id().substring(0, 8) + ".json", "type", "application/json",
                        "bytes", file.length),
                Optional.of(Slices.of(file)));
    }

    /** Takes an exported file back. Nothing is kept unless the pair fits. */
    public JsonObject importKey(TrustParams.ImportKey given) {
        JsonObject file = JsonReader.readObject(given.file(), LIMITS);
        require("format", FORMAT, file.string("format"));
        require("kdf", "PBKDF2-SHA-256", file.string("kdf"));
        require("cipher", "AES-256-GCM", file.string("cipher"));
        long rounds = file.integer("rounds");
        if (rounds < ROUNDS || rounds > MAX_ROUNDS) {
            throw new Refused("This key file is not safe to open.",
                    Finding.at("key file, rounds").expected(ROUNDS + " to " + MAX_ROUNDS).found(rounds));
        }
        PublicKey key = publicKey(file);
        require("algorithm", key.algorithm().id(), file.string("algorithm"));
        String name = file.string("name");
        if (name.isEmpty() || name.length() > 100) {
            throw new DamagedData("This key file is damaged.",
                    Finding.at("key file, name").expected("1 to 100 characters").found(name.length()));
        }
        requireRoom(OWN);
        byte[] iv = bytes(file, "iv", IV_BYTES);
        byte[] salt = bytes(file, "salt", SALT_BYTES);
        byte[] secret = environment.keyTools()
                .open(passphrase(given.passphrase()), salt, iv, (int) rounds,
                        Base64.decode(file.string("sealed"), "key file, sealed"))
                .orElseThrow(() -> new Refused("The passphrase does not open this key.",
                        Finding.at("key file").expected("the passphrase that it was exported with")
                                .found("another one, or a changed file")
                                .remedy("Try again; capitals and spaces count.")));
        KeyTools tools = environment.keyTools();
        if (!tools.isRight(key, PROBE, tools.sign(key.algorithm(), secret, PROBE))) {
            throw new DamagedData("The two halves of this key do not belong together.",
                    Finding.at("key file, public_key").expected("the public key of the private one").found(key.id()));
        }
        return keep(name, key, secret);
    }

    private static byte[] bytes(JsonObject file, String member, int length) {
        byte[] bytes = Base64.decode(file.string(member), "key file, " + member);
        if (bytes.length != length) {
            throw new DamagedData("This key file is damaged.",
                    Finding.at("key file, " + member).expected(length + " bytes").found(bytes.length + " bytes"));
        }
        return bytes;
    }

    private static void require(String member, String expected, String found) {
        if (!expected.equals(found)) {
            throw new Unsupported("This key file is of another form.",
                    Finding.at("key file, " + member).expected(expected).found(shortened(found)));
        }
    }

    /** Trusts a public key in PEM under a name; another name for the same key takes the place of the one before. */
    public JsonObject trust(TrustParams.Trust given) {
        String name = name(given.name());
        PublicKey key;
        try {
            key = PublicKey.ofPem(given.publicKey());
        } catch (DamagedData e) {
            throw new InvalidInput(e.getMessage(), e.finding());
        }
        if (store.setting(TRUSTED + key.id()).isEmpty()) {
            requireRoom(TRUSTED);
        }
        JsonObject record = JsonObject.of("name", name, "public_key", Base64.encode(key.spki()), "since_utc",
                environment.nowUtc());
        store.set(TRUSTED + key.id(), record.toString());
        changed();
        return shown(record);
    }

    /**
     * Trusts a key no longer; an own key is deleted only when {@code delete_own} says so. @return {@code {id, removed}}
     */
    public JsonObject untrust(TrustParams.Untrust given) {
        String id = given.id();
        boolean isOwn = store.setting(OWN + id).isPresent();
        boolean isTrusted = store.setting(TRUSTED + id).isPresent();
        if (!isOwn && !isTrusted) {
            throw new InvalidInput("This key is not trusted here.",
                    Finding.at("id").expected("the id of a trusted key").found(shortened(id)));
        }
        if (isOwn && !given.deleteOwn()) {
            throw new Refused("This is a key of your own.",
                    Finding.at("id").expected("another person's key").found(shortened(id))
                            .remedy("Say delete_own: true to delete it; export it first, or what it can do is gone."));
        }
        for (String kind : List.of(OWN, TRUSTED)) {
            store.unset(kind + id);
        }
        changed();
        return JsonObject.of("id", id, "removed", true);
    }
}
