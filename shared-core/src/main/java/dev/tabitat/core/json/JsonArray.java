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

    /** The array of what each item becomes. */
    public static <T> JsonArray ofEach(List<T> values, Writer<T> writer) {
        List<Json> items = new ArrayList<>(values.size());
        for (T value : values) {
            items.add(writer.write(value));
        }
        return new JsonArray(items);
    }

    /** Makes an object of an item; a type of its own, so that no function that waits shares its calls. */
    public interface Writer<T> {

        JsonObject write(T value);
    }

    /** Makes an item of an object; a type of its own, so that no function that waits shares its calls. */
    public interface Reader<T> {

        /** @throws dev.tabitat.core.error.TabitatException when the object is none that it can read */
        T read(JsonObject json);
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

    /** What each item is read as. @throws DamagedData when one is no object */
    public <T> List<T> objects(Reader<T> reader) {
        List<T> read = new ArrayList<>(items.size());
        for (JsonObject object : objects()) {
            read.add(reader.read(object));
        }
        return read;
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
