package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The results for people, in Markdown, and for programs, in JSON. */
final class Report {

    private static final String NONE = "–";

    private final Settings settings;
    private final Results results;
    private final Processor processor;
    private final Instant at;

    Report(Settings settings, Results results, Processor processor, Instant at) {
        this.settings = settings;
        this.results = results;
        this.processor = processor;
        this.at = at;
    }

    String markdown() {
        Markdown text = new Markdown();
        text.heading(settings.withPasses() ? "Tabitat beside onnxruntime-web " + results.peerVersion
                : settings.withSearch() ? "Tabitat's search beside others"
                        : settings.withStore() ? "Tabitat's store"
                                : settings.withVisits() ? "A first visit to Tabitat"
                                        : settings.withDecoders() ? "Tabitat's decoders" : "Tabitat's endpoint");
        text.line(at + ". Processor: " + processor.name() + ", " + processor.cores() + " cores, VNNI: "
                + processor.vnni() + ". Browser: " + results.browser
                + ". Command: `" + settings.command() + "`, " + settings.rounds() + " rounds.");
        if (settings.withPasses()) {
            text.line("Model: all-MiniLM-L6-v2 in int8; " + TabitatPage.NAME + " runs its own `" + TabitatPage.Q8
                    + "`, " + PeerPage.NAME
                    + " the dynamically quantized ONNX file. Kernel of " + TabitatPage.NAME + ": "
                    + (results.kernel.isEmpty() ? NONE : results.kernel) + ". Its self-test: " + selfTest() + ".");
            cpu(text);
            gpu(text);
            limit(text);
            loading(text);
            code(text);
            memory(text);
            quality(text);
        }
        decoders(text);
        results.storeReads.forEach(reads -> storeReads(text, reads));
        results.openings.forEach(openings -> openings(text, openings));
        results.search.forEach(figures -> search(text, figures));
        appSearch(text);
        longDocument(text);
        endpoint(text);
        notes(text);
        return text.toString();
    }

    private String selfTest() {
        JsonObject test = results.selfTest;
        return test.isEmpty() ? NONE
                : (test.bool("passed") ? "passed" : "failed") + ", " + test.integer("cases")
                        + " known answers, largest error "
                        + Spread.number(test.numberOr("max_error", 0)) + ", bound "
                        + Spread.number(test.numberOr("bound", 0));
    }

    private void cpu(Markdown text) {
        text.heading("A pass on the processor: ms, median (quartiles); times faster, ratio of medians (95 %)");
        text.row("batch x tokens", "Tabitat, 1 thread", "ORT-web, 1 thread", "times faster", "Tabitat, 2 threads",
                "ORT-web, 2 threads", "times faster",
                "Tabitat, 2 threads: times faster than 1");
        text.rule(8);
        for (Rounds rounds : results.cpu) {
            text.row(rounds.size().title(), time(rounds, PassTimes.TABITAT_1), time(rounds, PassTimes.PEER_1),
                    ratio(rounds, PassTimes.PEER_1, PassTimes.TABITAT_1), time(rounds, PassTimes.TABITAT_2),
                    time(rounds, PassTimes.PEER_2),
                    ratio(rounds, PassTimes.PEER_2, PassTimes.TABITAT_2),
                    ratio(rounds, PassTimes.TABITAT_1, PassTimes.TABITAT_2));
        }
    }

    private void gpu(Markdown text) {
        if (results.gpu.isEmpty()) {
            return;
        }
        text.heading("A pass on WebGPU, " + results.adapter
                + (results.softwareAdapter ? ", a software adapter (right, not fast)" : "") + ": ms");
        text.row("batch x tokens", "Tabitat", "ORT-web", "times faster");
        text.rule(4);
        for (Rounds rounds : results.gpu) {
            text.row(rounds.size().title(), time(rounds, PassTimes.TABITAT_GPU), time(rounds, PassTimes.PEER_GPU),
                    ratio(rounds, PassTimes.PEER_GPU, PassTimes.TABITAT_GPU));
        }
    }

