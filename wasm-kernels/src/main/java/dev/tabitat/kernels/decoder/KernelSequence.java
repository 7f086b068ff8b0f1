package dev.tabitat.kernels.decoder;

import dev.tabitat.core.generation.DecoderSequence;
import dev.tabitat.core.generation.SequenceChecks;
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
        SequenceChecks.requireTokens(given, from, to, capacity - position, spec.vocabulary());
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

    @Override
    public void step(int token) {
        prefill(new int[]{token}, 0, 1);
    }

    @Override
    public void logits(float[] into) {
        requireOpen();
        SequenceChecks.requireLogits(last.length > 0, into, spec.vocabulary());
        session.logits(last, into);
    }

    @Override
    public int truncate(int length) {
        requireOpen();
        SequenceChecks.requireLength(length, position);
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
