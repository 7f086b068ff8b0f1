package dev.tabitat.core.escalation;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.text.Utf8;
import java.io.ByteArrayOutputStream;

/**
 * Reads an answer as it streams in, in pieces of any size.
 *
 * <pre>
 * ollama  one JSON object a line: {"message": {"content": "..."}, "done": false}, the last with "done": true
 * openai  server-sent events (WHATWG HTML, 9.2): data: {"choices": [{"delta": {"content": "..."}}]}, the last data: [DONE]
 * </pre>
 *
 * <p>
 * A stream ends with its last event or with an event that names a {@code finish_reason}. A server that answers with one
 * JSON document although a stream was asked for, over one line or several, is read as well. {@link AnswerEvents} reads
 * the single events.
 */
public final class AnswerStream {

    private static final int MAX_LINE_LENGTH = 1 << 20;
    private static final int SHOWN = 80;
    private static final JsonLimits LIMITS = new JsonLimits(MAX_LINE_LENGTH, 32);

    private final Dialect dialect;
    private final AnswerEvents events;
    private ByteArrayOutputStream line = new ByteArrayOutputStream();
    /** The lines of a JSON document that is spread over several; empty where none is being read. */
    private final StringBuilder document = new StringBuilder();
    private long lines;
    private boolean isDone;
    private boolean isErrorEvent;
    /** The first line that belongs to no stream of a model server; empty where there was none. */
    private String foreign = "";

    public AnswerStream(Dialect dialect) {
        this.dialect = dialect;
        events = new AnswerEvents(dialect);
    }

    /**
     * Takes the next piece.
     *
     * @return what the answer goes on with; often empty
     * @throws DamagedData when the stream breaks its form or grows beyond measure
     * @throws Unavailable when the endpoint reports that it failed
     */
    public String take(byte[] piece) {
        int before = events.length();
        for (byte b : piece) {
            if (b == '\n') {
                endLine();
            } else {
                line.write(b);
                if (line.size() > MAX_LINE_LENGTH) {
                    throw broken("a line of at most " + MAX_LINE_LENGTH + " bytes", "more");
                }
            }
        }
        return events.since(before);
    }

    /**
     * The whole answer, when the stream has ended.
     *
     * @throws DamagedData when it ended before its end, or is no answer of a model server
     */
    public EndpointAnswer finish() {
        if (line.size() > 0) {
            endLine();
        }
        if (document.length() > 0) {
            throw events.count() == 0 ? noAnswer(document.toString()) : broken("a JSON object", "a part of one");
        }
        if (!isDone && !events.isFinished()) {
            if (events.count() == 0) {
                throw noAnswer(foreign);
            }
            throw new DamagedData("The answer broke off.",
                    Finding.at("the answer's stream, behind line " + lines).expected("its end")
                            .found("nothing more, after " + events.length() + " characters")
                            .remedy("Ask again."));
        }
        return events.answer();
    }

    private void endLine() {
        byte[] whole = line.toByteArray();
        line = new ByteArrayOutputStream();
        lines++;
        String content;
        try {
            content = Utf8.decode(whole).trim();
        } catch (TabitatException e) {
            throw broken("UTF-8", "other bytes");
        }
        line(lines == 1 && content.startsWith("\ufeff") ? content.substring(1).trim() : content);
    }

    private void line(String content) {
        if (document.length() > 0) {
            goOn(content);
        } else if (content.startsWith("{") || content.startsWith("[")) {
            json(content);
        } else if (dialect == Dialect.OPENAI) {
            field(content);
        } else if (!content.isEmpty()) {
            throw events.count() == 0 ? noAnswer(content) : broken("a JSON object", shortened(content));
        }
    }

    /** A line of server-sent events: a field, a comment, or what belongs to no such stream. */
    private void field(String content) {
        if (content.isEmpty()) {
            isErrorEvent = false;
            return;
        }
        int colon = content.indexOf(':');
        String name = colon < 0 ? content : content.substring(0, colon);
        String value = colon < 0 ? "" : content.substring(colon + 1).trim();
        switch (name) {
            case "" -> {
            }
            case "data" -> data(value);
            case "event" -> isErrorEvent = value.equals("error");
            case "id", "retry" -> {
            }
            default -> foreign = foreign.isEmpty() ? content : foreign;
        }
    }

    private void data(String value) {
        if (value.equals("[DONE]")) {
            isDone = true;
        } else if (!value.isEmpty()) {
            JsonObject event = object(value);
            if (isErrorEvent) {
                throw events.failed(event, lines);
            }
            events.take(event, lines);
        }
    }

    /** A line that begins a JSON value: the whole of it, or of the first line of a document. */
    private void json(String content) {
        Json value;
        try {
            value = JsonReader.read(content, LIMITS);
        } catch (TabitatException partly) {
            if (events.count() > 0 || !isOpening(content)) {
                throw broken("a JSON object", partly.getMessage());
            }
            document.append(content);
            return;
        }
        document(value, content);
    }

    private void document(Json value, String content) {
        events.takeDocument(value, lines);
        foreign = events.count() == 0 && foreign.isEmpty() ? content : foreign;
    }

    /**
     * Whether a line can be the first of a document that goes on: what is broken within a line is not mended by more
     * lines.
     */
    private static boolean isOpening(String content) {
        char last = content.charAt(content.length() - 1);
        return last == '{' || last == '[' || last == ',';
    }

    private void goOn(String content) {
        if (document.length() + content.length() > MAX_LINE_LENGTH) {
            throw broken("a JSON document of at most " + MAX_LINE_LENGTH + " characters", "more");
        }
        document.append('\n').append(content);
        if (content.endsWith("}") || content.endsWith("]")) {
            Json value;
            try {
                value = JsonReader.read(document.toString(), LIMITS);
            } catch (TabitatException goesOn) {
                return;
            }
            String whole = document.toString();
            document.setLength(0);
            document(value, whole);
        }
    }

    private JsonObject object(String content) {
        try {
            return JsonReader.readObject(content, LIMITS);
        } catch (TabitatException e) {
            throw broken("a JSON object", e.getMessage());
        }
    }

    private static String shortened(String text) {
        return text.length() > SHOWN ? Utf8.replaceUnpairedSurrogates(text.substring(0, SHOWN)) + "\u2026" : text;
    }

    private DamagedData noAnswer(String first) {
        String lower = first.toLowerCase(java.util.Locale.ROOT);
        String kind = first.isEmpty() ? "an empty body"
                : lower.startsWith("<!doctype html") || lower.startsWith("<html") ? "a web page: " + shortened(first)
                        : lower.startsWith("<") ? "markup: " + shortened(first) : "other text: " + shortened(first);
        return new DamagedData("This is no answer of a model server.", Finding.at("the answer's body, line 1")
                .expected(dialect == Dialect.OLLAMA ? "lines of JSON, as Ollama sends them"
                        : "server-sent events or a JSON object, as OpenAI's API sends them")
                .found(kind)
                .remedy("Check the address: something else may listen there, such as a web page, a proxy or a login. Check too whether the endpoint's API is ollama or openai."));
    }

    private DamagedData broken(String expected, String found) {
        return new DamagedData("The answer's stream is malformed.", Finding.at("the answer's stream, line " + lines)
                .expected(expected).found(found).remedy("Ask again, or another endpoint."));
    }
}
