package dev.tabitat.web.documents;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.retrieval.ExactVectors;
import dev.tabitat.core.retrieval.VectorIndex;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.web.fetch.Stop;
import dev.tabitat.web.store.DocumentCipher;
import dev.tabitat.web.store.JvmCipher;
import dev.tabitat.web.store.Notebook;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A browser without PDFs, whose clock the test moves; several tabs share one. */
final class FakeDocumentsWorld implements DocumentsWorld {

    private static final Map<String, ReentrantLock> NO_LOCKS = Map.of();

    private final DocumentCipher cipher = new JvmCipher();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, ReentrantLock> locks;
    private final List<Consumer<String>> others = new ArrayList<>();
    private volatile long ahead;

    FakeDocumentsWorld() {
        this(new ConcurrentHashMap<>(NO_LOCKS));
    }

    private FakeDocumentsWorld(Map<String, ReentrantLock> locks) {
        this.locks = locks;
    }

    /** Another tab of the same browser. */
    FakeDocumentsWorld another() {
        return new FakeDocumentsWorld(locks);
    }

    /** Whom announcements reach. */
    void tells(Consumer<String> other) {
        others.add(other);
    }

    /** Time passes. */
    void later(long millis) {
        ahead += millis;
    }

    @Override
    public String nowUtc() {
        return "2026-11-29T12:00:" + String.format("%02d", System.nanoTime() / 1_000_000 % 60) + "Z";
    }

    @Override
    public byte[] random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public double millis() {
        return System.nanoTime() / 1e6 + ahead;
    }

    @Override
    public void breathe() {
        Thread.yield();
    }

    @Override
    public void pause(int millis) {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void announce(String topic) {
        others.forEach(other -> other.accept(topic));
    }

    @Override
    public <T> T alone(String name, Stop stop, Supplier<T> work) {
        ReentrantLock lock = locks.computeIfAbsent(name, none -> new ReentrantLock());
        lock.lock();
        try {
            stop.check();
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <T> Optional<T> aloneIfFree(String name, Supplier<T> work) {
        ReentrantLock lock = locks.computeIfAbsent(name, none -> new ReentrantLock());
        if (!lock.tryLock()) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public DocumentCipher cipher() {
        return cipher;
    }

    @Override
    public Backend backend(Notebook notes) {
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
    public Pdf openPdf(Slices file, Stop stop) {
        throw new DamagedData("This PDF is damaged.", Finding.at("this PDF").expected("a reader of PDFs").found("none in this test"));
    }
}
