package dev.tabitat.web.kernelhost;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.web.jso.Bytes;
import dev.tabitat.web.jso.Wasm;
import dev.tabitat.web.store.LinearMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Float32Array;
import org.teavm.jso.typedarrays.Int32Array;
import org.teavm.jso.typedarrays.Int8Array;

/**
 * Kernels in the browser's own engine, on a memory that is theirs alone: the app's own memory is another one.
 *
 * <p>
 * With workers the memory is shared, which a page may do that is isolated from other origins; without, it is plain and
 * needs no isolation. For the engine worker: modules compile while the caller waits, and workers are waited for.
 */
public final class BrowserKernelHost implements KernelHost {

    private static final int PAGE = 65_536;
    private static final int SLICE = 1 << 20;
    private static final int MAX_PAGES = 32_767;

    private final Wasm.Memory memory;
    private final int threads;
    private final String workerScript;
    private final List<Wasm.Worker> workers = new ArrayList<>();
    private Int8Array bytes;
    private Float32Array floats;

    /** On the calling thread alone. */
    public BrowserKernelHost() {
        this(1, "");
    }

    /**
     * @param threads how many threads to use, the caller's too; one where the browser shares no memory
     * @param workerScript address of the script that workers run
     */
    public BrowserKernelHost(int threads, String workerScript) {
        Wasm.Memory shared = threads > 1 ? Wasm.sharedMemory(MAX_PAGES) : null;
        this.memory = shared == null ? Wasm.memory(MAX_PAGES) : shared;
        this.threads = shared == null ? 1 : threads;
        this.workerScript = workerScript;
        this.bytes = new Int8Array(memory.getBuffer());
        this.floats = new Float32Array(memory.getBuffer());
    }

    @Override
    public KernelModule instantiate(byte[] wasm) {
        Wasm.Instance instance = Wasm.instantiate(Bytes.toJs(wasm), MEMORY_MODULE, MEMORY_FIELD, memory);
        if (!instance.getRefusal().isEmpty()) {
            throw new Unsupported("The browser's WebAssembly engine refuses the kernels.",
                    Finding.at("WebAssembly.Module").expected("an engine with SIMD").found(instance.getRefusal())
                            .remedy("The app goes on without them, more slowly; a newer browser runs them."));
        }
        return (export, args) -> call(instance, export, args);
    }

    private static int call(Wasm.Instance instance, String export, int[] args) {
        Wasm.Result result = Wasm.call(instance, export, Int32Array.copyFromJavaArray(args));
        if (!result.getTrap().isEmpty()) {
            throw new Unsupported("A kernel stopped early.", Finding.at(export).found(result.getTrap()));
        }
        return result.getValue();
    }

    @Override
    public long memoryBytes() {
        return bytes.getLength();
    }

    @Override
    public void growTo(long wanted) {
        long missing = wanted - memoryBytes();
        if (missing <= 0) {
            return;
        }
        long pages = (missing + PAGE - 1) / PAGE;
        if (pages > MAX_PAGES || !Wasm.grow(memory, (int) pages)) {
            throw new OutOfBudget("The browser gives the kernels no more memory.",
                    Finding.at("kernel memory").expected(wanted + " bytes").found(memoryBytes() + " bytes")
                            .remedy("Close other tabs, or take a smaller model."));
        }
        bytes = new Int8Array(memory.getBuffer());
        floats = new Float32Array(memory.getBuffer());
    }

    @Override
    public void write(int address, byte[] data, int offset, int length) {
        if (offset == 0 && length == data.length && length <= SLICE) {
            bytes.set(Bytes.toJs(data), address);
            return;
        }
        // Slice by slice, so that no second copy of large weights is ever alive.
        byte[] slice = new byte[0];
        for (int done = 0; done < length; done += slice.length) {
            int next = Math.min(SLICE, length - done);
            slice = slice.length == next ? slice : new byte[next];
            // In one instruction; the tab's Arrays.copyOfRange goes byte by byte.
            System.arraycopy(data, offset + done, slice, 0, next);
            bytes.set(Bytes.toJs(slice), address + done);
        }
    }

    @Override
    public void read(int address, byte[] into, int offset, int length) {
        byte[] copy = new Int8Array(memory.getBuffer(), address, length).copyToJavaArray();
        System.arraycopy(copy, 0, into, offset, length);
    }

    @Override
    public void writeFloats(int address, float[] data, int offset, int length) {
        boolean whole = offset == 0 && length == data.length;
        float[] part = whole ? data : Arrays.copyOfRange(data, offset, offset + length);
        floats.set(Float32Array.copyFromJavaArray(part), address / 4);
    }

    @Override
    public void readFloats(int address, float[] into, int offset, int length) {
        float[] copy = new Float32Array(memory.getBuffer(), address, length).copyToJavaArray();
        System.arraycopy(copy, 0, into, offset, length);
    }

    /** The kernels' memory, for the store to read into. */
    public LinearMemory linearMemory() {
        return new LinearMemory() {
            @Override
            public void write(int address, byte[] bytes) {
                BrowserKernelHost.this.write(address, bytes, 0, bytes.length);
            }

            @Override
            public Optional<JSObject> owner() {
                return Optional.of(memory);
            }
        };
    }

    @Override
    public int threads() {
        return threads;
    }

    @Override
    public void startWorker(byte[] wasm, int control, int worker) {
        workers.add(Wasm.serve(workerScript, Bytes.toJs(wasm), MEMORY_MODULE, MEMORY_FIELD, memory, control, worker));
    }

    @Override
    public Optional<String> workerFault() {
        return workers.stream().map(Wasm::fault).filter(fault -> !fault.isEmpty()).findFirst();
    }

    @Override
    public void stopWorkers() {
        workers.forEach(Wasm.Worker::terminate);
        workers.clear();
    }
}
