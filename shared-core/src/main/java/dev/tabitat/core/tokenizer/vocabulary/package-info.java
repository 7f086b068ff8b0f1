/**
 * The tokens of a tokenizer and what every algorithm that cuts a piece into them has in common. Entry:
 * {@link dev.tabitat.core.tokenizer.vocabulary.TokenModel}. Depends on {@code file} beside it.
 */
package dev.tabitat.core.tokenizer.vocabulary;
