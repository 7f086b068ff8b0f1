/**
 * SentencePiece's Unigram.
 *
 * <p>
 * Entry type: {@link Unigram}. Depends on {@code error}, {@code json}, {@code tokenizer.file},
 * {@code tokenizer.vocabulary}.
 */
package dev.tabitat.core.tokenizer.unigram;
