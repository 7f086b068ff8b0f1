/**
 * GGUF, the file format of llama.cpp: the header with its metadata and the list of tensors, and the floats that blocks
 * of quantized elements stand for.
 *
 * <p>
 * Entry type: {@link Gguf}. Depends on {@code binary}, {@code error}, {@code format}, {@code tensor}, {@code text}.
 */
package dev.tabitat.core.format.gguf;
