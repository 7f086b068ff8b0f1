/**
 * Texts under normalisation, whose characters know where they came from, and what the tokenizers need to know of
 * characters.
 *
 * <p>
 * Entry type: {@link NormalizedText}. Depends on nothing.
 */
package dev.tabitat.core.tokenizer.text;
