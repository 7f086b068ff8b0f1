/**
 * The tokenizers of GGUF files, which generators use: SentencePiece with scores and byte-level BPE.
 *
 * <p>
 * Entry type: {@link GgufTokenizer}. Depends on {@code error}, {@code format.gguf}, {@code json}, {@code text},
 * {@code tokenizer}, {@code tokenizer.bpe}, {@code tokenizer.decoder}, {@code tokenizer.file},
 * {@code tokenizer.normalizer}, {@code tokenizer.pattern}, {@code tokenizer.pretokenizer},
 * {@code tokenizer.sentencepiece}, {@code tokenizer.text}, {@code tokenizer.vocabulary}.
 */
package dev.tabitat.core.tokenizer.gguf;
