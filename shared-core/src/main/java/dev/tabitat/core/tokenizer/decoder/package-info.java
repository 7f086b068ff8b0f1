/**
 * Decoders: from tokens back to a text.
 *
 * <p>
 * Entry type: {@link Decoder}. Depends on {@code error}, {@code text}, {@code tokenizer.file},
 * {@code tokenizer.normalizer}, {@code tokenizer.pattern}, {@code tokenizer.pretokenizer}, {@code tokenizer.text}.
 */
package dev.tabitat.core.tokenizer.decoder;
