/**
 * SentencePiece's own model files. Entry: {@link dev.tabitat.core.tokenizer.sentencepiece.SentencePieceModel}.
 */
package dev.tabitat.core.tokenizer.sentencepiece;
