/**
 * Text generation: sessions of a decoder with their caches of keys and values, sampling, stop conditions, and the
 * transcript of a run.
 *
 * <p>
 * Entry type: {@link DecoderSession}. Depends on {@code error}, {@code format.gguf}, {@code math},
 * {@code model.decoder}.
 */
package dev.tabitat.core.generation;
