/**
 * Patterns of tokenizer files, each written by hand and recognised by its text. Entry:
 * {@link dev.tabitat.core.tokenizer.pattern.TextPattern}. Depends on {@code file} and {@code text} beside it.
 */
package dev.tabitat.core.tokenizer.pattern;
