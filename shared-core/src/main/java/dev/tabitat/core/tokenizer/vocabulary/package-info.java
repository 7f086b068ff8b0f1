/**
 * The tokens of a tokenizer and what every algorithm that cuts a piece into them has in common.
 *
 * <p>
 * Entry type: {@link TokenModel}. Depends on {@code error}, {@code json}, {@code text}, {@code tokenizer.file}.
 */
package dev.tabitat.core.tokenizer.vocabulary;
