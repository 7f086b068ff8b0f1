/**
 * Decoders: from tokens back to a text. Entry: {@link dev.tabitat.core.tokenizer.decoder.Decoder}. Depends on {@code
 * file}, {@code text}, {@code pattern}, {@code normalizer} and {@code pretokenizer} beside it.
 */
package dev.tabitat.core.tokenizer.decoder;
