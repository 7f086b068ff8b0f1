package dev.tabitat.core.importing;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonObject;

/**
 * What this version runs; an inspection asks it, so that a plan says no where running would. Every method throws the
 * failure that using such a model would end with.
 */
public interface Support {

    /**
     * Whether models of this architecture can be run from weights of this format.
     *
     * @param architecture the {@code model_type} of a {@code config.json}, or the {@code general.architecture} of a
     * GGUF file
     * @param config of the model; empty for a GGUF file, which has none
     * @throws TabitatException naming what is not supported
     */
    void requireArchitecture(ModelKind kind, String architecture, WeightFormat format, JsonObject config);

    /** @param tokenizerJson a whole {@code tokenizer.json} @throws TabitatException naming what is not supported */
    void requireTokenizer(byte[] tokenizerJson);

    /**
     * @param model {@code tokenizer.ggml.model} of a GGUF file, such as {@code llama} or {@code gpt2}
     * @param preTokenizer {@code tokenizer.ggml.pre}; empty when there is none
     * @throws TabitatException naming what is not supported
     */
    void requireGgufTokenizer(String model, String preTokenizer);

    /** @throws TabitatException when a chat template cannot be rendered */
    void requireChatTemplate(String template);
}
