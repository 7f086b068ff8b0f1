package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.typedarrays.ArrayBuffer;

/** {@code WebAssembly}: modules that are made at run time, on a memory of their own. */
public final class Wasm {

    private Wasm() {}

    /** Whether the engine accepts these bytes as a module. */
    @JSBody(params = "bytes", script = "return WebAssembly.validate(bytes);")
    public static native boolean validate(JSObject bytes);

    /** A memory of so many 64 KiB pages that may grow to {@code maximum}. */
    @JSBody(params = {"initial", "maximum"}, script = "return new WebAssembly.Memory({initial: initial, maximum: maximum});")
    public static native Memory memory(int initial, int maximum);

    /** The same, shared between threads; only where the page is isolated. */
    @JSBody(params = {"initial", "maximum"}, script =
            "return new WebAssembly.Memory({initial: initial, maximum: maximum, shared: true});")
    public static native Memory sharedMemory(int initial, int maximum);

    /** A linear memory. */
    public interface Memory extends JSObject {

        /** The bytes now; another object after each growth. */
        @JSProperty
        ArrayBuffer getBuffer();
    }
}
