package dev.tabitat.core.importing;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * The front matter of a model card, as far as a licence and a base model need it; no YAML beyond this is read.
 *
 * <pre>
 * card   = "---" line{member / other} "---" text
 * member = name ":" value                at the beginning of a line
 *        / name ":" line{"- " value}     a list; its lines may be indented
 *        / name ": [" value *("," value) "]"
 * value  = text / "'" text "'" / '"' text '"'
 * </pre>
 *
 * Lines that are no such member are passed over, as is everything in nested objects. Of a name that comes twice the
 * first counts.
 */
final class FrontMatter {

    private static final int MAX_LINES = 5_000;
    private static final String FENCE = "---";

    private FrontMatter() {}

    /** Members whose values are texts or lists of texts; none where there is no front matter. */
    static JsonObject read(String readme) {
        List<String> lines = Split.on(readme.replace("\r", "").replace("\ufeff", ""), '\n');
        if (!lines.get(0).strip().equals(FENCE)) {
            return JsonObject.EMPTY;
        }
        JsonObject members = JsonObject.EMPTY;
        for (int i = 1; i < Math.min(lines.size(), MAX_LINES) && !lines.get(i).strip().equals(FENCE); i++) {
            String line = lines.get(i);
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon);
            if (!isName(name) || members.has(name)) {
                continue;
            }
            String value = line.substring(colon + 1).strip();
            if (value.startsWith("[") && value.endsWith("]")) {
                members = members.with(name, inline(value.substring(1, value.length() - 1)));
            } else if (!value.isEmpty()) {
                members = members.with(name, plain(value));
            } else {
                List<String> items = items(lines, i + 1);
                members = items.isEmpty() ? members : members.with(name, JsonArray.ofStrings(items));
            }
        }
        return members;
    }

    private static List<String> items(List<String> lines, int from) {
        List<String> items = new ArrayList<>();
        for (int i = from; i < Math.min(lines.size(), MAX_LINES); i++) {
            String line = lines.get(i).strip();
            if (!line.startsWith("- ")) {
                break;
            }
            items.add(plain(line.substring(2).strip()));
        }
        return items;
    }

    private static JsonArray inline(String values) {
        List<String> items = new ArrayList<>();
        for (String value : Split.on(values, ',')) {
            if (!value.isBlank()) {
                items.add(plain(value.strip()));
            }
        }
        return JsonArray.ofStrings(items);
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-')) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static String plain(String value) {
        char quote = value.charAt(0);
        if ((quote == '"' || quote == '\'') && value.length() > 1) {
            int end = value.indexOf(quote, 1);
            return end < 0 ? value.substring(1) : value.substring(1, end);
        }
        int comment = value.indexOf(" #");
        return comment < 0 ? value : value.substring(0, comment).strip();
    }
}
