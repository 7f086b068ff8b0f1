package dev.tabitat.web.profile;

import dev.tabitat.core.device.Fact;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.web.jso.Js;
import java.util.LinkedHashMap;
import java.util.Map;
import org.teavm.jso.JSObject;

/** Gathers facts; a probe that fails leaves an unavailable fact that says why. */
final class FactCollector {

    /** How long a probe waits for a promise before it says that no answer came. */
    static final int PATIENCE_MILLIS = 3_000;

    private final Map<String, Fact> facts = new LinkedHashMap<>();

    Map<String, Fact> all() {
        return facts;
    }

    /** Adds what the probe finds. */
    void add(String id, String label, String source, Probe probe) {
        Fact fact;
        try {
            fact = probe.find();
        } catch (RuntimeException e) {
            fact = Fact.unavailable(label, source + ": " + reason(e));
        }
        facts.put(id, fact);
    }

    /** Adds facts that are known already. */
    void addAll(Map<String, Fact> known) {
        facts.putAll(known);
    }

    /** Adds the value at a dotted path from the global object. */
    void path(String id, String label, String path) {
        path(id, label, path, "", 1);
    }

    /** Adds a number at a path, times {@code factor}, in {@code unit}. */
    void path(String id, String label, String path, String unit, double factor) {
        add(id, label, path, () -> reported(label, Js.path(path), path, unit, factor));
    }

    /** Adds a member of an object. */
    void member(String id, String label, JSObject object, String name, String source, String unit) {
        add(id, label, source + "." + name, () -> reported(label, Js.get(object, name), source + "." + name, unit, 1));
    }

    /** Adds several facts for the same reason why they cannot be had. */
    void unavailable(Map<String, String> labelById, String why) {
        labelById.forEach((id, label) -> facts.put(id, Fact.unavailable(label, why)));
    }

    static Fact reported(String label, JSObject value, String source, String unit, double factor) {
        if (Js.isMissing(value)) {
            return Fact.unavailable(label, source + " is missing");
        }
        Json json = switch (Js.kind(value)) {
            case "number" -> number(Js.toNumber(value) * factor);
            case "boolean" -> JsonBool.of(Js.print(value).equals("true"));
            case "string" -> text(Js.print(value));
            default -> JsonArray.ofStrings(Js.texts(value));
        };
        if (json instanceof JsonString string && string.value().isEmpty()) {
            return Fact.unavailable(label, source + " is empty");
        }
        return Fact.reported(label, json, unit, source);
    }

    static Json number(double value) {
        if (!(Math.abs(value) <= Double.MAX_VALUE)) {
            throw new IllegalStateException("the value is not finite");
        }
        return value == Math.rint(value) && Math.abs(value) < 9e15 ? JsonNumber.of((long) value) : JsonNumber.of(value);
    }

    private static Json text(String value) {
        return new JsonString(value);
    }

    static String reason(RuntimeException e) {
        String message = e.getMessage() == null || e.getMessage().isEmpty() ? e.toString() : e.getMessage();
        return message.length() <= 200 ? message : message.substring(0, 200);
    }

    /** Finds one fact, or throws. */
    interface Probe {
        Fact find();
    }
}
