/** Decoders: from tokens back to a text. Entry: {@link dev.tabitat.core.tokenizer.decoder.Decoder}. */
package dev.tabitat.core.tokenizer.decoder;
