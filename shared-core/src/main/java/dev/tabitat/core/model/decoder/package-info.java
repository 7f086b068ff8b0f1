/**
 * Decoder-only transformers, one architecture a class: from GGUF metadata or a Hugging Face {@code config.json} and
 * named tensors to a {@link dev.tabitat.core.model.decoder.DecoderSpec} and its weights, which every backend executes.
 *
 * <p>
 * Entry type: {@link Decoder}. Depends on {@code error}, {@code format}, {@code format.gguf}, {@code json},
 * {@code math}, {@code model.encoder}, {@code tensor}.
 */
package dev.tabitat.core.model.decoder;
