package dev.tabitat.core.importing;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Looks at a {@code config.json} for what cannot be run, and names it. */
final class ConfigInspection {

    /** Encoders whose positions begin after the padding token's. */
    private static final Set<String> OFFSET_POSITIONS = Set.of("roberta", "xlm-roberta", "camembert", "mpnet",
            "xlm-roberta-xl");

    /** The positions that a padding token takes away: {@code padding_idx + 1}. */
    private static final int OFFSET = 2;

    /** Where model2vec cuts a text. */
    private static final long STATIC_TOKENS = 512;

    private static final String ANOTHER = "Choose a model of another architecture.";

    private final JsonObject config;
    private final List<Problem> problems;

    ConfigInspection(JsonObject config, List<Problem> problems) {
        this.config = config;
        this.problems = problems;
    }

    /**
     * The {@code model_type}. A model of pictures or sounds has that of its text part inside, and is no model of text.
     */
    String architecture() {
        return Fields.text(config, "model_type");
    }

    /** Notes what is not supported; whether the architecture itself is, is asked of {@link Support}. */
    void inspect(ModelKind kind, WeightFormat format, Support support) {
        String type = architecture();
        if (Fields.has(config, "auto_map")) {
            problems.add(new Problem(Problem.CUSTOM_CODE,
                    "The model needs Python code of its own (auto_map in config.json), which is never run here.",
                    "Choose a model whose architecture is part of the transformers library."));
        }
        alibi();
        quantized();
        for (String part : List.of("vision_config", "audio_config")) {
            if (Fields.has(config, part)) {
                problems.add(new Problem(Problem.FEATURE,
                        "Models of " + (part.startsWith("vision") ? "pictures" : "sounds") + " (" + part
                                + " in config.json) are not supported.",
                        "Choose a model of text."));
            }
        }
        if (Fields.count(config, "num_local_experts", "num_experts", "n_routed_experts").orElse(0) > 1) {
            problems.add(new Problem(Problem.FEATURE, "A mixture of experts is not supported.", ANOTHER));
        }
        if (kind == ModelKind.ENCODER && Fields.isTrue(config, "is_decoder")) {
            problems.add(new Problem(Problem.FEATURE, "A decoder in place of an encoder is not supported.", ANOTHER));
        }
        if (type.isEmpty()) {
            problems.add(new Problem(Problem.ARCHITECTURE, "config.json does not name the model's architecture.",
                    "Add config.json with its model_type, or choose another model."));
            return;
        }
        try {
            support.requireArchitecture(kind, type, format, config);
        } catch (TabitatException failure) {
            Problem problem = Problem.of(Problem.ARCHITECTURE, failure);
            for (Problem known : problems) {
                if (known.code().equals(Problem.FEATURE) && problem.message().startsWith(known.message())) {
                    return;
                }
            }
            problems.add(problem);
        }
    }

    private void alibi() {
        String positions = Fields.text(config, "position_embedding_type");
        boolean isAlibi = positions.equals("alibi") || Fields.isTrue(config, "alibi")
                || Fields.isTrue(Fields.object(config, "attn_config"), "alibi")
                || architecture().equals("bloom") || architecture().equals("mpt");
        if (isAlibi) {
            problems.add(new Problem(Problem.FEATURE, "Attention with ALiBi is not supported.", ANOTHER));
        } else if (positions.startsWith("relative")) {
            problems.add(new Problem(Problem.FEATURE,
                    "Attention with positions of the type \"" + positions + "\" is not supported.", ANOTHER));
        }
    }

    private void quantized() {
        JsonObject quantization = Fields.object(config, "quantization_config");
        if (!quantization.isEmpty()) {
            String method = Fields.text(quantization, "quant_method");
            problems.add(new Problem(Problem.WEIGHT_TYPE,
                    "Weights quantized by " + (method.isEmpty() ? "an unnamed method" : method) + " are not supported.",
                    "Choose the original model, and quantize it here, or a GGUF file of it."));
        }
    }

    /** The positions that a text may have; empty where there is no such limit. */
    OptionalLong positions() {
        if (architecture().equals("model2vec")) {
            return OptionalLong.of(Fields.count(config, "max_length").orElse(STATIC_TOKENS));
        }
        OptionalLong positions = Fields.count(config, "max_position_embeddings", "n_positions", "max_seq_len",
                "max_sequence_length", "seq_length");
        if (positions.isEmpty() || !OFFSET_POSITIONS.contains(architecture())) {
            return positions;
        }
        return OptionalLong.of(Math.max(0, positions.getAsLong() - OFFSET));
    }
}
