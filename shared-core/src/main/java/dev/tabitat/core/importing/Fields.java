package dev.tabitat.core.importing;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Members of JSON that many programs have written: of one that is null or of another type, nothing is known. */
final class Fields {

    private Fields() {}

    /** A text; empty when there is none. */
    static String text(JsonObject json, String name) {
        return json.find(name).orElse(JsonNull.NULL) instanceof JsonString text ? text.value() : "";
    }

    /** A whole number of at least 0, of the first of these names that has one. */
    static OptionalLong count(JsonObject json, String... names) {
        for (String name : names) {
            if (json.find(name).orElse(JsonNull.NULL) instanceof JsonNumber number && number.isWhole()
                    && number.longValue() >= 0) {
                return OptionalLong.of(number.longValue());
            }
        }
        return OptionalLong.empty();
    }

    static boolean isTrue(JsonObject json, String name) {
        return json.find(name).orElse(JsonNull.NULL) == JsonBool.TRUE;
    }

    /** Whether there is a value other than null. */
    static boolean has(JsonObject json, String name) {
        return json.find(name).orElse(JsonNull.NULL) != JsonNull.NULL;
    }

    /** An object; empty when there is none. */
    static JsonObject object(JsonObject json, String name) {
        return json.find(name).orElse(JsonNull.NULL) instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    /** The texts of a list; a text alone counts as a list of one. */
    static List<String> texts(JsonObject json, String name) {
        Json value = json.find(name).orElse(JsonNull.NULL);
        List<String> texts = new ArrayList<>();
        if (value instanceof JsonString text) {
            texts.add(text.value());
        } else if (value instanceof JsonArray array) {
            for (Json item : array.items()) {
                if (item instanceof JsonString text) {
                    texts.add(text.value());
                }
            }
        }
        return texts;
    }
}
