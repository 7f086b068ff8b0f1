/** Byte-pair encoding. Entry: {@link dev.tabitat.core.tokenizer.bpe.BytePairEncoding}. */
package dev.tabitat.core.tokenizer.bpe;
