/**
 * BERT's WordPiece. Entry: {@link dev.tabitat.core.tokenizer.wordpiece.WordPiece}. Depends on {@code vocabulary} and
 * {@code file} beside it.
 */
package dev.tabitat.core.tokenizer.wordpiece;
