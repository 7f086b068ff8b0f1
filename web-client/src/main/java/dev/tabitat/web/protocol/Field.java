package dev.tabitat.web.protocol;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import java.util.Optional;

/** A named field of an object in the protocol: what it may hold, and what counts where it is missing. */
public final class Field {

    private final String name;
    private final Kind<?> kind;
    private final boolean isRequired;
    private final boolean isOptional;
    private final Object otherwise;

    private Field(String name, Kind<?> kind, boolean isRequired, boolean isOptional, Object otherwise) {
        this.name = name;
        this.kind = kind;
        this.isRequired = isRequired;
        this.isOptional = isOptional;
        this.otherwise = otherwise;
    }

    /** One that must be there. */
    public static Field required(String name, Kind<?> kind) {
        return new Field(name, kind, true, false, null);
    }

    /** One that may be missing; its value is an {@link Optional}. */
    public static Field optional(String name, Kind<?> kind) {
        return new Field(name, kind, false, true, Optional.empty());
    }

    /** One that is {@code otherwise} where it is missing. */
    public static <T> Field of(String name, Kind<T> kind, T otherwise) {
        return new Field(name, kind, false, false, otherwise);
    }

    public String name() {
        return name;
    }

    public Kind<?> kind() {
        return kind;
    }

    public boolean isRequired() {
        return isRequired;
    }

    Object read(Input input) {
        Optional<Json> given = input.json().find(name);
        if (given.isEmpty() && !isRequired) {
            return otherwise;
        }
        Kind.Place place = new Kind.Place(input.owner(), name);
        if (given.isEmpty()) {
            throw place.wrong(kind.expected(), "nothing");
        }
        Object value = kind.read(place, given.get());
        return isOptional ? Optional.of(value) : value;
    }

    /** What stands for a missing one is not written. */
    @SuppressWarnings("unchecked")
    void write(Object value, JsonObject.Builder json) {
        if (!isRequired && value.equals(otherwise)) {
            return;
        }
        json.put(name, ((Kind<Object>) kind).write(isOptional ? ((Optional<?>) value).get() : value));
    }
}
