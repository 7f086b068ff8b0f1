package dev.tabitat.kernels.decoder;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.generation.DecoderSequence;
import dev.tabitat.core.model.decoder.DecoderSpec;
import java.util.Arrays;

/** A sequence of a {@link KernelDecoderSession}: keys and values in F32 in kernel memory. */
final class KernelSequence implements DecoderSequence {

    private final KernelDecoderSession session;
    private final DecoderSpec spec;
    private final int capacity;
    private KernelCache cache;
    /** Those that are evaluated, for the case that they have to be again. */
    private int[] tokens = new int[16];
    private int position;
    /** The first position that every layer still keeps. */
    private int firstKept;
    /** The last token's hidden state behind all layers; empty when there is none. */
    private float[] last = new float[0];
    private boolean isClosed;

    KernelSequence(KernelDecoderSession session, int capacity, KernelCache cache) {
        this.session = session;
        this.spec = session.spec();
        this.capacity = capacity;
        this.cache = cache;
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    KernelCache cache() {
        return cache;
    }

    @Override
    public void prefill(int[] given, int from, int to) {
        requireOpen();
        requireTokens(given, from, to);
        if (position + to - from > tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.max(position + to - from, Math.min(capacity, 2 * tokens.length)));
        }
        System.arraycopy(given, from, tokens, position, to - from);
        evaluate(position + to - from);
    }

    /** Evaluates the tokens up to one, in steps of nearly the same length. */
    private void evaluate(int end) {
        int steps = (end - position + DecoderBuffers.MAX_TOKENS - 1) / DecoderBuffers.MAX_TOKENS;
        for (int left = steps; left > 0; left--) {
            int count = (end - position + left - 1) / left;
            float[] hidden = session.run(this, tokens, position, count);
            if (hidden.length == 0) {
                again(end);
                return;
            }
            position += count;
            firstKept = Math.max(firstKept, position - cache.leastSlots());
            last = hidden;
        }
    }

    /**
     * Threads have stopped, and one of them may still write where this sequence keeps its keys and values: evaluates
     * all tokens once more in another place, on one thread.
     */
    private void again(int end) {
        cache = session.replacement(capacity);
        position = 0;
        firstKept = 0;
        evaluate(end);
    }

    private void requireTokens(int[] given, int from, int to) {
        if (from < 0 || to > given.length || from >= to) {
            throw new InvalidInput("There are no tokens to evaluate.",
                    Finding.at("tokens").expected("a part of " + given.length + " tokens").found(from + " to " + to));
        }
        if (to - from > capacity - position) {
            throw new InvalidInput("The context is full.", Finding.at("tokens")
                    .expected("at most " + (capacity - position) + " more").found(to - from));
        }
        for (int i = from; i < to; i++) {
            if (given[i] < 0 || given[i] >= spec.vocabulary()) {
                throw new InvalidInput("There is no such token.", Finding.at("token " + i)
                        .expected("0 to " + (spec.vocabulary() - 1)).found(given[i]));
            }
        }
    }

    @Override
    public void step(int token) {
        prefill(new int[]{token}, 0, 1);
    }

    @Override
    public void logits(float[] into) {
        requireOpen();
        if (last.length == 0) {
            throw new InvalidInput("There are no logits.", Finding.at("sequence").expected("an evaluated token")
                    .found("none since the start or the last cut"));
        }
        if (into.length != spec.vocabulary()) {
            throw new InvalidInput("The logits do not fit.",
                    Finding.at("logits").expected(spec.vocabulary()).found(into.length));
        }
        session.logits(last, into);
    }

    @Override
    public int truncate(int length) {
        requireOpen();
        if (length < 0 || length > position) {
            throw new InvalidInput("The sequence is shorter.",
                    Finding.at("length").expected("0 to " + position).found(length));
        }
        last = new float[0];
        position = firstSeen(length) < firstKept ? 0 : length;
        if (position == 0) {
            firstKept = 0;
        }
        return position;
    }

    /** The first position that a token sees in the layers with a window; its own where there are none. */
    private int firstSeen(int at) {
        int first = at;
        for (DecoderSpec.Layer layer : spec.layers()) {
            if (layer.window() > 0) {
                first = Math.min(first, Math.max(0, at - layer.window() + 1));
            }
        }
        return first;
    }

    @Override
    public DecoderSequence fork() {
        requireOpen();
        KernelSequence copy = new KernelSequence(session, capacity, session.copy(cache));
        copy.tokens = tokens.clone();
        copy.position = position;
        copy.firstKept = firstKept;
        copy.last = last;
        return session.add(copy);
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("The sequence is closed.");
        }
    }

    @Override
    public long memoryBytes() {
        return isClosed ? 0 : cache.bytes();
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            cache.free();
            session.remove(this);
        }
    }
}
