package dev.tabitat.core.json;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The canonical form of RFC 8785 (JSON Canonicalization Scheme): what is hashed and signed.
 *
 * <p>
 * Members are sorted by UTF-16 code units, numbers are written as ECMAScript writes their double.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /** The canonical UTF-8 bytes. @throws InvalidInput when a string holds an unpaired surrogate */
    public static byte[] bytes(Json value) {
        return Utf8.encode(text(value));
    }

    /** The canonical text. */
    public static String text(Json value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Json value, StringBuilder out) {
        if (value instanceof JsonObject object) {
            object(object, out);
        } else if (value instanceof JsonArray array) {
            array(array, out);
        } else if (value instanceof JsonString string) {
            string(string.value(), out);
        } else if (value instanceof JsonNumber number) {
            out.append(Decimal.format(number.doubleValue()));
        } else {
            out.append(JsonWriter.write(value));
        }
    }

    private static void string(String text, StringBuilder out) {
        Utf8.requirePaired(text);
        JsonWriter.string(text, out);
    }

    private static void object(JsonObject object, StringBuilder out) {
        List<String> names = new ArrayList<>(object.names());
        Collections.sort(names);
        out.append('{');
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            string(names.get(i), out);
            out.append(':');
            write(object.get(names.get(i)), out);
        }
        out.append('}');
    }

    private static void array(JsonArray array, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(array.get(i), out);
        }
        out.append(']');
    }
}
