/**
 * Runs decoders on kernels: weights packed while they are read, a plan of kernel calls for a step, sequences with their
 * caches of keys and values.
 *
 * <p>
 * Entry type: {@link DecoderBackend}. Depends on {@code backend}, {@code core.error}, {@code core.format.gguf},
 * {@code core.generation}, {@code core.model.decoder}, {@code kernel}, {@code kernel.decoder}.
 */
package dev.tabitat.kernels.decoder;
