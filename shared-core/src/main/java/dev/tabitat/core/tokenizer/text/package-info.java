/**
 * Texts under normalisation, whose characters know where they came from, and what the tokenizers need to know of
 * characters. Entry: {@link dev.tabitat.core.tokenizer.text.NormalizedText}. Depends on no other package.
 */
package dev.tabitat.core.tokenizer.text;
