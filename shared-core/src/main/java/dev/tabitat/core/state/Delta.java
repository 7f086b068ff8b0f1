package dev.tabitat.core.state;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.ArrayList;
import java.util.List;

/**
 * What one command changed: {@code {revision, after, tag, changes: [{table, key, text?}]}}.
 *
 * @param revision the number that the aggregate has after it
 * @param after tag of the revision that it changes; empty where that is not known, so that a state of any revision must
 * be read anew
 * @param tag of the revision that it leads to
 */
public record Delta(long revision, String after, String tag, List<RecordChange> changes) {

    public Delta {
        changes = List.copyOf(changes);
    }

    /** Whether it leads on from this revision. */
    public boolean follows(Revision before) {
        return revision == before.number() + 1 && after.equals(before.tag()) && !(after.isEmpty() && revision > 1);
    }

    /** @throws dev.tabitat.core.error.DamagedData when it is malformed */
    public static Delta read(String record) {
        JsonObject json = JsonReader.readObject(record, JsonLimits.DEFAULT);
        List<RecordChange> changes = new ArrayList<>();
        for (JsonObject one : json.array("changes").objects()) {
            changes.add(RecordChange.fromJson(one));
        }
        return new Delta(json.integer("revision"), json.string("after"), json.string("tag"), changes);
    }

    public String record() {
        List<Json> items = new ArrayList<>();
        for (RecordChange one : changes) {
            items.add(one.toJson());
        }
        return JsonObject.of("revision", revision, "after", after, "tag", tag, "changes", new JsonArray(items))
                .toString();
    }
}
