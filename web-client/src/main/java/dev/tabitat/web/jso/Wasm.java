package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.typedarrays.ArrayBuffer;
import org.teavm.jso.typedarrays.Int32Array;

/**
 * {@code WebAssembly}: modules that are made at run time, on a memory of their own.
 *
 * <p>
 * Compiles at once, which browsers allow in workers for modules of any size and on the page for small ones.
 */
public final class Wasm {

    private Wasm() {}

    /** Whether the engine accepts these bytes as a module. */
    @JSBody(params = "bytes", script = "return WebAssembly.validate(bytes);")
    public static native boolean validate(JSObject bytes);

    /** A memory of no page that may grow to {@code maximum} pages of 64 KiB. */
    @JSBody(params = "maximum", script = "return new WebAssembly.Memory({initial: 0, maximum: maximum});")
    public static native Memory memory(int maximum);

    /** A memory of no page that several threads may work on; null where the browser gives none so large. */
    @JSBody(params = "maximum", script = "try { return new WebAssembly.Memory({initial: 0, maximum: maximum, shared: true}); }"
            + "catch (e) { return null; }")
    public static native Memory sharedMemory(int maximum);

    /**
     * Starts a worker that instantiates a module on a shared memory and calls {@code serve(control, worker)}, from
     * which it does not return.
     *
     * @param script its address
     */
    @JSBody(params = {"script", "bytes", "module", "field", "memory", "control",
            "worker"}, script = "var thread = new Worker(script); thread.onerror = function(e) {"
                    + " globalThis.tabitatFiles.workerFault(globalThis.tabitatFiles.at(script), e).then(function(why) { thread.tabitatFault = why; }); };"
                    + "var imports = {}; imports[module] = {}; imports[module][field] = memory;"
                    + "thread.postMessage({bytes: bytes, imports: imports, control: control, worker: worker}); return thread;")
    public static native Worker serve(String script, JSObject bytes, String module, String field, Memory memory,
            int control, int worker);

    /** Why a worker did not start, or ended by an error; empty while neither is known. */
    @JSBody(params = "worker", script = "return worker.tabitatFault || '';")
    public static native String fault(Worker worker);

    /** A running worker. */
    public interface Worker extends JSObject {

        /** Ends it, whatever it is doing; it may run on for a moment. */
        void terminate();
    }

    /** Grows a memory; false when the engine refuses. */
    @JSBody(params = {"memory",
            "pages"}, script = "try { memory.grow(pages); return true; } catch (e) { return false; }")
    public static native boolean grow(Memory memory, int pages);

    /** Compiles a module and gives it {@code memory} as the import {@code module.field}. */
    @JSBody(params = {"bytes", "module", "field",
            "memory"}, script = "var imports = {}; imports[module] = {}; imports[module][field] = memory;"
                    + "try { return {exports: new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports, refusal: ''}; }"
                    + "catch (e) { return {exports: {}, refusal: String(e)}; }")
    public static native Instance instantiate(JSObject bytes, String module, String field, Memory memory);

    /** Calls an exported function with 32-bit integers. */
    @JSBody(params = {"instance", "name",
            "arguments_"}, script = "var f = instance.exports[name]; if (typeof f !== 'function') { return {value: 0, trap: 'there is no such function'}; }"
                    + "try { return {value: f.apply(null, arguments_) | 0, trap: ''}; } catch (e) { return {value: 0, trap: String(e)}; }")
    public static native Result call(Instance instance, String name, Int32Array arguments);

    /** A linear memory. */
    public interface Memory extends JSObject {

        /** The bytes now; another object after each growth. */
        @JSProperty
        ArrayBuffer getBuffer();
    }

    /** A module that runs, or why it was refused. */
    public interface Instance extends JSObject {

        /** Empty when the module runs. */
        @JSProperty
        String getRefusal();
    }

    /** What a call gave. */
    public interface Result extends JSObject {

        /** Zero when the function returns nothing. */
        @JSProperty
        int getValue();

        /** What ended the call early; empty when nothing did. */
        @JSProperty
        String getTrap();
    }
}
