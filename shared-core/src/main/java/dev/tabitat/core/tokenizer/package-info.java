/**
 * From text to the numbers a model reads: normalisation, character n-grams and WordPiece. Depends on {@code json},
 * {@code text} and {@code error}.
 */
package dev.tabitat.core.tokenizer;
