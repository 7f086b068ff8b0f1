package dev.tabitat.core.escalation;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** How an endpoint is spoken to. */
public enum Dialect {
    /** Ollama's own API (github.com/ollama/ollama, docs/api.md): {@code /api/tags} and {@code /api/chat}, lines of JSON. */
    OLLAMA("ollama", "/api/tags", "/api/chat"),
    /** OpenAI's chat completions, as llama.cpp, MLX, vLLM and LM Studio serve them: {@code /v1/models}, server-sent events. */
    OPENAI("openai", "/v1/models", "/v1/chat/completions");

    private static final int MOST_MODELS = 1000;

    private final String id;
    private final String modelsPath;
    private final String chatPath;

    Dialect(String id, String modelsPath, String chatPath) {
        this.id = id;
        this.modelsPath = modelsPath;
        this.chatPath = chatPath;
    }

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
        for (Dialect one : values()) {
            if (one.id.equals(id)) {
                return one;
            }
        }
        throw new InvalidInput("There is no such way to speak to an endpoint.", Finding.at(where).expected("ollama or openai").found(id.length() > 100 ? "a long text" : id));
    }

    /** The request's body: streamed, with a temperature of 0 and a seed, so that the same question gets the same answer where that is possible. */
    JsonObject body(String model, List<JsonObject> messages) {
        JsonObject body = JsonObject.of("model", model, "messages", messages, "stream", true);
        return this == OLLAMA ? body.with("options", JsonObject.of("temperature", 0, "seed", 7)) : body.with("temperature", 0).with("seed", 7);
    }

    /** The names in a list of models. @throws DamagedData when it is no such list */
    public List<String> models(JsonObject answer) {
        List<String> names = new ArrayList<>();
        for (JsonObject one : answer.array(this == OLLAMA ? "models" : "data").objects()) {
            names.add(one.string(this == OLLAMA ? "name" : "id"));
        }
        if (names.size() > MOST_MODELS) {
            throw new DamagedData("The endpoint names too many models.", Finding.at(modelsPath).expected("at most " + MOST_MODELS).found(names.size()));
        }
        return names;
    }
}
