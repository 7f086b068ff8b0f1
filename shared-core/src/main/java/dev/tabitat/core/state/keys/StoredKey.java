package dev.tabitat.core.state.keys;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.Optional;

/**
 * A key as it is stored: {@code {name, public_key, since_utc, secret?}}.
 *
 * @param name for people
 * @param publicKey SubjectPublicKeyInfo in base64
 * @param sinceUtc when it was made, imported or trusted
 * @param secret PKCS #8 in base64; of own keys only
 */
public record StoredKey(String name, String publicKey, String sinceUtc, Optional<String> secret) {

    private static final JsonLimits LIMITS = new JsonLimits(1 << 16, 4);

    /** @throws dev.tabitat.core.error.DamagedData when it is malformed */
    public static StoredKey read(String record) {
        JsonObject json = JsonReader.readObject(record, LIMITS);
        return new StoredKey(json.string("name"), json.string("public_key"), json.string("since_utc"),
                json.findString("secret"));
    }

    public String record() {
        JsonObject json = JsonObject.of("name", name, "public_key", publicKey, "since_utc", sinceUtc);
        return (secret.isPresent() ? json.with("secret", secret.get()) : json).toString();
    }
}
