package dev.tabitat.core.json;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON strictly: no comments, no trailing commas, no byte order mark, no name twice in an object, nothing after
 * the value.
 *
 * <p>
 * Errors name the character at which the text stops being JSON.
 */
public final class JsonReader {

    private final String text;
    private final JsonLimits limits;
    private int at;
    private int depth;

    private JsonReader(String text, JsonLimits limits) {
        this.text = text;
        this.limits = limits;
    }

    /** @throws DamagedData when the text is not JSON or over its limits */
    public static Json read(String text, JsonLimits limits) {
        checkSize(text.length(), limits);
        return new JsonReader(text, limits).document();
    }

    /** @throws DamagedData when the bytes are not UTF-8, not JSON, or over their limits */
    public static Json read(byte[] utf8, JsonLimits limits) {
        checkSize(utf8.length, limits);
        return new JsonReader(Utf8.decode(utf8), limits).document();
    }

    public static JsonObject readObject(String text, JsonLimits limits) {
        return object(read(text, limits));
    }

    public static JsonObject readObject(byte[] utf8, JsonLimits limits) {
        return object(read(utf8, limits));
    }

    private static JsonObject object(Json value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new DamagedData("The JSON is not an object.",
                Finding.at("character 0").expected("an object").found(value.kind()));
    }

    private static void checkSize(int size, JsonLimits limits) {
        if (size > limits.maxBytes()) {
            throw new DamagedData(
                    "The JSON is too large to be read.",
                    Finding.NONE.expected("at most " + limits.maxBytes() + " bytes").found(size + " bytes"));
        }
    }

    private Json document() {
        Json value = value();
        skipSpace();
        if (at < text.length()) {
            throw unexpected("the end of the text");
        }
        return value;
    }

    private Json value() {
        skipSpace();
        char c = peek("a value");
        return switch (c) {
            case '{' -> objectValue();
            case '[' -> arrayValue();
            case '"' -> new JsonString(string());
            case 't' -> word("true", JsonBool.TRUE);
            case 'f' -> word("false", JsonBool.FALSE);
            case 'n' -> word("null", JsonNull.NULL);
            default -> number();
        };
    }

    private Json objectValue() {
        enter();
        JsonObject.Builder members = JsonObject.builder();
        if (!closes('}')) {
            do {
                skipSpace();
                if (peek("a name in quotes") != '"') {
                    throw unexpected("a name in quotes");
                }
                int start = at;
                String name = string();
                if (members.has(name)) {
                    throw new DamagedData(
                            "A name comes twice in one object.",
                            Finding.at("character " + start).expected("each name once")
                                    .found("\"" + name + "\" again"));
                }
                skipSpace();
                require(':');
                members.put(name, value());
            } while (another('}'));
        }
        depth--;
        return members.build();
    }

    private Json arrayValue() {
        enter();
        List<Json> items = new ArrayList<>();
        if (!closes(']')) {
            do {
                items.add(value());
            } while (another(']'));
        }
        depth--;
        return new JsonArray(items);
    }

    private void enter() {
        if (++depth > limits.maxDepth()) {
            throw new DamagedData(
                    "The JSON is nested too deeply.",
                    Finding.at("character " + at).expected("at most " + limits.maxDepth() + " levels").found("more"));
        }
        at++;
    }

    private boolean closes(char bracket) {
        skipSpace();
        if (peek("a value or \"" + bracket + "\"") != bracket) {
            return false;
        }
        at++;
        return true;
    }

    private boolean another(char bracket) {
        skipSpace();
        char c = peek("\",\" or \"" + bracket + "\"");
        if (c != ',' && c != bracket) {
            throw unexpected("\",\" or \"" + bracket + "\"");
        }
        at++;
        return c == ',';
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw unexpected(word);
        }
        at += word.length();
        return value;
    }

    private String string() {
        at++;
        int start = at;
        StringBuilder unescaped = null;
        while (true) {
            char c = peek("the end of a string");
            if (c == '"') {
                String plain = text.substring(start, at++);
                return unescaped == null ? plain : unescaped.append(plain).toString();
            }
            if (c < 0x20) {
                throw unexpected("no control character in a string");
            }
            if (c != '\\') {
                at++;
                continue;
            }
            if (unescaped == null) {
                unescaped = new StringBuilder();
            }
            unescaped.append(text, start, at);
            at++;
            unescaped.append(escaped());
            start = at;
        }
    }

    private char escaped() {
        char c = peek("an escape");
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex4();
            default -> {
                at--;
                throw unexpected("one of \"\\/bfnrtu");
            }
        };
    }

    private char hex4() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek("four hexadecimal digits");
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw unexpected("four hexadecimal digits");
            }
            value = value << 4 | digit;
            at++;
        }
        return (char) value;
    }

    private JsonNumber number() {
        int start = at;
        if (peek("a value") == '-') {
            at++;
        }
        if (peek("a digit") == '0') {
            at++;
        } else {
            digits();
        }
        boolean whole = true;
        if (at < text.length() && text.charAt(at) == '.') {
            whole = false;
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            whole = false;
            at++;
            if (peek("an exponent") == '+' || text.charAt(at) == '-') {
                at++;
            }
            digits();
        }
        return number(text.substring(start, at), whole, start);
    }

    private JsonNumber number(String literal, boolean whole, int start) {
        if (whole && literal.length() <= 18 && !literal.equals("-0")) {
            return JsonNumber.of(Long.parseLong(literal));
        }
        if (whole && literal.length() <= 20) {
            try {
                return JsonNumber.of(Long.parseLong(literal));
            } catch (NumberFormatException over64Bits) {
                return JsonNumber.of(Decimal.parse(literal));
            }
        }
        double value = Decimal.parse(literal);
        if (Double.isInfinite(value)) {
            throw new DamagedData(
                    "A number is too large.",
                    Finding.at("character " + start).expected("a 64-bit float").found(literal));
        }
        return JsonNumber.of(value);
    }

    private void digits() {
        if (!isDigit(peek("a digit"))) {
            throw unexpected("a digit");
        }
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    private void require(char c) {
        if (peek("\"" + c + "\"") != c) {
            throw unexpected("\"" + c + "\"");
        }
        at++;
    }

    private char peek(String expected) {
        if (at >= text.length()) {
            throw new DamagedData(
                    "The JSON ends too early.",
                    Finding.at("character " + at).expected(expected).found("the end of the text"));
        }
        return text.charAt(at);
    }

    private DamagedData unexpected(String expected) {
        char c = text.charAt(at);
        String found = c >= 0x20 && c < 0x7F ? "\"" + c + "\"" : "U+" + Integer.toHexString(c);
        return new DamagedData("The text is not JSON.", Finding.at("character " + at).expected(expected).found(found));
    }
}
