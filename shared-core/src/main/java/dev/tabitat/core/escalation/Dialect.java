package dev.tabitat.core.escalation;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.List;

/** How an endpoint is spoken to. */
public enum Dialect implements Identified {
    /**
     * Ollama's own API (github.com/ollama/ollama, docs/api.md): {@code /api/tags} and {@code /api/chat}, lines of JSON.
     */
    OLLAMA("ollama", "/api/tags", "/api/chat"),
    /**
     * OpenAI's chat completions, as llama.cpp, MLX, vLLM and LM Studio serve them: {@code /v1/models}, server-sent
     * events.
     */
    OPENAI("openai", "/v1/models", "/v1/chat/completions");

    private static final int MAX_MODELS = 1000;

    private final String id;
    private final String modelsPath;
    private final String chatPath;

    Dialect(String id, String modelsPath, String chatPath) {
        this.id = id;
        this.modelsPath = modelsPath;
        this.chatPath = chatPath;
    }

    @Override
    public String id() {
        return id;
    }

    /** Where the endpoint lists its models, below its address. */
    public String modelsPath() {
        return modelsPath;
    }

    /** Where it is asked. */
    public String chatPath() {
        return chatPath;
    }

    /** @throws InvalidInput when there is no such dialect */
    public static Dialect parse(String id, String where) {
        return Ids.parse(values(), id, where, finding -> new InvalidInput("Unknown API of an endpoint.", finding));
    }

    /**
     * The request's body: streamed, with a temperature of 0 and a seed, so that the same question gets the same answer
     * where that is possible.
     */
    JsonObject body(String model, List<JsonObject> messages) {
        JsonObject body = JsonObject.of("model", model, "messages", messages, "stream", true);
        return this == OLLAMA ? body.with("options", JsonObject.of("temperature", 0, "seed", 7))
                : body.with("temperature", 0).with("seed", 7);
    }

    /**
     * The names in a list of models: the usual object, a bare list, or null in place of an empty list; entries without
     * a name are skipped.
     *
     * @throws DamagedData when it is no such list
     */
    public List<String> models(Json answer) {
        List<String> names = new ArrayList<>();
        JsonArray list = list(answer);
        for (int i = 0; i < list.size(); i++) {
            String name = name(list.get(i));
            if (!name.isEmpty() && !names.contains(name)) {
                names.add(name);
            }
        }
        if (names.size() > MAX_MODELS) {
            throw new DamagedData("The endpoint names too many models.",
                    Finding.at(modelsPath).expected("at most " + MAX_MODELS).found(names.size())
                            .remedy("Add the endpoint by its address and the model's name."));
        }
        return names;
    }

    private JsonArray list(Json answer) {
        if (answer instanceof JsonArray bare) {
            return bare;
        }
        if (answer instanceof JsonObject object) {
            for (String member : this == OLLAMA ? List.of("models", "data") : List.of("data", "models")) {
                Json value = object.find(member).orElse(null);
                if (value instanceof JsonArray list) {
                    return list;
                }
                if (value == JsonNull.NULL) {
                    return JsonArray.EMPTY;
                }
            }
        }
        String found = answer instanceof JsonObject object
                ? "an object with " + (object.isEmpty() ? "no members" : String.join(", ", object.names()))
                : answer.kind();
        throw new DamagedData("The endpoint gives no list of models.", Finding.at(modelsPath)
                .expected(this == OLLAMA ? "{models: [{name}]}, as Ollama lists them"
                        : "{data: [{id}]}, as OpenAI's API lists them")
                .found(found.length() > 200 ? found.substring(0, 200) : found)
                .remedy("Check the address and the API, ollama or openai. An endpoint can also be added by its address and the model's name."));
    }

    private String name(Json entry) {
        if (entry instanceof JsonString name) {
            return name.value();
        }
        if (entry instanceof JsonObject object) {
            for (String member : this == OLLAMA ? List.of("name", "model", "id") : List.of("id", "name", "model")) {
                if (object.find(member).orElse(null) instanceof JsonString name && !name.value().isEmpty()) {
                    return name.value();
                }
            }
        }
        return "";
    }
}
