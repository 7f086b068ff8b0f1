package dev.tabitat.core.generation;

import java.util.Arrays;

/** A sequence that knows its tokens, so that a prompt with the same start is not evaluated from its beginning. */
public final class CachedSequence implements AutoCloseable {

    private final DecoderSequence sequence;
    private int[] tokens = new int[256];

    /** @param sequence without tokens */
    public CachedSequence(DecoderSequence sequence) {
        this.sequence = sequence;
        if (sequence.position() != 0) {
            throw new IllegalArgumentException("The sequence has tokens already.");
        }
    }

    public int capacity() {
        return sequence.capacity();
    }

    /** The tokens that are evaluated. */
    public int[] tokens() {
        return Arrays.copyOf(tokens, sequence.position());
    }

    /** How many tokens of a prompt are evaluated already; the last one of it never counts: its logits are needed. */
    public int common(int[] prompt) {
        int most = Math.min(sequence.position(), prompt.length - 1);
        int common = 0;
        while (common < most && tokens[common] == prompt[common]) {
            common++;
        }
        return common;
    }

    /** Keeps what a prompt has in common with the tokens; returns how many stay. */
    int keep(int[] prompt) {
        return sequence.truncate(common(prompt));
    }

    /** Evaluates tokens behind those that are there. */
    void add(int[] more, int from, int to) {
        int position = sequence.position();
        if (position + to - from > tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.max(2 * tokens.length, position + to - from));
        }
        sequence.prefill(more, from, to);
        System.arraycopy(more, from, tokens, position, to - from);
    }

    void add(int token) {
        int position = sequence.position();
        if (position == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * position);
        }
        sequence.step(token);
        tokens[position] = token;
    }

    void logits(float[] into) {
        sequence.logits(into);
    }

    public long memoryBytes() {
        return sequence.memoryBytes();
    }

    @Override
    public void close() {
        sequence.close();
    }
}
