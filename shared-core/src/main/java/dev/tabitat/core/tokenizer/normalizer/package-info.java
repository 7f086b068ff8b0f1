/**
 * Normalizers: what is changed in a text before it is cut. Entry:
 * {@link dev.tabitat.core.tokenizer.normalizer.Normalizer}. Depends on {@code file}, {@code text} and {@code pattern}
 * beside it.
 */
package dev.tabitat.core.tokenizer.normalizer;
