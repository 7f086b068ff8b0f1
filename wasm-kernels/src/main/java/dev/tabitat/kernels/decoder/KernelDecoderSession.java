package dev.tabitat.kernels.decoder;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.generation.DecoderSequence;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderSpec;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.kernels.backend.ThreadPool;
import dev.tabitat.kernels.decoder.DecoderBuffers.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A decoder on SIMD kernels: weights packed in kernel memory, each step one call into WebAssembly on some threads.
 *
 * <p>
 * Tokens give the same bits in whatever parts they are evaluated, on any number of threads and with every way to
 * multiply. Programs are kept while their number of tokens and of threads stays the same.
 */
final class KernelDecoderSession implements DecoderSession {

    private final KernelMemory memory;
    private final KernelModule kernels;
    private final ThreadPool pool;
    private final int threads;
    private final Decoder decoder;
    private final DecoderWeights weights;
    private final List<KernelSequence> open = new ArrayList<>();
    private DecoderBuffers buffers;
    private Optional<Planned> single = Optional.empty();
    private Optional<Planned> several = Optional.empty();
    private Optional<Planned> output = Optional.empty();
    private boolean isClosed;

    /** A program, for so many tokens on so many threads. */
    private record Planned(int tokens, int threads, ProgramWriter.Placed program) {
    }

    /** @param threads the most that the pool has */
    KernelDecoderSession(KernelMemory memory, KernelModule kernels, ThreadPool pool, int threads,
            Decoder decoder, DecoderWeights weights) {
        this.memory = memory;
        this.kernels = kernels;
        this.pool = pool;
        this.threads = threads;
        this.decoder = decoder;
        this.weights = weights;
        buffers = newBuffers();
    }

    private DecoderBuffers newBuffers() {
        return new DecoderBuffers(memory, decoder.spec(), threads);
    }

    @Override
    public String backend() {
        return DecoderBackend.ID;
    }

    @Override
    public DecoderSpec spec() {
        return decoder.spec();
    }

    @Override
    public DecoderSequence open(int capacity) {
        requireOpen();
        int most = decoder.spec().contextLength();
        if (capacity < 1 || capacity > most) {
            throw new InvalidInput("The context is out of range.", Finding.at("num_ctx")
                    .expected("1 to " + most + " tokens, which the model was made for").found(capacity));
        }
        return add(new KernelSequence(this, capacity, new KernelCache(memory, decoder.spec(), capacity)));
    }

    KernelSequence add(KernelSequence sequence) {
        open.add(sequence);
        return sequence;
    }

    void remove(KernelSequence sequence) {
        open.remove(sequence);
    }

    KernelCache copy(KernelCache cache) {
        return cache.copy(kernels);
    }

    /** A cache in place of one that a thread may still write to, which is not used again. */
    KernelCache replacement(int capacity) {
        return new KernelCache(memory, decoder.spec(), capacity);
    }

    /**
     * Takes tokens through all layers and keeps their keys and values.
     *
     * @param from the first of them, and its position
     * @return the hidden state of the last one; empty when threads have stopped, after which one thread goes on
     */
    float[] run(KernelSequence sequence, int[] tokens, int from, int count) {
        requireOpen();
        Planned planned = layers(count);
        buffers.write(tokens, from, count, from, sequence.cache().layers());
        if (!isDone(planned)) {
            return new float[0];
        }
        float[] hidden = new float[decoder.spec().width()];
        memory.host().readFloats(buffers.of(Value.HIDDEN).row(count - 1), hidden, 0, hidden.length);
        return hidden;
    }

    /** @param hidden state behind all layers */
    void logits(float[] hidden, float[] into) {
        requireOpen();
        Planned planned;
        do {
            planned = output();
            memory.host().writeFloats(buffers.of(Value.HIDDEN).address(), hidden, 0, hidden.length);
        } while (!isDone(planned));
        memory.host().readFloats(buffers.logits(), into, 0, into.length);
    }

    private Planned layers(int tokens) {
        int count = pool.threads(weights.products() * tokens);
        Optional<Planned> before = tokens == 1 ? single : several;
        if (before.isPresent() && before.get().tokens() == tokens && before.get().threads() == count) {
            return before.get();
        }
        ProgramWriter writer = new ProgramWriter(count, pool.control());
        DecoderPlan.layers(decoder, weights, buffers, writer, tokens);
        Planned planned = placed(before, tokens, writer);
        if (tokens == 1) {
            single = Optional.of(planned);
        } else {
            several = Optional.of(planned);
        }
        return planned;
    }

    private Planned output() {
        int count = pool.threads((long) decoder.spec().vocabulary() * decoder.spec().width());
        if (output.isEmpty() || output.get().threads() != count) {
            ProgramWriter writer = new ProgramWriter(count, pool.control());
            DecoderPlan.logits(decoder, weights, buffers, writer);
            output = Optional.of(placed(output, 1, writer));
        }
        return output.get();
    }

    private Planned placed(Optional<Planned> before, int tokens, ProgramWriter writer) {
        Planned planned = new Planned(tokens, writer.threads(), writer.place(memory));
        if (before.isPresent()) {
            before.get().program().free();
        }
        return planned;
    }

    /**
     * Runs a program. When threads have stopped, one of them may still read its program and write to the buffers: both
     * stay where they are, and others take their place.
     */
    private boolean isDone(Planned planned) {
        try {
            pool.run(kernels, planned.program().spans());
            return true;
        } catch (ThreadPool.Stopped e) {
            single = Optional.empty();
            several = Optional.empty();
            output = Optional.empty();
            buffers = newBuffers();
            return false;
        }
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("The session is closed.");
        }
    }

    @Override
    public long memoryBytes() {
        if (isClosed) {
            return 0;
        }
        long bytes = weights.bytes() + buffers.bytes();
        for (KernelSequence sequence : open) {
            bytes += sequence.memoryBytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        for (KernelSequence sequence : List.copyOf(open)) {
            sequence.close();
        }
        isClosed = true;
        for (Optional<Planned> planned : List.of(single, several, output)) {
            if (planned.isPresent()) {
                planned.get().program().free();
            }
        }
        buffers.free();
        weights.free();
    }
}
