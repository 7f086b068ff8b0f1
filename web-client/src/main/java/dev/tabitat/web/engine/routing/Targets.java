package dev.tabitat.web.engine.routing;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.escalation.Dialect;
import dev.tabitat.core.escalation.Endpoint;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.signing.Base64;
import dev.tabitat.core.state.routing.RoutingCommand;
import dev.tabitat.core.state.routing.RoutingState;
import dev.tabitat.core.state.routing.StoredEndpoint;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.EndpointConnection;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.ledger.Ledger;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.Kind;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.protocol.params.RoutingParams;
import dev.tabitat.web.store.AggregateStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Endpoints that a person named. A key is kept sealed by a passphrase (PBKDF2-SHA-256, AES-256-GCM) and is open only in
 * this tab until it closes.
 */
public final class Targets {

    private static final int ROUNDS = 600_000;
    private static final int SALT_BYTES = 16;
    private static final int IV_BYTES = 12;
    private static final int MIN_PASSPHRASE_LENGTH = 8;
    private static final int MAX_CHARS = 2000;
    private static final int DISCOVERY_MILLIS = 1500;
    private static final int MAX_ANSWER_LENGTH = 1 << 20;
    private static final JsonLimits LIMITS = new JsonLimits(MAX_ANSWER_LENGTH, 32);
    /** The usual ports on this device: Ollama, LM Studio, llama.cpp and MLX, vLLM. */
    private static final Map<String, Dialect> USUAL = usual();

    private final AggregateStore<RoutingState> state;
    private final EngineEnvironment environment;
    private final Bus bus;
    private final Ledger ledger;
    private final Map<String, String> open = new LinkedHashMap<>();

    public Targets(AggregateStore<RoutingState> state, EngineEnvironment environment, Bus bus, Ledger ledger) {
        this.state = state;
        this.environment = environment;
        this.bus = bus;
        this.ledger = ledger;
        state.onChange(this::changed);
    }

    private void changed(RoutingState before, RoutingState after, boolean isOwn) {
        if (!isOwn) {
            // A key that was opened here is not that of an endpoint which was removed or added anew elsewhere.
            open.keySet().removeIf(
                    id -> !Objects.equals(before.endpoints().get(id), after.endpoints().get(id)));
        }
        if (!before.equals(after)) {
            bus.changed(Topic.ROUTING, RoutingNews.body(before, after, this, state.revision(), isOwn));
        }
    }

    /**
     * Another tab changed policy, thresholds, consents, endpoints or members.
     *
     * @param revision that it led to; 0 where it does not say, and anything may have changed
     */
    public void catchUp(long revision) {
        state.catchUp(revision);
    }

    private static Map<String, Dialect> usual() {
        Map<String, Dialect> usual = new LinkedHashMap<>();
        usual.put("http://127.0.0.1:11434", Dialect.OLLAMA);
        usual.put("http://127.0.0.1:1234", Dialect.OPENAI);
        usual.put("http://127.0.0.1:8080", Dialect.OPENAI);
        usual.put("http://127.0.0.1:8000", Dialect.OPENAI);
        return usual;
    }

    /** Every endpoint: as {@link Endpoint#toJson()} with {@code has_key} and {@code locked}. */
    public JsonArray list() {
        List<Json> all = new ArrayList<>();
        for (StoredEndpoint one : state.current().endpoints().values()) {
            all.add(shown(one));
        }
        return new JsonArray(all);
    }

    JsonObject shown(StoredEndpoint one) {
        boolean hasKey = one.sealed().isPresent();
        return one.endpoint().toJson().with("has_key", hasKey).with("locked",
                hasKey && !open.containsKey(one.endpoint().id()));
    }

