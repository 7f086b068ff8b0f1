package dev.tabitat.kernels.backend;

import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.KernelLibrary;
import java.util.Optional;

/**
 * A WebAssembly engine with one linear memory: all that a backend needs from the world around it.
 *
 * <p>
 * The memory is one {@code WebAssembly.Memory} that the host owns. It is imported as {@code "env"."memory"} by every
 * module that is instantiated here, so several modules work on the same bytes. Addresses are byte offsets into it, and
 * all multi-byte values are little-endian. A fresh memory is filled with zeros and may be zero bytes long.
 *
 * <p>
 * No method may suspend: an implementation answers on the calling thread, at once.
 */
public interface KernelHost {

    /** The module and the field under which {@link #instantiate} offers the memory to a module. */
    String MEMORY_MODULE = "env";

    /** See {@link #MEMORY_MODULE}. */
    String MEMORY_FIELD = "memory";

    /**
     * Compiles and instantiates a module on the host's memory.
     *
     * @param wasm a module in the binary format that imports nothing but the memory
     * @throws dev.tabitat.core.error.Unsupported when the engine refuses the module
     */
    KernelModule instantiate(byte[] wasm);

    /** The present size of the memory in bytes: a multiple of 65,536. */
    long memoryBytes();

    /**
     * Grows the memory to at least {@code bytes}; does nothing when it is already that large. What was written stays.
     *
     * @throws dev.tabitat.core.error.OutOfBudget when the engine refuses; the memory is then as it was
     */
    void growTo(long bytes);

    /** Copies {@code length} bytes of {@code data} from {@code offset} into the memory at {@code address}. */
    void write(int address, byte[] data, int offset, int length);

    /** Copies {@code length} bytes at {@code address} into {@code into} from {@code offset}. */
    void read(int address, byte[] into, int offset, int length);

    /** Copies {@code length} floats of {@code data} from {@code offset} to {@code address}, a multiple of four. */
    void writeFloats(int address, float[] data, int offset, int length);

    /** Copies {@code length} floats at {@code address}, a multiple of four, into {@code into} from {@code offset}. */
    void readFloats(int address, float[] into, int offset, int length);

    /** How many threads can run kernels on this memory; one when it is not shared. */
    int threads();

    /** Whether several threads can work on the memory; modules must import it as such. */
    default boolean isShared() {
        return threads() > 1;
    }

    /**
     * Starts a worker thread, which instantiates the module on the memory and calls {@code serve(control, worker)} of
     * {@link dev.tabitat.kernels.kernel.WorkerLoop}, and {@code fail(control, worker)} when that traps. Returns at
     * once; the worker may start at any time later, or never.
     *
     * @param control the address of a {@link dev.tabitat.kernels.kernel.ControlBlock}
     * @param worker from 1 to {@link #threads} - 1
     */
    default void startWorker(byte[] wasm, int control, int worker) {
    }

    /**
     * Why a worker that was started cannot run, for example since its script was refused; empty while nothing is known.
     */
    default Optional<String> workerFault() {
        return Optional.empty();
    }

    /** Ends all workers, whatever they are doing; they may run on for a moment. */
    default void stopWorkers() {
    }

    /** The module of kernels for this memory. */
    default byte[] kernels(Int8Dot dot) {
        return KernelLibrary.module(MEMORY_MODULE, MEMORY_FIELD, dot, isShared());
    }
}
