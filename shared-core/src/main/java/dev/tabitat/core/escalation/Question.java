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

    private static final int MAX_LABELS = 500;

    /** For one label of these. @param task what it is about, in words */
    public static Question forLabel(String task, List<String> labels, String text) {
        String some = String.join(", ", labels.subList(0, Math.min(MAX_LABELS, labels.size())));
        return new Question(
                "Task: " + task + ". Answer with exactly one of these labels and nothing else: " + some + ".", text);
    }

    /** For whatever the endpoint makes of it. @param task what it is about, in words */
    public static Question open(String task, String text) {
        return new Question("Task: " + task
                + ". Answer briefly. Words in square brackets such as [EMAIL_1] stand for something that was taken out; keep them as they are.",
                text);
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
     * The label that an answer names, or nothing where it names none, several, or denies one: {@link LabelInAnswer}.
     */
    public static Optional<String> label(String answer, List<String> labels) {
        return LabelInAnswer.find(answer, labels);
    }
}
