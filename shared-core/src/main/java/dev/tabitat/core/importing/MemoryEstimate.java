package dev.tabitat.core.importing;

import dev.tabitat.core.device.FitArithmetic;
import dev.tabitat.core.device.FitTerm;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The memory that a model would need, estimated from its measures before anything of it is loaded.
 *
 * <p>
 * Weights: their bytes as they will lie in memory. Activations: of an encoder, the values of a text of the longest
 * length; of a generator, a cache of keys and values in f16 for at most {@link #CACHE_TOKENS} tokens. Vocabulary: some
 * {@link #TOKEN_BYTES} bytes a token.
 *
 * @param weights bytes
 * @param activations bytes
 * @param vocabulary bytes
 */
record MemoryEstimate(long weights, long activations, long vocabulary) {

    static final long CACHE_TOKENS = 4096;
    static final long TOKEN_BYTES = 64;

    /** Values beside the matrices of one layer that a pass holds, in widths of a token. */
    private static final long LIVE_WIDTHS = 6;

    /** Tokens of a text, or of a part of a prompt, that are read at once. */
    private static final long USUAL_TEXT = 512;

    private static final long LONGEST_TEXT = 8192;
    private static final long MAX = 1L << 50;

    MemoryEstimate {
        weights = Math.max(0, Math.min(weights, MAX));
        activations = Math.max(0, Math.min(activations, MAX));
        vocabulary = Math.max(0, Math.min(vocabulary, MAX));
    }

    /** Measures of an encoder or a decoder; 0 for what is not known. No product of them is over 64 bits. */
    record Measures(long layers, long hidden, long intermediate, long heads, long keyHeads, long headWidth) {

        private static final long MAX_LAYERS = 1 << 10;
        private static final long MAX_HEADS = 1 << 12;
        private static final long MAX_WIDTH = 1 << 17;

        Measures {
            layers = Math.min(layers, MAX_LAYERS);
            hidden = Math.min(hidden, MAX_WIDTH);
            intermediate = Math.min(intermediate, MAX_WIDTH);
            heads = Math.min(heads, MAX_HEADS);
            keyHeads = Math.min(keyHeads, MAX_HEADS);
            headWidth = Math.min(headWidth, MAX_WIDTH);
        }
    }

    static long encoderActivations(Measures measures, OptionalLong context) {
        long tokens = Math.min(LONGEST_TEXT, context.orElse(USUAL_TEXT));
        long values = tokens * (LIVE_WIDTHS * measures.hidden() + 2 * measures.intermediate())
                + Math.max(1, measures.heads()) * tokens * tokens;
        return 4 * values;
    }

    static long generatorActivations(Measures measures, OptionalLong context) {
        long tokens = Math.min(CACHE_TOKENS, context.orElse(CACHE_TOKENS));
        long cache = 2 * 2 * measures.layers() * measures.keyHeads() * measures.headWidth() * tokens;
        return cache + 4 * USUAL_TEXT * (LIVE_WIDTHS * measures.hidden() + 2 * measures.intermediate());
    }

    /** The estimate of a model with a config.json. @param quantization of its weights; empty when it is not known */
    static MemoryEstimate of(JsonObject config, ModelKind kind, WeightFacts weights, String quantization,
            OptionalLong context, TokenizerFacts tokenizer) {
        long hidden = Math.min(1 << 20, Fields.count(config, "hidden_size", "dim", "n_embd", "d_model").orElse(0));
        long heads = Fields.count(config, "num_attention_heads", "n_heads", "n_head").orElse(0);
        Measures measures = new Measures(
                Fields.count(config, "num_hidden_layers", "n_layers", "n_layer").orElse(0), hidden,
                Fields.count(config, "intermediate_size", "hidden_dim", "n_inner").orElse(4 * hidden), heads,
                Fields.count(config, "num_key_value_heads").orElse(heads),
                Fields.count(config, "head_dim").orElse(heads == 0 ? 0 : hidden / heads));
        long activations = kind == ModelKind.GENERATOR ? generatorActivations(measures, context)
                : encoderActivations(measures, context);
        long ids = Math.min(1 << 24, tokenizer.ids().orElse(Fields.count(config, "vocab_size").orElse(0)));
        // Float weights are computed with in F32; an ONNX file's int8 stays.
        boolean isInt8 = quantization.contains("int8");
        long bytes = isInt8 ? weights.parameters() : 4 * Math.min(weights.parameters(), Long.MAX_VALUE / 4);
        return new MemoryEstimate(bytes, activations, ids * TOKEN_BYTES);
    }

    MemoryEstimate withWeights(long bytes) {
        return new MemoryEstimate(bytes, activations, vocabulary);
    }

    FitArithmetic arithmetic(OptionalLong availableBytes) {
        return FitArithmetic.of(List.of(new FitTerm(FitTerm.Name.WEIGHTS, weights, Known.ESTIMATED),
                new FitTerm(FitTerm.Name.ACTIVATIONS, activations, Known.ESTIMATED),
                new FitTerm(FitTerm.Name.VOCABULARY, vocabulary, Known.ESTIMATED)), availableBytes);
    }

    /**
     * {@code {terms, total_bytes, verdict, tokens_per_s: {value, known}}}; a generator reads its weights once a token.
     *
     * @param bytesPerSecond how fast the device reads memory, where that was measured; empty for other models
     */
    JsonObject toJson(OptionalLong availableBytes, OptionalDouble bytesPerSecond) {
        boolean isKnown = bytesPerSecond.isPresent() && weights > 0;
        JsonObject speed = isKnown
                ? JsonObject.of("value", Math.round(bytesPerSecond.getAsDouble() / weights * 10) / 10.0, "known",
                        Known.ESTIMATED.id())
                : JsonObject.of("value", JsonNull.NULL, "known", Known.UNKNOWN.id());
        return arithmetic(availableBytes).toJson().with("tokens_per_s", speed);
    }
}
