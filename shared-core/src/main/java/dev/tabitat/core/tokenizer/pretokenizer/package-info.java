/**
 * Pre-tokenizers: where a text is cut before a model cuts its pieces. Entry:
 * {@link dev.tabitat.core.tokenizer.pretokenizer.PreTokenizer}. Depends on {@code file}, {@code text}, {@code pattern}
 * and {@code normalizer} beside it.
 */
package dev.tabitat.core.tokenizer.pretokenizer;
