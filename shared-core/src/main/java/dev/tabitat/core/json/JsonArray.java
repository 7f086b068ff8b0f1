package dev.tabitat.core.json;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import java.util.ArrayList;
import java.util.List;

/** Values in order. */
public record JsonArray(List<Json> items) implements Json {

    public static final JsonArray EMPTY = new JsonArray(List.of());

    public JsonArray {
        items = List.copyOf(items);
    }

    public static JsonArray of(Object... values) {
        List<Json> items = new ArrayList<>(values.length);
        for (Object value : values) {
            items.add(Json.of(value));
        }
        return new JsonArray(items);
    }

    public static JsonArray ofStrings(List<String> values) {
        return of(values.toArray());
    }

    public int size() {
        return items.size();
    }

    public Json get(int index) {
        return items.get(index);
    }

    /** The items as strings. @throws DamagedData when one is none */
    public List<String> strings() {
        List<String> strings = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof JsonString string)) {
                throw wrong(i, "a string");
            }
            strings.add(string.value());
        }
        return strings;
    }

    /** The items as objects. @throws DamagedData when one is none */
    public List<JsonObject> objects() {
        List<JsonObject> objects = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof JsonObject object)) {
                throw wrong(i, "an object");
            }
            objects.add(object);
        }
        return objects;
    }

    @Override
    public String toString() {
        return JsonWriter.write(this);
    }

    private DamagedData wrong(int index, String expected) {
        return new DamagedData(
                "An item of a list has the wrong type.",
                Finding.at("item " + index).expected(expected).found(items.get(index).kind()));
    }
}
