/**
 * SentencePiece's own model files.
 *
 * <p>
 * Entry type: {@link SentencePieceModel}. Depends on {@code error}, {@code text}, {@code tokenizer.vocabulary}.
 */
package dev.tabitat.core.tokenizer.sentencepiece;
