package dev.tabitat.core.generation;

import dev.tabitat.core.model.decoder.DecoderSpec;

/**
 * A decoder whose weights are loaded and ready to run; it holds sequences of tokens, each with its own cache of keys
 * and values. Not for several threads at once.
 *
 * <p>
 * Every backend gives the same logits to the bit for a sequence of tokens, in whatever parts they are evaluated and on
 * however many threads; backends differ from each other within stated bounds.
 */
public interface DecoderSession extends AutoCloseable {

    /** {@code reference}, {@code wasm} or {@code webgpu}. */
    String backend();

    DecoderSpec spec();

    /**
     * A new sequence without tokens.
     *
     * @param capacity the most tokens that it may have, 1 to the spec's context length
     * @throws dev.tabitat.core.error.InvalidInput when the capacity is out of range
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory; other sequences are as they were
     */
    DecoderSequence open(int capacity);

    /** Bytes held for weights, buffers and all open sequences. */
    long memoryBytes();

    /** Frees the memory, that of open sequences too; never fails. */
    @Override
    void close();
}
