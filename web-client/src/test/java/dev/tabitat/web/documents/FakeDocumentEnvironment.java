package dev.tabitat.web.documents;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.retrieval.ExactVectors;
import dev.tabitat.core.retrieval.VectorIndex;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.text.JvmDecoder;
import dev.tabitat.core.text.PlatformDecoder;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.store.DocumentCipher;
import dev.tabitat.web.store.JvmCipher;
import dev.tabitat.web.store.PersistentNote;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A browser without PDFs, on threads and a clock that the test controls; several tabs share one. */
final class FakeDocumentEnvironment implements DocumentEnvironment {

    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");

    private final DocumentCipher cipher = new JvmCipher();
    private final CooperativeThreads threads;
    private final Random random;
    private final Set<String> locks;
    private final List<Consumer<String>> others = new ArrayList<>();

    FakeDocumentEnvironment(CooperativeThreads threads) {
        this(threads, new Random(1), new HashSet<>());
    }

    private FakeDocumentEnvironment(CooperativeThreads threads, Random random, Set<String> locks) {
        this.threads = threads;
        this.random = random;
        this.locks = locks;
    }

    /** Another tab of the same browser. */
    FakeDocumentEnvironment another() {
        return new FakeDocumentEnvironment(threads, random, locks);
    }

    /** Whom announcements reach, each on a thread of its own. */
    void tells(Consumer<String> other) {
        others.add(other);
    }

    /** Time passes. */
    void later(long millis) {
        threads.pass(millis);
    }

    @Override
    public String nowUtc() {
        return START.plusMillis(threads.millis()).toString();
    }

    @Override
    public byte[] random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public long nanos() {
        return threads.millis() * 1_000_000;
    }

    @Override
    public double millis() {
        return threads.millis();
    }

    @Override
    public void yieldToMessages() {
        threads.pauseHere();
    }

    @Override
    public void pause(int millis) {
        threads.sleep(millis);
    }

    @Override
    public void pause(int millis, CancellationToken stop) {
        threads.waitUntil(stop::isRequested, threads.millis() + millis);
    }

    /** Some other tab takes a lock, and gives it back when it is closed. */
    void holdElsewhere(String lock) {
        locks.add(lock);
    }

    void closeOther(String lock) {
        locks.remove(lock);
    }

    @Override
    public void start(Runnable work) {
        threads.start("started by the documents worker", work);
    }

    @Override
    public FairLock lock() {
        return new FairLock((monitor, condition) -> threads.waitUntil(condition));
    }

    @Override
    public void announce(String topic) {
        others.forEach(other -> threads.start("notification", () -> other.accept(topic)));
    }

    @Override
    public <T> T alone(String name, CancellationToken stop, Supplier<T> work) {
        threads.waitUntil(() -> !locks.contains(name) || stop.isRequested());
        stop.check();
        locks.add(name);
        try {
            return work.get();
        } finally {
            locks.remove(name);
        }
    }

    @Override
    public <T> Optional<T> aloneIfFree(String name, Supplier<T> work) {
        threads.pauseHere();
        if (!locks.add(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            locks.remove(name);
        }
    }

    @Override
    public DocumentCipher cipher() {
        return cipher;
    }

    @Override
    public PlatformDecoder decoder() {
        return new JvmDecoder();
    }

    @Override
    public Backend backend(PersistentNote notes) {
        return new ReferenceBackend();
    }

    @Override
    public VectorIndex vectors(int width) {
        return new ExactVectors(width);
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public FileMaker file(String mediaType) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        return new FileMaker() {
            @Override
            public void add(byte[] bytes) {
                all.write(bytes, 0, bytes.length);
            }

            @Override
            public Slices file() {
                return Slices.of(all.toByteArray());
            }
        };
    }

    @Override
    public Pdf openPdf(Slices file, CancellationToken stop) {
        throw new DamagedData("This PDF is damaged.",
                Finding.at("this PDF").expected("a reader of PDFs").found("none in this test"));
    }
}
