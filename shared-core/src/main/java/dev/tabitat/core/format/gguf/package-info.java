/**
 * GGUF, the file format of llama.cpp: the header with its metadata and the list of tensors.
 *
 * <p>
 * Entry type: {@link Gguf}. Depends on {@code error}, {@code format}, {@code text}.
 */
package dev.tabitat.core.format.gguf;
