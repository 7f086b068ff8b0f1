package dev.tabitat.web.documents;

import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.retrieval.ExactVectors;
import dev.tabitat.core.retrieval.VectorIndex;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.text.PlatformDecoder;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.Exclusive;
import dev.tabitat.web.fetch.StoppablePause;
import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Broadcast;
import dev.tabitat.web.jso.BrowserDecoder;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.Crypto;
import dev.tabitat.web.kernelhost.TabKernels;
import dev.tabitat.web.store.BrowserCipher;
import dev.tabitat.web.store.DocumentCipher;
import dev.tabitat.web.store.PersistentNote;
import java.util.Optional;
import java.util.function.Supplier;

/** The browser around the worker of documents. */
final class BrowserDocumentEnvironment implements DocumentEnvironment {

    private static final int MAX_THREADS = 4;

    private final Optional<Broadcast> others;
    private final TabKernels kernels = new TabKernels(MAX_THREADS);
    private final DocumentCipher cipher = new BrowserCipher();

    BrowserDocumentEnvironment(Optional<Broadcast> others) {
        this.others = others;
    }

    @Override
    public String nowUtc() {
        return Clock.utcNow();
    }

    @Override
    public byte[] random(int count) {
        return Crypto.random(count);
    }

    @Override
    public long nanos() {
        return Clock.nanos();
    }

    @Override
    public double millis() {
        return Clock.millis();
    }

    @Override
    public void yieldToMessages() {
        Await.done(Clock.nextTask());
    }

    @Override
    public void pause(int millis) {
        Await.done(Clock.sleep(millis));
    }

    @Override
    public void pause(int millis, CancellationToken stop) {
        StoppablePause.take(millis, stop);
    }

    @Override
    public void start(Runnable work) {
        new Thread(work).start();
    }

    @Override
    public void announce(String topic) {
        others.ifPresent(channel -> channel.send(topic));
    }

    @Override
    public <T> T alone(String name, CancellationToken stop, Supplier<T> work) {
        return Exclusive.run(name, stop, work);
    }

    @Override
    public <T> Optional<T> aloneIfFree(String name, Supplier<T> work) {
        return Exclusive.ifFree(name, work);
    }

    @Override
    public DocumentCipher cipher() {
        return cipher;
    }

    @Override
    public PlatformDecoder decoder() {
        return new BrowserDecoder();
    }

    @Override
    public Backend backend(PersistentNote notes) {
        kernels.noteIn(notes);
        try {
            return kernels.backend();
        } catch (Unsupported noSimd) {
            return new ReferenceBackend();
        }
    }

    @Override
    public VectorIndex vectors(int width) {
        try {
            return kernels.backend().vectors(width);
        } catch (Unsupported noSimd) {
            return new ExactVectors(width);
        }
    }

    @Override
    public int threads() {
        return kernels.madeBackend().map(WasmBackend::threads).orElse(1);
    }

    @Override
    public Optional<String> threadProblem() {
        return kernels.madeBackend().flatMap(WasmBackend::threadProblem);
    }

    @Override
    public FileMaker file(String mediaType) {
        Attachment.Maker maker = new Attachment.Maker(mediaType);
        return new FileMaker() {
            @Override
            public void add(byte[] bytes) {
                maker.add(bytes);
            }

            @Override
            public Slices file() {
                return maker.file();
            }
        };
    }

    @Override
    public Pdf openPdf(Slices file, CancellationToken stop) {
        return PdfWorker.open(file, stop);
    }
}
