package dev.tabitat.web.gpu;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.runtime.Weights;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.jso.WebGpu;
import java.util.Map;
import java.util.Optional;

/**
 * Runs encoders' graphs on the graphics processor. When the browser takes the device away, the next run asks for
 * another one and uploads the weights again, which sessions therefore keep at hand.
 */
public final class WebGpuBackend implements Backend {

    private final boolean allowSoftware;
    private final boolean usePackedDot;
    private final FairLock requesting = new FairLock();
    private Gpu gpu;

    private WebGpuBackend(boolean allowSoftware, boolean usePackedDot) {
        this.allowSoftware = allowSoftware;
        this.usePackedDot = usePackedDot;
        gpu = Gpu.request(allowSoftware, usePackedDot);
    }

    /**
     * Requests a device.
     *
     * @param allowFallbackAdapter whether one in software will do, which is right but slow
     * @throws dev.tabitat.core.error.Unsupported with the reason when there is none
     */
    public static WebGpuBackend open(boolean allowFallbackAdapter) {
        return new WebGpuBackend(allowFallbackAdapter, true);
    }

    /** The same without packed int8 products, as a browser without them runs: for comparison. */
    public static WebGpuBackend openWithoutPackedDot(boolean allowFallbackAdapter) {
        return new WebGpuBackend(allowFallbackAdapter, false);
    }

    @Override
    public String id() {
        return "webgpu";
    }

    /** The adapter and what of it is used. */
    public JsonObject describe() {
        return gpu.description();
    }

    @Override
    public Session open(Graph graph, Map<String, Tensor> weights) {
        Weights.check(graph, weights);
        Plan plan = new Plan(graph, gpu.packedDot());
        return new WebGpuSession(this, graph, plan, weights, Optional.empty(),
                onDevice(device -> new Resident(device, plan, graph, weights, Optional.empty())));
    }

    boolean packedDot() {
        return gpu.packedDot();
    }

    /** Gives the device and its memory back; the next run requests another one. */
    public void release() {
        WebGpu.destroy(gpu.held());
    }

    /**
     * Does something on a device that is not lost; once more on a new one when it is lost meanwhile.
     *
     * @throws Unavailable when the device is lost and there is no other
     */
    <T> T onDevice(Work<T> work) {
        Gpu first = current();
        try {
            return work.on(first);
        } catch (JsFailure | TabitatException e) {
            if (first.lostAfterFailure().isEmpty()) {
                throw e instanceof JsFailure failure ? failed(failure.name() + ": " + failure.getMessage()) : e;
            }
        }
        Gpu second = current();
        try {
            return work.on(second);
        } catch (JsFailure e) {
            throw failed(second.lostAfterFailure().isEmpty() ? e.name() + ": " + e.getMessage()
                    : "lost twice, " + second.lost());
        }
    }

    private Gpu current() {
        return requesting.withLock(this::living);
    }

    private Gpu living() {
        if (!gpu.lost().isEmpty()) {
            String why = gpu.lost();
            try {
                gpu = Gpu.request(allowSoftware, usePackedDot);
            } catch (TabitatException e) {
                throw failed("lost, " + why + "; then " + e.finding().where() + ": " + e.finding().found());
            }
        }
        return gpu;
    }

    private static Unavailable failed(String found) {
        return new Unavailable("The graphics processor stopped answering.",
                Finding.at("GPUDevice").expected("a result").found(found)
                        .remedy("The app can go on with WebAssembly."));
    }

    /** Not one of the library's function types: every call through a type that may wait costs more. */
    interface Work<T> {
        T on(Gpu gpu);
    }
}
