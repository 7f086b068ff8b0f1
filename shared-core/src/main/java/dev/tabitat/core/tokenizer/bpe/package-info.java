/**
 * Byte-pair encoding.
 *
 * <p>
 * Entry type: {@link BytePairEncoding}. Depends on {@code error}, {@code json}, {@code tokenizer.file},
 * {@code tokenizer.vocabulary}.
 */
package dev.tabitat.core.tokenizer.bpe;
