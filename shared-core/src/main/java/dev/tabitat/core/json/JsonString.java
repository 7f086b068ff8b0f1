package dev.tabitat.core.json;

import java.util.Objects;

/** A string of UTF-16 code units, as JSON has them. */
public record JsonString(String value) implements Json {

    public JsonString {
        Objects.requireNonNull(value);
    }

    /** The JSON text, in quotes. */
    @Override
    public String toString() {
        return JsonWriter.write(this);
    }
}
