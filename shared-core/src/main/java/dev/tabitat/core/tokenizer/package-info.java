/**
 * From text to the numbers a model reads: normalisation, character n-grams and WordPiece.
 *
 * <p>
 * Entry type: {@link Tokenizers}. Depends on {@code binary}, {@code error}, {@code ids}, {@code json}, {@code text}.
 */
package dev.tabitat.core.tokenizer;
