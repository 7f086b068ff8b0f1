package dev.tabitat.web.gpu;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.Js;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.jso.WebGpu;
import java.util.LinkedHashMap;
import java.util.Map;
import org.teavm.jso.JSObject;

/** One device with its limits and the pipelines made for it; of no more use once it is lost. */
final class Gpu {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int VERDICT_MILLIS = 300;
    private static final String PACKED_DOT = "packed_4x8_integer_dot_product";

    private final WebGpu.Device held;
    private final double maxBinding;
    private final double maxBuffer;
    private final int maxGroups;
    private final boolean packedDot;
    private final JsonObject description;
    private final Map<String, JSObject> pipelines = new LinkedHashMap<>();

    private Gpu(WebGpu.Device held, boolean packedDot, JsonObject description) {
        this.held = held;
        this.packedDot = packedDot;
        this.description = description;
        maxBinding = WebGpu.limit(held, "maxStorageBufferBindingSize");
        maxBuffer = WebGpu.limit(held, "maxBufferSize");
        maxGroups = (int) WebGpu.limit(held, "maxComputeWorkgroupsPerDimension");
    }

    /** @throws Unsupported with the reason when there is no device to have */
    static Gpu request(boolean allowSoftware, boolean usePackedDot) {
        if (Js.isMissing(Js.path("navigator.gpu"))) {
            throw refused("navigator.gpu", "a browser with WebGPU", "none");
        }
        try {
            JSObject adapter = Await.within(PATIENCE_MILLIS, WebGpu.requestAdapter());
            if (Js.isMissing(adapter)) {
                throw refused("navigator.gpu.requestAdapter", "an adapter", "none");
            }
            boolean software = WebGpu.isSoftware(adapter);
            if (software && !allowSoftware) {
                throw refused("GPUAdapter.info", "a graphics processor",
                        "an adapter in software, slower than WebAssembly");
            }
            boolean packed = usePackedDot && WebGpu.hasLanguageFeature(PACKED_DOT);
            JSObject info = Js.has(adapter, "info") ? Js.get(adapter, "info") : Js.object();
            JsonObject description = JsonObject.of("vendor", Js.text(info, "vendor"), "architecture",
                    Js.text(info, "architecture"),
                    "software", software, "int8Dot", packed ? "packed" : "shifts", "f16",
                    WebGpu.hasFeature(adapter, "shader-f16"), "computes", "f32");
            WebGpu.Device held = Await.within(PATIENCE_MILLIS,
                    WebGpu.requestDevice(adapter,
                            "maxStorageBufferBindingSize maxBufferSize maxComputeWorkgroupsPerDimension"));
            return new Gpu(held, packed, description);
        } catch (JsFailure e) {
            throw refused("navigator.gpu", "a device", e.name() + ": " + e.getMessage());
        }
    }

    WebGpu.Device held() {
        return held;
    }

    /** Whether kernels may use {@code dot4I8Packed}. */
    boolean packedDot() {
        return packedDot;
    }

    JsonObject description() {
        return description;
    }

    /** Why the device was lost; empty while it is not. */
    String lost() {
        return held.getLost();
    }

    /** Waits a moment for the browser to say whether the device is lost, after something failed. */
    String lostAfterFailure() {
        if (lost().isEmpty()) {
            Await.done(WebGpu.verdict(held, VERDICT_MILLIS));
        }
        return lost();
    }

    /** The pipeline of a kernel, made once. */
    JSObject pipeline(Kernel kernel) {
        JSObject known = pipelines.get(kernel.name());
        if (known == null) {
            try {
                known = Await.result(WebGpu.pipeline(held, kernel.name(), kernel.wgsl()), Deadline.GPU);
            } catch (JsFailure e) {
                throw e.name().equals("GPUPipelineError") && lostAfterFailure().isEmpty()
                        ? new Unsupported("The graphics driver refuses a kernel.",
                                Finding.at("kernel " + kernel.name()).found(e.getMessage()))
                        : e;
            }
            pipelines.put(kernel.name(), known);
        }
        return known;
    }

    /** A buffer of at least 16 bytes; {@link #settle} tells whether it came to be. */
    JSObject buffer(long bytes, int usage) {
        return WebGpu.buffer(held, Math.max(16, (bytes + 3) / 4 * 4), usage);
    }

    /** @throws OutOfBudget when no buffer of the device can be that large */
    void requireWithin(String what, long bytes) {
        double most = Math.min(Integer.MAX_VALUE, Math.min(maxBinding, maxBuffer));
        if (bytes > most) {
            throw new OutOfBudget("A value does not fit a buffer of the graphics processor.",
                    Finding.at(what).expected("at most " + (long) most + " bytes").found(bytes + " bytes")
                            .remedy("Take a smaller model or a shorter input; WebAssembly has no such limit."));
        }
    }

    /** @throws Unsupported when a step needs more workgroups than the device takes at once */
    void requireGroups(String what, int... groups) {
        for (int count : groups) {
            if (count > maxGroups) {
                throw new Unsupported("A step is too large for the graphics processor.",
                        Finding.at("node " + what).expected("at most " + maxGroups + " workgroups along a dimension")
                                .found(count));
            }
        }
    }

    /**
     * Waits for what the device says to all that was made. @throws OutOfBudget or Unsupported when it refused something
     */
    void settle(String what) {
        JSObject fault = Await.result(WebGpu.settled(held), Deadline.GPU);
        if (fault == null) {
            return;
        }
        Finding finding = Finding.at(what).found(Js.text(fault, "message"));
        if (Js.text(fault, "name").equals("memory")) {
            throw new OutOfBudget("The graphics processor has not enough memory.",
                    finding.remedy("Close other tabs, or take a smaller model."));
        }
        throw new Unsupported("The graphics processor refuses the graph.", finding);
    }

    private static Unsupported refused(String where, String expected, String found) {
        return new Unsupported("WebGPU cannot be used here.", Finding.at(where).expected(expected).found(found)
                .remedy("The app computes with WebAssembly instead."));
    }
}
