package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonObject;

/**
 * The measures of a BERT encoder (Devlin and others 2018), by the names that Hugging Face's {@code config.json} gives
 * them.
 *
 * <pre>
 * {"architecture": "bert-encoder", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size",
 *  "max_position_embeddings", "layer_norm_eps", "hidden_act": "gelu", "pooling": "mean" or "cls", "normalize", "max_tokens"}
 * </pre>
 *
 * @param hidden width of a token, a multiple of {@code heads}
 * @param layerNormEpsilon at least 0, below 1
 * @param pooling how tokens become an embedding
 * @param normalize whether an embedding has length 1
 * @param maxTokens longest sequence, with its special tokens; at most {@code positions}
 */
public record BertConfig(
        int hidden, int layers, int heads, int intermediate, int vocabulary, int positions, double layerNormEpsilon,
        Op.Pooling pooling, boolean normalize, int maxTokens) {

    public static final String ID = "bert-encoder";

    private static final int WIDEST = 16_384;
    private static final int MAX_WORDS = 1 << 24;
    private static final long MAX_ELEMENTS = 1L << 28;

    public BertConfig {
        range("hidden_size", hidden, 1, WIDEST);
        range("num_hidden_layers", layers, 1, 256);
        range("num_attention_heads", heads, 1, hidden);
        range("intermediate_size", intermediate, 1, Op.MAX_INT8_INPUTS);
        range("vocab_size", vocabulary, 1, MAX_WORDS);
        range("max_position_embeddings", positions, 1, 1 << 20);
        range("max_tokens", maxTokens, 2, positions);
        require(layerNormEpsilon >= 0 && layerNormEpsilon < 1, "layer_norm_eps", "0 to 1", layerNormEpsilon);
        require(pooling == Op.Pooling.MEAN || pooling == Op.Pooling.FIRST, "pooling", "mean or cls", pooling);
        require(hidden % heads == 0, "num_attention_heads", "a divisor of " + hidden, heads);
        fits("vocab_size", vocabulary, hidden);
        fits("max_position_embeddings", positions, hidden);
        fits("intermediate_size", intermediate, hidden);
        fits("hidden_size", 3L * hidden, hidden);
    }

    /**
     * @throws DamagedData when a field is missing, of the wrong type or out of range
     * @throws Unsupported when the architecture, the activation or the pooling is another
     */
    public static BertConfig read(JsonObject json) {
        one(json, "architecture", ID);
        one(json, "hidden_act", "gelu");
        String pooling = json.string("pooling");
        if (!pooling.equals("mean") && !pooling.equals("cls")) {
            throw unsupported("pooling", "mean or cls", pooling);
        }
        return new BertConfig(
                count(json, "hidden_size"), count(json, "num_hidden_layers"), count(json, "num_attention_heads"),
                count(json, "intermediate_size"),
                count(json, "vocab_size"), count(json, "max_position_embeddings"), json.number("layer_norm_eps"),
                pooling.equals("mean") ? Op.Pooling.MEAN : Op.Pooling.FIRST, json.bool("normalize"),
                count(json, "max_tokens"));
    }

    /** What {@link #read} reads. */
    public JsonObject write() {
        return JsonObject.builder()
                .put("architecture", ID)
                .put("hidden_size", hidden)
                .put("num_hidden_layers", layers)
                .put("num_attention_heads", heads)
                .put("intermediate_size", intermediate)
                .put("vocab_size", vocabulary)
                .put("max_position_embeddings", positions)
                .put("layer_norm_eps", layerNormEpsilon)
                .put("hidden_act", "gelu")
                .put("pooling", pooling == Op.Pooling.MEAN ? "mean" : "cls")
                .put("normalize", normalize)
                .put("max_tokens", maxTokens)
                .build();
    }

    private static int count(JsonObject json, String field) {
        long value = json.integer(field);
        require(value >= 1 && value <= Integer.MAX_VALUE, field, "1 to " + Integer.MAX_VALUE, value);
        return (int) value;
    }

    private static void one(JsonObject json, String field, String expected) {
        String found = json.string(field);
        if (!found.equals(expected)) {
            throw unsupported(field, expected, found);
        }
    }

    private static Unsupported unsupported(String field, String expected, String found) {
        return new Unsupported("This encoder is of another kind.",
                Finding.at("field \"" + field + "\"").expected(expected).found(found));
    }

    private static void range(String field, int value, int least, int most) {
        require(value >= least && value <= most, field, least + " to " + most, value);
    }

    private static void fits(String field, long rows, long width) {
        require(rows * width <= MAX_ELEMENTS, field, "a matrix of at most " + MAX_ELEMENTS + " numbers",
                rows + " by " + width);
    }

    private static void require(boolean holds, String field, String expected, Object found) {
        if (!holds) {
            throw new DamagedData("A measure of an encoder is out of range.",
                    Finding.at("field \"" + field + "\"").expected(expected).found(found));
        }
    }
}
