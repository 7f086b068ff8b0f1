package dev.tabitat.web.api;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.web.protocol.Method;

/** Turns the arguments of a script's call into the one object that the engine takes. */
public final class ApiCalls {

    /** Room for a text of 10 MB in any escaping. */
    private static final JsonLimits LIMITS = new JsonLimits(128 << 20, 32);

    private ApiCalls() {}

    /**
     * The parameters of a call.
     *
     * @param arguments the script's arguments as a JSON array; {@code null} stands for one that was not given; an empty
     * text says that they cannot be written as JSON
     * @throws InvalidInput when they have not the shape that the method expects
     */
    public static JsonObject params(Method method, String arguments) {
        Json first = first(method, arguments);
        if (method.has(Method.NAME_FIRST)) {
            if (first instanceof JsonString name) {
                return options(method, arguments).with("name", name.value());
            }
            throw wrong(method, "a package's name:tag, such as \"lande:q8\"", first);
        }
        if (method.has(Method.SOURCE_FIRST)) {
            if (first instanceof JsonObject source) {
                return options(method, arguments).with("source", source);
            }
            throw wrong(method, "the source of a model, such as {hub: \"owner/name\"}", first);
        }
        if (method.has(Method.ID_FIRST) && first instanceof JsonString id) {
            return JsonObject.of("id", id.value());
        }
        if (method.has(Method.FILE_FIRST)) {
            return first instanceof JsonObject options ? options : JsonObject.EMPTY;
        }
        if (first == JsonNull.NULL) {
            return JsonObject.EMPTY;
        }
        if (first instanceof JsonObject options) {
            return options;
        }
        throw wrong(method, "an object of options", first);
    }

    /** The options behind a name or a source; none where they were not given. */
    private static JsonObject options(Method method, String arguments) {
        Json second = argument(method, arguments, 1);
        if (second instanceof JsonObject options) {
            return options;
        }
        if (second == JsonNull.NULL) {
            return JsonObject.EMPTY;
        }
        throw new InvalidInput("An argument is of the wrong kind.",
                Finding.at(method + ", second argument").expected("an object of options").found(second.kind()));
    }

    private static Json first(Method method, String arguments) {
        return argument(method, arguments, 0);
    }

    private static Json argument(Method method, String arguments, int at) {
        try {
            Json json = JsonReader.read(arguments, LIMITS);
            return json instanceof JsonArray array && array.size() > at ? array.get(at) : JsonNull.NULL;
        } catch (TabitatException e) {
            throw new InvalidInput("The arguments cannot be read.",
                    Finding.at(method.wireName()).expected("plain objects, strings, numbers and lists").found(
                            arguments.isEmpty() ? "something that JSON cannot hold" : e.getMessage()));
        }
    }

    private static InvalidInput wrong(Method method, String expected, Json found) {
        return new InvalidInput("An argument is missing or of the wrong kind.",
                Finding.at(method + ", first argument").expected(expected)
                        .found(found == JsonNull.NULL ? "nothing" : found.kind()));
    }
}
