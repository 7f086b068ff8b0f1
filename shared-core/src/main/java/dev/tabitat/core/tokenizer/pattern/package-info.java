/**
 * Patterns of tokenizer files, each written by hand and recognised by its text.
 *
 * <p>
 * Entry type: {@link TextPattern}. Depends on {@code error}, {@code tokenizer.file}, {@code tokenizer.text}.
 */
package dev.tabitat.core.tokenizer.pattern;
