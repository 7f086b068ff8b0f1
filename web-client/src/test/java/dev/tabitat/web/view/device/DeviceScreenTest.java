package dev.tabitat.web.view.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Drawn;
import dev.tabitat.web.view.parts.Packages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The device's screen says how each fact is known, what is stored, what is damaged, and what crossed the border. */
final class DeviceScreenTest {

    private final List<String> calls = new ArrayList<>();
    private final DeviceActions actions = Drawn.asked(DeviceActions.class, calls);
    private DeviceState state = DeviceState.FIRST;
    private Packages packages = Packages.UNKNOWN;

    @Test
    void refusedStorageIsSaidWithWhatItMeans() {
        packages = packages
                .withStorage(JsonObject.of("mode", "memory", "persisted", false, "packages", JsonArray.of()));
        assertTrue(draw().words().contains("This browser refused storage for this site."), draw().words());
        assertTrue(draw().words().contains("until this tab is closed"), draw().words());
    }

    @Test
    void aDamagedPieceIsNamedWithBothDigestsAndCanBeMended() {
        stored();
        state = state.with(DeviceState.Check.done(JsonObject.of("ok", false, "verified_chunks", 5, "verified_bytes",
                80_000, "repaired",
                JsonArray.of(),
                "damaged", JsonArray.of(JsonObject.of("package", "lande:q8", "file", "model.safetensors", "chunk", 0,
                        "expected", "sha256:" + "a1".repeat(32), "found", "sha256:" + "b2".repeat(32))))));
        assertTrue(draw().words().contains("lande:q8, model.safetensors, piece 1"), draw().words());
        assertTrue(draw().words().contains("expected a1a1\u2026a1a1, found b2b2\u2026b2b2"), draw().words());
        draw().click("Mend them");
        assertEquals(List.of("repair"), calls);
    }

    @Test
    void keepingCanBeAskedForAndTheAnswerIsHonest() {
        stored();
        draw().click("Ask to keep it");
        assertEquals(List.of("persist"), calls);
        state = state.withPersisted(false);
        assertTrue(draw().words().contains("The browser did not promise to keep this."), draw().words());
    }

    @Test
    void thePolicyIsPrintedAsItWasSentWithWhatEachAddressIsFor() {
        stored();
        assertTrue(draw().words().contains("Reading the page's security policy"), draw().words());
        state = state.with(new DeviceState.Connections(Optional.empty(), true));
        assertTrue(draw().words().contains("The page's security policy could not be read"), draw().words());
        String policy = "default-src 'none'; connect-src 'self' http://127.0.0.1:* https://r.example";
        state = state.with(new DeviceState.Connections(Optional.of(JsonObject.of("policy", policy, "connect",
                JsonArray.of(
                        JsonObject.of("source", "http://127.0.0.1:*", "purpose", "programs on this device"),
                        JsonObject.of("source", "https://r.example", "purpose", "packages")))),
                false));
        String words = draw().words();
        assertTrue(words.contains(policy) && words.contains("http://127.0.0.1:* programs on this device")
                && words.contains("https://r.example packages"), words);
        state = state.with(new DeviceState.Connections(Optional.of(JsonObject.of("policy", "", "connect",
                JsonArray.of(JsonObject.of("source", "*", "purpose", "any address")))), false));
        assertTrue(draw().words().contains("sent no Content-Security-Policy"), draw().words());
    }

    @Test
    void factsSayHowTheyAreKnownAndMeasuredOnesTheirSpread() {
        state = state.withDevice(JsonObject.of("facts", JsonObject.of(
                "measured.matvec_gflops",
                JsonObject.of("label", "Kernel throughput", "value", 27.79, "unit", "GFLOP/s", "how", "measured",
                        "source", "kernel",
                        "n", 5, "low", 23.5, "high", 28.25),
                "wasm.simd",
                JsonObject.of("label", "Wasm SIMD", "value", true, "how", "tested", "source", "WebAssembly.validate"),
                "webnn", JsonObject.of("label", "WebNN", "value", JsonNull.NULL, "how", "unavailable", "source",
                        "navigator.ml is missing"))));
        String words = draw().words();
        assertTrue(words.contains("27.79 GFLOP/s [23.50, 28.25], n = 5"), words);
        assertTrue(words.contains("Wasm SIMD yes"), words);
        assertTrue(words.contains("WebNN not known"), words);
        assertTrue(words.contains("navigator.ml is missing unavailable"), words);
    }

