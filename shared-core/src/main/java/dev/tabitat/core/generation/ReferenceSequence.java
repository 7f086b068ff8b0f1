package dev.tabitat.core.generation;

import dev.tabitat.core.model.decoder.DecoderSpec;
import java.util.Arrays;

/** A sequence of the {@link ReferenceDecoder}: keys and values of all positions, in F32. */
final class ReferenceSequence implements DecoderSequence {

    /** Tokens that one reading of the weights serves. */
    private static final int BLOCK = 32;
    private static final int FIRST_POSITIONS = 64;

    private final ReferenceDecoder session;
    private final DecoderSpec spec;
    private final int capacity;
    /** By layer, {@code [positions, keyValueHeads * headWidth]}. */
    private float[][] keys;
    private float[][] values;
    private int position;
    /** The last token's hidden state behind all layers; empty when there is none. */
    private float[] last = new float[0];
    private boolean isClosed;

    ReferenceSequence(ReferenceDecoder session, int capacity) {
        this.session = session;
        spec = session.spec();
        this.capacity = capacity;
        keys = new float[spec.layers().size()][0];
        values = new float[spec.layers().size()][0];
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    float[] keys(int layer) {
        return keys[layer];
    }

    float[] values(int layer) {
        return values[layer];
    }

    @Override
    public void prefill(int[] tokens, int from, int to) {
        requireOpen();
        SequenceChecks.requireTokens(tokens, from, to, capacity - position, spec.vocabulary());
        grow(position + to - from);
        ReferenceBlock block = new ReferenceBlock(session, this);
        for (int at = from; at < to; at += BLOCK) {
            int count = Math.min(BLOCK, to - at);
            last = block.run(tokens, at, count, position);
            position += count;
        }
    }

    private void grow(int positions) {
        int width = spec.keyValueWidth();
        int held = keys[0].length / width;
        if (positions <= held) {
            return;
        }
        int grown = Math.min(capacity, Math.max(positions, Math.max(FIRST_POSITIONS, 2 * held)));
        for (int layer = 0; layer < keys.length; layer++) {
            keys[layer] = Arrays.copyOf(keys[layer], grown * width);
            values[layer] = Arrays.copyOf(values[layer], grown * width);
        }
    }

    @Override
    public void step(int token) {
        prefill(new int[]{token}, 0, 1);
    }

    @Override
    public void logits(float[] into) {
        requireOpen();
        SequenceChecks.requireLogits(last.length > 0, into, spec.vocabulary());
        new ReferenceBlock(session, this).logits(last, into);
    }

    @Override
    public int truncate(int length) {
        requireOpen();
        SequenceChecks.requireLength(length, position);
        position = length;
        last = new float[0];
        return length;
    }

    @Override
    public DecoderSequence fork() {
        requireOpen();
        ReferenceSequence copy = new ReferenceSequence(session, capacity);
        for (int layer = 0; layer < keys.length; layer++) {
            copy.keys[layer] = keys[layer].clone();
            copy.values[layer] = values[layer].clone();
        }
        copy.position = position;
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
        return isClosed ? 0 : 2L * keys.length * keys[0].length * Float.BYTES;
    }

    @Override
    public void close() {
        isClosed = true;
        keys = new float[spec.layers().size()][0];
        values = new float[spec.layers().size()][0];
        session.remove(this);
    }
}
