package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.JsonObject;
import java.nio.file.Path;

/**
 * How much is measured; the Maven profile gives the defaults.
 *
 * @param rounds turns of each contestant at a size
 * @param gpuRounds the same on WebGPU
 * @param loads how often a model is loaded in a fresh page, and the app in a fresh browser
 * @param sentences how many are compared with the fp32 model
 * @param searchRows the most vectors that searches are timed over; a tenth of them first; 0 leaves search out
 * @param only {@code all}, {@code passes} (passes, loading, memory, code and quality), {@code search}, {@code store},
 * {@code visits}, {@code endpoint} or {@code decoder}
 * @param command what a person typed, for the report
 * @param sources the benchmark's web and npm files
 * @param target where artifacts and results go
 */
record Settings(int rounds, int gpuRounds, int loads, int sentences, int searchRows, String only, String command,
        Path sources, Path target) {

    static Settings ofSystemProperties() {
        return new Settings(number("rounds"), number("gpuRounds"), number("loads"), number("sentences"),
                number("searchRows"), System.getProperty("benchmark.only"),
                System.getProperty("benchmark.command"), Path.of(System.getProperty("benchmark.sources")),
                Path.of(System.getProperty("benchmark.target")));
    }

    private static int number(String name) {
        int value = Integer.getInteger("benchmark." + name, -1);
        if (value < 0) {
            throw new IllegalArgumentException("-Dbenchmark." + name + " requires a whole number from 0 up");
        }
        return value;
    }

    boolean withPasses() {
        return is("passes");
    }

    boolean withSearch() {
        return searchRows > 0 && is("search");
    }

    boolean withEndpoint() {
        return is("endpoint");
    }

    boolean withDecoders() {
        return is("decoder");
    }

    boolean withVisits() {
        return is("visits");
    }

    boolean withStore() {
        return is("store");
    }

    /** Whether anything of others is measured too. */
    boolean withPeers() {
        return withPasses() || withSearch();
    }

    private boolean is(String part) {
        return only.equals("all") || only.equals(part);
    }

    JsonObject json() {
        return JsonObject.of("rounds", rounds, "gpu_rounds", gpuRounds, "loads", loads, "sentences", sentences,
                "search_rows", searchRows, "only", only);
    }
}
