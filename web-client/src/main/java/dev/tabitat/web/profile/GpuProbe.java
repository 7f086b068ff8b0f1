package dev.tabitat.web.profile;

import dev.tabitat.core.device.Fact;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Js;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** Probes the WebGPU adapter and its limits; no device is opened. */
final class GpuProbe {

    private static final String SOURCE = "navigator.gpu.requestAdapter";

    private static final List<String> LIMITS = List.of("maxBufferSize", "maxStorageBufferBindingSize",
            "maxStorageBuffersPerShaderStage", "maxComputeWorkgroupStorageSize", "maxComputeInvocationsPerWorkgroup",
            "maxComputeWorkgroupSizeX", "maxComputeWorkgroupsPerDimension", "maxBindGroups", "maxTextureDimension2D");

    private GpuProbe() {}

    static void add(FactCollector facts) {
        try {
            if (Js.isMissing(Js.path("navigator.gpu"))) {
                facts.unavailable(labels(), "navigator.gpu is missing: this browser has no WebGPU");
                return;
            }
            JSObject adapter = Await.within(FactCollector.PATIENCE_MILLIS, requestAdapter());
            if (Js.isMissing(adapter)) {
                facts.unavailable(labels(), SOURCE + " gives no adapter");
                return;
            }
            describe(facts, adapter);
        } catch (RuntimeException e) {
            facts.unavailable(labels(), SOURCE + ": " + FactCollector.reason(e));
        }
    }

    private static void describe(FactCollector facts, JSObject adapter) {
        facts.add("gpu.adapter", "WebGPU adapter", SOURCE,
                () -> Fact.tested("WebGPU adapter", JsonBool.TRUE, "", SOURCE));
        JSObject info = Js.has(adapter, "info") ? Js.get(adapter, "info") : Js.object();
        for (String name : List.of("vendor", "architecture", "device", "description")) {
            facts.member("gpu.adapter." + name, labels().get("gpu.adapter." + name), info, name, "GPUAdapter.info", "");
        }
        facts.add("gpu.adapter.fallback", "Software adapter", "isFallbackAdapter", () -> {
            JSObject holder = Js.has(info, "isFallbackAdapter") ? info : adapter;
            return FactCollector.reported("Software adapter", Js.get(holder, "isFallbackAdapter"), "isFallbackAdapter",
                    "", 1);
        });
        facts.add("gpu.adapter.features", "GPU features", "GPUAdapter.features", () -> Fact.reported("GPU features",
                JsonArray.ofStrings(List.copyOf(new TreeSet<>(Js.texts(Js.get(adapter, "features"))))), "",
                "GPUAdapter.features"));
        facts.add("gpu.adapter.limits", "GPU limits", "GPUAdapter.limits", () -> limits(Js.get(adapter, "limits")));
    }

    private static Fact limits(JSObject limits) {
        JsonObject.Builder json = JsonObject.builder();
        for (String name : LIMITS) {
            double value = Js.number(limits, name);
            if (value == value) {
                json.put(name, FactCollector.number(value));
            }
        }
        return Fact.reported("GPU limits", json.build(), "", "GPUAdapter.limits");
    }

    private static Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("gpu.adapter", "WebGPU adapter");
        labels.put("gpu.adapter.vendor", "GPU vendor");
        labels.put("gpu.adapter.architecture", "GPU architecture");
        labels.put("gpu.adapter.device", "GPU device");
        labels.put("gpu.adapter.description", "GPU description");
        labels.put("gpu.adapter.fallback", "Software adapter");
        labels.put("gpu.adapter.features", "GPU features");
        labels.put("gpu.adapter.limits", "GPU limits");
        return labels;
    }

    @JSBody(script = "return navigator.gpu.requestAdapter();")
    private static native JSPromise<JSObject> requestAdapter();
}
