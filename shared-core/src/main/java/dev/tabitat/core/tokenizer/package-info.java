/**
 * From text to the numbers a model reads, and back: tokenizers as Hugging Face has them, whose algorithms and steps are
 * packages below this one, and character n-grams. Entry: {@link dev.tabitat.core.tokenizer.Tokenizers}. Depends on
 * {@code json}, {@code text} and {@code error}.
 */
package dev.tabitat.core.tokenizer;
