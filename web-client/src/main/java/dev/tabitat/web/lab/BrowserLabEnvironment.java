package dev.tabitat.web.lab;

import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ExactBackend;
import dev.tabitat.core.training.MatrixProducts;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelProducts;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.Exclusive;
import dev.tabitat.web.fetch.StoppablePause;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Broadcast;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.Crypto;
import dev.tabitat.web.kernelhost.BrowserKernelHost;
import java.util.Optional;
import java.util.function.Supplier;
import org.teavm.jso.JSBody;

/** The browser around the lab's worker. */
final class BrowserLabEnvironment implements LabEnvironment {

    private static final int MAX_THREADS = 4;

    private final Optional<Broadcast> others;
    private Optional<Backend> backend = Optional.empty();
    private MatrixProducts products = MatrixProducts.PLAIN;

    BrowserLabEnvironment(Optional<Broadcast> others) {
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
    public void yieldToMessages() {
        Await.done(Clock.nextTask());
    }

    @Override
    public void start(Runnable work) {
        new Thread(work).start();
    }

    @Override
    public void pause(int millis, CancellationToken stop) {
        StoppablePause.take(millis, stop);
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

    /** Where the engine refuses the kernels, the same bits are had from Java, slowly. */
    @Override
    public Backend backend() {
        if (backend.isEmpty()) {
            try {
                KernelMemory memory = new KernelMemory(
                        new BrowserKernelHost(Math.min(MAX_THREADS, processors()), helperScript()));
                products = new KernelProducts(memory);
                backend = Optional.of(new WasmBackend(memory));
            } catch (Unsupported noSimd) {
                backend = Optional.of(new ExactBackend());
            }
        }
        return backend.get();
    }

    @Override
    public MatrixProducts products() {
        backend();
        return products;
    }

    /** One where the page may not share memory. */
    @JSBody(script = "return globalThis.crossOriginIsolated && typeof SharedArrayBuffer === 'function'"
            + " ? Math.max(1, navigator.hardwareConcurrency || 1) : 1;")
    private static native int processors();

    @JSBody(script = "return globalThis.tabitatKernelThread || '';")
    private static native String helperScript();
}
