package dev.tabitat.web.kernelhost;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.web.jso.Bytes;
import dev.tabitat.web.jso.Wasm;
import java.util.Arrays;
import org.teavm.jso.typedarrays.Float32Array;
import org.teavm.jso.typedarrays.Int32Array;
import org.teavm.jso.typedarrays.Int8Array;

/**
 * Kernels in the browser's own engine, on a memory that is theirs alone: the app's own memory is another one.
 *
 * <p>The memory is plain, not shared, so it needs no cross-origin isolation; it runs on one thread. For the engine worker:
 * modules compile while the caller waits.
 */
public final class BrowserKernelHost implements KernelHost {

    private static final int PAGE = 65_536;
    private static final int MOST_PAGES = 32_767;

    private final Wasm.Memory memory = Wasm.memory(MOST_PAGES);
    private Int8Array bytes = new Int8Array(memory.getBuffer());
    private Float32Array floats = new Float32Array(memory.getBuffer());

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
        if (pages > MOST_PAGES || !Wasm.grow(memory, (int) pages)) {
            throw new OutOfBudget("The browser gives the kernels no more memory.",
                    Finding.at("kernel memory").expected(wanted + " bytes").found(memoryBytes() + " bytes")
                            .remedy("Close other tabs, or take a smaller model."));
        }
        bytes = new Int8Array(memory.getBuffer());
        floats = new Float32Array(memory.getBuffer());
    }

    @Override
    public void write(int address, byte[] data, int offset, int length) {
        boolean whole = offset == 0 && length == data.length;
        bytes.set(Bytes.toJs(whole ? data : Arrays.copyOfRange(data, offset, offset + length)), address);
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

    @Override
    public int threads() {
        return 1;
    }
}
