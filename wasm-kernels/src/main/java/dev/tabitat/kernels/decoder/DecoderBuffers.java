package dev.tabitat.kernels.decoder;

import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.model.decoder.DecoderSpec;
import dev.tabitat.core.model.decoder.Rotary;
import dev.tabitat.kernels.backend.Bytes;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.Region;
import dev.tabitat.kernels.kernel.decoder.BlockFormat;
import dev.tabitat.kernels.kernel.decoder.CacheLayout;
import dev.tabitat.kernels.kernel.decoder.CachedAttention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Memory for the values of one step of a decoder: up to {@link #MAX_TOKENS} tokens on some threads.
 *
 * <p>
 * Rows of values have room for whole panels. Each thread has a normalized row, its records and scores of its own.
 */
final class DecoderBuffers {

    /** Tokens that are evaluated together at most. */
    static final int MAX_TOKENS = 128;

    /** A record of 64 bytes stands for 32 values. */
    private static final int RECORD_BYTES_PER_VALUE = 2;

    /**
     * Rows of one buffer.
     *
     * @param offset from the start of the region
     * @param rowBytes from one token to the next
     */
    private record Place(long offset, int rowBytes) {
    }

    /** Rows of one buffer, one a token. */
    record Rows(int address, int rowBytes) {

        /** The address of a token's row. */
        int row(int token) {
            return address + token * rowBytes;
        }
    }

    /** What is kept for each token of a step. */
    enum Value {
        HIDDEN,
        NORMALIZED,
        /** Records of normalized rows, or of what attention gave. */
        RECORDS,
        QUERIES,
        KEYS,
        VALUES,
        ATTENDED,
        GATE,
        UP,
        GATE_RECORDS,
        /** What is normalized before it is added to the hidden state. */
        OUTPUT,
        ID
    }

    private final KernelMemory memory;
    private final Region region;
    private final List<Rotary> rotaries = new ArrayList<>();
    private final List<Place> values = new ArrayList<>();
    private final List<Place> turns = new ArrayList<>();
    private final List<Place> own = new ArrayList<>();
    private final Place logits;
    private final Place step;
    private long end;

    /**
     * @param threads at least 1
     * @throws OutOfBudget when there is not enough memory; nothing is taken then
     */
    DecoderBuffers(KernelMemory memory, DecoderSpec spec, int threads) {
        this.memory = memory;
        int hidden = panels(spec.width());
        int queries = panels(spec.queryWidth());
        int widest = Math.max(hidden, queries);
        for (Value value : Value.values()) {
            values.add(place(MAX_TOKENS, switch (value) {
                case HIDDEN, NORMALIZED, OUTPUT -> 4 * hidden;
                case RECORDS -> RECORD_BYTES_PER_VALUE * widest;
                case QUERIES, ATTENDED -> 4 * queries;
                case KEYS, VALUES -> 4 * panels(spec.keyValueWidth());
                case GATE, UP -> 4 * panels(spec.feedForwardWidth());
                case GATE_RECORDS -> RECORD_BYTES_PER_VALUE * panels(spec.feedForwardWidth());
                case ID -> 4;
            }));
        }
        for (DecoderSpec.Layer layer : spec.layers()) {
            if (index(layer.rotary()) < 0) {
                rotaries.add(layer.rotary());
                turns.add(place(MAX_TOKENS, 4 * layer.rotary().pairs()));
                turns.add(place(MAX_TOKENS, 4 * layer.rotary().pairs()));
            }
        }
        for (int thread = 0; thread < threads; thread++) {
            own.add(place(1, 4 * hidden));
            own.add(place(1, RECORD_BYTES_PER_VALUE * widest));
            own.add(place(1, CachedAttention.scratchBytes(spec.contextLength())));
        }
        logits = place(1, 4 * panels(spec.vocabulary()));
        step = place(1, CacheLayout.STEP_BYTES);
        region = memory.take(end, "a step of a model");
    }

    private Place place(int rows, int rowBytes) {
        Place place = new Place(end, rowBytes);
        end += KernelMemory.aligned((long) rows * rowBytes);
        return place;
    }

    private static int panels(int width) {
        return (width + BlockFormat.PANEL - 1) / BlockFormat.PANEL * BlockFormat.PANEL;
    }

    private int index(Rotary rotary) {
        for (int i = 0; i < rotaries.size(); i++) {
            if (Arrays.equals(rotaries.get(i).frequencies(), rotary.frequencies())) {
                return i;
            }
        }
        return -1;
    }

    private Rows rows(Place place) {
        return new Rows((int) (region.address() + place.offset()), place.rowBytes());
    }

    Rows of(Value value) {
        return rows(values.get(value.ordinal()));
    }

    /** A normalized row of a thread alone. */
    Rows ownNormalized(int thread) {
        return rows(own.get(3 * thread));
    }

    /** Records of a thread alone. */
    Rows ownRecords(int thread) {
        return rows(own.get(3 * thread + 1));
    }

    /** Scores of a thread's attention. */
    int ownScores(int thread) {
        return rows(own.get(3 * thread + 2)).address();
    }

    int logits() {
        return rows(logits).address();
    }

    int step() {
        return rows(step).address();
    }

    Rows cosines(Rotary rotary) {
        return rows(turns.get(2 * index(rotary)));
    }

    Rows sines(Rotary rotary) {
        return rows(turns.get(2 * index(rotary) + 1));
    }

    /**
     * Writes what the tokens of a step need: ids, turns, the first position and where their sequence keeps its layers.
     */
    void write(int[] tokens, int from, int count, int position, int layers) {
        memory.host().write(step(), words(position, layers), 0, 8);
        byte[] bytes = words(Arrays.copyOfRange(tokens, from, from + count));
        memory.host().write(of(Value.ID).address(), bytes, 0, bytes.length);
        for (Rotary rotary : rotaries) {
            float[] cosines = new float[count * rotary.pairs()];
            float[] sines = new float[cosines.length];
            for (int token = 0; token < count; token++) {
                rotary.turns(position + token, cosines, sines, token * rotary.pairs());
            }
            memory.host().writeFloats(cosines(rotary).address(), cosines, 0, cosines.length);
            memory.host().writeFloats(sines(rotary).address(), sines, 0, sines.length);
        }
    }

    private static byte[] words(int... words) {
        return Bytes.ofWords(words).data();
    }

    long bytes() {
        return region.bytes();
    }

    void free() {
        memory.giveBack(region);
    }
}
