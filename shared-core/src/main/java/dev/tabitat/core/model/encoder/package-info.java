/**
 * Encoder architectures, one a class: from a Hugging Face {@code config.json} and its named tensors to a graph.
 *
 * <p>
 * Entry type: {@link Encoder}. Depends on {@code error}, {@code format}, {@code graph}, {@code json}, {@code math},
 * {@code tensor}.
 */
package dev.tabitat.core.model.encoder;
