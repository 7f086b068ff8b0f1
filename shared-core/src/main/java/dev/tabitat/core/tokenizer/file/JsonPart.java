package dev.tabitat.core.tokenizer.file;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/** An object of a tokenizer file with its path in it: what is missing or wrong is refused by that path. */
public final class JsonPart {

    private static final int MAX_SHOWN = 60;

    private final JsonObject object;
    private final String path;

    private JsonPart(JsonObject object, String path) {
        this.object = object;
        this.path = path;
    }

    public static JsonPart root(JsonObject file) {
        return new JsonPart(file, "");
    }

    /** A part of another file, whose fields are named below a path. */
    public static JsonPart at(String path, JsonObject part) {
        return new JsonPart(part, path);
    }

    /** The path of a field, or of this part where the name is empty. */
    public String where(String name) {
        return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
    }

    public JsonObject object() {
        return object;
    }

    /** @throws Unsupported when there is a field of another name */
    public void only(String... known) {
        List<String> names = List.of(known);
        for (String name : object.names()) {
            if (!names.contains(name)) {
                throw unsupported(name, "one of " + String.join(", ", names), show(object.get(name)));
            }
        }
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return object.has(name) && !object.get(name).equals(JsonNull.NULL);
    }

    public Json get(String name) {
        if (!object.has(name)) {
            throw damaged(name, "a value", "nothing");
        }
        return object.get(name);
    }

    /** A string of whole characters. */
    public String string(String name) {
        if (get(name) instanceof JsonString string) {
            if (Utf8.firstUnpairedSurrogate(string.value(), 0) >= 0) {
                throw damaged(name, "whole characters", "an unpaired surrogate");
            }
            return string.value();
        }
        throw damaged(name, "a string", get(name).kind());
    }

    public String stringOr(String name, String otherwise) {
        return has(name) ? string(name) : otherwise;
    }

    public boolean bool(String name) {
        if (get(name) instanceof JsonBool bool) {
            return bool.value();
        }
        throw damaged(name, "true or false", get(name).kind());
    }

    public boolean boolOr(String name, boolean otherwise) {
        return has(name) ? bool(name) : otherwise;
    }

    /** A whole number of this range. */
    public int integer(String name, int min, int max) {
        return integer(get(name), name, min, max);
    }

    /** A whole number of this range: the value of a field or one inside it. */
    public int integer(Json value, String name, int min, int max) {
        if (!(value instanceof JsonNumber number) || !number.isWhole()) {
            throw damaged(name, "a whole number", show(value));
        }
        if (number.longValue() < min || number.longValue() > max) {
            throw damaged(name, min + " to " + max, number.toString());
        }
        return (int) number.longValue();
    }

    /** The code point of a field that holds one character. */
    public int character(String name) {
        String text = string(name);
        if (text.isEmpty() || text.codePointCount(0, text.length()) != 1) {
            throw damaged(name, "one character", show(get(name)));
        }
        return text.codePointAt(0);
    }

    public JsonPart part(String name) {
        if (get(name) instanceof JsonObject inner) {
            return new JsonPart(inner, where(name));
        }
        throw damaged(name, "an object", get(name).kind());
    }

    public JsonArray array(String name) {
        if (get(name) instanceof JsonArray array) {
            return array;
        }
        throw damaged(name, "an array", get(name).kind());
    }

    /** The objects of an array. */
    public List<JsonPart> parts(String name) {
        List<JsonPart> parts = new ArrayList<>();
        for (Json item : array(name).items()) {
            String inner = name + "[" + parts.size() + "]";
            if (!(item instanceof JsonObject of)) {
                throw damaged(inner, "an object", item.kind());
            }
            parts.add(new JsonPart(of, where(inner)));
        }
        return parts;
    }

    public DamagedData damaged(String name, String expected, String found) {
        return new DamagedData("The tokenizer is damaged.",
                Finding.at(where(name)).expected(expected).found(found).remedy("Fetch the file again."));
    }

    public Unsupported unsupported(String name, String expected, String found) {
        return new Unsupported("The tokenizer requires an unsupported feature.",
                Finding.at(where(name)).expected(expected).found(found)
                        .remedy("Choose a model with another tokenizer."));
    }

    /** A value in a message: shortened where it is long. */
    public static String show(Json value) {
        if (value instanceof JsonObject || value instanceof JsonArray) {
            return value.kind();
        }
        return shorten(value.toString());
    }

    public static String shorten(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }
}
