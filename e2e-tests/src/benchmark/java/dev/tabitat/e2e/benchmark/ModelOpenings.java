package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.e2e.support.HostProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Opens an encoder of the starter packages from the store and embeds one sentence: its weights by way of Java's heap,
 * as all models were opened before, and read into the kernels' memory. The ways take turns in one worker, every byte is
 * verified each time, the embeddings must be the same bits.
 */
final class ModelOpenings {

    static final List<String> TAGS = List.of("fp32", "q8", "q4");

    static final String RECORDS_HEAP = "IndexedDB, weights by way of Java's heap";
    static final String FILES_HEAP = "private files, weights by way of Java's heap";
    static final String RECORDS_MEMORY = "IndexedDB, weights into the kernels' memory";
    static final String FILES_MEMORY = "private files, weights into the kernels' memory";

    /** What is measured of each opening. */
    static final List<String> STEPS = List.of("session", "self_test", "tokenizer", "embed", "total");

    private static final String MODEL = "all-minilm-l6-v2";
    private static final String SENTENCE = "The parcel came a day early and everything in it was whole.";
    private static final int WARM_UPS = 2;

    private final Stand stand;
    private final String tag;
    private final Map<String, Map<String, List<double[]>>> millis = new LinkedHashMap<>();

    ModelOpenings(Stand stand, String tag) {
        this.stand = stand;
        this.tag = tag;
    }

    /** @param call an operation of the bench with its argument; the result holds {@code answer} */
    void measure(BiFunction<String, JsonObject, JsonObject> call) {
        call.apply("install", JsonObject.of("folder", "/" + MODEL, "manifest", offer()));
        Map<String, JsonObject> ways = new LinkedHashMap<>();
        ways.put(RECORDS_HEAP, JsonObject.of("store", "records", "way", "heap", "text", SENTENCE));
        ways.put(FILES_HEAP, JsonObject.of("store", "files", "way", "heap", "text", SENTENCE));
        ways.put(RECORDS_MEMORY, JsonObject.of("store", "records", "way", "memory", "text", SENTENCE));
        ways.put(FILES_MEMORY, JsonObject.of("store", "files", "way", "memory", "text", SENTENCE));
        String digest = "";
        for (int round = -WARM_UPS; round < stand.settings().rounds(); round++) {
            List<String> order = new ArrayList<>(ways.keySet());
            if (round % 2 != 0) {
                Collections.reverse(order);
            }
            for (String way : order) {
                JsonObject took = JsonReader.readObject(call.apply("embed", ways.get(way)).string("answer"),
                        JsonLimits.DEFAULT);
                digest = digest.isEmpty() ? took.string("digest") : digest;
                if (!took.bool("passed") || !took.string("digest").equals(digest)) {
                    throw new Unable(way + " gives another embedding: " + took);
                }
                if (round >= 0) {
                    STEPS.forEach(step -> millis.computeIfAbsent(way, none -> new LinkedHashMap<>())
                            .computeIfAbsent(step, none -> new ArrayList<>()).add(new double[]{took.number(step)}));
                }
            }
        }
        millis.keySet().forEach(way -> System.out.println(MODEL + ":" + tag + " from " + way + ": session ms "
                + spread(way, "session").text() + ", until the first embedding " + spread(way, "total").text()));
    }

    /** Offers the package's blobs to the page. @return the digest of its manifest */
    private String offer() {
        Path folder = HostProcess.root().resolve("static-host/target/packages").resolve(MODEL);
        try {
            JsonObject index = JsonReader.readObject(
                    new String(Files.readAllBytes(folder.resolve("index.json")), StandardCharsets.UTF_8),
                    JsonLimits.DEFAULT);
            String found = "";
            for (Json item : index.array("manifests").items()) {
                JsonObject manifest = (JsonObject) item;
                if (manifest.object("annotations").string("org.opencontainers.image.ref.name").equals(tag)) {
                    found = manifest.string("digest");
                }
            }
            try (var blobs = Files.list(folder.resolve("blobs/sha256"))) {
                for (Path blob : blobs.toList()) {
                    stand.server().offer("/" + MODEL + "/blobs/sha256/" + blob.getFileName(),
                            Files.readAllBytes(blob));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String title() {
        return MODEL + ":" + tag + " opened from the store, every byte verified: ms";
    }

    List<String> ways() {
        return List.copyOf(millis.keySet());
    }

    Spread spread(String way, String step) {
        return Spread.of(millis.get(way).get(step).stream().mapToDouble(one -> one[0]).toArray());
    }

    /** How many times longer a step takes from the same store by way of Java's heap. */
    Ratio ratio(String way, String step) {
        return Ratio.of(millis.get(way.equals(FILES_MEMORY) ? FILES_HEAP : RECORDS_HEAP).get(step),
                millis.get(way).get(step));
    }

    boolean isByHeap(String way) {
        return way.equals(FILES_HEAP) || way.equals(RECORDS_HEAP);
    }

    JsonObject json() {
        List<Json> all = new ArrayList<>();
        for (String way : ways()) {
            JsonObject one = JsonObject.of("way", way);
            for (String step : STEPS) {
                List<Json> samples = new ArrayList<>();
                millis.get(way).get(step).forEach(sample -> samples.add(Json.of(sample[0])));
                one = one.with(step, JsonObject.of("spread", spread(way, step).json(), "ms", new JsonArray(samples)));
            }
            all.add(one);
        }
        return JsonObject.of("model", MODEL + ":" + tag, "ways", new JsonArray(all));
    }
}
