/**
 * Pre-tokenizers: where a text is cut before a model cuts its pieces.
 *
 * <p>
 * Entry type: {@link PreTokenizer}. Depends on {@code error}, {@code tokenizer.file}, {@code tokenizer.normalizer},
 * {@code tokenizer.pattern}, {@code tokenizer.text}.
 */
package dev.tabitat.core.tokenizer.pretokenizer;
