package dev.tabitat.core.tokenizer.gguf;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tokenizer.pattern.ContractionPattern;
import dev.tabitat.core.tokenizer.pretokenizer.Pieces;
import dev.tabitat.core.tokenizer.pretokenizer.SplitBehavior;
import dev.tabitat.core.tokenizer.text.WordProperties;

/** How byte-pair encoding cuts a text into pieces, by {@code tokenizer.ggml.pre}. */
enum GgufPreTokenizer {
    GPT_2(ContractionPattern.GPT2),
    LLAMA_BPE(ContractionPattern.LLAMA3),
    QWEN2(ContractionPattern.QWEN2),
    QWEN35(ContractionPattern.QWEN35),
    /** Each digit alone, then GPT-2's pieces of what lies between. */
    STARCODER(ContractionPattern.GPT2) {
        @Override
        void apply(Pieces pieces) {
            pieces.split(WordProperties::isNumber, SplitBehavior.ISOLATED);
            super.apply(pieces);
        }
    },
    /** Runs of line breaks, and what lies between them: SentencePiece's characters in place of bytes. */
    GEMMA(null) {
        @Override
        void apply(Pieces pieces) {
            pieces.split(point -> point == '\n', SplitBehavior.CONTIGUOUS);
        }
    };

    private static final String KNOWN = "gpt-2, llama-bpe, qwen2, qwen35, starcoder, smollm";

    private final ContractionPattern pattern;

    GgufPreTokenizer(ContractionPattern pattern) {
        this.pattern = pattern;
    }

    /** Those that are the same under several names. @throws Unsupported naming another */
    static GgufPreTokenizer of(String name) {
        return switch (name) {
            case "gpt-2", "phi-2", "mpt", "olmo", "jais", "trillion", "granite-docling", "gigachat", "a.x-4.0",
                    "mellum" ->
                GPT_2;
            case "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2" -> LLAMA_BPE;
            case "qwen2", "deepseek-r1-qwen", "kormo" -> QWEN2;
            case "qwen35" -> QWEN35;
            case "starcoder", "refact", "command-r", "smollm", "codeshell", "exaone", "minerva-7b" -> STARCODER;
            default -> throw new Unsupported(
                    name.isEmpty() ? "The tokenizer does not say how it cuts texts."
                            : "The pre-tokenizer \"" + name + "\" is not supported.",
                    Finding.at("GGUF, tokenizer.ggml.pre").expected(KNOWN).found(name.isEmpty() ? "nothing" : name)
                            .remedy("Choose a newer file of the model, or another model."));
        };
    }

    /** Whether a piece that is a token is that token, whatever would merge. */
    boolean ignoresMerges() {
        return this == LLAMA_BPE;
    }

    /** Whether prompts start with the token of the beginning where the file does not say. */
    boolean addsStart() {
        return this == LLAMA_BPE || this == GEMMA;
    }

    /** Cuts a text; pieces are still characters, not bytes. */
    void apply(Pieces pieces) {
        pieces.split(pattern, SplitBehavior.ISOLATED, false);
    }
}
