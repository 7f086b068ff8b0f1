package dev.tabitat.core.model.decoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.model.encoder.HubConfig;

/** A family of decoders: how its configuration is read, and what its tensors are called. */
sealed interface DecoderArchitecture permits Llama, Qwen2, Qwen3, Gemma3 {

    /** The families that are known, as GGUF names them, for messages. */
    String KNOWN = "llama, qwen2, qwen3 or gemma3";

    /** @throws Unsupported naming an architecture that is not known */
    static DecoderArchitecture ofGguf(String architecture) {
        return switch (architecture) {
            case "llama" -> new Llama();
            case "qwen2" -> new Qwen2();
            case "qwen3" -> new Qwen3();
            case "gemma3" -> new Gemma3();
            default -> throw unknown("GGUF, general.architecture", KNOWN, architecture);
        };
    }

    /** @throws Unsupported naming a model type that is not known */
    static DecoderArchitecture ofHub(String modelType) {
        return switch (modelType) {
            case "llama" -> new Llama();
            case "qwen2" -> new Qwen2();
            case "qwen3" -> new Qwen3();
            case "gemma3_text" -> new Gemma3();
            default -> throw unknown("config.json, field \"model_type\"", "llama, qwen2, qwen3 or gemma3_text",
                    modelType);
        };
    }

    private static Unsupported unknown(String where, String known, String found) {
        return new Unsupported(
                found.isEmpty() ? "A decoder without an architecture's name is not supported."
                        : "Decoders of the architecture \"" + found + "\" are not supported.",
                Finding.at(where).expected(known).found(found.isEmpty() ? "nothing" : found)
                        .remedy("Choose a model of another architecture."));
    }

    /**
     * What a model of this family computes, by GGUF metadata.
     *
     * @throws DamagedData naming a value that is missing or out of range
     * @throws Unsupported naming what is not computed here
     */
    DecoderSpec spec(GgufConfig config, TensorFile tensors);

    /** The same by {@code config.json} of Transformers. */
    DecoderSpec spec(HubConfig config, TensorFile tensors);

    /** The name that Transformers gives the norm before the feed-forward network. */
    default String hubFeedForwardNorm() {
        return "post_attention_layernorm";
    }

    /** What is added to the weights of norms in Transformers' files. */
    default float hubNormOffset() {
        return 0;
    }

    /** Whether logits are computed with the embedding, where {@code config.json} does not say. */
    default boolean isTiedByDefault() {
        return false;
    }
}
