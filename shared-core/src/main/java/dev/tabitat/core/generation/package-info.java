/**
 * Text generation: sessions of a decoder with their caches of keys and values, sampling, stop conditions, and the
 * transcript of a run.
 *
 * <p>
 * Entry type: {@link Generation}. Depends on {@code digest}, {@code error}, {@code format.gguf}, {@code ids},
 * {@code json}, {@code math}, {@code model.decoder}, {@code random}, {@code tokenizer}.
 */
package dev.tabitat.core.generation;
