package dev.tabitat.web.kernelhost;

import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.kernels.decoder.BlockDotChoice;
import dev.tabitat.kernels.decoder.DecoderBackend;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.store.PersistentNote;
import java.util.Optional;
import org.teavm.jso.JSBody;

/**
 * The kernels of one worker: their memory, the backend on it, and the way to multiply int8 that is fastest here. Each
 * is made once.
 */
public final class TabKernels {

    private final int mostThreads;
    private PersistentNote notebook = PersistentNote.NONE;
    private Optional<KernelMemory> memory = Optional.empty();
    private Optional<WasmBackend> backend = Optional.empty();
    private Optional<Int8Choice> int8 = Optional.empty();
    private Optional<DecoderBackend> decoders = Optional.empty();

    /** @param mostThreads the caller's too; fewer where there are not as many processors */
    public TabKernels(int mostThreads) {
        this.mostThreads = mostThreads;
    }

    /** Where the choice of int8 is noted for the next visit. */
    public void noteIn(PersistentNote notes) {
        notebook = notes;
    }

    /** @throws dev.tabitat.core.error.Unsupported when the engine refuses the kernels */
    public KernelMemory memory() {
        if (memory.isEmpty()) {
            memory = Optional.of(new KernelMemory(new BrowserKernelHost(threadsToUse(), workerScript())));
        }
        return memory.get();
    }

    /** @throws dev.tabitat.core.error.Unsupported when the engine refuses the kernels */
    public WasmBackend backend() {
        if (backend.isEmpty()) {
            backend = Optional.of(new WasmBackend(memory(), () -> int8().dot()));
        }
        return backend.get();
    }

    /**
     * The kernels of decoders, in a memory and with threads of their own; how they multiply is measured once.
     *
     * @throws dev.tabitat.core.error.Unsupported when the engine refuses the kernels
     */
    public DecoderBackend decoders() {
        if (decoders.isEmpty()) {
            KernelMemory own = new KernelMemory(new BrowserKernelHost(threadsToUse(), workerScript()));
            decoders = Optional.of(new DecoderBackend(own, () -> BlockDotChoice.measure(own, Clock::nanos).dots()));
        }
        return decoders.get();
    }

    /** The kernels of decoders, where they have been requested. */
    public Optional<DecoderBackend> madeDecoders() {
        return decoders;
    }

    /** The backend, where it has been requested. */
    public Optional<WasmBackend> madeBackend() {
        return backend;
    }

    /** How int8 is multiplied here; empty before it was measured. */
    public Optional<Int8Choice> int8Choice() {
        return int8;
    }

    /** The fastest right way, from the notebook where it says, else measured now. */
    public Int8Choice int8() {
        if (int8.isEmpty()) {
            int8 = notebook.read().flatMap(note -> Int8Note.read(note, browser()))
                    .flatMap(before -> Int8Choice.again(memory(), before));
        }
        return int8.isPresent() ? int8.get() : measureInt8();
    }

    /** Measures again. */
    public Int8Choice measureInt8() {
        Int8Choice fresh = Int8Choice.measure(memory(), Clock::nanos);
        notebook.write(Int8Note.write(fresh, browser()));
        // What runs already goes on as it does; another winner runs from the next visit on.
        int8 = int8.filter(chosen -> chosen.dot() != fresh.dot()).or(() -> Optional.of(fresh));
        return fresh;
    }

    /**
     * Every processor where there are few; half where there are many, since those come in pairs that share their units.
     */
    private int threadsToUse() {
        int processors = processors();
        return Math.min(mostThreads, processors <= 4 ? processors : Math.max(4, processors / 2));
    }

    @JSBody(script = "return navigator.userAgent;")
    private static native String browser();

    /** One where the page may not share memory. */
    @JSBody(script = "return globalThis.crossOriginIsolated && typeof SharedArrayBuffer === 'function'"
            + " ? Math.max(1, navigator.hardwareConcurrency || 1) : 1;")
    private static native int processors();

    @JSBody(script = "return globalThis.tabitatKernelThread || '';")
    private static native String workerScript();
}
