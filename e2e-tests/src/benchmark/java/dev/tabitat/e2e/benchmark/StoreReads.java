package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.e2e.support.Lab;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a model of 90 MB from the store into the kernels' memory, every byte verified each time: as records of
 * IndexedDB, from a file by way of Java's heap, and from the file into the memory. Asked through the self-test's
 * binary, the ways taking turns in one worker.
 */
final class StoreReads {

    static final String RECORDS = "IndexedDB, by way of Java's heap";
    static final String FILES = "private files, by way of Java's heap";
    static final String MEMORY = "private files, into the kernels' memory";

    private static final int MEBIBYTES = 90;
    private static final int WARM_UPS = 2;

    private final Stand stand;
    private final Map<String, List<double[]>> millis = new LinkedHashMap<>();
    private String memory = "";

    StoreReads(Stand stand) {
        this.stand = stand;
    }

    void measure() {
        try (Lab lab = new Lab(); OpenPage page = OpenPage.at(lab, stand.server().url().resolve("/store.html"))) {
            memory = call(page, "open", JsonObject.of("mebibytes", MEBIBYTES, "threads", 2)).string("answer");
            Map<String, String> ways = new LinkedHashMap<>();
            ways.put(RECORDS, "records");
            ways.put(FILES, "files");
            ways.put(MEMORY, "memory");
            for (int round = -WARM_UPS; round < stand.settings().rounds(); round++) {
                List<String> order = new ArrayList<>(ways.keySet());
                if (round % 2 != 0) {
                    Collections.reverse(order);
                }
                for (String way : order) {
                    double took = call(page, "read", JsonObject.of("way", ways.get(way))).number("answer");
                    if (round >= 0) {
                        millis.computeIfAbsent(way, none -> new ArrayList<>()).add(new double[]{took});
                    }
                }
            }
            for (String tag : ModelOpenings.TAGS) {
                ModelOpenings openings = new ModelOpenings(stand, tag);
                openings.measure((operation, argument) -> call(page, operation, argument));
                stand.results().openings.add(openings);
            }
        }
        stand.results().storeReads.add(this);
        millis.keySet()
                .forEach(way -> System.out.println(MEBIBYTES + " MiB from " + way + ": ms " + spread(way).text()));
    }

    private static JsonObject call(OpenPage page, String operation, JsonObject argument) {
        return page.ask(
                "async ({operation, argument}) => { while (!globalThis.peer) await new Promise(r => setTimeout(r, 5));"
                        + " return peer.call(operation, argument); }",
                JsonObject.of("operation", operation, "argument", argument));
    }

    String title() {
        return MEBIBYTES + " MiB from the store into the kernels' memory (" + memory + "), every byte verified";
    }

    List<String> ways() {
        return List.copyOf(millis.keySet());
    }

    Spread spread(String way) {
        return Spread.of(millis.get(way).stream().mapToDouble(one -> one[0]).toArray());
    }

    /** How many times longer records of IndexedDB take. */
    Ratio ratio(String way) {
        return Ratio.of(millis.get(RECORDS), millis.get(way));
    }

    double megabytesPerSecond(String way) {
        return MEBIBYTES * 1.048576 / (spread(way).median() / 1000);
    }

    JsonObject json() {
        List<Json> all = new ArrayList<>();
        for (String way : ways()) {
            List<Json> samples = new ArrayList<>();
            millis.get(way).forEach(one -> samples.add(Json.of(one[0])));
            all.add(JsonObject.of("way", way, "spread", spread(way).json(), "times_faster", ratio(way).json(), "ms",
                    new JsonArray(samples)));
        }
        return JsonObject.of("mebibytes", MEBIBYTES, "memory", memory, "ways", new JsonArray(all));
    }
}
