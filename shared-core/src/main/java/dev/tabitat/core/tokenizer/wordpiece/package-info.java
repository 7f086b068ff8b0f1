/**
 * BERT's WordPiece.
 *
 * <p>
 * Entry type: {@link WordPiece}. Depends on {@code error}, {@code tokenizer.file}, {@code tokenizer.vocabulary}.
 */
package dev.tabitat.core.tokenizer.wordpiece;
