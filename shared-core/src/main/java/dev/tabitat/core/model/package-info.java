/**
 * Architectures: from a package's files, our own or those of a model that was imported, to a graph, its weights and its
 * features.
 *
 * <p>
 * Entry type: {@link Models}. Depends on {@code error}, {@code format}, {@code format.onnx}, {@code graph},
 * {@code ids}, {@code json}, {@code math}, {@code model.encoder}, {@code model.head}, {@code packages}, {@code tensor},
 * {@code tokenizer}.
 */
package dev.tabitat.core.model;
