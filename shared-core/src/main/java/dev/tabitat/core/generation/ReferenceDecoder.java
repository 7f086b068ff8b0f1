package dev.tabitat.core.generation;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderSpec;
import dev.tabitat.core.model.decoder.DecoderTensors;
import java.util.ArrayList;
import java.util.List;

/**
 * The decoder in plain Java, which defines what is right: sums in double precision in a fixed order, everything that is
 * kept rounded to float, keys and values in F32. Every machine computes the same bits.
 *
 * <p>
 * Matrices stay in their files and are read again for each pass.
 */
public final class ReferenceDecoder implements DecoderSession {

    private final Decoder decoder;
    private final List<ReferenceSequence> open = new ArrayList<>();

    public ReferenceDecoder(Decoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public String backend() {
        return "reference";
    }

    @Override
    public DecoderSpec spec() {
        return decoder.spec();
    }

    DecoderTensors tensors() {
        return decoder.tensors();
    }

    @Override
    public DecoderSequence open(int capacity) {
        int most = decoder.spec().contextLength();
        if (capacity < 1 || capacity > most) {
            throw new InvalidInput("The context is out of range.", Finding.at("num_ctx")
                    .expected("1 to " + most + " tokens, which the model was made for").found(capacity));
        }
        return add(new ReferenceSequence(this, capacity));
    }

    ReferenceSequence add(ReferenceSequence sequence) {
        open.add(sequence);
        return sequence;
    }

    void remove(ReferenceSequence sequence) {
        open.remove(sequence);
    }

    @Override
    public long memoryBytes() {
        long bytes = 0;
        for (ReferenceSequence sequence : open) {
            bytes += sequence.memoryBytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        for (ReferenceSequence sequence : List.copyOf(open)) {
            sequence.close();
        }
    }
}
