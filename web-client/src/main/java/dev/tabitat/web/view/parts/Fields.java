package dev.tabitat.web.view.parts;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is typed in the fields of a screen, by field. */
public record Fields(Map<String, String> values) {

    public static final Fields NONE = new Fields(Map.of());

    /** A field's text; empty where nothing was typed. */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    /** The same with another text in one field. */
    public Fields with(String name, String text) {
        Map<String, String> next = new LinkedHashMap<>(values);
        next.put(name, text);
        return new Fields(next);
    }
}
