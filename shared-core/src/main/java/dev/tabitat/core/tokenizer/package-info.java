/**
 * From text to the numbers a model reads, and back: tokenizers as Hugging Face has them, whose algorithms and steps are
 * packages below this one, and character n-grams.
 *
 * <p>
 * Entry type: {@link Tokenizers}. Depends on {@code binary}, {@code error}, {@code ids}, {@code json}, {@code text},
 * {@code tokenizer.bpe}, {@code tokenizer.decoder}, {@code tokenizer.file}, {@code tokenizer.normalizer},
 * {@code tokenizer.pretokenizer}, {@code tokenizer.sentencepiece}, {@code tokenizer.text}, {@code tokenizer.unigram},
 * {@code tokenizer.vocabulary}, {@code tokenizer.wordlevel}, {@code tokenizer.wordpiece}.
 */
package dev.tabitat.core.tokenizer;
