package dev.tabitat.core.tokenizer;

/** What becomes of special tokens in a decoded text. */
public enum SpecialTokens {
    KEEP,
    SKIP
}
