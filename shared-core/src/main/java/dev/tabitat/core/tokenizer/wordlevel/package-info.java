/**
 * Whole words as tokens.
 *
 * <p>
 * Entry type: {@link WordLevel}. Depends on {@code error}, {@code tokenizer.file}, {@code tokenizer.vocabulary}.
 */
package dev.tabitat.core.tokenizer.wordlevel;
