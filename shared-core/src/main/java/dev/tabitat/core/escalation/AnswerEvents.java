package dev.tabitat.core.escalation;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.escalation.EndpointAnswer.Ending;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;

/** Gathers the text of an answer from the JSON objects of a stream, and what they say of its end. */
final class AnswerEvents {

    private static final int MAX_TEXT = 4 << 20;
    private static final int SHOWN = 300;

    private final Dialect dialect;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private Ending ending = Ending.COMPLETE;
    private String toolName = "";
    private boolean callsTool;
    private boolean thinks;
    private boolean isLoad;
    private boolean isFinished;
    private long count;
    private long tokens = -1;

    AnswerEvents(Dialect dialect) {
        this.dialect = dialect;
    }

    /** How many events that belong to an answer were read. */
    long count() {
        return count;
    }

    int length() {
        return text.length();
    }

    String since(int from) {
        return text.substring(from);
    }

    /** Whether an event said that the answer is complete. */
    boolean isFinished() {
        return isFinished;
    }

    EndpointAnswer answer() {
        boolean isRefusal = text.toString().trim().isEmpty() && refusal.length() > 0;
        String instead = callsTool ? "a call of a tool" + (toolName.isEmpty() ? "" : " (" + toolName + ")")
                : thinks ? "thinking only" : isLoad ? "a message that the model was loaded" : "";
        return new EndpointAnswer(isRefusal ? refusal.toString() : text.toString(), ending, isRefusal, instead, tokens);
    }

    /**
     * One JSON document in place of a stream: an object, or a list of which the first is read, as some servers wrap
     * errors.
     */
    void takeDocument(Json value, long line) {
        if (value instanceof JsonArray list && list.size() > 0 && list.get(0) instanceof JsonObject first) {
            take(first, line);
        } else if (value instanceof JsonObject object) {
            take(object, line);
        } else {
            throw new DamagedData("This is no answer of a model server.",
                    Finding.at("the answer's stream, line " + line).expected("a JSON object").found(value.kind())
                            .remedy("Check the endpoint's address and its API."));
        }
    }

    /** @throws Unavailable when the event reports a failure */
    void take(JsonObject event, long line) {
        if (isFailure(event)) {
            throw failed(event, line);
        }
        if (dialect == Dialect.OLLAMA && !event.has("choices")) {
            ollama(event);
        } else {
            openai(event);
        }
    }

    private static boolean isFailure(JsonObject event) {
        Json error = event.find("error").orElse(JsonNull.NULL);
        boolean isNothing = error == JsonNull.NULL || error == JsonBool.FALSE
                || error instanceof JsonString words && words.value().isEmpty();
        // FastAPI's servers answer {detail}, vLLM's {object: "error", message}.
        return !isNothing || "error".equals(string(event, "object"))
                || event.has("detail") && !event.has("choices") && !event.has("message");
    }

    Unavailable failed(JsonObject event, long line) {
        Json error = event.find("error").filter(one -> one != JsonNull.NULL).or(() -> event.find("detail"))
                .or(() -> event.find("message")).orElse(event);
        return new Unavailable("The endpoint reports that it failed.",
                Finding.at("the answer's stream, line " + line).expected("an answer").found(words(error))
                        .remedy("Look at the server's log, ask again, or ask another endpoint."));
    }

    private static String words(Json error) {
        String words = error instanceof JsonString one ? one.value()
                : error instanceof JsonObject object && !string(object, "message").isEmpty() ? string(object, "message")
                        : error.toString();
        return words.length() > SHOWN ? words.substring(0, SHOWN) + "\u2026" : words;
    }

    private void ollama(JsonObject event) {
        boolean isDone = event.find("done").orElse(JsonNull.NULL) == JsonBool.TRUE;
        boolean hasText = event.has("message") || event.find("response").orElse(JsonNull.NULL) instanceof JsonString;
        count += isDone || hasText ? 1 : 0;
        if (event.find("message").orElse(JsonNull.NULL) instanceof JsonObject message) {
            message(message);
        }
        addText(event.find("response").orElse(JsonNull.NULL));
        if (isDone) {
            isFinished = true;
            isLoad = "load".equals(string(event, "done_reason"));
            ended(string(event, "done_reason"));
        }
        count(event, "eval_count");
    }

