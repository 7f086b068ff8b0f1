package dev.tabitat.core.sensitivity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text with placeholders in place of what should not leave, and what each stands for. The same words get the same placeholder, so that an
 * answer can speak of them and be filled back in; no placeholder is one that the text already had.
 *
 * @param text that may leave
 * @param originals by placeholder, such as {@code [EMAIL_1]}, in the order of the text
 * @param found in the text as it was
 */
public record Redaction(String text, Map<String, String> originals, List<Sensitive> found) {

    public static Redaction of(String text) {
        return of(text, Detection.find(text));
    }

    /** Takes out what is named. @param found in order, none over another */
    public static Redaction of(String text, List<Sensitive> found) {
        Map<String, String> byWords = new LinkedHashMap<>();
        Map<String, String> originals = new LinkedHashMap<>();
        Map<Kind, Integer> counts = new LinkedHashMap<>();
        StringBuilder redacted = new StringBuilder();
        int at = 0;
        for (Sensitive one : found) {
            String words = text.substring(one.start(), one.end());
            String key = one.kind().id() + " " + words;
            String placeholder = byWords.get(key);
            while (placeholder == null || originals.containsKey(placeholder) && !byWords.containsKey(key)) {
                int number = counts.merge(one.kind(), 1, Integer::sum);
                String next = "[" + one.kind().word() + "_" + number + "]";
                placeholder = text.contains(next) ? null : next;
            }
            byWords.put(key, placeholder);
            originals.put(placeholder, words);
            redacted.append(text, at, one.start()).append(placeholder);
            at = one.end();
        }
        redacted.append(text, at, text.length());
        return new Redaction(redacted.toString(), originals, new ArrayList<>(found));
    }

    /** Puts the words back in place of the placeholders; what the answer says besides stays as it is. */
    public String fill(String answer) {
        StringBuilder filled = new StringBuilder();
        int at = 0;
        while (at < answer.length()) {
            int open = answer.indexOf('[', at);
            int close = open < 0 ? -1 : answer.indexOf(']', open);
            if (close < 0) {
                break;
            }
            String words = originals.get(answer.substring(open, close + 1));
            filled.append(answer, at, open);
            if (words == null) {
                filled.append('[');
                at = open + 1;
            } else {
                filled.append(words);
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
