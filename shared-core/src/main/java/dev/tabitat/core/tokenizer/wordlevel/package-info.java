/** Whole words as tokens. Entry: {@link dev.tabitat.core.tokenizer.wordlevel.WordLevel}. */
package dev.tabitat.core.tokenizer.wordlevel;
