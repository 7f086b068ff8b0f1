/**
 * Whole words as tokens. Entry: {@link dev.tabitat.core.tokenizer.wordlevel.WordLevel}. Depends on {@code vocabulary}
 * and {@code file} beside it.
 */
package dev.tabitat.core.tokenizer.wordlevel;
