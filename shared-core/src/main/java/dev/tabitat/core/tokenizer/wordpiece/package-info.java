/** BERT's WordPiece. Entry: {@link dev.tabitat.core.tokenizer.wordpiece.WordPiece}. */
package dev.tabitat.core.tokenizer.wordpiece;
