/** From text to the numbers a model reads: normalisation and character n-grams. Knows {@code tensor} and {@code error}. */
package dev.tabitat.core.tokenizer;
