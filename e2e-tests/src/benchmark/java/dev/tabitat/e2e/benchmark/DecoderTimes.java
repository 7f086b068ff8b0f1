package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.e2e.support.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a prompt and decodes tokens with a decoder of the shape of SmolLM2-135M and random weights, in the kernels that
 * the app has; beside what the memory and the multiplying instruction allow here. Each type of weights has a browser of
 * its own; one thread and two take turns.
 */
final class DecoderTimes {

    /** What was found with one type of weights; rates in the order of the rounds. */
    static final class Figures {

        final String weights;
        final JsonObject facts;
        final double streamBefore;
        double streamAfter;
        /** Tokens of the prompt a second, by threads. */
        final Map<Integer, List<Double>> prompt = new LinkedHashMap<>();
        /** Decoded tokens a second, by threads. */
        final Map<Integer, List<Double>> decode = new LinkedHashMap<>();

        private Figures(String weights, JsonObject facts, double stream) {
            this.weights = weights;
            this.facts = facts;
            streamBefore = stream;
        }

        /** GB/s at which one thread reads memory: the better of before and after. */
        double stream() {
            return Math.max(streamBefore, streamAfter);
        }

        double megabytes() {
            return facts.number("weight_bytes") / 1e6;
        }

        Spread promptRate(int threads) {
            return spread(prompt, threads);
        }

        Spread decodeRate(int threads) {
            return spread(decode, threads);
        }

        private static Spread spread(Map<Integer, List<Double>> rates, int threads) {
            return Spread.of(rates.get(threads).stream().mapToDouble(Double::doubleValue).toArray());
        }

        /** GOP/s of the prompt's products in the layers, two for each. */
        double promptGops(int threads) {
            return promptRate(threads).median() * 2 * facts.number("products_per_token") / 1e9;
        }

        /** GB/s of weights that decoding reads. */
        double decodeGigabytes(int threads) {
            return decodeRate(threads).median() * facts.number("weight_bytes") / 1e9;
        }

        JsonObject json() {
            return JsonObject.of("weights", weights, "facts", facts, "stream_gb_per_s", stream(), "prompt_per_s",
                    json(prompt), "decode_per_s", json(decode));
        }

        private static JsonObject json(Map<Integer, List<Double>> rates) {
            JsonObject.Builder object = JsonObject.builder();
            rates.forEach((threads, values) -> {
                List<Json> all = new ArrayList<>();
                values.forEach(value -> all.add(Json.of(value)));
                object.put(threads + "", new JsonArray(all));
            });
            return object.build();
        }
    }

    static final int PROMPT = 128;
    private static final List<String> WEIGHTS = List.of("Q8_0", "Q4_0", "Q4_K_M");
    private static final int DECODED = 32;
    private static final int WARM_UPS = 3;
    private static final Path LOAD = Path.of("/proc/loadavg");

    private final Stand stand;

    DecoderTimes(Stand stand) {
        this.stand = stand;
    }

    void measure() {
        for (String weights : WEIGHTS) {
            stand.attempt("decoder " + weights, () -> measure(weights));
        }
    }

    private void measure(String weights) {
        String before = load();
        try (Lab lab = new Lab(); OpenPage page = OpenPage.at(lab, stand.server().url().resolve("/decoder.html"))) {
            JsonObject facts = JsonReader.readObject(
                    call(page, "open", JsonObject.of("weights", weights, "threads", 2)).string("answer"),
                    JsonLimits.DEFAULT);
            Figures figures = new Figures(weights, facts, call(page, "stream", JsonObject.EMPTY).number("answer"));
            for (int round = -WARM_UPS; round < stand.settings().rounds(); round++) {
                for (int turn = 0; turn < 2; turn++) {
                    int threads = (round + turn & 1) + 1;
                    call(page, "limit", JsonObject.of("threads", threads));
                    double prompt = call(page, "prompt", JsonObject.of("count", PROMPT)).number("answer");
                    double decode = call(page, "decode", JsonObject.of("count", DECODED)).number("answer");
                    if (round >= 0) {
                        figures.prompt.computeIfAbsent(threads, none -> new ArrayList<>()).add(PROMPT / prompt * 1e3);
                        figures.decode.computeIfAbsent(threads, none -> new ArrayList<>()).add(DECODED / decode * 1e3);
                    }
                }
            }
            figures.streamAfter = call(page, "stream", JsonObject.EMPTY).number("answer");
            stand.results().decoders.add(figures);
            stand.results().notes.add("Decoder " + weights + ": load of the machine before " + before + ", after "
                    + load());
            System.out.println(weights + ": prompt " + figures.promptRate(1).text() + " tokens/s, decode "
                    + figures.decodeRate(1).text());
        }
    }

    /** The machine's load of the last minutes, where the system says. */
    private static String load() {
        try {
            return Files.isReadable(LOAD) ? Files.readString(LOAD).split(" ")[0] : "unknown";
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static JsonObject call(OpenPage page, String operation, JsonObject argument) {
        return page.ask(
                "async ({operation, argument}) => { while (!globalThis.peer) await new Promise(r => setTimeout(r, 5));"
                        + " return peer.call(operation, argument); }",
                JsonObject.of("operation", operation, "argument", argument));
    }
}
