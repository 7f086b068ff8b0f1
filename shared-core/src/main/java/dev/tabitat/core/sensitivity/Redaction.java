package dev.tabitat.core.sensitivity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A text with placeholders in place of what should not leave, and what each stands for. The same words get the same
 * placeholder, so that an answer can speak of them and be filled back in; no placeholder is one that the text already
 * had.
 *
 * @param text that may leave
 * @param originals by placeholder, such as {@code [EMAIL_1]}, in the order of the text
 * @param found in the text as it was
 */
public record Redaction(String text, Map<String, String> originals, List<Sensitive> found) {

    /** Longer than any placeholder. */
    private static final int MAX_PLACEHOLDER = 32;

    public static Redaction of(String text) {
        return of(text, Detection.find(text));
    }

    /** Replaces what is named. @param found in the order of the text, without overlaps */
    public static Redaction of(String text, List<Sensitive> found) {
        Set<String> taken = placeholders(text);
        Map<String, String> byWords = new HashMap<>();
        Map<String, String> originals = new LinkedHashMap<>();
        Map<SensitiveKind, Integer> counts = new EnumMap<>(SensitiveKind.class);
        StringBuilder redacted = new StringBuilder();
        int at = 0;
        for (Sensitive one : found) {
            String words = text.substring(one.start(), one.end());
            String key = one.kind().id() + " " + words;
            String placeholder = byWords.get(key);
            while (placeholder == null) {
                String next = "[" + one.kind().word() + "_" + counts.merge(one.kind(), 1, Integer::sum) + "]";
                placeholder = taken.contains(next) ? null : next;
            }
            byWords.put(key, placeholder);
            originals.put(placeholder, words);
            redacted.append(text, at, one.start()).append(placeholder);
            at = one.end();
        }
        redacted.append(text, at, text.length());
        return new Redaction(redacted.toString(), originals, new ArrayList<>(found));
    }

    /** What looks like a placeholder in a text. */
    private static Set<String> placeholders(String text) {
        Set<String> placeholders = new HashSet<>();
        for (int open = text.indexOf('['); open >= 0; open = text.indexOf('[', open + 1)) {
            int close = close(text, open);
            if (close > 0) {
                placeholders.add(text.substring(open, close + 1));
            }
        }
        return placeholders;
    }

    /** Where the bracket closes that opens here, as near as in a placeholder; -1 where it does not. */
    private static int close(String text, int open) {
        int i = open + 1;
        while (i < text.length() && i - open < MAX_PLACEHOLDER && text.charAt(i) != '[' && text.charAt(i) != ']') {
            i++;
        }
        return i < text.length() && text.charAt(i) == ']' ? i : -1;
    }

    /** Puts the words back in place of the placeholders; what the answer says besides stays as it is. */
    public String fill(String answer) {
        StringBuilder filled = new StringBuilder();
        int at = 0;
        for (int open = answer.indexOf('['); open >= 0; open = answer.indexOf('[', open + 1)) {
            int close = close(answer, open);
            String words = close < 0 ? null : originals.get(answer.substring(open, close + 1));
            if (words != null) {
                filled.append(answer, at, open).append(words);
                at = close + 1;
            }
        }
        return filled.append(answer, at, answer.length()).toString();
    }

    /** Whether something was taken out. */
    public boolean isChanged() {
        return !originals.isEmpty();
    }
}
