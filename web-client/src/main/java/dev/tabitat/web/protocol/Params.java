package dev.tabitat.web.protocol;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.RegistryOrigins;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameters of a call; whatever is wrong with them is {@link InvalidInput}, naming the parameter. */
public final class Params {

    private final String method;
    private final JsonObject json;

    public Params(String method, JsonObject json) {
        this.method = method;
        this.json = json;
    }

    private String where(String name) {
        return method + ", " + name;
    }

    private InvalidInput wrong(String name, String expected, String found) {
        return new InvalidInput("A parameter is missing or of the wrong kind.",
                Finding.at(where(name)).expected(expected).found(found));
    }

    public Optional<String> text(String name) {
        Optional<Json> value = json.find(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof JsonString string) {
            return Optional.of(string.value());
        }
        throw wrong(name, "a string", value.get().kind());
    }

    public String requireText(String name) {
        return text(name).orElseThrow(() -> wrong(name, "a string", "nothing"));
    }

    public boolean flag(String name) {
        Optional<Json> value = json.find(name);
        if (value.isEmpty()) {
            return false;
        }
        if (value.get() instanceof JsonBool bool) {
            return bool.value();
        }
        throw wrong(name, "true or false", value.get().kind());
    }

    /** A whole number in 1 to {@code most}. */
    public int countOr(String name, int otherwise, int most) {
        Optional<Json> value = json.find(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (value.get() instanceof JsonNumber number && number.isWhole()
                && number.longValue() >= 1 && number.longValue() <= most) {
            return (int) number.longValue();
        }
        throw wrong(name, "a whole number from 1 to " + most,
                value.get() instanceof JsonNumber number ? number.toString() : value.get().kind());
    }

    /** Scheme, host and port, normalised; empty when it is not given. */
    public String origin(String name) {
        String text = text(name).orElse("");
        try {
            return text.isEmpty() ? "" : RegistryOrigins.origin(text);
        } catch (InvalidInput e) {
            throw new InvalidInput(e.getMessage(), Finding.at(where(name)).expected(e.finding().expected())
                    .found(e.finding().found()).remedy(e.finding().remedy()));
        }
    }

    /** A list of package names. */
    public List<PackageName> packageNames(String name) {
        List<PackageName> names = new ArrayList<>();
        for (String one : inputs(name)) {
            names.add(new Params(method, JsonObject.of(name, one)).packageName(name));
        }
        return names;
    }

    /** One text, or a list of texts. */
    public List<String> inputs(String name) {
        Optional<Json> value = json.find(name);
        if (value.isPresent() && value.get() instanceof JsonString string) {
            return List.of(string.value());
        }
        if (value.isPresent() && value.get() instanceof JsonArray array && array.size() > 0) {
            List<String> texts = new ArrayList<>();
            for (Json item : array.items()) {
                if (!(item instanceof JsonString string)) {
                    throw wrong(name, "strings only", "item " + texts.size() + ": " + item.kind());
                }
                texts.add(string.value());
            }
            return texts;
        }
        throw wrong(name, "a string, or a list of strings", value.isEmpty() ? "nothing"
                : value.get() instanceof JsonArray ? "an empty list" : value.get().kind());
    }

    public PackageName packageName(String name) {
        String text = requireText(name);
        try {
            return PackageName.parse(text);
        } catch (TabitatException e) {
            throw wrong(name, "a package's name:tag, such as lande:q8",
                    text.length() > 100 ? "a very long name" : text);
        }
    }

    /** A list of objects; none when it is not there. */
    public List<JsonObject> objects(String name) {
        Optional<Json> value = json.find(name);
        if (value.isEmpty()) {
            return List.of();
        }
        List<JsonObject> objects = new ArrayList<>();
        if (value.get() instanceof JsonArray array) {
            for (Json item : array.items()) {
                if (!(item instanceof JsonObject object)) {
                    throw wrong(name, "objects only", "item " + objects.size() + ": " + item.kind());
                }
                objects.add(object);
            }
            return objects;
        }
        throw wrong(name, "a list of objects", value.get().kind());
    }

    public double numberOr(String name, double otherwise) {
        Optional<Json> value = json.find(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (value.get() instanceof JsonNumber number) {
            return number.doubleValue();
        }
        throw wrong(name, "a number", value.get().kind());
    }

    public JsonObject requireObject(String name) {
        Optional<Json> value = json.find(name);
        if (value.isPresent() && value.get() instanceof JsonObject object) {
            return object;
        }
        throw wrong(name, "an object", value.isEmpty() ? "nothing" : value.get().kind());
    }

    /** Whatever it is. */
    public Json require(String name) {
        return json.find(name).orElseThrow(() -> wrong(name, "a value", "nothing"));
    }

    /** The same with another parameter. */
    public Params with(String name, Object value) {
        return new Params(method, json.with(name, value));
    }

    public boolean has(String name) {
        return json.has(name);
    }

    /** One of these words. */
    public String oneOf(String name, String otherwise, List<String> words) {
        String word = text(name).orElse(otherwise);
        if (!words.contains(word)) {
            throw wrong(name, "one of " + words, word.length() > 100 ? "a long text" : word);
        }
        return word;
    }
}
