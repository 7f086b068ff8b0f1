package dev.tabitat.core.state;

import dev.tabitat.core.json.JsonObject;
import java.util.Optional;

/**
 * A stored record as it is from now on: {@code {table, key, text?}}.
 *
 * @param text what it says; empty where the record is deleted
 */
public record RecordChange(String table, String key, Optional<String> text) {

    public static RecordChange put(String table, String key, String text) {
        return new RecordChange(table, key, Optional.of(text));
    }

    public static RecordChange delete(String table, String key) {
        return new RecordChange(table, key, Optional.empty());
    }

    JsonObject toJson() {
        JsonObject json = JsonObject.of("table", table, "key", key);
        return text.isPresent() ? json.with("text", text.get()) : json;
    }

    static RecordChange fromJson(JsonObject json) {
        return new RecordChange(json.string("table"), json.string("key"), json.findString("text"));
    }
}
