package dev.tabitat.web.engine.sources;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.hub.HubAddresses;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.signing.Base64;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.ledger.Ledger;
import dev.tabitat.web.fetch.DownloadClock;
import dev.tabitat.web.fetch.HubSource;
import dev.tabitat.web.protocol.params.SourceParams;
import dev.tabitat.web.store.TabStore;
import java.util.Optional;

/**
 * The hub that the host of the page names, and the person's token for it: sealed by a passphrase in the setting
 * {@code hub-token}, open in memory alone, sent to the hub's own origin alone.
 */
final class HubAccess {

    private static final String KEY = "hub-token";
    private static final JsonLimits LIMITS = new JsonLimits(1 << 16, 8);
    private static final int ROUNDS = 600_000;
    private static final int SALT_BYTES = 16;
    private static final int IV_BYTES = 12;
    private static final int MIN_PASSPHRASE_LENGTH = 8;
    private static final int MAX_CHARS = 1000;

    private final TabStore store;
    private final EngineEnvironment environment;
    private final Ledger ledger;
    private final Consents consents;
    private Optional<String> open = Optional.empty();

    HubAccess(TabStore store, EngineEnvironment environment, Ledger ledger, Consents consents) {
        this.store = store;
        this.environment = environment;
        this.ledger = ledger;
        this.consents = consents;
    }

    Optional<HubAddresses> addresses() {
        return environment.hosting().hub();
    }

    /** @throws Refused when the host of the page names none */
    HubAddresses requireAddresses() {
        Optional<HubAddresses> addresses = addresses();
        if (addresses.isEmpty()) {
            throw new Refused("The host of this page names no model hub, or could not be asked.",
                    Finding.at("hub").expected("a hub that pages may ask").found("none")
                            .remedy("Download the files and add them from this device. Whoever runs the host can name a"
                                    + " hub with --hub URL."));
        }
        return addresses.get();
    }

    HubSource source(DownloadClock pace) {
        HubAddresses addresses = requireAddresses();
        return new HubSource(environment.http(), addresses, ledger, pace, () -> token(addresses.origin()));
    }

    private String token(String origin) {
        return open.isPresent() && record().isPresent() && record().get().string("origin").equals(origin) ? open.get()
                : "";
    }

    /** Where a page that shows the person the way would begin: whether a token is there but locked. */
    boolean isLocked() {
        return open.isEmpty() && record().isPresent();
    }

    private Optional<JsonObject> record() {
        Optional<String> text = store.setting(KEY);
        return text.isEmpty() ? Optional.empty() : Optional.of(JsonReader.readObject(text.get(), LIMITS));
    }

    /** {@code {origin?, files, token: "none" | "locked" | "open", consent}}. */
    JsonObject state() {
        Optional<HubAddresses> addresses = addresses();
        JsonObject json = JsonObject.of("files",
                addresses.isEmpty() ? JsonArray.EMPTY : JsonArray.ofStrings(addresses.get().files().patterns()),
                "token", open.isPresent() ? "open" : isLocked() ? "locked" : "none", "consent",
                addresses.isPresent() && consents.isGiven(addresses.get().origin()));
        return addresses.isEmpty() ? json : json.with("origin", addresses.get().origin());
    }

    JsonObject set(SourceParams.HubToken given) {
        String token = given.token().strip();
        for (int i = 0; i < token.length() || token.isEmpty(); i++) {
            if (token.isEmpty() || token.charAt(i) <= ' ' || token.charAt(i) > 126 || token.length() > MAX_CHARS) {
                throw new InvalidInput("This is no access token of a hub.", Finding.at("setHubToken, token")
                        .expected("1 to " + MAX_CHARS + " printable ASCII characters without a space")
                        .found(token.isEmpty() ? "nothing" : "others"));
            }
        }
        byte[] salt = environment.random(SALT_BYTES);
        byte[] iv = environment.random(IV_BYTES);
        String passphrase = passphrase("setHubToken", given.passphrase());
        store.set(KEY, JsonObject.of("origin", requireAddresses().origin(), "kdf", "PBKDF2-SHA-256", "rounds", ROUNDS,
                "cipher", "AES-256-GCM", "salt", Base64.encode(salt), "iv", Base64.encode(iv), "bytes",
                Base64.encode(environment.keyTools().seal(passphrase, salt, iv, ROUNDS, Utf8.encode(token))))
                .toString());
        open = Optional.of(token);
        return state();
    }

    private static String passphrase(String method, String passphrase) {
        Utf8.requirePaired(passphrase);
        if (passphrase.length() < MIN_PASSPHRASE_LENGTH || passphrase.length() > MAX_CHARS) {
            throw new InvalidInput("This passphrase cannot be used.", Finding.at(method + ", passphrase")
                    .expected(MIN_PASSPHRASE_LENGTH + " to " + MAX_CHARS + " characters")
                    .found(passphrase.length() + " characters")
                    .remedy("Four or more unrelated words make a good one."));
        }
        return passphrase;
    }

    JsonObject unlock(SourceParams.UnlockHub given) {
        Optional<JsonObject> record = record();
        if (record.isEmpty()) {
            throw new InvalidInput("There is no token of the hub.",
                    Finding.at("unlockHub").expected("a token that was set").found("none"));
        }
        JsonObject sealed = record.get();
        Optional<byte[]> token = environment.keyTools().open(passphrase("unlockHub", given.passphrase()),
                Base64.decode(sealed.string("salt"), "salt"), Base64.decode(sealed.string("iv"), "iv"),
                (int) sealed.integer("rounds"), Base64.decode(sealed.string("bytes"), "sealed token"));
        if (token.isEmpty()) {
            throw new Refused("The passphrase does not open the token.", Finding.at("unlockHub, passphrase")
                    .expected("the passphrase that it was set with").found("another one")
                    .remedy("Try again; capitals and spaces count."));
        }
        open = Optional.of(Utf8.decode(token.get()));
        return state();
    }

    JsonObject remove() {
        store.unset(KEY);
        open = Optional.empty();
        return state();
    }
}
