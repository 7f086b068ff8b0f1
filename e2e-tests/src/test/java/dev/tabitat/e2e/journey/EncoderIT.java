package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Sentence encoders in the tab: right on every backend and number of threads, stopped at a word, clear about what they
 * cannot read.
 */
final class EncoderIT {

    private static final String Q8 = "all-minilm-l6-v2:q8";
    private static final String FP32 = "all-minilm-l6-v2:fp32";

    private static HostProcess host;
    private static Lab lab;
    private static Tab tab;

    @BeforeAll
    static void open() {
        host = HostProcess.start();
        lab = new Lab();
        tab = Tab.open(lab, host.url()).ready();
        for (String name : List.of(Q8, FP32, "all-minilm-l6-v2:q4", "bge-small-en-v1.5:q8")) {
            tab.call("install", name);
        }
    }

    @AfterAll
    static void close() {
        assertEquals(List.of(), lab.offences());
        lab.close();
        host.close();
    }

    @Test
    void nearMeaningsAreNearInEveryPackage() {
        List<String> texts = List.of("A cat sleeps on the stairs.", "The kitten naps on a step.",
                "Interest rates rose by a quarter point.");
        for (String model : List.of(Q8, FP32, "all-minilm-l6-v2:q4", "bge-small-en-v1.5:q8")) {
            JsonObject answer = embed(model, texts, Map.of());
            assertEquals("wasm", answer.get("backend").getAsString());
            double[][] rows = rows(answer);
            assertEquals(384, rows[0].length);
            assertEquals(1, cosine(rows[0], rows[0]), 1e-5);
            double near = cosine(rows[0], rows[1]);
            double far = cosine(rows[0], rows[2]);
            System.out.printf("%s: near %.3f, far %.3f%n", model, near, far);
            assertTrue(near > far + 0.15, model + ": " + near + " and " + far);
        }
    }

    @Test
    void everyBackendAgreesOnEverySentence() {
        List<String> texts = new ArrayList<>(Samples.BY_LANGUAGE.values());
        texts.addAll(List.of("word", "one two three four five six seven eight nine ten", "!", "2026-11-23"));
        double[][] reference = rows(embed(FP32, texts, Map.of("backend", "reference")));
        for (String backend : List.of("wasm", "webgpu")) {
            JsonObject answer = embed(FP32, texts, Map.of("backend", backend));
            assertEquals(backend, answer.get("backend").getAsString(), answer.get("notices").toString());
            System.out.printf("fp32, %s to the reference: largest cosine distance %.2g, n = %d%n", backend,
                    worst(reference, rows(answer)), texts.size());
            assertTrue(worst(reference, rows(answer)) < 2e-3);
        }
        double[][] wasm = rows(embed(Q8, texts, Map.of("backend", "wasm")));
        double[][] gpu = rows(embed(Q8, texts, Map.of("backend", "webgpu")));
        System.out.printf("q8, webgpu to wasm: largest cosine distance %.2g, n = %d; q8 to fp32: %.2g%n",
                worst(wasm, gpu), texts.size(), worst(reference, wasm));
        assertTrue(worst(wasm, gpu) < 5e-3);
    }

    @Test
    void threadsAndCompanyChangeNoBit() {
        List<String> texts = new ArrayList<>(Samples.BY_LANGUAGE.values());
        texts.add("a long one: " + String.join(" ", texts));
        JsonElement alone = embed(Q8, texts, Map.of("threads", 1)).get("embeddings");
        assertEquals(alone, embed(Q8, texts, Map.of("threads", 2)).get("embeddings"));
        JsonArray one = embed(Q8, texts.subList(0, 1), Map.of()).getAsJsonArray("embeddings");
        assertEquals(alone.getAsJsonArray().get(0), one.get(0));
        JsonObject bench = tab.call("bench", Map.of("model", Q8, "threads", 2, "tokens", 64, "runs", 3))
                .getAsJsonObject();
        assertEquals(tab.page().evaluate("Math.min(2, navigator.hardwareConcurrency)"),
                bench.get("threads").getAsInt());
        assertTrue(bench.getAsJsonObject("self_test").get("passed").getAsBoolean());
        assertEquals(3, bench.getAsJsonArray("ms").size());
    }

