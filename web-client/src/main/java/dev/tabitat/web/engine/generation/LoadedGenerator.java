package dev.tabitat.web.engine.generation;

import dev.tabitat.core.generation.CachedSequence;
import dev.tabitat.core.generation.DecoderSelfTest;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.tokenizer.GeneratorTokenizer;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.store.StoredPackage;
import java.util.Optional;

/**
 * A decoder that is loaded, with the tokens that it evaluated last: a call whose prompt begins with the same tokens
 * goes on from there.
 */
final class LoadedGenerator {

    private final GeneratorLoader.Opened opened;
    private final String wanted;
    private final DecoderSession session;
    private final String notice;
    private final Optional<DecoderSelfTest> selfTest;
    private Optional<CachedSequence> sequence = Optional.empty();
    private boolean isRemoved;

    /**
     * @param wanted the backend that was asked for; empty for the best
     * @param notice why it is not on a better backend; empty when it is
     * @param selfTest of the backend with this model; empty for the reference
     */
    LoadedGenerator(GeneratorLoader.Opened opened, String wanted, DecoderSession session, String notice,
            Optional<DecoderSelfTest> selfTest) {
        this.opened = opened;
        this.wanted = wanted;
        this.session = session;
        this.notice = notice;
        this.selfTest = selfTest;
    }

    GeneratorPackage model() {
        return opened.model();
    }

    Decoder decoder() {
        return opened.decoder();
    }

    StoredPackage stored() {
        return model().stored();
    }

    GeneratorTokenizer tokenizer() {
        return opened.tokenizer();
    }

    DecoderSession session() {
        return session;
    }

    /** Whether it answers calls that ask for this backend; empty for the best. */
    boolean serves(String backend) {
        return backend.equals(wanted) || session.backend().equals(backend.isEmpty() ? GeneratorLoader.WASM : backend);
    }

    String notice() {
        return notice;
    }

    Optional<DecoderSelfTest> selfTest() {
        return selfTest;
    }

    /** What it reads from now on is read for this call. */
    void watch(CancellationToken stop) {
        for (WatchedFile file : opened.files()) {
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

    /** How many tokens the sequence that is kept may have; 0 where none is. */
    int capacity() {
        return sequence.isEmpty() ? 0 : sequence.get().capacity();
    }

    /**
     * A sequence of this capacity: the one of the last call, or one without tokens.
     *
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory; nothing is kept then
     */
    CachedSequence sequence(int capacity) {
        if (capacity() != capacity) {
            forget();
            sequence = Optional.of(new CachedSequence(session.open(capacity)));
        }
        return sequence.orElseThrow();
    }

    /** Gives back the memory of keys and values. */
    void forget() {
        if (sequence.isPresent()) {
            sequence.get().close();
        }
        sequence = Optional.empty();
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
