package dev.tabitat.core.device;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The device in one plain line, for example {@code 2 threads · SIMD · WebGPU (software) · 1.9 GB free ·
 * offline-ready}. Says only what the facts say; what is unknown is left out.
 */
public final class DeviceSummary {

    private DeviceSummary() {
    }

    /** The line; empty when the profile holds none of these facts. */
    public static String line(DeviceProfile profile) {
        List<String> parts = new ArrayList<>();
        addThreads(profile, parts);
        if (isTrue(profile, "wasm.simd")) {
            parts.add("SIMD");
        }
        addGpu(profile, parts);
        addFreeStorage(profile, parts);
        if (isTrue(profile, "offline.ready")) {
            parts.add("offline-ready");
        }
        return String.join(" · ", parts);
    }

    private static void addThreads(DeviceProfile profile, List<String> parts) {
        OptionalDouble threads = number(profile, "cpu.threads");
        if (threads.isPresent() && threads.getAsDouble() >= 1) {
            long count = (long) threads.getAsDouble();
            parts.add(count == 1 ? "1 thread" : count + " threads");
        }
    }

    private static void addGpu(DeviceProfile profile, List<String> parts) {
        Fact fallback = profile.facts().get("gpu.adapter.fallback");
        if (fallback != null && fallback.isAvailable()) {
            parts.add(fallback.isTrue() ? "WebGPU (software)" : "WebGPU");
        }
    }

    private static void addFreeStorage(DeviceProfile profile, List<String> parts) {
        OptionalDouble quota = number(profile, "storage.quota");
        OptionalDouble usage = number(profile, "storage.usage");
        if (quota.isPresent() && usage.isPresent() && quota.getAsDouble() >= usage.getAsDouble()) {
            parts.add(ByteCount.words((long) (quota.getAsDouble() - usage.getAsDouble())) + " free");
        }
    }

    private static boolean isTrue(DeviceProfile profile, String id) {
        Fact fact = profile.facts().get(id);
        return fact != null && fact.isTrue();
    }

    private static OptionalDouble number(DeviceProfile profile, String id) {
        Fact fact = profile.facts().get(id);
        return fact == null ? OptionalDouble.empty() : fact.number();
    }
}