    List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        for (StoredEndpoint one : state.current().endpoints().values()) {
            all.add(one.endpoint());
        }
        return all;
    }

    Optional<Endpoint> find(String id) {
        return stored(id).map(StoredEndpoint::endpoint);
    }

    private Optional<StoredEndpoint> stored(String id) {
        return Optional.ofNullable(state.current().endpoints().get(id));
    }

    Endpoint require(String id, String where) {
        return find(id).orElseThrow(() -> RoutingCommand.noEndpoint(where, id));
    }

    /** The open key of an endpoint; empty where it needs none. @throws Refused when it is locked */
    Optional<String> key(Endpoint endpoint) {
        if (hasKey(endpoint) && !open.containsKey(endpoint.id())) {
            throw new Refused("The key of this endpoint is locked.", Finding.at(endpoint.name())
                    .expected("its passphrase").found("a sealed key").remedy("Unlock it first."));
        }
        return Optional.ofNullable(open.get(endpoint.id()));
    }

    boolean hasKey(Endpoint endpoint) {
        Optional<StoredEndpoint> one = stored(endpoint.id());
        return one.isPresent() && one.get().sealed().isPresent();
    }

    /** Adds one, or replaces what is known of the same address and model. */
    public JsonObject add(RoutingParams.AddTarget given) {
        Dialect dialect = Dialect.parse(given.dialect(), "addTarget, dialect");
        Endpoint plain = new Endpoint("new", given.name().orElse(given.url()), dialect, given.url(), given.model(),
                given.costPerMillionTokens(), given.currency());
        String id = Digest.of(Utf8.encode(plain.url() + "|" + plain.model() + "|" + dialect.id())).hex().substring(0,
                12);
        Endpoint endpoint = new Endpoint(id, plain.name(), dialect, plain.url(), plain.model(),
                plain.costPerMillionTokens(), plain.currency());
        Optional<String> key = given.key().filter(text -> !text.isEmpty());
        Optional<JsonObject> sealed = Optional.empty();
        if (key.isPresent()) {
            sealed = Optional.of(sealed(key.get(), passphrase(given.passphrase().orElseThrow(
                    () -> new Kind.Place("addTarget", "passphrase").wrong("a string", "nothing")))));
        }
        StoredEndpoint added = new StoredEndpoint(endpoint, sealed);
        Optional<String> before = Optional.ofNullable(open.get(id));
        // Before it is told: what is shown says whether the key is open.
        setOpen(id, key);
        try {
            state.commit(new RoutingCommand.AddEndpoint(added));
        } catch (TabitatException notAdded) {
            setOpen(id, before);
            throw notAdded;
        }
        return shown(added);
    }

    private void setOpen(String id, Optional<String> key) {
        open.remove(id);
        if (key.isPresent()) {
            open.put(id, key.get());
        }
    }

    private static String passphrase(String passphrase) {
        Utf8.requirePaired(passphrase);
        if (passphrase.length() < MIN_PASSPHRASE_LENGTH || passphrase.length() > MAX_CHARS) {
            throw new InvalidInput("This passphrase cannot be used.",
                    Finding.at("passphrase").expected(MIN_PASSPHRASE_LENGTH + " to " + MAX_CHARS + " characters")
                            .found(passphrase.length() + " characters")
                            .remedy("Four or more unrelated words make a good one."));
        }
        return passphrase;
    }

    private JsonObject sealed(String key, String passphrase) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) > 126 || key.length() > MAX_CHARS) {
                throw new InvalidInput("This is no key of an endpoint.",
                        Finding.at("key").expected("up to " + MAX_CHARS + " printable ASCII characters without a space")
                                .found("others"));
            }
        }
        byte[] salt = environment.random(SALT_BYTES);
        byte[] iv = environment.random(IV_BYTES);
        return JsonObject.of("kdf", "PBKDF2-SHA-256", "rounds", ROUNDS, "cipher", "AES-256-GCM", "salt",
                Base64.encode(salt), "iv", Base64.encode(iv),
                "bytes", Base64.encode(environment.keyTools().seal(passphrase, salt, iv, ROUNDS, Utf8.encode(key))));
    }

    /** Opens a key for this tab. */
    public JsonObject unlock(RoutingParams.UnlockTarget given) {
        Endpoint endpoint = require(given.target(), "unlockTarget, target");
        StoredEndpoint stored = stored(endpoint.id())
                .orElseThrow(() -> RoutingCommand.noEndpoint("unlockTarget, target", given.target()));
        JsonObject sealed = stored.sealed().orElseThrow(() -> new InvalidInput("This endpoint has no key.",
                Finding.at("unlockTarget").expected("an endpoint with a key").found(endpoint.name())));
        byte[] key = environment.keyTools()
                .open(passphrase(given.passphrase()), Base64.decode(sealed.string("salt"), "salt"),
                        Base64.decode(sealed.string("iv"), "iv"), (int) sealed.integer("rounds"),
                        Base64.decode(sealed.string("bytes"), "sealed key"))
                .orElseThrow(() -> new Refused("The passphrase does not open this key.", Finding.at(endpoint.name())
                        .expected("the passphrase that it was added with").found("another one")
                        .remedy("Try again; capitals and spaces count.")));
        open.put(endpoint.id(), Utf8.decode(key));
        bus.changed(Topic.ROUTING, JsonObject.of("targets", JsonObject.of(endpoint.id(), shown(stored)),
                Announcement.HERE, true));
        return shown(stored);
    }

    /** @return {@code {id, removed}} */
    public JsonObject remove(RoutingParams.Target given) {
        state.commit(new RoutingCommand.RemoveEndpoint(given.target()));
        open.remove(given.target());
        return JsonObject.of("id", given.target(), "removed", true);
    }

    /**
     * Discovers endpoints on the usual ports of this device, or at one address. Only at a person's request; every
     * question is entered in the ledger. {@code [{url, dialect, models | problem}]}.
     */
    public JsonArray discover(RoutingParams.Discover wanted, CancellationToken stop) {
        Map<String, Dialect> asked = new LinkedHashMap<>(USUAL);
        if (wanted.url().isPresent()) {
            asked.clear();
            asked.put(new Endpoint("new", "new", Dialect.OLLAMA, wanted.url().get(), "new", 0, "").url(),
                    Dialect.parse(wanted.dialect().orElseThrow(
                            () -> new Kind.Place("discover", "dialect").wrong("a string", "nothing")),
                            "discover, dialect"));
        }
        List<Json> found = new ArrayList<>();
        for (Map.Entry<String, Dialect> way : asked.entrySet()) {
            String url = way.getKey();
            Dialect dialect = way.getValue();
            JsonObject one = JsonObject.of("url", url, "dialect", dialect.id());
            try {
                found.add(one.with("models", JsonArray.ofStrings(models(url, dialect, stop))));
            } catch (TabitatException e) {
                stop.check();
                String remedy = e.finding().remedy();
                found.add(one.with("problem", e.getMessage()).with("remedy",
                        remedy.isEmpty() ? "Check the address and the API, ollama or openai." : remedy));
            }
        }
        return new JsonArray(found);
    }

    private List<String> models(String url, Dialect dialect, CancellationToken stop) {
        Endpoint endpoint = new Endpoint("new", "new", dialect, url, "new", 0, "");
        EscalationClient.requireOpenWay(endpoint, environment.endpoints());
        EndpointConnection.Reply reply = environment.endpoints().ask(url + dialect.modelsPath(), Optional.empty(),
                Optional.empty(), DISCOVERY_MILLIS, stop);
        long received = 0;
        try {
            java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
            for (byte[] piece = reply.next(); piece.length > 0; piece = reply.next()) {
                received += piece.length;
                all.write(piece, 0, piece.length);
                if (all.size() > MAX_ANSWER_LENGTH) {
                    throw new InvalidInput("The endpoint answers with too much.",
                            Finding.at(url).expected("a list of models, at most " + MAX_ANSWER_LENGTH + " bytes")
                                    .found("more")
                                    .remedy("Add the endpoint by its address and the model's name."));
                }
            }
            if (reply.status() != 200) {
                throw new InvalidInput("The endpoint gives no list of models.", Finding.at(url + dialect.modelsPath())
                        .expected("status 200").found(reply.status()).remedy(remedy(reply.status())));
            }
            return dialect.models(json(url + dialect.modelsPath(), all.toByteArray()));
        } finally {
            reply.close();
            ledger.request(endpoint.origin(), "discovery", 0, received);
        }
    }

    private static String remedy(int status) {
        return status == 401 || status == 403
                ? "It requires a key: add it by its address with its key and the model's name."
                : status == 404 ? "Check the address and the API, ollama or openai."
                        : "Try again later, or add it by its address and the model's name.";
    }

    private static Json json(String where, byte[] bytes) {
        try {
            return JsonReader.read(bytes, LIMITS);
        } catch (TabitatException noJson) {
            boolean isMarkup = bytes.length > 0 && bytes[0] == '<';
            throw new DamagedData("This is no answer of a model server.", Finding.at(where)
                    .expected("a list of models as JSON")
                    .found(isMarkup ? "a web page or other markup" : bytes.length == 0 ? "nothing" : "other bytes")
                    .remedy("Look at the address: something else may listen there, such as a web page, a proxy or a login."));
        }
    }
}
