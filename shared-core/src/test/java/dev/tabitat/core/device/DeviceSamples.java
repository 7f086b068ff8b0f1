package dev.tabitat.core.device;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Profiles that the tests of this package share. */
final class DeviceSamples {

    static final String AT = "2026-11-23T09:30:00.500Z";

    private DeviceSamples() {
    }

    /** A desktop browser with a software WebGPU adapter: one fact of every kind. */
    static DeviceProfile desktop() {
        Map<String, Fact> facts = new TreeMap<>();
        facts.put("cpu.threads", Fact.reported("Threads", JsonNumber.of(2), "", "navigator.hardwareConcurrency"));
        facts.put("wasm.simd", Fact.tested("SIMD", JsonBool.TRUE, "", "a module with v128 validates"));
        facts.put("gpu.adapter.fallback", Fact.reported("Software adapter", JsonBool.TRUE, "", "GPUAdapterInfo"));
        facts.put("gpu.adapter.features", Fact.reported("GPU features",
                JsonArray.ofStrings(List.of("subgroups", "timestamp-query")), "", "GPUAdapter.features"));
        facts.put("gpu.adapter.limits", Fact.reported("GPU limits",
                JsonObject.of("maxBufferSize", 268_435_456), "", "GPUAdapter.limits"));
        facts.put("network.effective_type", Fact.reported("Network", new JsonString("4g"), "",
                "navigator.connection"));
        facts.put("storage.quota", Fact.reported("Storage quota", JsonNumber.of(2_000_000_000L), "bytes",
                "navigator.storage.estimate"));
        facts.put("storage.usage", Fact.reported("Storage used", JsonNumber.of(100_000_000L), "bytes",
                "navigator.storage.estimate"));
        facts.put("webnn", Fact.unavailable("WebNN", "navigator.ml is missing"));
        facts.put("offline.ready", Fact.tested("Offline", JsonBool.TRUE, "", "the service worker holds every file"));
        facts.put("measured.matvec_gflops", Fact.measured("Kernel throughput", MeasuredSpread.of(9.5, 11.25, 10),
                "GFLOP/s", "matrix-vector product, f32 SIMD, 512x512"));
        return DeviceProfile.of(AT, facts, List.of("reference", "wasm"), 536_870_912L);
    }

    /** A browser that says nothing. */
    static DeviceProfile silent() {
        return DeviceProfile.withoutMemory(AT, Map.of("battery.level",
                Fact.unavailable("Battery", "navigator.getBattery is missing")), List.of("reference"));
    }
}
