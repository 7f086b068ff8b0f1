/**
 * Pre-tokenizers: where a text is cut before a model cuts its pieces. Entry:
 * {@link dev.tabitat.core.tokenizer.pretokenizer.PreTokenizer}.
 */
package dev.tabitat.core.tokenizer.pretokenizer;
