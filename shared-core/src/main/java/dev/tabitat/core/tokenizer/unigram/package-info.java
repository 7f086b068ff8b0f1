/**
 * SentencePiece's Unigram. Entry: {@link dev.tabitat.core.tokenizer.unigram.Unigram}. Depends on {@code vocabulary} and
 * {@code file} beside it.
 */
package dev.tabitat.core.tokenizer.unigram;
