package dev.tabitat.core.escalation;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Reads an answer as it streams in, in pieces of any size.
 *
 * <pre>
 * ollama  one JSON object a line: {"message": {"content": "..."}, "done": false}, the last with "done": true
 * openai  server-sent events (WHATWG HTML, 9.2): data: {"choices": [{"delta": {"content": "..."}}]}, the last data: [DONE]
 * </pre>
 */
public final class AnswerStream {

    private static final int MOST_LINE = 1 << 20;
    private static final int MOST_TEXT = 4 << 20;
    private static final JsonLimits LIMITS = new JsonLimits(MOST_LINE, 32);

    private final Dialect dialect;
    private final StringBuilder text = new StringBuilder();
    private ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long lines;
    private long tokens = -1;
    private boolean isDone;

    public AnswerStream(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * Takes the next piece.
     *
     * @return what the answer goes on with; often empty
     * @throws DamagedData when the stream breaks its form or grows beyond measure
     * @throws Unavailable when the endpoint says that it failed
     */
    public String take(byte[] piece) {
        int before = text.length();
        for (byte b : piece) {
            if (b == '\n') {
                byte[] whole = line.toByteArray();
                line = new ByteArrayOutputStream();
                lines++;
                line(whole);
            } else {
                line.write(b);
                if (line.size() > MOST_LINE) {
                    throw broken("a line of at most " + MOST_LINE + " bytes", "more");
                }
            }
        }
        return text.substring(before);
    }

    /**
     * The whole answer, when the stream has ended.
     *
     * @throws DamagedData when it ended before its end
     */
    public String finish() {
        if (line.size() > 0) {
            byte[] whole = line.toByteArray();
            line = new ByteArrayOutputStream();
            lines++;
            line(whole);
        }
        if (!isDone) {
            throw new DamagedData("The answer broke off.", Finding.at("the answer's stream, behind line " + lines).expected("its end").found("nothing more, after " + text.length() + " characters")
                    .remedy("Ask again."));
        }
        return text.toString();
    }

    /** Tokens of the answer, where the endpoint counts them; -1 otherwise. */
    public long tokens() {
        return tokens;
    }

    private void line(byte[] bytes) {
        String content;
        try {
            content = Utf8.decode(bytes).trim();
        } catch (TabitatException e) {
            throw broken("UTF-8", "other bytes");
        }
        if (dialect == Dialect.OPENAI) {
            if (!content.startsWith("data:")) {
                // Empty lines, comments and other fields of server-sent events; a bare object is an error in place of a stream.
                if (content.startsWith("{")) {
                    event(object(content));
                }
                return;
            }
            content = content.substring("data:".length()).trim();
            if (content.equals("[DONE]")) {
                isDone = true;
                return;
            }
        }
        if (!content.isEmpty()) {
            event(object(content));
        }
    }

    private JsonObject object(String content) {
        try {
            return JsonReader.readObject(content, LIMITS);
        } catch (TabitatException e) {
            throw broken("a JSON object", e.getMessage());
        }
    }

    private void event(JsonObject event) {
        Optional<Json> error = event.find("error");
        if (error.isPresent()) {
            throw new Unavailable("The endpoint says that it failed.", Finding.at("the answer's stream, line " + lines).expected("an answer").found(words(error.get())));
        }
        if (dialect == Dialect.OLLAMA) {
            event.findObject("message").flatMap(message -> message.findString("content")).ifPresent(this::add);
            isDone |= event.boolOr("done", false);
            count(event, "eval_count");
            return;
        }
        Optional<JsonArray> choices = event.findArray("choices");
        if (choices.isPresent() && choices.get().size() > 0 && choices.get().get(0) instanceof JsonObject choice) {
            choice.findObject("delta").or(() -> choice.findObject("message")).flatMap(delta -> delta.find("content")).ifPresent(content -> {
                if (content instanceof JsonString words) {
                    add(words.value());
                }
            });
        }
        event.findObject("usage").ifPresent(usage -> count(usage, "completion_tokens"));
    }

    private void count(JsonObject from, String name) {
        if (from.find(name).orElse(null) instanceof JsonNumber number && number.isWhole() && number.longValue() >= 0) {
            tokens = number.longValue();
        }
    }

    private static String words(Json error) {
        String words = error instanceof JsonString text ? text.value() : error instanceof JsonObject object ? object.findString("message").orElse(object.toString()) : error.toString();
        return words.length() > 300 ? words.substring(0, 300) + "\u2026" : words;
    }

    private void add(String more) {
        text.append(more);
        if (text.length() > MOST_TEXT) {
            throw broken("an answer of at most " + MOST_TEXT + " characters", "more");
        }
    }

    private DamagedData broken(String expected, String found) {
        return new DamagedData("The answer's stream is malformed.", Finding.at("the answer's stream, line " + lines).expected(expected).found(found).remedy("Ask again, or another endpoint."));
    }
}
