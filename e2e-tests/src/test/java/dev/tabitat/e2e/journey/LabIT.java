package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Reviews;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * They bring their reviews, teach the tab to sort them, breed from what they taught, decide, and make it again to the
 * byte.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LabIT {

    private static final String BASE = "all-minilm-l6-v2:q8";
    private static final String TASK = "reviews";

    private static HostProcess host;
    private static Lab lab;
    private static Tab tab;
    private static String taught;
    private static List<String> bred;
    private static byte[] archive;

    @BeforeAll
    static void open() {
        host = HostProcess.start();
        lab = new Lab();
        tab = Tab.open(lab, host.url()).ready();
        tab.call("install", BASE);
    }

    @AfterAll
    static void close() {
        List<String> offences = lab.offences();
        lab.close();
        host.close();
        assertTrue(offences.isEmpty(), offences.toString());
    }

    @Test
    @Order(1)
    void aFileIsLookedThroughBeforeAnythingIsLearnt() {
        JsonObject look = tab.call("examples", Map.of("examples", Reviews.text())).getAsJsonObject();
        assertEquals(990, look.getAsJsonObject("examples").get("n").getAsInt(), look.toString());
        assertEquals("tab", look.getAsJsonObject("sheet").get("separator").getAsString());
        JsonObject split = look.getAsJsonObject("split");
        assertEquals(990,
                split.get("train").getAsInt() + split.get("select").getAsInt() + split.get("test").getAsInt());
    }

    @Test
    @Order(2)
    void aHeadIsTaughtAndBeatsNobody() {
        long start = System.nanoTime();
        JsonObject lesson = tab
                .call("teach",
                        Map.of("task", TASK, "base", BASE, "examples", Reviews.text(), "kind", "head", "seed", 7))
                .getAsJsonObject();
        System.out.printf(
                "A head taught on the reviews: %.1f s in all, bred in %.1f s; test accuracy %s, macro-F1 %s, %s%n",
                (System.nanoTime() - start) / 1e9,
                lesson.get("duration_ms").getAsDouble() / 1000, lesson.getAsJsonObject("scorecard").get("accuracy"),
                lesson.getAsJsonObject("scorecard").get("macro_f1"),
                lesson.getAsJsonObject("scorecard").get("latency"));
        assertEquals("champion", lesson.getAsJsonObject("decision").get("outcome").getAsString(), lesson.toString());
        double accuracy = lesson.getAsJsonObject("scorecard").getAsJsonObject("accuracy").get("value").getAsDouble();
        assertTrue(accuracy > 0.829, "better than the floor of the word lists: " + accuracy);
        taught = lesson.get("adapter").getAsString();
        tab.call("decide", Map.of("outcome", "champion"));
        JsonObject answer = tab
                .call("classify",
                        Map.of("task", TASK, "input",
                                List.of("Great phone, works like a charm.", "It broke after two days. Awful.")))
                .getAsJsonObject();
        assertEquals(taught, answer.get("model").getAsString(), answer.toString());
        assertEquals("1", label(answer, 0));
        assertEquals("0", label(answer, 1));
    }

    private static String label(JsonObject answer, int text) {
        return answer.getAsJsonArray("results").get(text).getAsJsonArray().get(0).getAsJsonObject().get("label")
                .getAsString();
    }

    @Test
    @Order(3)
    void whatWasTaughtIsMadeAgainToTheByte() {
        JsonObject again = tab.call("replay", Map.of("root", taught)).getAsJsonObject();
        System.out.println("Replayed in the tab: " + again);
        assertTrue(again.get("identical").getAsBoolean(), again.toString());
    }

    @Test
    @Order(4)
    void aRunBreedsAndRecommends() {
        long start = System.nanoTime();
        JsonObject run = tab.call("breed", plan()).getAsJsonObject();
        System.out.printf("A run of the lab took %.1f s.%n", (System.nanoTime() - start) / 1e9);
        JsonArray population = run.getAsJsonArray("population");
        for (JsonElement one : population) {
            JsonObject candidate = one.getAsJsonObject();
            JsonObject card = candidate.getAsJsonObject("scorecard");
            System.out.printf("  %s %-50s %6.1f s  F1 %.3f  %.2f ms  %d bytes%n", candidate.get("id").getAsString(),
                    candidate.get("what").getAsString(),
                    candidate.get("duration_ms").getAsDouble() / 1000,
                    card.getAsJsonObject("macro_f1").get("value").getAsDouble(),
                    card.getAsJsonObject("latency").get("p50_ms").getAsDouble(), candidate.get("bytes").getAsLong());
        }
        System.out.println("  " + run.get("front") + " " + run.get("decision") + " failures "
                + run.getAsJsonObject("state").get("failures"));
        assertTrue(population.size() >= 6, population.size() + " candidates");
        bred = digests(population);
    }

    private static List<String> digests(JsonArray population) {
        return population.asList().stream().map(one -> one.getAsJsonObject().get("digest").getAsString()).toList();
    }

    @Test
    @Order(5)
    void fromTheExportedFileAloneTheJvmMakesEverythingAgain() throws IOException {
        String best = tab.call("lab").getAsJsonObject().getAsJsonArray("candidates").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(one -> one.get("operator").getAsString().equals("mutate")).findFirst().orElseThrow().get("id")
                .getAsString();
        tab.call("decide", Map.of("outcome", "challenger", "candidate", best));
        String name = tab.call("lab").getAsJsonObject().getAsJsonArray("candidates").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(one -> one.get("id").getAsString().equals(best)).findFirst().orElseThrow().get("name")
                .getAsString();
        archive = export(name);
        HostProcess.Ran ran = replayOnTheJvm(archive);
        System.out.println("Replayed on the JVM:\n" + ran.output());
        assertEquals(0, ran.exit(), ran.output());
        assertTrue(ran.output().contains("identical.")
                && ran.output().lines().filter(line -> line.startsWith("identical")).count() >= 2
                && !ran.output().contains("DIFFERENT"), ran.output());
        byte[] tampered = archive.clone();
        int at = find(tampered, "\"label\":\"1\"") + 9;
        tampered[at] = '0';
        HostProcess.Ran refused = replayOnTheJvm(tampered);
        assertEquals(2, refused.exit(), refused.output());
        assertTrue(refused.output().contains("not the ones that were promised"), refused.output());
    }

    private static byte[] export(String name) {
        return Base64.getDecoder().decode((String) tab.page().evaluate(
                "async root => { const blob = await tabitat.export({ what: 'package', format: 'oci', root }); const bytes = new Uint8Array(await blob.arrayBuffer());"
                        + " let text = ''; for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768)); return btoa(text); }",
                name));
    }

    private static HostProcess.Ran replayOnTheJvm(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("tabitat-replay", ".tar");
        try {
            Files.write(file, bytes);
            return HostProcess.run("replay", file.toString());
        } finally {
            Files.delete(file);
        }
    }

    private static int find(byte[] bytes, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new IllegalStateException(text + " is not there");
    }

    @Test
    @Order(6)
    void inAnotherTabItIsBroughtInAndMadeAgainAndATamperedOneIsRefused() {
        try (Lab other = new Lab()) {
            Tab fresh = Tab.open(other, host.url()).ready();
            byte[] tampered = archive.clone();
            tampered[find(tampered, "\"label\":\"1\"") + 9] = '0';
            JsonObject refused = bring(fresh, tampered);
            assertFalse(refused.get("ok").getAsBoolean(), refused.toString());
            JsonObject report = bring(fresh, archive);
            assertTrue(report.get("ok").getAsBoolean(), report.toString());
            String name = report.getAsJsonArray("installed").asList().stream().map(JsonElement::getAsString)
                    .filter(one -> one.startsWith("reviews-") && !one.contains("examples"))
                    .findFirst().orElseThrow();
            JsonObject again = fresh.call("replay", Map.of("root", name)).getAsJsonObject();
            assertTrue(again.get("identical").getAsBoolean(), again.toString());
            assertEquals(1, fresh.call("classify", Map.of("model", name, "input", "I love it.")).getAsJsonObject()
                    .getAsJsonArray("results").size());
        }
    }

    private static JsonObject bring(Tab into, byte[] bytes) {
        return JsonParser.parseString((String) into.page().evaluate(
                "async text => JSON.stringify(await tabitat.import(new Blob([Uint8Array.from(atob(text), c => c.charCodeAt(0))])))",
                Base64.getEncoder().encodeToString(bytes))).getAsJsonObject();
    }

    @Test
    @Order(7)
    void aRunThatWasBrokenOffGoesOnAndBreedsTheSame() {
        try (Lab other = new Lab()) {
            Tab fresh = Tab.open(other, host.url()).ready();
            fresh.call("install", BASE);
            Tab second = Tab.open(other, host.url()).ready();
            fresh.page().evaluate("options => { tabitat.breed(JSON.parse(options)).catch(() => {}); }",
                    new Gson().toJson(plan()));
            fresh.page().evaluate(
                    "async () => { for (let i = 0; i < 240 && ((await tabitat.lab()).candidates?.length ?? 0) < 3; i++) await new Promise(r => setTimeout(r, 100)); }");
            assertEquals("refused",
                    second.rejection("text => tabitat.teach({ task: 't', examples: text, kind: 'head' })",
                            Reviews.lines(60)).get("code").getAsString(),
                    "one run at a time, whichever tab it is in");
            second.page().close();
            int before = bredSoFar(fresh);
            fresh.page().reload();
            fresh.ready();
            assertEquals("paused", fresh.call("lab").getAsJsonObject().get("state").getAsString());
            assertTrue(fresh.call("check").getAsJsonObject().get("ok").getAsBoolean(), "nothing half-written");
            JsonObject run = fresh.call("breed", Map.of("resume", true)).getAsJsonObject();
            System.out.println("Broken off behind " + before + " candidates, gone on with to "
                    + run.getAsJsonArray("population").size() + ".");
            assertEquals(bred, digests(run.getAsJsonArray("population")));
            assertTrue(fresh.call("lineage").getAsJsonObject().get("chain_ok").getAsBoolean());
        }
    }

    private static int bredSoFar(Tab tab) {
        JsonObject state = tab.call("lab").getAsJsonObject();
        return state.has("candidates") ? state.getAsJsonArray("candidates").size() : 0;
    }

    private static Map<String, Object> plan() {
        return Map.of("task", TASK, "parents", List.of(BASE), "examples", Reviews.lines(110), "seed", 11, "budget",
                Map.of("candidates", 9, "generations", 2, "time_s", 400));
    }

    @Test
    @Order(8)
    void badInputIsRefusedByNameAndNothingIsKept() {
        int installed = tab.call("installed").getAsJsonArray().size();
        assertEquals("invalid_input", refused("Good.\tx\nBad.\tx\n".repeat(40)), "one label, and duplicates");
        assertEquals("invalid_input", refused("a\tx\nb\ty\nc\tx\n"), "three examples");
        assertEquals("invalid_input", refused(""), "nothing");
        assertEquals("invalid_input", refused("only one column\n".repeat(30)), "no labels");
        assertEquals("invalid_input", refused("text\tlabel\n" + "a row\tx\n".repeat(100_000)),
                "a hundred thousand rows");
        assertEquals("damaged_data", refused("{\"text\": \"a\", \"label\": \"x\"}\n{broken\n"), "a broken line");
        JsonObject large = tab.call("examples", Map.of("examples", Reviews.lines(60) + "x".repeat(1 << 20) + "\t1\n"))
                .getAsJsonObject();
        assertTrue(large.getAsJsonObject("examples").get("notices").toString().contains("more than 50000 characters"),
                large.toString());
        assertEquals("invalid_input",
                tab.rejection("text => tabitat.teach({ task: 't', examples: text, kind: 'magic' })", Reviews.lines(60))
                        .get("code").getAsString());
        assertEquals("invalid_input", tab
                .rejection("text => tabitat.teach({ task: 't', examples: text, base: 'nobody:q8' })", Reviews.lines(60))
                .get("code").getAsString());
        assertEquals("invalid_input",
                tab.rejection("text => tabitat.breed({ task: 't', examples: text, seed: 1.5 })", Reviews.lines(60))
                        .get("code").getAsString());
        assertEquals("invalid_input",
                tab.rejection("() => tabitat.replay({ root: 'lande:q8' })", null).get("code").getAsString());
        assertEquals("invalid_input",
                tab.rejection("() => tabitat.evaluate({ model: 'all-minilm-l6-v2:q8', dataset: [] })", null).get("code")
                        .getAsString());
        assertEquals(installed, tab.call("installed").getAsJsonArray().size());
    }

    private static String refused(String examples) {
        return tab.rejection("text => tabitat.teach({ task: 't', examples: text, kind: 'head' })", examples).get("code")
                .getAsString();
    }

    @Test
    @Order(9)
    void aScorecardAPartsListAndAPacketAreToBeHad() {
        JsonObject card = tab.call("evaluate", Map.of("model", taught, "dataset", Reviews.lines(80))).getAsJsonObject();
        assertEquals(80, card.get("n").getAsInt(), card.toString());
        assertTrue(card.getAsJsonObject("fitness").has("utility"), card.toString());
        JsonObject packet = tab.call("packet", Map.of("model", taught)).getAsJsonObject();
        assertTrue(packet.get("markdown").getAsString().contains("What it does not do"), packet.toString());
        assertEquals("champion", packet.getAsJsonObject("lifecycle").get("state").getAsString());
        String key = tab.call("makeKey", Map.of("name", "The practice")).getAsJsonObject().get("id").getAsString();
        JsonObject signed = tab.call("packet", Map.of("model", taught, "key", key)).getAsJsonObject();
        assertEquals(packet.get("packet_digest"), signed.get("packet_digest"));
        JsonObject envelope = JsonParser.parseString(signed.getAsJsonObject("signature").get("envelope").getAsString())
                .getAsJsonObject();
        String payload = new String(Base64.getDecoder().decode(envelope.get("payload").getAsString()),
                StandardCharsets.UTF_8);
        assertEquals(signed.get("evaluation"), JsonParser.parseString(payload).getAsJsonObject().get("evaluation"),
                "what is signed is what is shown");
        assertEquals(key, signed.getAsJsonObject("signature").get("keyid").getAsString());
        String parts = (String) tab.page()
                .evaluate("async () => (await tabitat.export({ what: 'lineage', format: 'cyclonedx' })).text()");
        assertEquals("CycloneDX", JsonParser.parseString(parts).getAsJsonObject().get("bomFormat").getAsString());
        JsonObject feedback = tab.call("feedback", Map.of("model", taught, "correct", true)).getAsJsonObject();
        assertEquals(1, feedback.get("accepted").getAsInt());
    }
}
