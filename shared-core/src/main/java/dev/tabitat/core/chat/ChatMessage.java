package dev.tabitat.core.chat;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message of a conversation, in Ollama's shape.
 *
 * @param role system, user, assistant or tool
 * @param thinking what the model thought before it answered
 * @param toolCalls calls of an assistant: objects with a {@code function} of {@code name} and {@code arguments}
 * @param toolName the tool whose result a tool's message is
 */
public record ChatMessage(String role, String content, Optional<String> thinking, List<JsonObject> toolCalls,
        Optional<String> toolName) {

    private static final List<String> ROLES = List.of("system", "user", "assistant", "tool");

    /** Reads a list of messages. @throws InvalidInput naming the message and what is wrong with it */
    public static List<ChatMessage> read(JsonArray messages) {
        List<ChatMessage> read = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            String where = "messages[" + i + "]";
            if (!(messages.get(i) instanceof JsonObject message)) {
                throw wrong(where, "an object with role and content", messages.get(i).toString());
            }
            read.add(read(where, message));
        }
        return read;
    }

    private static ChatMessage read(String where, JsonObject message) {
        Json role = message.find("role").orElse(new JsonString(""));
        if (!(role instanceof JsonString name) || !ROLES.contains(name.value())) {
            throw wrong(where + ".role", "system, user, assistant or tool", role.toString());
        }
        List<JsonObject> calls = new ArrayList<>();
        if (message.has("tool_calls")) {
            if (!(message.get("tool_calls") instanceof JsonArray array)) {
                throw wrong(where + ".tool_calls", "a list", message.get("tool_calls").toString());
            }
            for (int i = 0; i < array.size(); i++) {
                calls.add(call(where + ".tool_calls[" + i + "]", array.get(i)));
            }
        }
        Optional<String> content = text(where, message, "content");
        if (content.isEmpty() && calls.isEmpty()) {
            throw wrong(where + ".content", "a text", "nothing");
        }
        return new ChatMessage(name.value(), content.orElse(""), text(where, message, "thinking"), calls,
                text(where, message, "tool_name"));
    }

    private static JsonObject call(String where, Json json) {
        boolean sound = json instanceof JsonObject call
                && call.find("function").orElse(null) instanceof JsonObject named
                && named.find("name").orElse(null) instanceof JsonString;
        if (!sound) {
            throw wrong(where, "{function: {name, arguments}}", json.toString());
        }
        return (JsonObject) json;
    }

    private static Optional<String> text(String where, JsonObject message, String name) {
        if (!message.has(name)) {
            return Optional.empty();
        }
        if (!(message.get(name) instanceof JsonString text)) {
            throw wrong(where + "." + name, "a text", message.get(name).toString());
        }
        return Optional.of(text.value());
    }

    private static InvalidInput wrong(String where, String expected, String found) {
        String shown = found.length() > 100 ? found.substring(0, 100) + "..." : found;
        return new InvalidInput(where + " is not " + expected + ".",
                Finding.at(where).expected(expected).found(shown).remedy("Correct the message."));
    }

    /** As templates of model files expect it. */
    JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("role", role).put("content", content);
        if (thinking.isPresent()) {
            json.put("thinking", thinking.get()).put("reasoning_content", thinking.get());
        }
        if (!toolCalls.isEmpty()) {
            json.put("tool_calls", new JsonArray(new ArrayList<>(toolCalls)));
        }
        if (toolName.isPresent()) {
            json.put("name", toolName.get()).put("tool_name", toolName.get());
        }
        return json.build();
    }
}
