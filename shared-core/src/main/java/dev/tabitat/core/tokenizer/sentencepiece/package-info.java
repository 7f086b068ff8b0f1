/**
 * SentencePiece's own model files. Entry: {@link dev.tabitat.core.tokenizer.sentencepiece.SentencePieceModel}. Depends
 * on {@code text} and {@code error}.
 */
package dev.tabitat.core.tokenizer.sentencepiece;
