package dev.tabitat.web.selftest;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.device.DeviceProfile;
import dev.tabitat.core.device.Fact;
import dev.tabitat.core.device.FactSource;
import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.kernelhost.BrowserKernelHost;
import dev.tabitat.web.profile.EngineProbe;
import dev.tabitat.web.profile.PageProbe;
import dev.tabitat.web.profile.QuickMeasures;
import java.util.List;
import java.util.Map;
import org.teavm.jso.JSBody;

/** The device profile in this browser, and in one whose APIs are missing, throw or stay silent. */
final class ProfileContracts {

    private ProfileContracts() {}

    static List<Contract> all() {
        return List.of(
                BrowserContracts.contract("the device profile reads back the same", ProfileContracts::whole),
                BrowserContracts.contract("a missing or throwing API leaves one unavailable fact",
                        ProfileContracts::broken),
                BrowserContracts.contract("kernels are measured with their spread", ProfileContracts::measured));
    }

    private static void whole(Check check) {
        DeviceProfile page = PageProbe.probe();
        DeviceProfile profile = EngineProbe.profile(
                List.of(DeviceProfile.fromJson(page.toJson()).facts(), EngineProbe.probe()), List.of("reference"));
        check.equal("read back", profile, DeviceProfile.fromJson(profile.toJson()));
        for (String id : List.of("cpu.threads", "form_factor", "screen.width", "storage.quota", "network.online",
                "app.version")) {
            check.isTrue(id + " is known", profile.fact(id).filter(Fact::isAvailable).isPresent());
        }
        for (String id : List.of("wasm.simd", "wasm.gc")) {
            check.isTrue(id, profile.fact(id).filter(Fact::isTrue).isPresent());
        }
        for (String id : List.of("gpu.adapter", "gpu.adapter.limits", "webnn", "battery.level", "memory.device",
                "offline.ready", "app.build")) {
            check.isTrue(id + " is there, known or not", profile.fact(id).isPresent());
        }
    }

    private static void broken(Check check) {
        breakApis();
        try {
            Map<String, Fact> facts = EngineProbe.probe();
            for (String id : List.of("storage.quota", "storage.persisted", "gpu.adapter", "network.save_data",
                    "cpu.threads",
                    "memory.device", "memory.for_models", "webnn")) {
                check.equal(id, FactSource.UNAVAILABLE, facts.get(id).how());
            }
            check.isTrue("the reason is told: " + facts.get("storage.quota").source(),
                    facts.get("storage.quota").source().contains("refused on purpose"));
            check.isTrue("another reason is told: " + facts.get("gpu.adapter").source(),
                    facts.get("gpu.adapter").source().contains("refused later"));
            check.isTrue("what is not broken is still found", facts.get("wasm.simd").isTrue());
            check.equal("no battery", FactSource.UNAVAILABLE,
                    PageProbe.probe().fact("battery.level").orElseThrow().how());
            check.isTrue("a profile without memory",
                    EngineProbe.profile(List.of(facts), List.of()).availableMemoryBytes().isEmpty());
        } finally {
            mendApis();
        }
    }

    private static void measured(Check check) {
        KernelMemory memory = new KernelMemory(new BrowserKernelHost());
        Map<String, Fact> facts = QuickMeasures.measure(memory, () -> Int8Choice.measure(memory, Clock::nanos));
        for (String id : List.of("measured.matvec_gflops", "measured.int8_gops", "measured.memory_bandwidth_gbs",
                "measured.memory_copy_gbs")) {
            check.equal(id, FactSource.MEASURED, facts.get(id).how());
            check.isTrue(id + " is above zero", facts.get(id).number().orElse(0) > 0);
            check.equal(id + ", how often", 5, facts.get(id).spread().orElseThrow().n());
        }
        check.equal("no memory is kept", 0L, memory.usedBytes());
    }

    @JSBody(script = "function own(name, get) { Object.defineProperty(navigator, name, {get: get, configurable: true}); }"
            + "own('storage', function() { throw new TypeError('refused on purpose'); });"
            + "own('gpu', function() { return {requestAdapter: function() { return Promise.reject(new Error('refused later')); }}; });"
            + "own('connection', function() { return undefined; });"
            + "own('hardwareConcurrency', function() { return undefined; });"
            + "own('deviceMemory', function() { return undefined; });"
            + "own('getBattery', function() { throw new Error('no battery'); });"
            + "own('ml', function() { return {}; });")
    private static native void breakApis();

    @JSBody(script = "['storage','gpu','connection','hardwareConcurrency','deviceMemory','getBattery','ml'].forEach("
            + "function(name) { delete navigator[name]; });")
    private static native void mendApis();
}
