package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.TestSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/**
 * Measures Tabitat beside onnxruntime-web, its search beside others, and its endpoint, in one Chromium; prints a
 * Markdown report, and leaves it with every sample in {@code e2e-tests/target/benchmark}.
 */
public final class Benchmark {

    private final Stand stand;

    private Benchmark(Stand stand) {
        this.stand = stand;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        TestSetup.chromium();
        Settings settings = Settings.ofSystemProperties();
        Artifacts artifacts = Artifacts.fetch(settings);
        Results results = new Results();
        Report report;
        try (HostProcess host = HostProcess.start();
                PeerServer server = PeerServer.start(settings.sources().resolve("web"), artifacts);
                Lab lab = new Lab()) {
            Stand stand = new Stand(settings, artifacts, lab, host.url(), server, results);
            report = new Report(settings, results, Processor.here(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
            new Benchmark(stand).run();
        }
        Files.createDirectories(settings.target());
        Files.writeString(settings.target().resolve("benchmark.md"), report.markdown());
        Files.writeString(settings.target().resolve("benchmark.json"), report.json());
        System.out.println("\n" + report.markdown());
        System.out.println("Every sample: " + settings.target().resolve("benchmark.json"));
    }

    private void run() throws IOException {
        boolean withTabitat = introduce();
        if (stand.settings().withPasses()) {
            passes(withTabitat);
        }
        if (stand.settings().withVisits()) {
            say("First visits");
            stand.attempt("first visits", () -> new VisitTimes(stand).measure());
        }
        if (stand.settings().withStore()) {
            say("Reading from the store");
            stand.attempt("reading from the store", () -> new StoreReads(stand).measure());
        }
        if (stand.settings().withDecoders()) {
            say("Decoders");
            new DecoderTimes(stand).measure();
        }
        if (stand.settings().withSearch() && withTabitat) {
            say("Search");
            stand.attempt("search of vectors", () -> new SearchTimes(stand).measure());
            stand.attempt("the app's search", () -> new AppSearch(stand).measure());
            say("A long document");
            stand.attempt("a long document", () -> new LongDocument(stand).measure());
        }
        if (stand.settings().withEndpoint() && withTabitat) {
            say("The endpoint");
            stand.attempt("the endpoint", () -> new EndpointTimes(stand).measure());
        }
    }

    private void passes(boolean withTabitat) throws IOException {
        stand.server().offer("/models/int8.onnx", stand.artifacts().int8());
        stand.server().offer("/models/fp32.onnx", stand.artifacts().fp32());
        PassTimes times = new PassTimes(stand, withTabitat);
        say("Passes on the processor");
        times.onCpu();
        Set<String> wasm = times.loaded();
        if (stand.settings().gpuRounds() > 0) {
            say("Passes on WebGPU");
            stand.attempt("WebGPU", times::onGpu);
        }
        code(wasm, times.loaded());
        say("Loading");
        new LoadTimes(stand, withTabitat).measure();
        say("Memory");
        new MemoryPeaks(stand).ofPeer();
        if (withTabitat) {
            new MemoryPeaks(stand).ofTabitat();
        }
        if (withTabitat && stand.settings().sentences() > 0) {
            say("Quality");
            new Quality(stand).measure();
        }
    }

    /** @return whether the page offers what the benchmark calls */
    private boolean introduce() {
        try (TabitatPage page = stand.tabitat()) {
            stand.results().browser = page.page()
                    .ask("""
                            async () => (await navigator.userAgentData.getHighEntropyValues(['fullVersionList'])).fullVersionList
                              .filter(brand => brand.brand.includes('Chrom')).map(brand => brand.brand + ' ' + brand.version)[0]""",
                            JsonObject.EMPTY)
                    .string("answer");
            List<String> missing = page.missing();
            if (!missing.isEmpty()) {
                String note = "This page of Tabitat lacks " + String.join(", ", missing)
                        + ": only the peer was measured";
                stand.results().notes.add(note);
                System.out.println(note);
            }
            return missing.isEmpty();
        }
    }

    private void code(Set<String> wasm, Set<String> gpu) throws IOException {
        say("Code");
        Path cache = stand.settings().target().resolve("brotli");
        Path ort = stand.artifacts().ort();
        stand.results().code.add(CodeSize.ofTabitat(HostProcess.root().resolve("web-client/target/site")));
        stand.results().code.add(CodeSize.ofPeer(PeerPage.NAME + ", wasm", wasm, ort, cache));
        if (!gpu.isEmpty()) {
            stand.results().code.add(CodeSize.ofPeer(PeerPage.NAME + ", WebGPU", gpu, ort, cache));
        }
    }

    private static void say(String step) {
        System.out.println("-- " + step);
    }
}
