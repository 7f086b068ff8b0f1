package dev.tabitat.core.json;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;

/** Members by name, in the order they came; two objects are equal when their members are, in any order. */
public final class JsonObject implements Json {

    public static final JsonObject EMPTY = new JsonObject(new LinkedHashMap<>());

    /** Never changed; not wrapped, because the tab's class library looks through a wrapped map member by member. */
    private final LinkedHashMap<String, Json> members;

    private JsonObject(LinkedHashMap<String, Json> members) {
        this.members = members;
    }

    /** An object of alternating names and values; see {@link Json#of(Object)} for what a value may be. */
    public static JsonObject of(Object... namesAndValues) {
        Builder builder = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(members.keySet());
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public Optional<Json> find(String name) {
        return Optional.ofNullable(members.get(name));
    }

    public Optional<String> findString(String name) {
        return has(name) ? Optional.of(string(name)) : Optional.empty();
    }

    public Optional<JsonObject> findObject(String name) {
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    public Optional<JsonArray> findArray(String name) {
        return has(name) ? Optional.of(array(name)) : Optional.empty();
    }

    /** The member {@code name}. @throws DamagedData when it is missing */
    public Json get(String name) {
        Json value = members.get(name);
        if (value == null) {
            throw new DamagedData("A field is missing.",
                    Finding.at("field \"" + name + "\"").expected("a value").found("nothing"));
        }
        return value;
    }

    public String string(String name) {
        if (get(name) instanceof JsonString string) {
            return string.value();
        }
        throw wrong(name, "a string");
    }

    /** A whole number. @throws DamagedData when it is missing, no number, not whole, or over 64 bits */
    public long integer(String name) {
        if (get(name) instanceof JsonNumber number && number.isWhole()) {
            return number.longValue();
        }
        throw wrong(name, "a whole number");
    }

    public double number(String name) {
        if (get(name) instanceof JsonNumber number) {
            return number.doubleValue();
        }
        throw wrong(name, "a number");
    }

    public boolean bool(String name) {
        if (get(name) instanceof JsonBool bool) {
            return bool.value();
        }
        throw wrong(name, "true or false");
    }

    public JsonObject object(String name) {
        if (get(name) instanceof JsonObject object) {
            return object;
        }
        throw wrong(name, "an object");
    }

    public JsonArray array(String name) {
        if (get(name) instanceof JsonArray array) {
            return array;
        }
        throw wrong(name, "an array");
    }

    public String stringOr(String name, String otherwise) {
        return has(name) ? string(name) : otherwise;
    }

    public long integerOr(String name, long otherwise) {
        return has(name) ? integer(name) : otherwise;
    }

    public double numberOr(String name, double otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    public boolean boolOr(String name, boolean otherwise) {
        return has(name) ? bool(name) : otherwise;
    }

    /** A copy in which {@code name} has this value; a new name comes last. */
    public JsonObject with(String name, Object value) {
        LinkedHashMap<String, Json> copy = new LinkedHashMap<>(members);
        copy.put(name, Json.of(value));
        return new JsonObject(copy);
    }

    /** A copy that lacks {@code name}. */
    public JsonObject without(String name) {
        LinkedHashMap<String, Json> copy = new LinkedHashMap<>(members);
        copy.remove(name);
        return new JsonObject(copy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return JsonWriter.write(this);
    }

    private DamagedData wrong(String name, String expected) {
        return new DamagedData(
                "A field has the wrong type.",
                Finding.at("field \"" + name + "\"").expected(expected).found(members.get(name).kind()));
    }

    /** Gathers members; a name that comes twice keeps its place and takes the later value. */
    public static final class Builder {

        private LinkedHashMap<String, Json> members = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String name, Object value) {
            members.put(name, Json.of(value));
            return this;
        }

        /** Adds the member when there is a value. */
        public Builder putIf(String name, Optional<?> value) {
            value.ifPresent(present -> put(name, present));
            return this;
        }

        boolean has(String name) {
            return members.containsKey(name);
        }

        /** The object; the builder starts again, empty. */
        public JsonObject build() {
            JsonObject object = new JsonObject(members);
            members = new LinkedHashMap<>();
            return object;
        }
    }
}
