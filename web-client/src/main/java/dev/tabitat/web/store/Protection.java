package dev.tabitat.web.store;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.signing.Base64;
import java.util.Optional;

/**
 * How documents are sealed: a random key that a passphrase opens.
 *
 * @param state whether every record is sealed, or this is still being done or undone
 * @param hadPlain whether records were kept in plain before, copies of which the browser's files may still hold
 */
public record Protection(State state, int rounds, byte[] salt, byte[] iv, byte[] sealedKey, boolean hadPlain) {

    private static final int ROUNDS = 600_000;
    private static final int MAX_ROUNDS = 10_000_000;
    private static final int SALT = 16;
    private static final int IV = 12;
    private static final int KEY = 32;

    /** Where the records are. */
    public enum State {
        SEALING,
        SEALED,
        OPENING;

        String id() {
            return switch (this) {
                case SEALING -> "sealing";
                case SEALED -> "sealed";
                case OPENING -> "opening";
            };
        }
    }

    /** A protection with its key, which is kept nowhere. */
    public record Made(Protection protection, byte[] key) {}

    static Made make(DocumentCipher cipher, String passphrase, boolean hadPlain) {
        byte[] key = cipher.random(KEY);
        byte[] salt = cipher.random(SALT);
        byte[] iv = cipher.random(IV);
        return new Made(new Protection(State.SEALING, ROUNDS, salt, iv, cipher.seal(passphrase, salt, iv, ROUNDS, key),
                hadPlain), key);
    }

    /** The key; empty when the passphrase is another one. */
    Optional<byte[]> open(DocumentCipher cipher, String passphrase) {
        return cipher.open(passphrase, salt, iv, rounds, sealedKey).filter(key -> key.length == KEY);
    }

    Protection in(State next) {
        return new Protection(next, rounds, salt, iv, sealedKey, hadPlain);
    }

    String text() {
        return JsonObject.of("state", state.id(), "kdf", "PBKDF2-SHA-256", "rounds", rounds, "cipher", "AES-256-GCM",
                "salt", Base64.encode(salt), "iv", Base64.encode(iv),
                "key", Base64.encode(sealedKey), "had_plain", hadPlain).toString();
    }

    /** @throws DamagedData when it cannot be read */
    static Protection read(String text) {
        JsonObject json = JsonReader.readObject(text, JsonLimits.DEFAULT);
        for (State state : State.values()) {
            long rounds = json.integer("rounds");
            if (state.id().equals(json.string("state")) && rounds > 0 && rounds <= MAX_ROUNDS) {
                return new Protection(state, (int) rounds, Base64.decode(json.string("salt"), "salt"),
                        Base64.decode(json.string("iv"), "iv"), Base64.decode(json.string("key"), "key"),
                        json.boolOr("had_plain", true));
            }
        }
        throw new DamagedData("How documents are protected cannot be read.",
                Finding.at("settings, documents/protection").expected("sealing, sealed or opening")
                        .found(json.string("state")));
    }
}
