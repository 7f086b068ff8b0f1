package dev.tabitat.core.chat;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of a model's control tokens. Those inside messages are put between two private-use characters before the
 * template runs, so that they can be told from those that the template writes.
 */
final class SpecialTexts {

    private static final char START = '\uF8F0';
    private static final char END = '\uF8F1';

    /** By first character, longest first. */
    private final Map<Character, List<String>> texts = new HashMap<>();

    SpecialTexts(Collection<String> all) {
        for (String text : all) {
            if (!text.isEmpty()) {
                texts.computeIfAbsent(text.charAt(0), first -> new ArrayList<>()).add(text);
            }
        }
        for (List<String> sharing : texts.values()) {
            sharing.sort((a, b) -> Integer.compare(b.length(), a.length()));
        }
    }

    /** The same data with marks in its texts; names of members stay. */
    Json mark(Json json) {
        if (json instanceof JsonString string) {
            return new JsonString(mark(string.value()));
        }
        if (json instanceof JsonArray array) {
            List<Json> items = new ArrayList<>();
            for (Json item : array.items()) {
                items.add(mark(item));
            }
            return new JsonArray(items);
        }
        if (json instanceof JsonObject object) {
            JsonObject.Builder marked = JsonObject.builder();
            for (String name : object.names()) {
                marked.put(name, mark(object.get(name)));
            }
            return marked.build();
        }
        return json;
    }

    private String mark(String given) {
        String text = withoutMarks(given);
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            String found = at(text, i);
            if (found == null) {
                out.append(text.charAt(i++));
            } else {
                out.append(START).append(found).append(END);
                i += found.length();
            }
        }
        return out.toString();
    }

    /** Removed before control tokens are looked for, as what a mark had parted could join into one. */
    private static String withoutMarks(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != START && c != END) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private String at(String text, int index) {
        List<String> candidates = texts.get(text.charAt(index));
        if (candidates != null) {
            for (String candidate : candidates) {
                if (text.startsWith(candidate, index)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    /** The parts of a rendered text, without marks. A mark that lost its partner only parts the text. */
    List<PromptPart> parts(String rendered) {
        List<PromptPart> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < rendered.length(); i++) {
            char c = rendered.charAt(i);
            if (c != START && c != END) {
                continue;
            }
            add(parts, rendered.substring(from, i), true);
            from = i + 1;
            String literal = c == START && from < rendered.length() ? at(rendered, from) : null;
            int end = literal == null ? -1 : from + literal.length();
            if (end > 0 && end < rendered.length() && rendered.charAt(end) == END) {
                add(parts, literal, false);
                from = end + 1;
                i = end;
            }
        }
        add(parts, rendered.substring(from), true);
        return parts;
    }

    private static void add(List<PromptPart> parts, String text, boolean special) {
        if (!text.isEmpty()) {
            parts.add(new PromptPart(text, special));
        }
    }
}
