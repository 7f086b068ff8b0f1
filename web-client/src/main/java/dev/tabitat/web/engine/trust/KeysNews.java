package dev.tabitat.web.engine.trust;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.signing.PublicKey;
import dev.tabitat.core.state.keys.KeysState;
import dev.tabitat.core.state.keys.StoredKey;
import dev.tabitat.web.protocol.Announcement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What changed in keys and signatures, as the bodies of events say it; see {@link dev.tabitat.web.protocol.Topic}. */
final class KeysNews {

    private KeysNews() {}

    /** {@code {keys: {id: entry | null}, trusted: {id: entry | null}, signed: [digest], aggregate, revision}}. */
    static JsonObject body(KeysState before, KeysState after, long revision, boolean isOwn) {
        Set<String> signed = new TreeSet<>();
        for (String key : differing(before.signatures(), after.signatures())) {
            signed.add(key.substring(0, key.indexOf('/')));
        }
        return Announcement.body(JsonObject.of("keys", entries(before.own(), after.own()), "trusted",
                entries(before.trusted(), after.trusted()), "signed", JsonArray.ofStrings(List.copyOf(signed))),
                Keys.AGGREGATE, revision,
                isOwn);
    }

    private static JsonObject entries(Map<String, StoredKey> before, Map<String, StoredKey> after) {
        JsonObject entries = JsonObject.EMPTY;
        for (String id : differing(before, after)) {
            entries = entries.with(id, after.containsKey(id) ? shown(after.get(id)) : JsonNull.NULL);
        }
        return entries;
    }

    private static <T> Set<String> differing(Map<String, T> before, Map<String, T> after) {
        Set<String> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        ids.removeIf(id -> before.containsKey(id) && before.get(id).equals(after.get(id)));
        return ids;
    }

    /** {@code {id, name, algorithm, public_key, since_utc}}, the public key in PEM. */
    static JsonObject shown(StoredKey record) {
        PublicKey key = Keys.publicKey(record);
        return JsonObject.of("id", key.id(), "name", record.name(), "algorithm", key.algorithm().id(), "public_key",
                key.pem(), "since_utc", record.sinceUtc());
    }
}
