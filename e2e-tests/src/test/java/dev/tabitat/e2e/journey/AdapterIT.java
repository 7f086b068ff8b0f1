package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Tab;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** They import a LoRA that PEFT would write, attach it in a moment, mix it with another, and take it off again. */
final class AdapterIT {

    private static final String BASE = "all-minilm-l6-v2:q8";
    private static final int WIDTH = 384;
    private static final int RANK = 8;
    private static final List<String> TEXTS = List.of("The nurse called back about the appointment.",
            "Invoice 4711 is overdue.");

    private static HostProcess host;
    private static Lab lab;
    private static Tab tab;

    @BeforeAll
    static void open() {
        host = HostProcess.start();
        lab = new Lab();
        tab = Tab.open(lab, host.url()).ready();
        tab.call("install", BASE);
        bring("reviews", lora(7, 0.02f), config("query", "value"));
        bring("letters:v2", lora(11, 0.02f), config("query", "value"));
    }

    @AfterAll
    static void close() {
        List<String> offences = lab.offences();
        lab.close();
        host.close();
        assertTrue(offences.isEmpty(), offences.toString());
    }

    @Test
    void theAdaptersOfABaseAreListedUnderIt() {
        JsonArray listed = tab.call("adapters", Map.of("base", BASE)).getAsJsonArray();
        assertEquals(2, listed.size(), listed.toString());
        JsonObject first = named(listed, "reviews:v1");
        assertEquals("lora", first.get("kind").getAsString());
        assertEquals(RANK, first.get("rank").getAsInt());
        assertTrue(first.get("compatible").getAsBoolean(), first.toString());
        assertEquals("adapter", named(tab.call("catalog").getAsJsonArray(), "reviews:v1").get("kind").getAsString());
        assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());
    }

    @Test
    void withoutWeightNothingChangesAndWithItTheSameOnEveryBackend() {
        double[] base = embed("[]", "wasm");
        double[] none = embed("[{\"name\":\"reviews\",\"weight\":0}]", "wasm");
        double[] full = embed("[{\"name\":\"reviews\"}]", "wasm");
        double[] half = embed("[{\"name\":\"reviews:v1\",\"weight\":0.5}]", "wasm");
        assertEquals(0, distance(base, none), 0, "weight 0 leaves the base");
        assertTrue(distance(base, full) > 1e-3, "it changes what comes out: " + distance(base, full));
        assertTrue(distance(base, half) > 1e-4 && distance(base, half) < distance(base, full),
                distance(base, half) + " of " + distance(base, full));
        double[] reference = embed("[{\"name\":\"reviews\"}]", "reference");
        System.out.println("Adapter on wasm and reference: cosine distance " + distance(full, reference)
                + ", from the base " + distance(base, full));
        assertTrue(distance(full, reference) < 5e-3, "the backends agree: " + distance(full, reference));
        assertEquals(0, distance(base, embed("[]", "wasm")), 0, "the base is as it was");
        double[] processor = embed("[{\"name\":\"reviews\"}]", "webgpu");
        System.out.println("Adapter on webgpu and reference: cosine distance " + distance(processor, reference));
        assertTrue(distance(processor, reference) < 5e-3,
                "the graphics processor agrees: " + distance(processor, reference));
    }

    @Test
    void twoStackInTheirOrder() {
        double[] both = embed("[{\"name\":\"reviews\"},{\"name\":\"letters:v2\",\"weight\":0.5}]", "wasm");
        double[] turned = embed("[{\"name\":\"letters:v2\",\"weight\":0.5},{\"name\":\"reviews\"}]", "wasm");
        assertTrue(distance(both, embed("[{\"name\":\"reviews\"}]", "wasm")) > 1e-5, "the second adds to the first");
        assertTrue(distance(both, turned) < 5e-3, "changes of weights add up: " + distance(both, turned));
        refused("invalid_input", "[{\"name\":\"reviews\"},{\"name\":\"reviews\"}]");
    }

    @Test
    void aPlanTellsMemoryAndTimeOfAStackBeforeAndAfterItRan() {
        int tokens = answer("[]", "wasm").get("prompt_eval_count").getAsInt();
        JsonObject before = plan("[{\"name\":\"letters:v2\",\"weight\":0.3125}]", tokens, 0);
        assertEquals("estimated", before.getAsJsonObject("latency").get("how").getAsString(), before.toString());
        answer("[{\"name\":\"letters:v2\",\"weight\":0.3125}]", "wasm");
        JsonObject after = plan("[{\"name\":\"letters:v2\",\"weight\":0.3125}]", tokens, 0);
        assertEquals("measured", after.getAsJsonObject("latency").get("how").getAsString(), after.toString());
        assertEquals("fits", after.get("verdict").getAsString(), after.toString());
        assertTrue(after.getAsJsonArray("adapters").get(0).getAsJsonObject().get("bytes").getAsLong() > 0,
                after.toString());
        assertEquals("too_slow",
                plan("[{\"name\":\"letters:v2\",\"weight\":0.3125}]", tokens, 1e-6).get("verdict").getAsString());
        JsonObject nobody = tab.rejection("model => tabitat.plan({ model, adapters: [{ name: 'nobody' }] })", BASE);
        assertEquals("invalid_input", nobody.get("code").getAsString(), nobody.toString());
    }

    private static JsonObject plan(String adapters, int tokens, double budget) {
        return JsonParser.parseString((String) tab.page().evaluate(
                "async ([model, adapters, tokens, ms]) => JSON.stringify(await tabitat.plan({ model, adapters: JSON.parse(adapters), tokens, ...(ms > 0 ? { budget_ms: ms } : {}) }))",
                List.of(BASE, adapters, tokens, budget))).getAsJsonObject();
    }

    @Test
    void swappingTakesAMoment() {
        for (String backend : List.of("wasm", "webgpu", "reference")) {
            swap(backend);
        }
    }

    private static void swap(String backend) {
        embed("[]", backend);
        StringBuilder times = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            String stack = "[{\"name\":\"" + (i % 2 == 0 ? "reviews" : "letters:v2") + "\",\"weight\":"
                    + (1 + i * 0.125) + "}]";
            JsonObject answer = answer(stack, backend);
            times.append(' ').append(answer.get("load_duration").getAsLong() / 1_000_000.0);
        }
        System.out.println("Adapter swapped on a base that is ready, " + backend + ", ms:" + times);
        assertEquals(5, times.toString().trim().split(" ").length);
    }

    @Test
    void whatDoesNotFitIsRefusedAndNothingIsKept() {
        assertEquals("damaged_data", refusal("nan", lora(7, Float.NaN), config("query", "value"), BASE));
        assertEquals("damaged_data", refusal("other", lora(7, 0.02f), config("query", "nonsense"), BASE));
        assertEquals("damaged_data",
                refusal("cut", java.util.Arrays.copyOf(lora(7, 0.02f), 5000), config("query", "value"), BASE));
        assertEquals("unsupported", refusal("dora", lora(7, 0.02f),
                config("query", "value").replace("\"bias\"", "\"use_dora\":true,\"bias\""), BASE));
        assertEquals("invalid_input", refusal("nobase", lora(7, 0.02f), config("query", "value"), "nobody:q8"));
        refused("invalid_input", "[{\"name\":\"nobody\"}]");
        refused("invalid_input", "[{\"name\":\"reviews\",\"weight\":\"much\"}]");
        refused("invalid_input", "{}");
        tab.call("install", "all-minilm-l6-v2:q4");
        JsonObject wrongBase = tab.rejection(
                "stack => tabitat.embed({ model: 'all-minilm-l6-v2:q4', input: 'a', adapters: JSON.parse(stack) })",
                "[{\"name\":\"reviews\"}]");
        assertEquals("incompatible", wrongBase.get("code").getAsString(), wrongBase.toString());
        assertEquals(2, tab.call("adapters", Map.of("base", BASE)).getAsJsonArray().size());
        JsonObject classifier = tab.rejection(
                "stack => tabitat.classify({ model: 'lande:q8', input: 'a', adapters: JSON.parse(stack) })",
                "[{\"name\":\"reviews\"}]");
        assertFalse(classifier.get("code").getAsString().equals("internal"), classifier.toString());
    }

    private static JsonObject named(JsonArray all, String name) {
        for (JsonElement one : all) {
            if (one.getAsJsonObject().get("name").getAsString().equals(name)) {
                return one.getAsJsonObject();
            }
        }
        throw new AssertionError(name + " is not in " + all);
    }

    private static void refused(String code, String adapters) {
        JsonObject error = tab.rejection(
                "stack => tabitat.embed({ model: '" + BASE + "', input: 'a', adapters: JSON.parse(stack) })", adapters);
        assertEquals(code, error.get("code").getAsString(), error.toString());
    }

    private static JsonObject answer(String adapters, String backend) {
        Object answer = tab.page().evaluate(
                "async ([stack, input, backend, model]) => JSON.stringify(await tabitat.embed({ model, input, backend, adapters: JSON.parse(stack) }))",
                List.of(adapters, TEXTS, backend, BASE));
        JsonObject json = JsonParser.parseString((String) answer).getAsJsonObject();
        assertEquals(backend, json.get("backend").getAsString(), json.get("notices").toString());
        return json;
    }

    private static double[] embed(String adapters, String backend) {
        JsonArray rows = answer(adapters, backend).getAsJsonArray("embeddings");
        double[] all = new double[rows.size() * WIDTH];
        for (int i = 0; i < all.length; i++) {
            all[i] = rows.get(i / WIDTH).getAsJsonArray().get(i % WIDTH).getAsDouble();
        }
        return all;
    }

    /** The largest cosine distance between embeddings of one text; exactly 0 when they are the same. */
    private static double distance(double[] a, double[] b) {
        if (java.util.Arrays.equals(a, b)) {
            return 0;
        }
        double largest = 0;
        for (int row = 0; row < a.length; row += WIDTH) {
            double dot = 0;
            double aa = 0;
            double bb = 0;
            for (int i = row; i < row + WIDTH; i++) {
                dot += a[i] * b[i];
                aa += a[i] * a[i];
                bb += b[i] * b[i];
            }
            largest = Math.max(largest, 1 - dot / Math.sqrt(aa * bb));
        }
        return largest;
    }

    private static void bring(String name, byte[] weights, String config) {
        JsonObject made = taken(name, weights, config, BASE);
        assertEquals("lora", made.get("kind").getAsString(), made.toString());
        assertEquals(12, made.getAsJsonArray("targets").size(), made.toString());
        assertEquals(12 * 2 * RANK * WIDTH, made.get("parameters").getAsInt());
    }

    private static String refusal(String name, byte[] weights, String config, String base) {
        return taken(name, weights, config, base).get("code").getAsString();
    }

    private static JsonObject taken(String name, byte[] weights, String config, String base) {
        return JsonParser.parseString((String) tab.page().evaluate(
                """
                        async ([name, text, config, base]) => {
                          const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
                          try {
                            return JSON.stringify(await tabitat.importAdapter({ base, name, config: new Blob([config]), weights: bytes.buffer }));
                          } catch (e) {
                            return JSON.stringify({ code: e.code, message: e.message, found: e.found });
                          }
                        }""",
                List.of(name, Base64.getEncoder().encodeToString(weights), config, base))).getAsJsonObject();
    }

    private static String config(String... targets) {
        return "{\"peft_type\":\"LORA\",\"r\":" + RANK
                + ",\"lora_alpha\":16,\"lora_dropout\":0.1,\"bias\":\"none\",\"task_type\":\"FEATURE_EXTRACTION\",\"target_modules\":[\""
                + String.join("\",\"", targets) + "\"]}";
    }

    /** As PEFT writes it: A and B of queries and values of six layers, B not zero. */
    private static byte[] lora(long seed, float scale) {
        Random random = new Random(seed);
        StringBuilder header = new StringBuilder("{");
        ByteBuffer data = ByteBuffer.allocate(12 * 2 * RANK * WIDTH * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int layer = 0; layer < 6; layer++) {
            for (String module : List.of("query", "value")) {
                for (String part : List.of("A", "B")) {
                    int from = data.position();
                    for (int i = 0; i < RANK * WIDTH; i++) {
                        data.putFloat((float) random.nextGaussian() * scale);
                    }
                    header.append(header.length() > 1 ? "," : "").append("\"base_model.model.encoder.layer.")
                            .append(layer).append(".attention.self.").append(module)
                            .append(".lora_").append(part).append(".weight\":{\"dtype\":\"F32\",\"shape\":[")
                            .append(part.equals("A") ? RANK + "," + WIDTH : WIDTH + "," + RANK)
                            .append("],\"data_offsets\":[").append(from).append(',').append(data.position())
                            .append("]}");
                }
            }
        }
        byte[] text = header.append('}').toString().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + text.length + data.capacity()).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length).put(text).put(data.array()).array();
    }
}
