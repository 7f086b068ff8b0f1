package dev.tabitat.kernels.wasm;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tabitat.core.error.Unsupported;
import dev.tabitat.kernels.jvm.JvmKernelHost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureProbesTest {

    @Test
    void theRuntimeTakesWhatItHasAndRefusesWhatItLacks() {
        Map<String, byte[]> probes = FeatureProbes.all();
        try (JvmKernelHost host = new JvmKernelHost(65_536)) {
            assertEquals(0, host.instantiate(probes.get(FeatureProbes.BULK_MEMORY)).call("probe"));
            assertDoesNotThrow(() -> host.instantiate(probes.get(FeatureProbes.SIMD)));
        }
        for (String absent : List.of(FeatureProbes.GC, FeatureProbes.TAIL_CALLS, FeatureProbes.RELAXED_SIMD)) {
            try (JvmKernelHost host = new JvmKernelHost(65_536)) {
                assertThrows(Unsupported.class, () -> host.instantiate(probes.get(absent)), absent);
            }
        }
    }

    @Test
    void probesAreModulesInAFixedOrder() {
        assertEquals(List.of("wasm.simd", "wasm.bulk_memory", "wasm.relaxed_simd", "wasm.threads", "wasm.tail_calls",
                "wasm.gc", "wasm.exceptions", "wasm.memory64", "wasm.multi_memory"),
                List.copyOf(FeatureProbes.all().keySet()));
        for (byte[] probe : FeatureProbes.all().values()) {
            assertEquals('a', probe[1]);
        }
    }
}