    private void openai(JsonObject event) {
        if (event.find("choices").orElse(JsonNull.NULL) instanceof JsonArray choices) {
            count++;
            for (int i = 0; i < choices.size(); i++) {
                if (choices.get(i) instanceof JsonObject choice
                        && !(choice.find("index").orElse(JsonNull.NULL) instanceof JsonNumber index
                                && index.doubleValue() != 0)) {
                    choice(choice);
                    break;
                }
            }
        }
        if (event.find("usage").orElse(JsonNull.NULL) instanceof JsonObject usage) {
            count(usage, "completion_tokens");
        }
    }

    private void choice(JsonObject choice) {
        if (choice.find("delta").orElse(JsonNull.NULL) instanceof JsonObject delta) {
            message(delta);
        }
        if (choice.find("message").orElse(JsonNull.NULL) instanceof JsonObject message) {
            message(message);
            isFinished = true;
        }
        addText(choice.find("text").orElse(JsonNull.NULL));
        String reason = string(choice, "finish_reason");
        if (!reason.isEmpty()) {
            isFinished = true;
            ended(reason);
        }
    }

    private void message(JsonObject message) {
        addText(message.find("content").orElse(JsonNull.NULL));
        refusal.append(string(message, "refusal"));
        thinks |= !string(message, "thinking").isEmpty() || !string(message, "reasoning_content").isEmpty()
                || !string(message, "reasoning").isEmpty();
        if (message.find("tool_calls").orElse(JsonNull.NULL) instanceof JsonArray calls && calls.size() > 0) {
            tool(calls.get(0) instanceof JsonObject call
                    && call.find("function").orElse(JsonNull.NULL) instanceof JsonObject function
                            ? string(function, "name")
                            : "");
        } else if (message.find("function_call").orElse(JsonNull.NULL) instanceof JsonObject call) {
            tool(string(call, "name"));
        }
    }

    private void tool(String name) {
        callsTool = true;
        toolName = toolName.isEmpty() && name.length() <= SHOWN ? name : toolName;
    }

    /** A text, or a list of parts of which those with text count: {@code [{type: "text", text}]}. */
    private void addText(Json content) {
        if (content instanceof JsonString words) {
            add(words.value());
        } else if (content instanceof JsonArray parts) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i) instanceof JsonString words) {
                    add(words.value());
                } else if (parts.get(i) instanceof JsonObject part) {
                    part(part);
                }
            }
        } else if (content instanceof JsonObject part) {
            part(part);
        }
    }

    private void part(JsonObject part) {
        String type = string(part, "type");
        refusal.append(string(part, "refusal"));
        if (type.equals("thinking") || type.equals("reasoning")) {
            thinks = true;
        } else {
            add(string(part, "text"));
        }
    }

    private void add(String more) {
        text.append(more);
        if (text.length() > MAX_TEXT) {
            throw new DamagedData("The answer's stream is malformed.",
                    Finding.at("the answer's stream").expected("an answer of at most " + MAX_TEXT + " characters")
                            .found("more")
                            .remedy("Ask again, or another endpoint."));
        }
    }

    /** {@code stop, tool_calls, load} and words that are not known are complete answers. */
    private void ended(String reason) {
        ending = switch (reason.toLowerCase(java.util.Locale.ROOT)) {
            case "length", "max_tokens", "model_length", "max_output_tokens" -> Ending.LENGTH;
            case "content_filter", "content-filter", "safety", "recitation", "blocklist", "prohibited_content" ->
                Ending.CONTENT_FILTER;
            default -> ending;
        };
    }

    private void count(JsonObject from, String name) {
        if (from.find(name).orElse(JsonNull.NULL) instanceof JsonNumber number && number.isWhole()
                && number.longValue() >= 0) {
            tokens = number.longValue();
        }
    }

    private static String string(JsonObject from, String name) {
        return from.find(name).orElse(JsonNull.NULL) instanceof JsonString words ? words.value() : "";
    }
}
