package dev.tabitat.core.state;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.ArrayList;
import java.util.List;

/**
 * What one command changed: {@code {revision, after, to, changes: [{table, key, text?}]}}.
 *
 * @param revision the number that the aggregate has after it
 * @param after the stamp that it leads on from
 * @param to the stamp that it leads to
 */
public record Delta(long revision, String after, String to, List<RecordChange> changes) {

    public Delta {
        changes = List.copyOf(changes);
    }

    /** @throws dev.tabitat.core.error.DamagedData when it is malformed */
    public static Delta read(String record) {
        JsonObject json = JsonReader.readObject(record, JsonLimits.DEFAULT);
        List<RecordChange> changes = new ArrayList<>();
        for (JsonObject one : json.array("changes").objects()) {
            changes.add(RecordChange.fromJson(one));
        }
        return new Delta(json.integer("revision"), json.string("after"), json.string("to"), changes);
    }

    /** The same with empty texts for those that records say. */
    public Delta withoutTexts() {
        List<RecordChange> named = new ArrayList<>();
        for (RecordChange one : changes) {
            named.add(one.text().isPresent() ? RecordChange.put(one.table(), one.key(), "") : one);
        }
        return new Delta(revision, after, to, named);
    }

    public String record() {
        List<Json> items = new ArrayList<>();
        for (RecordChange one : changes) {
            items.add(one.toJson());
        }
        return JsonObject.of("revision", revision, "after", after, "to", to, "changes", new JsonArray(items))
                .toString();
    }
}
