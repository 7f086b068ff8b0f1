package dev.tabitat.core.model.decoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.model.encoder.HubConfig;

/**
 * The sizes that every architecture's configuration has, and how they and the rotary embedding are read.
 *
 * @param layers how many
 */
record CommonSizes(
        int vocabulary, int width, int layers, int heads, int keyValueHeads, int headWidth, int feedForwardWidth,
        int contextLength, float normEpsilon) {

    private static final int MAX_LAYERS = 1024;
    private static final int MAX_HEADS = 4096;
    private static final int MAX_VOCABULARY = 1 << 22;
    private static final int MAX_FEED_FORWARD = 1 << 17;

    /**
     * <pre>
     * embedding_length, block_count, attention.head_count, attention.head_count_kv (heads), attention.key_length
     * (embedding_length / heads), attention.value_length (key_length), feed_forward_length, context_length,
     * attention.layer_norm_rms_epsilon
     * </pre>
     *
     * In brackets what a missing one is.
     */
    static CommonSizes read(GgufConfig config, TensorFile tensors) {
        config.requireAtMost("expert_count", 0, "A mixture of experts");
        int width = config.size("embedding_length");
        int layers = config.size("block_count");
        int heads = config.size("attention.head_count");
        if (layers > MAX_LAYERS || heads > MAX_HEADS) {
            throw config.wrong("block_count", "at most " + MAX_LAYERS + " layers and " + MAX_HEADS + " heads",
                    layers + " layers, " + heads + " heads");
        }
        if (!config.has("attention.key_length") && width % heads != 0) {
            throw config.wrong("attention.head_count", "a divisor of " + width, heads);
        }
        int headWidth = config.sizeOr("attention.key_length", width / heads);
        int valueWidth = config.sizeOr("attention.value_length", headWidth);
        if (valueWidth != headWidth) {
            throw config.unsupported("Values of another width than keys are not supported.", "attention.value_length",
                    headWidth, valueWidth);
        }
        return new CommonSizes(vocabulary(tensors, "token_embd.weight"), width, layers, heads,
                config.sizeOr("attention.head_count_kv", heads), headWidth, config.size("feed_forward_length"),
                config.size("context_length"), config.epsilon("attention.layer_norm_rms_epsilon"));
    }

    /** The fields of Transformers; {@code head_dim} is {@code hidden_size / num_attention_heads} when it is missing. */
    static CommonSizes read(HubConfig config) {
        int width = config.width("hidden_size");
        int heads = config.count("num_attention_heads", 1, MAX_HEADS);
        if (!config.has("head_dim") && width % heads != 0) {
            throw config.wrong("num_attention_heads", "a divisor of " + width, heads);
        }
        return read(config, width / heads);
    }

    /** @param otherwise the width of heads that a missing {@code head_dim} stands for */
    static CommonSizes read(HubConfig config, int otherwise) {
        int width = config.width("hidden_size");
        int heads = config.count("num_attention_heads", 1, MAX_HEADS);
        return new CommonSizes(config.count("vocab_size", 1, MAX_VOCABULARY), width,
                config.count("num_hidden_layers", 1, MAX_LAYERS), heads,
                config.countOr("num_key_value_heads", heads, 1, MAX_HEADS),
                config.countOr("head_dim", otherwise, 1, MAX_HEADS),
                config.count("intermediate_size", 1, MAX_FEED_FORWARD), config.positions("max_position_embeddings"),
                config.epsilon("rms_norm_eps", 1e-6));
    }

    private static int vocabulary(TensorFile tensors, String embedding) {
        long rows = tensors.rows(embedding);
        if (rows < 1 || rows > MAX_VOCABULARY) {
            throw new DamagedData("The vocabulary is too large.", dev.tabitat.core.error.Finding.at("tensor "
                    + embedding).expected("1 to " + MAX_VOCABULARY + " rows").found(rows));
        }
        return (int) rows;
    }

    /**
     * The rotary embedding by {@code rope.freq_base}, {@code rope.dimension_count}, {@code rope.scaling.type},
     * {@code rope.scaling.factor} and the tensor {@code rope_freqs.weight}.
     *
     * @throws Unsupported naming a scaling other than {@code none} and {@code linear}
     */
    Rotary rotary(GgufConfig config, TensorFile tensors) {
        Rotary rotary = Rotary.of(config.positiveOr("rope.freq_base", 10_000), pairs(config));
        String scaling = config.textOr("rope.scaling.type", "none");
        if (!scaling.equals("none") && !scaling.equals("linear")) {
            throw config.unsupported("Rotary scaling of the type \"" + scaling + "\" is not supported.",
                    "rope.scaling.type", "none or linear", scaling);
        }
        String factor = config.has("rope.scaling.factor") ? "rope.scaling.factor" : "rope.scale_linear";
        if (!scaling.equals("none") || config.has("rope.scale_linear")) {
            rotary = rotary.dividedBy(config.positiveOr(factor, 1));
        }
        return tensors.has("rope_freqs.weight")
                ? rotary.dividedBy(tensors.vector("rope_freqs.weight", rotary.pairs()))
                : rotary;
    }

    /** How many pairs of a head are turned. */
    int pairs(GgufConfig config) {
        int rotated = config.sizeOr("rope.dimension_count", headWidth);
        if (rotated % 2 != 0 || rotated > headWidth) {
            throw config.wrong("rope.dimension_count", "an even number up to " + headWidth, rotated);
        }
        return rotated / 2;
    }

    /**
     * The rotary embedding of Transformers: since its version 5 all of it in {@code rope_parameters}, before that
     * {@code rope_theta} and {@code rope_scaling}.
     *
     * @throws Unsupported naming a scaling other than {@code default}, {@code linear} and {@code llama3}
     */
    Rotary rotary(HubConfig config) {
        return config.has("rope_parameters")
                ? rotary(config.section("rope_parameters"), config.section("rope_parameters"), 10_000)
                : rotary(config, config.section("rope_scaling"), 10_000);
    }

    /** @param holder of {@code rope_theta} @param scaling of the factors */
    Rotary rotary(HubConfig holder, HubConfig scaling, double base) {
        if (headWidth % 2 != 0) {
            throw holder.wrong("head_dim", "an even number", headWidth);
        }
        if (holder.positiveOr("partial_rotary_factor", 1) != 1) {
            throw holder.unsupported("Rotation of a part of each head", "partial_rotary_factor", 1);
        }
        Rotary rotary = Rotary.of(holder.positiveOr("rope_theta", base), headWidth / 2);
        String type = scaling.text(scaling.named("rope_type", "type"), "default");
        return switch (type) {
            case "default" -> rotary;
            case "linear" -> rotary.dividedBy(scaling.positiveOr("factor", 1));
            case "llama3" -> rotary.llama3(required(scaling, "factor"), required(scaling, "low_freq_factor"),
                    required(scaling, "high_freq_factor"), required(scaling, "original_max_position_embeddings"));
            default -> throw scaling.unsupported("Rotary scaling of the type \"" + type + "\"", "rope_type",
                    "default, linear or llama3");
        };
    }

    private static double required(HubConfig scaling, String field) {
        if (!scaling.has(field)) {
            throw scaling.wrong(field, "a number above 0", "nothing");
        }
        return scaling.positiveOr(field, 1);
    }

    /** @throws Unsupported when the layers are not all of full attention, where {@code layer_types} lists them */
    static void requireFullAttention(HubConfig config) {
        if (config.isArray("layer_types")) {
            for (int i = 0; i < config.array("layer_types").size(); i++) {
                if (!config.array("layer_types").get(i).toString().equals("\"full_attention\"")) {
                    throw config.unsupported("Attention over a window", "layer_types", "full_attention in every layer");
                }
            }
        }
    }
}
