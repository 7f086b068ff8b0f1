package dev.tabitat.web.store;

import java.util.Optional;
import org.teavm.jso.JSObject;

/**
 * Memory outside of Java's heap that stored bytes are read into, such as the kernels'; large enough for what is read.
 */
public interface LinearMemory {

    /** Writes bytes at an address. */
    void write(int address, byte[] bytes);

    /**
     * The object whose property {@code buffer} is the memory at any time, also after it has grown: a
     * {@code WebAssembly.Memory}; empty where there is none, as on the JVM.
     */
    Optional<JSObject> owner();
}
