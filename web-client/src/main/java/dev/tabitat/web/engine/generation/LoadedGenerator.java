package dev.tabitat.web.engine.generation;

import dev.tabitat.core.generation.DecoderSelfTest;
import dev.tabitat.core.generation.DecoderSequence;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.tokenizer.GeneratorTokenizer;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.store.StoredPackage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A decoder that is loaded, with the tokens that it evaluated last: a call whose prompt begins with the same tokens goes
 * on from there.
 */
final class LoadedGenerator {

    private final StoredPackage stored;
    private final List<WatchedFile> files;
    private final GeneratorTokenizer tokenizer;
    private final DecoderSession session;
    private final String notice;
    private final Optional<DecoderSelfTest> selfTest;
    private Optional<DecoderSequence> sequence = Optional.empty();
    /** What the sequence has evaluated, as far as its position. */
    private int[] evaluated = {};
    private boolean isRemoved;

    /**
     * @param notice why it is not on a better backend; empty when it is
     * @param selfTest of the backend with this model; empty for the reference
     */
    LoadedGenerator(StoredPackage stored, List<WatchedFile> files, GeneratorTokenizer tokenizer,
            DecoderSession session, String notice, Optional<DecoderSelfTest> selfTest) {
        this.stored = stored;
        this.files = files;
        this.tokenizer = tokenizer;
        this.session = session;
        this.notice = notice;
        this.selfTest = selfTest;
    }

    StoredPackage stored() {
        return stored;
    }

    GeneratorTokenizer tokenizer() {
        return tokenizer;
    }

    DecoderSession session() {
        return session;
    }

    String notice() {
        return notice;
    }

    Optional<DecoderSelfTest> selfTest() {
        return selfTest;
    }

    /** What it reads from now on is read for this call. */
    void watch(CancellationToken stop) {
        for (WatchedFile file : files) {
            file.watch(stop);
        }
    }

    /** Its package is gone: a run ends at the next token. */
    void remove() {
        isRemoved = true;
    }

    boolean isRemoved() {
        return isRemoved;
    }

    /**
     * A sequence that has evaluated as much as there was of the start of these tokens, at least one of them not.
     *
     * @param capacity how many tokens it may have
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory; nothing is kept then
     */
    DecoderSequence begin(int[] tokens, int capacity) {
        if (sequence.isPresent() && sequence.get().capacity() == capacity) {
            DecoderSequence kept = sequence.get();
            int most = Math.min(tokens.length - 1, kept.position());
            int same = 0;
            while (same < most && evaluated[same] == tokens[same]) {
                same++;
            }
            kept.truncate(same);
            return kept;
        }
        forget();
        DecoderSequence fresh = session.open(capacity);
        sequence = Optional.of(fresh);
        evaluated = new int[capacity];
        return fresh;
    }

    /** Evaluates tokens behind those that are evaluated. */
    void evaluate(int[] tokens, int from, int to) {
        DecoderSequence now = sequence.orElseThrow();
        int position = now.position();
        if (evaluated.length < position + to - from) {
            evaluated = Arrays.copyOf(evaluated, position + to - from);
        }
        System.arraycopy(tokens, from, evaluated, position, to - from);
        now.prefill(tokens, from, to);
    }

    /** Gives back the memory of keys and values. */
    void forget() {
        if (sequence.isPresent()) {
            sequence.get().close();
        }
        sequence = Optional.empty();
        evaluated = new int[0];
    }

    /** Bytes that the model holds, keys and values included. */
    long memoryBytes() {
        return session.memoryBytes();
    }

    void close() {
        forget();
        session.close();
    }
}
