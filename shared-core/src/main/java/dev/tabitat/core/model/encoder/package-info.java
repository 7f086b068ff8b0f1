/**
 * Encoder architectures, one a class: from a Hugging Face {@code config.json} and its named tensors to a graph. Entry
 * point: {@link dev.tabitat.core.model.encoder.Encoder}. Depends on {@code graph}, {@code tensor}, {@code format},
 * {@code json}, {@code math} and {@code error}.
 */
package dev.tabitat.core.model.encoder;
