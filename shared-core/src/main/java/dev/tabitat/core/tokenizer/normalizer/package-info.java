/**
 * Normalizers: what is changed in a text before it is cut. Entry:
 * {@link dev.tabitat.core.tokenizer.normalizer.Normalizer}.
 */
package dev.tabitat.core.tokenizer.normalizer;