    @Test
    void longWorkReportsAndStopsAtAWord() {
        JsonObject end = com.google.gson.JsonParser.parseString((String) tab.page().evaluate(
                """
                        async model => {
                          const input = Array.from({ length: 400 }, (_, i) => 'sentence number ' + i + ' with some more words in it');
                          await tabitat.embed({ model, input: 'warm' });
                          const stop = new AbortController();
                          const reports = [];
                          let asked = 0;
                          const onProgress = report => { reports.push(report); if (reports.length === 2) { asked = performance.now(); stop.abort(); } };
                          try {
                            await tabitat.embed({ model, input, threads: 1, onProgress, signal: stop.signal });
                            return JSON.stringify({ code: 'done', reports });
                          } catch (e) {
                            return JSON.stringify({ code: e.code, reports, ms: performance.now() - asked });
                          }
                        }
                        """,
                Q8)).getAsJsonObject();
        assertEquals("cancelled", end.get("code").getAsString(), end.toString());
        JsonObject report = end.getAsJsonArray("reports").get(0).getAsJsonObject();
        assertEquals("tokens", report.get("unit").getAsString());
        assertTrue(report.get("done").getAsLong() < report.get("total").getAsLong(), report.toString());
        assertTrue(report.get("rate").getAsDouble() > 0, report.toString());
        System.out.printf("embed cancelled after %.0f ms%n", end.get("ms").getAsDouble());
    }

    @Test
    void tokensPointIntoTheText() {
        String text = "Naïve café: 東京!";
        JsonObject tokens = tab.call("tokenize", Map.of("model", Q8, "input", text)).getAsJsonObject();
        assertEquals("[101,15743,7668,1024,1879,1755,999,102]", tokens.getAsJsonArray("ids").get(0).toString());
        JsonArray offsets = tokens.getAsJsonArray("offsets").get(0).getAsJsonArray();
        assertEquals("café", text.substring(offsets.get(2).getAsJsonArray().get(0).getAsInt(),
                offsets.get(2).getAsJsonArray().get(1).getAsInt()));
    }

    @Test
    void whatCannotBeReadIsRefusedAndWhatIsCutIsSaid() {
        refused("model => tabitat.embed({ model, input: [] })");
        refused("model => tabitat.embed({ model, input: 'a', backend: 'abacus' })");
        refused("model => tabitat.embed({ model, input: 'a'.repeat(10 * 1024 * 1024 + 1) })");
        refused("model => tabitat.embed({ model: 'lande:q8', input: 'a' })");
        refused("model => tabitat.classify({ model, input: 'a' })");
        refused("model => tabitat.bench({ model, tokens: 257 })");
        JsonObject empty = embed(Q8, List.of("", " \0 "), Map.of());
        assertEquals(rows(empty)[0][0], rows(empty)[1][0], "no text is embedded as [CLS][SEP]");
        assertTrue(empty.get("notices").toString().contains("2 texts are empty"), empty.get("notices").toString());
        assertEquals(rows(embed(Q8, List.of("a b"), Map.of()))[0][0],
                rows(embed(Q8, List.of("a\0 b"), Map.of()))[0][0]);
        JsonObject megabyte = com.google.gson.JsonParser.parseString((String) tab.page().evaluate(
                "async model => { const a = await tabitat.embed({ model, input: 'many words '.repeat(100_000) }); a.embeddings = a.embeddings.length;"
                        + " return JSON.stringify(a); }",
                Q8)).getAsJsonObject();
        assertEquals(256, megabyte.get("prompt_eval_count").getAsInt());
        assertTrue(megabyte.get("notices").toString().contains("only the first 256 tokens count, of 200002"),
                megabyte.toString());
    }

