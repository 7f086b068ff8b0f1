package dev.tabitat.core.generation;

/**
 * Tokens that a decoder has evaluated, one after another, with their cache of keys and values.
 *
 * <p>
 * An empty sequence has no logits. Tokens are checked by the caller of a generation; here an id outside the vocabulary
 * or one token more than the capacity is an {@link dev.tabitat.core.error.InvalidInput}, and nothing is evaluated.
 */
public interface DecoderSequence extends AutoCloseable {

    /** How many tokens are evaluated: the position of the next one. */
    int position();

    /** The most tokens that it may have. */
    int capacity();

    /**
     * Evaluates tokens behind those that are there; the logits are then those of the last one. The result is the same
     * to the bit as that of a {@link #step} for each.
     *
     * @param tokens ids
     * @param from the first of them to evaluate
     * @param to one behind the last of them; more than {@code from}
     */
    void prefill(int[] tokens, int from, int to);

    /** Evaluates one token. */
    void step(int token);

    /**
     * Copies the logits behind the last token.
     *
     * @param into one for each token of the vocabulary
     * @throws dev.tabitat.core.error.InvalidInput when there are none: the sequence is empty, or was truncated since
     */
    void logits(float[] into);

    /**
     * Forgets the last tokens, so that another text with the same start can follow. The logits are gone.
     *
     * @param length how many tokens should stay, 0 to {@link #position}
     * @return how many did: fewer, down to 0, where the cache of a sliding window no longer has the keys and values
     * that the next token would see
     */
    int truncate(int length);

    /**
     * A second sequence with the same tokens, without evaluating them again; the two go on apart.
     *
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory
     */
    DecoderSequence fork();

    /** Bytes held for keys and values. */
    long memoryBytes();

    /** Frees the memory; never fails. */
    @Override
    void close();
}
