package dev.tabitat.web.profile;

import dev.tabitat.core.device.DeviceProfile;
import dev.tabitat.core.device.Fact;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.kernels.wasm.FeatureProbes;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Bytes;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.Js;
import dev.tabitat.web.jso.StorageManager;
import dev.tabitat.web.jso.Wasm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** Probes what the engine's worker can see, and makes the profile of all facts. */
public final class EngineProbe {

    private static final double GIB = 1L << 30;
    private static final long MAX_MODEL_MEMORY_BYTES = 2L << 30;
    private static final Map<String, String> WASM_LABELS = wasmLabels();

    private EngineProbe() {}

    /** Looks; waits for promises, never long for one that stays silent. */
    public static Map<String, Fact> probe() {
        FactCollector facts = new FactCollector();
        facts.path("cpu.threads", "Processor threads", "navigator.hardwareConcurrency");
        facts.path("browser.user_agent", "Browser", "navigator.userAgent");
        facts.path("isolation.cross_origin", "Cross-origin isolation", "crossOriginIsolated");
        facts.path("isolation.secure_context", "Secure context", "isSecureContext");
        wasm(facts);
        GpuProbe.add(facts);
        webNn(facts);
        memory(facts);
        storage(facts);
        network(facts);
        return facts.all();
    }

    /**
     * The profile of all facts now; later maps win.
     *
     * @param supportedRuntimes ids of the backends that passed their self-test
     */
    public static DeviceProfile profile(List<Map<String, Fact>> parts, List<String> supportedRuntimes) {
        Map<String, Fact> all = new LinkedHashMap<>();
        parts.forEach(all::putAll);
        Fact forModels = all.get("memory.for_models");
        OptionalDouble bytes = forModels == null ? OptionalDouble.empty() : forModels.number();
        return bytes.isPresent()
                ? DeviceProfile.of(Clock.utcNow(), all, supportedRuntimes, (long) bytes.getAsDouble())
                : DeviceProfile.withoutMemory(Clock.utcNow(), all, supportedRuntimes);
    }

    private static void wasm(FactCollector facts) {
        for (Map.Entry<String, byte[]> probe : FeatureProbes.all().entrySet()) {
            String label = WASM_LABELS.getOrDefault(probe.getKey(), probe.getKey());
            String source = "WebAssembly.validate of a module that uses it";
            facts.add(probe.getKey(), label, source,
                    () -> Fact.tested(label, JsonBool.of(Wasm.validate(Bytes.toJs(probe.getValue()))), "", source));
        }
        facts.add("wasm.shared_memory", "Memory shared between threads", "SharedArrayBuffer",
                () -> Fact.tested("Memory shared between threads", JsonBool.of(Js.hasGlobal("SharedArrayBuffer")), "",
                        "SharedArrayBuffer is offered to isolated pages only"));
    }

    private static void webNn(FactCollector facts) {
        facts.add("webnn", "WebNN", "navigator.ml.createContext", () -> {
            if (Js.isMissing(Js.path("navigator.ml"))) {
                return Fact.unavailable("WebNN", "navigator.ml is missing");
            }
            Await.within(FactCollector.PATIENCE_MILLIS, createContext());
            return Fact.tested("WebNN", JsonBool.TRUE, "", "navigator.ml.createContext");
        });
    }

    /** A quarter of the device's memory, and never more than the kernels can address; empty where unknown. */
    public static OptionalLong memoryForModels() {
        double gib = Js.toNumber(Js.path("navigator.deviceMemory"));
        return gib > 0 ? OptionalLong.of(Math.min(MAX_MODEL_MEMORY_BYTES, (long) (gib * GIB) / 4))
                : OptionalLong.empty();
    }

    private static void memory(FactCollector facts) {
        facts.path("memory.device", "Device memory, rounded by the browser", "navigator.deviceMemory", "bytes", GIB);
        facts.add("memory.for_models", "Memory for models", "navigator.deviceMemory", () -> {
            OptionalLong bytes = memoryForModels();
            return bytes.isEmpty()
                    ? Fact.unavailable("Memory for models", "navigator.deviceMemory is missing")
                    : Fact.reported("Memory for models", JsonNumber.of(bytes.getAsLong()), "bytes",
                            "a quarter of navigator.deviceMemory, at most 2 GiB");
        });
    }

    private static void storage(FactCollector facts) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("storage.quota", "Storage quota");
        labels.put("storage.usage", "Storage used");
        String source = "navigator.storage.estimate";
        try {
            if (StorageManager.isThere()) {
                JSObject estimate = Await.within(FactCollector.PATIENCE_MILLIS, StorageManager.estimate());
                facts.member("storage.quota", "Storage quota", estimate, "quota", source, "bytes");
                facts.member("storage.usage", "Storage used", estimate, "usage", source, "bytes");
            } else {
                facts.unavailable(labels, source + " is missing");
            }
        } catch (RuntimeException e) {
            facts.unavailable(labels, source + ": " + FactCollector.reason(e));
        }
        facts.add("storage.persisted", "Storage kept until deleted", "navigator.storage.persisted", () -> {
            JSObject kept = Await.within(FactCollector.PATIENCE_MILLIS, StorageManager.persisted());
            return FactCollector.reported("Storage kept until deleted", kept, "navigator.storage.persisted", "", 1);
        });
    }

    private static void network(FactCollector facts) {
        facts.path("network.online", "Network", "navigator.onLine");
        facts.path("network.effective_type", "Connection like", "navigator.connection.effectiveType");
        facts.path("network.downlink", "Downlink, rounded by the browser", "navigator.connection.downlink", "Mbit/s",
                1);
        facts.path("network.round_trip", "Round trip, rounded by the browser", "navigator.connection.rtt", "ms", 1);
        facts.path("network.save_data", "Data saver", "navigator.connection.saveData");
    }

    private static Map<String, String> wasmLabels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(FeatureProbes.SIMD, "Wasm SIMD");
        labels.put(FeatureProbes.BULK_MEMORY, "Wasm bulk memory");
        labels.put(FeatureProbes.RELAXED_SIMD, "Wasm relaxed SIMD");
        labels.put(FeatureProbes.THREADS, "Wasm threads");
        labels.put(FeatureProbes.TAIL_CALLS, "Wasm tail calls");
        labels.put(FeatureProbes.GC, "Wasm garbage collection");
        labels.put(FeatureProbes.EXCEPTIONS, "Wasm exceptions");
        labels.put(FeatureProbes.MEMORY_64, "Wasm 64-bit memory");
        labels.put(FeatureProbes.MULTI_MEMORY, "Wasm several memories");
        return labels;
    }

    @JSBody(script = "return navigator.ml.createContext();")
    private static native JSPromise<JSObject> createContext();
}
