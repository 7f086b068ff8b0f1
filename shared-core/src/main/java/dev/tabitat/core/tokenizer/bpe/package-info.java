/**
 * Byte-pair encoding. Entry: {@link dev.tabitat.core.tokenizer.bpe.BytePairEncoding}. Depends on {@code vocabulary} and
 * {@code file} beside it.
 */
package dev.tabitat.core.tokenizer.bpe;
