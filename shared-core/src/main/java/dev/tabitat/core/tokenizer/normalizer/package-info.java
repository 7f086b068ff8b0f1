/**
 * Normalizers: what is changed in a text before it is cut.
 *
 * <p>
 * Entry type: {@link Normalizer}. Depends on {@code error}, {@code text}, {@code tokenizer.file},
 * {@code tokenizer.pattern}, {@code tokenizer.text}.
 */
package dev.tabitat.core.tokenizer.normalizer;
