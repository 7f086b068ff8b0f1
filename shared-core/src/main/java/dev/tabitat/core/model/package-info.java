/**
 * Architectures: from a package's files to a graph, its weights and its features.
 *
 * <p>
 * Entry type: {@link Models}. Depends on {@code error}, {@code format}, {@code format.onnx}, {@code graph},
 * {@code ids}, {@code json}, {@code math}, {@code packages}, {@code tensor}, {@code tokenizer}.
 */
package dev.tabitat.core.model;
