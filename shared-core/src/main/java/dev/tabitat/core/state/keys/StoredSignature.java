package dev.tabitat.core.state.keys;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.Optional;

/**
 * A signature of a package as it is stored: {@code {envelope, from, since_utc, public_key?}}.
 *
 * @param envelope as it came
 * @param from the origin of a registry, {@code a file} or {@code here}
 * @param publicKey of the signer in base64, where it came with it
 */
public record StoredSignature(String envelope, String from, String sinceUtc, Optional<String> publicKey) {

    private static final JsonLimits LIMITS = new JsonLimits(4 << 20, 12);

    /** @throws dev.tabitat.core.error.DamagedData when it is malformed */
    public static StoredSignature read(String record) {
        JsonObject json = JsonReader.readObject(record, LIMITS);
        return new StoredSignature(json.string("envelope"), json.string("from"), json.string("since_utc"),
                json.findString("public_key"));
    }

    public String record() {
        JsonObject json = JsonObject.of("envelope", envelope, "from", from, "since_utc", sinceUtc);
        return (publicKey.isPresent() ? json.with("public_key", publicKey.get()) : json).toString();
    }
}
