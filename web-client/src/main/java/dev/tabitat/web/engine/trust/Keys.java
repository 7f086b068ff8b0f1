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
import dev.tabitat.core.state.keys.KeysAggregate;
import dev.tabitat.core.state.keys.KeysCommand;
import dev.tabitat.core.state.keys.KeysState;
import dev.tabitat.core.state.keys.StoredKey;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.environment.KeyTools;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.protocol.params.TrustParams;
import dev.tabitat.web.store.AggregateStore;
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

    /** The name of their aggregate. */
    public static final String AGGREGATE = KeysAggregate.NAME;
    private static final String FORMAT = "tabitat-key/1";
    private static final int ROUNDS = 600_000;
    private static final int MAX_ROUNDS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int IV_BYTES = 12;
    private static final int MIN_PASSPHRASE_LENGTH = 8;
    private static final int MAX_CHARS = 1000;
    private static final JsonLimits LIMITS = new JsonLimits(1 << 16, 4);
    private static final byte[] PROBE = Utf8.encode("a probe");

    private final AggregateStore<KeysState> state;
    private final EngineEnvironment environment;
    private final Bus bus;

    public Keys(TabStore store, EngineEnvironment environment, Bus bus) {
        this.state = store.aggregate(new KeysAggregate());
        this.environment = environment;
        this.bus = bus;
        state.onChange(this::changed);
    }

    /** The keys and signatures of this store. */
    AggregateStore<KeysState> state() {
        return state;
    }

    private void changed(KeysState before, KeysState after, boolean isOwn) {
        if (!before.equals(after)) {
            bus.changed(Topic.STORE, KeysNews.body(before, after, state.revision(), isOwn));
        }
    }

    /**
     * Another tab, or a worker, changed keys or signatures.
     *
     * @param revision that it led to; 0 where it does not say, and anything may have changed
     */
    public void catchUp(long revision) {
        state.catchUp(revision);
    }

    static PublicKey publicKey(StoredKey key) {
        return PublicKey.of(Base64.decode(key.publicKey(), "public_key"));
    }

    /** The names of trusted keys, own keys among them. */
    Map<PublicKey, String> trusted() {
        Map<PublicKey, String> names = new LinkedHashMap<>();
        KeysState now = state.current();
        for (Map<String, StoredKey> kind : List.of(now.own(), now.trusted())) {
            for (StoredKey key : kind.values()) {
                names.put(publicKey(key), key.name());
            }
        }
        return names;
    }

    /** {@code {keys, trusted}}, each {@code {id, name, algorithm, public_key, since_utc}}; public keys in PEM. */
    public JsonObject list() {
        KeysState now = state.current();
        return JsonObject.of("keys", shown(now.own()), "trusted", shown(now.trusted()));
    }

    private static JsonArray shown(Map<String, StoredKey> keys) {
        List<Json> shown = new ArrayList<>();
        for (StoredKey key : keys.values()) {
            shown.add(KeysNews.shown(key));
        }
        return new JsonArray(shown);
    }

    /**
     * Makes a pair; without {@code algorithm} of ECDSA P-256, which every browser and the reference tool of model
     * signing have.
     */
    public JsonObject make(TrustParams.MakeKey wanted) {
        String name = name(wanted.name());
        KeyTools.Pair pair = environment.keyTools()
                .make(wanted.algorithm().map(KeyAlgorithm::of).orElse(KeyAlgorithm.P256));
        return keep(name, PublicKey.of(pair.spki()), pair.secret());
    }

    private JsonObject keep(String name, PublicKey key, byte[] secret) {
        StoredKey made = new StoredKey(name, Base64.encode(key.spki()), environment.nowUtc(),
                Optional.of(Base64.encode(secret)));
        state.commit(new KeysCommand.KeepOwn(key.id(), made));
        return KeysNews.shown(made);
    }

    private static String name(String given) {
        String name = given.trim();
        if (name.isEmpty() || name.length() > 100) {
            throw new InvalidInput("A key has a short name.",
                    Finding.at("name").expected("1 to 100 characters").found(name.length()));
        }
        return name;
    }

    private StoredKey own(String id) {
        StoredKey key = state.current().own().get(id);
        if (key == null) {
            throw new InvalidInput("There is no such key in this tab.", Finding.at("key")
                    .expected("the id of a key that was made or imported here").found(shortened(id)));
        }
        return key;
    }

    private static byte[] secret(StoredKey own) {
        return Base64.decode(own.secret().orElseThrow(() -> new DamagedData("This key is not whole.",
                Finding.at("key, secret").expected("the private half").found("nothing")
                        .remedy("Import it again from its file."))),
                "secret");
    }

    static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "\u2026" : text;
    }

    /** One that signs with a key of this tab. @throws InvalidInput when there is none of this id */
    public Signer signer(String id) {
        StoredKey own = own(id);
        PublicKey key = publicKey(own);
        byte[] secret = secret(own);
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
        StoredKey own = own(wanted.id());
        String passphrase = passphrase(wanted.passphrase());
        PublicKey key = publicKey(own);
        byte[] salt = environment.random(SALT_BYTES);
        byte[] iv = environment.random(IV_BYTES);
        byte[] sealed = environment.keyTools().seal(passphrase, salt, iv, ROUNDS, secret(own));
        byte[] file = CanonicalJson
                .bytes(JsonObject.of("format", FORMAT, "name", own.name(), "algorithm", key.algorithm().id(),
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
        PublicKey key = PublicKey.of(Base64.decode(file.string("public_key"), "public_key"));
        require("algorithm", key.algorithm().id(), file.string("algorithm"));
        String name = file.string("name");
        if (name.isEmpty() || name.length() > 100) {
            throw new DamagedData("This key file is damaged.",
                    Finding.at("key file, name").expected("1 to 100 characters").found(name.length()));
        }
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
        StoredKey trusted = new StoredKey(name, Base64.encode(key.spki()), environment.nowUtc(), Optional.empty());
        state.commit(new KeysCommand.Trust(key.id(), trusted));
        return KeysNews.shown(trusted);
    }

    /**
     * Trusts a key no longer; an own key is deleted only when {@code delete_own} says so. @return {@code {id, removed}}
     */
    public JsonObject untrust(TrustParams.Untrust given) {
        state.commit(new KeysCommand.Untrust(given.id(), given.deleteOwn()));
        return JsonObject.of("id", given.id(), "removed", true);
    }
}
