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
import java.util.List;

/** Turns the arguments of a script's call into the one object that the engine takes. */
public final class ApiCalls {

    /** What scripts may call. */
    public static final List<String> METHODS = List.of("device", "catalog", "install", "remove", "installed", "check",
            "adapters", "importAdapter", "fit", "plan", "classify", "tokenize", "embed", "bench", "choose", "lineage",
            "export", "import", "ledger", "connections", "storage", "persist",
            "downloads", "pause", "resume", "cancel", "reorder", "update", "rollback", "removePrevious", "keys",
            "makeKey", "exportKey", "importKey", "trust", "untrust", "sign", "signatures", "licence",
            "examples", "teach", "breed", "evaluate", "lab", "decide", "restore", "replay", "packet", "feedback",
            "route", "approve", "policy", "redact", "routes", "calibrate", "compareRoutes", "replayDecisions",
            "forgetConsent", "targets", "addTarget", "removeTarget", "unlockTarget", "discover",
            "members", "addMember", "removeMember", "measureMember", "search",
            "documents.add", "documents.list", "documents.remove", "documents.read", "documents.status",
            "documents.pause", "documents.resume", "documents.reindex", "documents.protect",
            "documents.unlock", "documents.lock", "documents.unprotect", "documents.export", "documents.import");

    /** Methods whose first argument is a file, and whose options come behind it. */
    private static final List<String> BY_FILE = List.of("import", "documents.add", "documents.import");

    /** Methods whose first argument is a package's name. */
    private static final List<String> BY_NAME = List.of("install", "remove", "update", "rollback", "removePrevious",
            "pause", "resume", "cancel");

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
    public static JsonObject params(String method, String arguments) {
        Json first = first(method, arguments);
        if (BY_NAME.contains(method)) {
            if (first instanceof JsonString name) {
                return options(method, arguments).with("name", name.value());
            }
            throw wrong(method, "a package's name:tag, such as \"lande:q8\"", first);
        }
        boolean isById = method.equals("untrust") || method.equals("documents.remove");
        if (isById && first instanceof JsonString id) {
            return JsonObject.of("id", id.value());
        }
        if (BY_FILE.contains(method)) {
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

    /** The options behind a name; none where they were not given. */
    private static JsonObject options(String method, String arguments) {
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

    private static Json first(String method, String arguments) {
        return argument(method, arguments, 0);
    }

    private static Json argument(String method, String arguments, int at) {
        try {
            Json json = JsonReader.read(arguments, LIMITS);
            return json instanceof JsonArray array && array.size() > at ? array.get(at) : JsonNull.NULL;
        } catch (TabitatException e) {
            throw new InvalidInput("The arguments cannot be read.",
                    Finding.at(method).expected("plain objects, strings, numbers and lists").found(
                            arguments.isEmpty() ? "something that JSON cannot hold" : e.getMessage()));
        }
    }

    private static InvalidInput wrong(String method, String expected, Json found) {
        return new InvalidInput("An argument is missing or of the wrong kind.",
                Finding.at(method + ", first argument").expected(expected)
                        .found(found == JsonNull.NULL ? "nothing" : found.kind()));
    }
}
