/** SentencePiece's Unigram. Entry: {@link dev.tabitat.core.tokenizer.unigram.Unigram}. */
package dev.tabitat.core.tokenizer.unigram;
