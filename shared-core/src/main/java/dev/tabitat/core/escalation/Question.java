package dev.tabitat.core.escalation;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of an endpoint.
 *
 * @param system how to answer; empty for nothing
 * @param text the text, already redacted
 */
public record Question(String system, String text) {

    private static final int MOST_LABELS = 500;

    /** For one label of these. @param task what it is about, in words */
    public static Question forLabel(String task, List<String> labels, String text) {
        String some = String.join(", ", labels.subList(0, Math.min(MOST_LABELS, labels.size())));
        return new Question("Task: " + task + ". Answer with exactly one of these labels and nothing else: " + some + ".", text);
    }

    /** For whatever the endpoint makes of it. @param task what it is about, in words */
    public static Question open(String task, String text) {
        return new Question("Task: " + task + ". Answer briefly. Words in square brackets such as [EMAIL_1] stand for something that was taken out; keep them as they are.", text);
    }

    /** The request's body, to the byte. */
    public byte[] body(Endpoint endpoint) {
        List<JsonObject> messages = new ArrayList<>();
        if (!system.isEmpty()) {
            messages.add(JsonObject.of("role", "system", "content", system));
        }
        messages.add(JsonObject.of("role", "user", "content", text));
        return Utf8.encode(endpoint.dialect().body(endpoint.model(), messages).toString());
    }

    /**
     * The label that an answer names: the whole answer but for case, space and punctuation around it, or else the only one that it contains as
     * a word.
     */
    public static Optional<String> label(String answer, List<String> labels) {
        String plain = trimmed(answer);
        for (String label : labels) {
            if (plain.equalsIgnoreCase(label)) {
                return Optional.of(label);
            }
        }
        Optional<String> only = Optional.empty();
        String lower = answer.toLowerCase(java.util.Locale.ROOT);
        for (String label : labels) {
            if (containsWord(lower, label.toLowerCase(java.util.Locale.ROOT))) {
                if (only.isPresent()) {
                    return Optional.empty();
                }
                only = Optional.of(label);
            }
        }
        return only;
    }

    private static String trimmed(String text) {
        int from = 0;
        int end = text.length();
        while (from < end && !Character.isLetterOrDigit(text.charAt(from))) {
            from++;
        }
        while (end > from && !Character.isLetterOrDigit(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(from, end);
    }

    private static boolean containsWord(String text, String word) {
        for (int at = text.indexOf(word); at >= 0 && !word.isEmpty(); at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            if ((at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1))) && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }
}