    @Test
    void aRunCorrectsTheFit() {
        long small = tab.call("fit", Map.of("model", Q8, "tokens", 8)).getAsJsonObject().get("total_bytes").getAsLong();
        long many = tab.call("fit", Map.of("model", Q8, "tokens", 8, "batch", 1000)).getAsJsonObject()
                .get("total_bytes").getAsLong();
        assertTrue(small < many, small + " bytes for one text of 8 tokens, " + many + " for 1000");
        embed(Q8, List.of("long ".repeat(300)), Map.of());
        JsonObject fit = tab.call("fit", Map.of("model", Q8)).getAsJsonObject();
        for (String name : List.of("weights", "activations")) {
            JsonObject term = term(fit, name);
            assertEquals("measured", term.get("how").getAsString(), fit.toString());
            double ratio = term.get("bytes").getAsDouble() / term.get("estimated_bytes").getAsDouble();
            System.out.println("Fit, " + name + ": " + term);
            assertTrue(ratio > 0.5 && ratio < 2, name + " was thought to be of another size: " + term);
        }
        refused("model => tabitat.fit({ model: 'no-such:model' })");
        refused("model => tabitat.fit({ model, tokens: 0 })");
    }

    private static JsonObject term(JsonObject fit, String name) {
        for (JsonElement term : fit.getAsJsonArray("terms")) {
            if (term.getAsJsonObject().get("name").getAsString().equals(name)) {
                return term.getAsJsonObject();
            }
        }
        throw new AssertionError(name + " is no term of " + fit);
    }

    @Test
    void childrenNameTheirParentAndRecipe() {
        JsonObject lineage = tab.call("lineage").getAsJsonObject();
        Map<String, String> names = new HashMap<>();
        lineage.getAsJsonArray("nodes").forEach(node -> names.put(node.getAsJsonObject().get("id").getAsString(),
                node.getAsJsonObject().get("name").getAsString()));
        List<String> edges = new ArrayList<>();
        lineage.getAsJsonArray("edges")
                .forEach(edge -> edges.add(names.get(edge.getAsJsonObject().get("from").getAsString()) + " "
                        + edge.getAsJsonObject().get("operator").getAsString()
                        + " " + names.get(edge.getAsJsonObject().get("to").getAsString())));
        assertTrue(edges.contains(FP32 + " quantization " + Q8), edges.toString());
        assertTrue(edges.contains(FP32 + " quantization all-minilm-l6-v2:q4"), edges.toString());
        assertTrue(lineage.toString().contains("\\\"kind\\\":\\\"int8\\\""), "the recipe is told");
    }

    @Test
    void withoutIsolationOneThreadGivesTheSame() {
        JsonElement here = embed(Q8, List.of("one thread or several"), Map.of()).get("embeddings");
        try (HostProcess open = HostProcess.start("--no-isolation"); Lab other = new Lab()) {
            Tab alone = Tab.open(other, open.url()).ready();
            assertFalse((Boolean) alone.page().evaluate("crossOriginIsolated"));
            alone.call("install", Q8);
            assertEquals(here, alone.call("embed", Map.of("model", Q8, "input", "one thread or several"))
                    .getAsJsonObject().get("embeddings"));
            assertEquals(1,
                    alone.call("bench", Map.of("model", Q8, "runs", 1)).getAsJsonObject().get("threads").getAsInt());
        }
    }

    private static void refused(String script) {
        JsonObject error = tab.rejection(script, Q8);
        assertEquals("invalid_input", error.get("code").getAsString(), script + " gave " + error);
        assertFalse(error.get("expected").getAsString().isBlank(), script + " gave " + error);
    }

    private static JsonObject embed(String model, List<String> texts, Map<String, ?> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("model", model);
        options.put("input", texts);
        return tab.call("embed", options).getAsJsonObject();
    }

    private static double[][] rows(JsonObject answer) {
        JsonArray all = answer.getAsJsonArray("embeddings");
        double[][] rows = new double[all.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = all.get(i).getAsJsonArray().asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
        }
        return rows;
    }

    private static double worst(double[][] a, double[][] b) {
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, 1 - cosine(a[i], b[i]));
        }
        return worst;
    }

    private static double cosine(double[] a, double[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
