package dev.tabitat.web.view.parts;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A list of entries to which the changes that an event says are applied. */
public final class Entries {

    private Entries() {}

    /**
     * The list with these changes, in ascending order of the entries' ids.
     *
     * @param idMember the member of an entry that names it
     * @param changed entries by id; null for one that is no more
     */
    public static JsonArray changed(JsonArray list, String idMember, JsonObject changed) {
        Map<String, Json> entries = new TreeMap<>();
        for (JsonObject one : list.objects()) {
            entries.put(one.string(idMember), one);
        }
        for (String id : changed.names()) {
            if (changed.get(id) instanceof JsonObject now) {
                entries.put(id, now);
            } else {
                entries.remove(id);
            }
        }
        List<Json> all = new ArrayList<>(entries.values());
        return new JsonArray(all);
    }

    /** The answer of {@code keys} with what an event about keys says. */
    public static JsonObject keys(JsonObject answer, JsonObject body) {
        JsonObject now = answer;
        for (String kind : List.of("keys", "trusted")) {
            if (body.findObject(kind).isPresent()) {
                now = now.with(kind, changed(now.array(kind), "id", body.object(kind)));
            }
        }
        return now;
    }
}
