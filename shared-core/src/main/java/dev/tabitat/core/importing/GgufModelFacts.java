package dev.tabitat.core.importing;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.format.gguf.GgufValue;
import dev.tabitat.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the metadata of a GGUF file say of its model.
 *
 * <pre>
 * general.architecture, general.file_type, general.license
 * {architecture}.context_length, .embedding_length, .block_count, .feed_forward_length, .attention.head_count,
 *     .attention.head_count_kv, .attention.key_length, .pooling_type, .expert_count
 * tokenizer.ggml.model, .pre, .tokens; tokenizer.chat_template
 * </pre>
 *
 * Source: {@code gguf.md} of the ggml repository, {@code llama-arch.cpp} of llama.cpp.
 */
final class GgufModelFacts {

    /** The names of {@code general.file_type}, by number ({@code llama_ftype} of llama.cpp). */
    private static final String[] FILE_TYPES = {"F32", "F16", "Q4_0", "Q4_1", "", "", "", "Q8_0", "Q5_0", "Q5_1",
            "Q2_K",
            "Q3_K_S", "Q3_K_M", "Q3_K_L", "Q4_K_S", "Q4_K_M", "Q5_K_S", "Q5_K_M", "Q6_K", "IQ2_XXS", "IQ2_XS", "Q2_K_S",
            "IQ3_XS", "IQ3_XXS", "IQ1_S", "IQ4_NL", "IQ3_S", "IQ3_M", "IQ2_S", "IQ2_M", "IQ4_XS", "IQ1_M", "BF16"};

    private static final Set<String> ENCODERS = Set.of("bert", "nomic-bert", "nomic-bert-moe", "jina-bert-v2",
            "jina-bert-v3", "modern-bert", "neo-bert", "eurobert", "gemma-embedding");

    private static final String[] POOLINGS = {"none", "mean", "cls", "last", "rank"};

    private final Gguf header;
    private final String architecture;

    GgufModelFacts(Gguf header) {
        this.header = header;
        this.architecture = header.architecture();
    }

    String architecture() {
        return architecture;
    }

    ModelKind kind() {
        if (pooling().equals("rank")) {
            return ModelKind.RERANKER;
        }
        return ENCODERS.contains(architecture) || !pooling().isEmpty() && !pooling().equals("none") ? ModelKind.ENCODER
                : ModelKind.GENERATOR;
    }

    /** {@code mean}, {@code cls}, {@code last}, {@code rank} or {@code none}; empty when the file does not say. */
    String pooling() {
        long type = count(".pooling_type").orElse(-1);
        return type < 0 || type >= POOLINGS.length ? "" : POOLINGS[(int) type];
    }

    OptionalLong context() {
        return count(".context_length");
    }

    /** The file's own name of its quantization; empty when it has none or one that is not known here. */
    String quantization() {
        long type = header.count("general.file_type").orElse(-1L);
        return type < 0 || type >= FILE_TYPES.length ? "" : FILE_TYPES[(int) type];
    }

    Optional<String> chatTemplate() {
        return header.text("tokenizer.chat_template");
    }

    LicenceClaim licence() {
        return LicenceClaim.of(header.text("general.license").orElse(""),
                header.text("general.license.name").orElse(""))
                .withLink(header.text("general.license.link").orElse(""));
    }

    MemoryEstimate.Measures measures() {
        long hidden = count(".embedding_length").orElse(0);
        long heads = count(".attention.head_count").orElse(0);
        long keyHeads = count(".attention.head_count_kv").orElse(heads);
        long headWidth = count(".attention.key_length").orElse(heads == 0 ? 0 : hidden / heads);
        return new MemoryEstimate.Measures(count(".block_count").orElse(0), hidden,
                count(".feed_forward_length").orElse(0),
                heads, keyHeads, headWidth);
    }

    /** A measure of the architecture; of one that differs among layers, the first layer's. */
    private OptionalLong count(String name) {
        Optional<GgufValue> value = header.find(architecture + name);
        if (value.isPresent() && value.get() instanceof GgufValue.Whole whole && whole.value() >= 0) {
            return OptionalLong.of(whole.value());
        }
        if (value.isPresent() && value.get() instanceof GgufValue.Numbers numbers && numbers.length() > 0
                && numbers.whole(0) >= 0) {
            return OptionalLong.of(numbers.whole(0));
        }
        return OptionalLong.empty();
    }

    /** The tokenizer, whose vocabulary must be that of the embeddings. */
    TokenizerFacts tokenizer(String path, OptionalLong embeddingRows, Support support, List<Problem> problems) {
        Optional<String> model = header.text("tokenizer.ggml.model");
        Optional<GgufValue.Texts> tokens = header.texts(Gguf.TOKENS);
        if (model.isEmpty() || tokens.isEmpty()) {
            problems.add(new Problem(Problem.NO_TOKENIZER, "The GGUF file has no tokenizer.",
                    "Choose a file of the model that has one."));
            return TokenizerFacts.NONE;
        }
        try {
            requireScores(tokens.get().length());
            support.requireGgufTokenizer(model.get(), header.text("tokenizer.ggml.pre").orElse(""));
        } catch (TabitatException failure) {
            problems.add(Problem.of(Problem.TOKENIZER, failure));
        }
        String algorithm = switch (model.get()) {
            case "gpt2", "llama", "gemma4" -> "BPE";
            case "bert" -> "WordPiece";
            case "t5" -> "Unigram";
            default -> "";
        };
        return new TokenizerFacts(algorithm, OptionalLong.of(tokens.get().length()), OptionalLong.empty(),
                chatTemplate(), List.of(path));
    }

    /** Scores and types, where there are any, are one for each token. */
    private void requireScores(int tokens) {
        for (String key : List.of("tokenizer.ggml.scores", "tokenizer.ggml.token_type")) {
            Optional<GgufValue> list = header.find(key);
            if (list.isPresent() && !(list.get() instanceof GgufValue.Numbers numbers && numbers.length() == tokens)) {
                throw new DamagedData("The tokenizer's lists are of different lengths.",
                        Finding.at("GGUF, " + key).expected(tokens + " numbers")
                                .found(list.get() instanceof GgufValue.Numbers numbers ? numbers.length() + " numbers"
                                        : list.get().kind()));
            }
        }
    }

    /** Notes what of the architecture is not supported. */
    void inspect(Support support, List<Problem> problems) {
        if (architecture.isEmpty()) {
            problems.add(new Problem(Problem.ARCHITECTURE, "The GGUF file does not name the model's architecture.",
                    "Choose another file of the model."));
            return;
        }
        if (count(".expert_count").orElse(0) > 1) {
            problems.add(new Problem(Problem.FEATURE, "A mixture of experts is not supported.",
                    "Choose a model of another architecture."));
        }
        try {
            support.requireArchitecture(kind(), architecture, WeightFormat.GGUF, JsonObject.EMPTY);
        } catch (TabitatException failure) {
            problems.add(Problem.of(Problem.ARCHITECTURE, failure));
        }
    }
}
