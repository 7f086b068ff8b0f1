/**
 * GGUF, the file format of llama.cpp: the header with its metadata and the list of tensors. The entry is {@link Gguf}.
 * Depends on {@code error}, {@code format} and {@code text}.
 */
package dev.tabitat.core.format.gguf;