    @Test
    void versionAndBuildStandTogether() {
        state = state.withDevice(JsonObject.of("facts", JsonObject.of(
                "app.version",
                JsonObject.of("label", "Version", "value", "0.1.0", "how", "reported", "source", "this program"),
                "app.build", JsonObject.of("label", "Build kept here", "value", "779fc0ec7f6e", "how", "reported",
                        "source", "service worker"))));
        String words = draw().words();
        assertTrue(words.contains("App Version 0.1.0 this program reported Build kept here 779fc0ec7f6e"), words);
    }

    @Test
    void aBackendShowsWhatItsSelfTestFound() {
        state = state.withDevice(JsonObject.of("facts", JsonObject.EMPTY, "backends", JsonArray.of(
                JsonObject.of("id", "wasm", "state", "ready", "reason", "", "threads", 2, "self_tests", JsonArray.of(
                        JsonObject.of("model", "lande:q8", "cases", 5, "max_error", 2e-6, "bound", 1e-4, "passed",
                                true),
                        JsonObject.of("model", "odd:q8", "cases", 4, "max_error", 0.5, "bound", 1e-4, "passed", false)),
                        "int8", JsonArray.of(
                                JsonObject.of("way", "relaxed dot", "chosen", true, "refusal", "", "gops", 201.4),
                                JsonObject.of("way", "plain dot", "chosen", false, "refusal", "expected 3, found 4"))),
                JsonObject.of("id", "webgpu", "state", "absent", "reason", "No adapter.", "self_tests",
                        JsonArray.of()))));
        String words = draw().words();
        assertTrue(words.contains("wasm ready, 2 threads"), words);
        assertTrue(words.contains(
                "lande:q8 agrees wasm, 5 cases, largest difference 2.0e\u22126, allowed 1.0e\u22124 self-test passed"),
                words);
        assertTrue(words.contains("odd:q8 disagrees: never used"), words);
        assertTrue(words.contains("int8: relaxed dot 201 GOP/s The fastest right way here"), words);
        assertTrue(words.contains("plain dot not used expected 3, found 4"), words);
        assertTrue(words.contains("No adapter. not used"), words);
    }

    @Test
    void everyKeyAndEveryStoredPackageHasAKeyOfItsOwn() {
        stored();
        JsonObject key = JsonObject.of("name", "Anna", "algorithm", "Ed25519", "since_utc", "2026-03-01T10:20:30Z",
                "public_key", "PEM");
        state = state.with(state.keys().withAnswer(JsonObject.of("keys", JsonArray.of(key.with("id", "k1")), "trusted",
                JsonArray.of(key.with("id", "k1"), key.with("id", "k2")))));
        Html list = draw().withClass("keys-list").get(0).children().get(0);
        assertEquals(List.of("yours k1", "trusted k1", "trusted k2"),
                list.children().stream().map(Html::key).toList());
        assertEquals("lande:q8",
                draw().withClass("t").get(0).children().get(1).children().get(0).key());
    }

    private Drawn draw() {
        return new Drawn(DeviceScreen.render(state, packages, actions));
    }

    private void stored() {
        packages = packages.withStorage(JsonObject.of("mode", "indexeddb", "persisted", false, "usage_bytes", 90_000,
                "quota_bytes", 10_000_000_000L,
                "packages", JsonArray.of(
                        JsonObject.of("name", "lande:q8", "bytes", 89_227, "shared_bytes", 0, "frees_bytes", 89_227))));
    }
}