    private void limit(Markdown text) {
        if (results.peaks.isEmpty()) {
            return;
        }
        double peak = peak();
        text.heading("Distance to the limit: one thread, int8 kernel measured at " + Spread.number(peak) + " GOP/s");
        text.row("batch x tokens", "GOP a pass", "the peak allows, ms", "Tabitat took, ms", "times the limit");
        text.rule(5);
        for (Rounds rounds : results.cpu) {
            double allowed = ModelShape.MINILM_L6.millis(rounds.size(), peak);
            rounds.spread(PassTimes.TABITAT_1).ifPresent(took -> text.row(rounds.size().title(),
                    Spread.number(ModelShape.MINILM_L6.operations(rounds.size()) / 1e9), Spread.number(allowed),
                    Spread.number(took.median()),
                    String.format(Locale.ROOT, "**%.2f**", took.median() / allowed)));
        }
    }

    private double peak() {
        return Spread.median(results.peaks.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private void loading(Markdown text) {
        text.heading("Loading the int8 model in a fresh page, on the processor: ms");
        text.row("step", "median (quartiles)", "n");
        text.rule(3);
        results.loads.forEach((step, samples) -> {
            Spread spread = loadSpread(samples);
            text.row(step, spread.text(), Integer.toString(spread.n()));
        });
        faster(LoadTimes.PEER_FIRST, LoadTimes.TABITAT_FIRST)
                .ifPresent(ratio -> text.line("The first session from bytes in memory: " + ratio + " times faster."));
        faster(LoadTimes.PEER_AGAIN, LoadTimes.TABITAT_PREPARE)
                .ifPresent(ratio -> text.line("With WebAssembly up and kernels chosen: " + ratio + " times faster."));
    }

    private Optional<String> faster(String peer, String tabitat) {
        return results.loads.containsKey(tabitat) && results.loads.containsKey(peer)
                ? Optional.of("**" + Spread.number(
                        loadSpread(results.loads.get(peer)).median() / loadSpread(results.loads.get(tabitat)).median())
                        + "**")
                : Optional.empty();
    }

    private static Spread loadSpread(List<Double> samples) {
        return Spread.of(samples.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private void code(Markdown text) {
        text.heading("Code that a visit loads: bytes");
        text.row("", "raw", "brotli", "ORT-web's wasm build is so many times larger (brotli)");
        text.rule(4);
        Optional<CodeSize> peer = results.code.stream().filter(size -> size.what().equals(PeerPage.NAME + ", wasm"))
                .findFirst();
        for (CodeSize size : results.code) {
            text.row(size.what(), grouped(size.raw()), grouped(size.brotli()),
                    peer.map(other -> Spread.number(other.brotli() / (double) size.brotli())).orElse(NONE));
        }
    }

    private void memory(Markdown text) {
        text.heading("Memory of the page's process, resident: MB");
        text.row("", "before the model", "after 1x128", "peak, with 32x128");
        text.rule(4);
        for (Results.MemoryUse use : results.memory) {
            text.row(use.what(), megabytes(use.before()), megabytes(use.loaded()), megabytes(use.peak()));
        }
    }

    private void quality(Markdown text) {
        if (results.quality.isEmpty()) {
            return;
        }
        text.heading(
                "Nearness to the fp32 model: cosine over " + results.quality.get(0).values().length + " sentences");
        text.row("", "mean", "minimum");
        text.rule(3);
        for (Cosines cosines : results.quality) {
            text.row(cosines.what(), String.format(Locale.ROOT, "%.5f", cosines.mean()),
                    String.format(Locale.ROOT, "%.5f", cosines.minimum()));
        }
    }

    private void search(Markdown text, SearchFigures figures) {
        text.heading("The 10 nearest of " + grouped(figures.rows()) + " vectors of 384: ms");
        text.row("", "p50 (lowest–highest turn)", "p95 (lowest–highest turn)", "recall@10",
                "Tabitat, 1 thread: times faster (95 %)", "build + 1,000 queries, s");
        text.rule(6);
        for (String contestant : figures.contestants()) {
            String engine = SearchTimes.engine(contestant);
            text.row(contestant, figures.quantileText(contestant, 0.5), figures.quantileText(contestant, 0.95),
                    figures.recall(contestant).map(share -> String.format(Locale.ROOT, "%.3f", share)).orElse(NONE),
                    contestant.equals(SearchTimes.TABITAT_1) ? NONE : ratio(figures, contestant),
                    figures.index(engine).isWhole() ? Spread.number(figures.totalSeconds(contestant, engine)) : NONE);
        }
        text.line("Their indexes:");
        text.row("", "rows", "ms for 1,000 rows", "the page's process grew by, MB");
        text.rule(4);
        for (SearchFigures.Index index : figures.indexes()) {
            text.row(index.engine(), grouped(index.built().rows()) + (index.isWhole() ? "" : ", did not finish"),
                    Spread.number(index.built().perThousand()),
                    index.grownBytes().map(Report::megabytes).orElse(NONE));
        }
    }

    private void decoders(Markdown text) {
        if (results.decoders.isEmpty()) {
            return;
        }
        text.heading("A decoder of the shape of SmolLM2-135M, random weights: tokens/s, median (quartiles)");
        text.row("weights", "MB", "load, ms", "multiplies by", "prompt of " + DecoderTimes.PROMPT + ", 1 thread",
                "2 threads", "decode, 1 thread", "2 threads");
        text.rule(8);
        for (DecoderTimes.Figures figures : results.decoders) {
            text.row(figures.weights, Spread.number(figures.megabytes()),
                    Spread.number(figures.facts.number("load_ms")), figures.facts.string("dot"),
                    figures.promptRate(1).text(), figures.promptRate(2).text(), figures.decodeRate(1).text(),
                    figures.decodeRate(2).text());
        }
        text.line("Beside the limits of one thread: the fastest product in the cache, the fastest reading of memory.");
        text.row("weights", "prompt, GOP/s", "in the cache, GOP/s", "share", "decode, GB/s", "reading, GB/s", "share");
        text.rule(7);
        for (DecoderTimes.Figures figures : results.decoders) {
            double peak = figures.facts.number("dot_gops");
            text.row(figures.weights, Spread.number(figures.promptGops(1)), Spread.number(peak),
                    Spread.number(figures.promptGops(1) / peak), Spread.number(figures.decodeGigabytes(1)),
                    Spread.number(figures.stream()), Spread.number(figures.decodeGigabytes(1) / figures.stream()));
        }
    }

    private static void storeReads(Markdown text, StoreReads reads) {
        text.heading(reads.title());
        text.row("from", "ms, median (quartiles)", "lowest–highest", "n", "MB/s", "times faster than IndexedDB (95 %)");
        text.rule(6);
        for (String way : reads.ways()) {
            Spread spread = reads.spread(way);
            text.row(way, spread.text(), Spread.number(spread.low()) + "–" + Spread.number(spread.high()),
                    Integer.toString(spread.n()),
                    Spread.number(reads.megabytesPerSecond(way)),
                    way.equals(StoreReads.RECORDS) ? NONE : reads.ratio(way).text());
        }
    }

    private static void openings(Markdown text, ModelOpenings openings) {
        text.heading(openings.title());
        text.row("from", "session, median (quartiles)", "until the first embedding",
                "times faster than by way of the heap (95 %): session", "until the first embedding");
        text.rule(5);
        for (String way : openings.ways()) {
            boolean isByHeap = openings.isByHeap(way);
            text.row(way, openings.spread(way, "session").text(), openings.spread(way, "total").text(),
                    isByHeap ? NONE : openings.ratio(way, "session").text(),
                    isByHeap ? NONE : openings.ratio(way, "total").text());
        }
    }

    private void appSearch(Markdown text) {
        if (!results.appSearch.isEmpty()) {
            text.heading("tabitat.search over " + grouped(results.appSearch.integer("passages")) + " passages: ms");
            text.row("", "p50", "p95");
            text.rule(3);
            for (String step : AppSearch.STEPS) {
                JsonObject spread = results.appSearch.object("steps").object(step);
                text.row(step, Spread.number(spread.number("p50")), Spread.number(spread.number("p95")));
            }
        }
    }

    private void longDocument(Markdown text) {
        if (!results.longDocument.isEmpty()) {
            text.heading("A PDF of " + grouped(results.longDocument.integer("pages"))
                    + " pages, until its words are searchable");
            text.row("", "median (quartiles)", "n");
            text.rule(3);
            for (String[] row : new String[][]{{"seconds", "seconds"},
                    {"longest task of the page, ms; 0 when none exceeds 50", "longest_page_task_ms"}}) {
                Spread spread = Spread.of(OpenPage.numbers(results.longDocument.array(row[1])));
                text.row(row[0], spread.text(), Integer.toString(spread.n()));
            }
        }
    }

    private void endpoint(Markdown text) {
        samples(text, "POST v1/embeddings of one word, the model open: ms", results.endpoint);
        samples(text, "A first visit to the start screen, in a browser that keeps nothing", results.visits);
    }

    private static void samples(Markdown text, String heading, Map<String, List<Double>> all) {
        if (!all.isEmpty()) {
            text.heading(heading);
            text.row("", "median (quartiles)", "lowest–highest", "n");
            text.rule(4);
            all.forEach((what, samples) -> {
                Spread spread = loadSpread(samples);
                text.row(what, spread.text(), Spread.number(spread.low()) + "–" + Spread.number(spread.high()),
                        Integer.toString(spread.n()));
            });
        }
    }

    private void notes(Markdown text) {
        if (!results.notes.isEmpty()) {
            text.heading("Not as it should be");
            results.notes.forEach(note -> text.line("- " + note));
        }
    }

    private static String time(Rounds rounds, String contestant) {
        return rounds.spread(contestant).map(Spread::text).orElse(NONE);
    }

    private static String ratio(Rounds rounds, String slower, String faster) {
        return rounds.ratio(slower, faster).map(Ratio::text).orElse(NONE);
    }

    private static String ratio(SearchFigures figures, String contestant) {
        return figures.ratio(contestant, SearchTimes.TABITAT_1).map(Ratio::text).orElse(NONE);
    }

    private static String grouped(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }

    private static String megabytes(long bytes) {
        return Long.toString(Math.round(bytes / 1e6));
    }

    String json() {
        JsonObject.Builder loads = JsonObject.builder();
        results.loads.forEach((step, samples) -> loads.put(step, samples));
        JsonObject json = JsonObject.of(
                "created_at_utc", at.toString(), "command", settings.command(), "settings", settings.json(),
                "processor", processor.json(),
                "browser", results.browser, "peer", "onnxruntime-web " + results.peerVersion,
                "webgpu_adapter", JsonObject.of("name", results.adapter, "software", results.softwareAdapter),
                "wasm", items(results.cpu, Rounds::json), "webgpu", items(results.gpu, Rounds::json),
                "ratios", items(results.cpu, Report::ratios), "int8_gops", results.peaks, "kernel", results.kernel,
                "self_test", results.selfTest,
                "loads_ms", loads.build(), "code", items(results.code, CodeSize::json), "memory",
                items(results.memory, Results.MemoryUse::json),
                "quality", items(results.quality, Cosines::json), "search", items(results.search, SearchFigures::json),
                "store_reads", items(results.storeReads, StoreReads::json), "openings",
                items(results.openings, ModelOpenings::json), "app_search", results.appSearch,
                "decoders", items(results.decoders, DecoderTimes.Figures::json),
                "long_document", results.longDocument, "endpoint_ms", samples(results.endpoint), "visits",
                samples(results.visits),
                "notes", JsonArray.ofStrings(results.notes));
        return JsonWriter.pretty(json) + "\n";
    }

    private static JsonObject samples(Map<String, List<Double>> all) {
        JsonObject.Builder samples = JsonObject.builder();
        all.forEach(samples::put);
        return samples.build();
    }

    private static JsonObject ratios(Rounds rounds) {
        return JsonObject.builder()
                .put("size", rounds.size().title())
                .putIf("ort_over_tabitat_1_thread",
                        rounds.ratio(PassTimes.PEER_1, PassTimes.TABITAT_1).map(Ratio::json))
                .putIf("ort_over_tabitat_2_threads",
                        rounds.ratio(PassTimes.PEER_2, PassTimes.TABITAT_2).map(Ratio::json))
                .putIf("tabitat_1_over_2_threads",
                        rounds.ratio(PassTimes.TABITAT_1, PassTimes.TABITAT_2).map(Ratio::json))
                .build();
    }

    private static <T> JsonArray items(List<T> values, java.util.function.Function<T, JsonObject> json) {
        return new JsonArray(values.stream().map(value -> (Json) json.apply(value)).toList());
    }
}
