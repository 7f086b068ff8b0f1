package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Reviews;
import dev.tabitat.e2e.support.Tab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** They bring their reviews, teach the tab to sort them, breed from what they taught, decide, and make it again to the byte. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LabIT {

    private static final String BASE = "all-minilm-l6-v2:q8";
    private static final String TASK = "reviews";

    private static HostProcess host;
    private static Lab lab;
    private static Tab tab;
    private static String taught;

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
        assertEquals(990, split.get("train").getAsInt() + split.get("select").getAsInt() + split.get("test").getAsInt());
    }

    @Test
    @Order(2)
    void aHeadIsTaughtAndBeatsNobody() {
        long start = System.nanoTime();
        JsonObject lesson = tab.call("teach", Map.of("task", TASK, "base", BASE, "examples", Reviews.text(), "kind", "head", "seed", 7)).getAsJsonObject();
        System.out.printf("A head taught on the reviews: %.1f s in all, bred in %.1f s; test accuracy %s, macro-F1 %s, %s%n", (System.nanoTime() - start) / 1e9,
                lesson.get("duration_ms").getAsDouble() / 1000, lesson.getAsJsonObject("scorecard").get("accuracy"), lesson.getAsJsonObject("scorecard").get("macro_f1"),
                lesson.getAsJsonObject("scorecard").get("latency"));
        assertEquals("champion", lesson.getAsJsonObject("decision").get("outcome").getAsString(), lesson.toString());
        double accuracy = lesson.getAsJsonObject("scorecard").getAsJsonObject("accuracy").get("value").getAsDouble();
        assertTrue(accuracy > 0.829, "better than the floor of the word lists: " + accuracy);
        taught = lesson.get("adapter").getAsString();
        tab.call("decide", Map.of("outcome", "champion"));
        JsonObject answer = tab.call("classify", Map.of("task", TASK, "input", List.of("Great phone, works like a charm.", "It broke after two days. Awful."))).getAsJsonObject();
        assertEquals(taught, answer.get("model").getAsString(), answer.toString());
        assertEquals("1", label(answer, 0));
        assertEquals("0", label(answer, 1));
    }

    private static String label(JsonObject answer, int text) {
        return answer.getAsJsonArray("results").get(text).getAsJsonArray().get(0).getAsJsonObject().get("label").getAsString();
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
        JsonObject run = tab.call("breed", Map.of("task", TASK, "parents", List.of(BASE), "examples", Reviews.lines(160), "seed", 11,
                "budget", Map.of("candidates", 9, "generations", 2, "time_s", 400))).getAsJsonObject();
        System.out.printf("A run of the lab took %.1f s.%n", (System.nanoTime() - start) / 1e9);
        JsonArray population = run.getAsJsonArray("population");
        for (JsonElement one : population) {
            JsonObject candidate = one.getAsJsonObject();
            JsonObject card = candidate.getAsJsonObject("scorecard");
            System.out.printf("  %s %-50s %6.1f s  F1 %.3f  %.2f ms  %d bytes%n", candidate.get("id").getAsString(), candidate.get("what").getAsString(),
                    candidate.get("duration_ms").getAsDouble() / 1000, card.getAsJsonObject("macro_f1").get("value").getAsDouble(),
                    card.getAsJsonObject("latency").get("p50_ms").getAsDouble(), candidate.get("bytes").getAsLong());
        }
        System.out.println("  " + run.get("front") + " " + run.get("decision") + " failures " + run.getAsJsonObject("state").get("failures"));
        assertTrue(population.size() >= 6, population.size() + " candidates");
    }

    @Test
    @Order(5)
    void fromTheExportedFileAloneTheJvmMakesEverythingAgain() throws Exception {
        String best = tab.call("lab").getAsJsonObject().getAsJsonArray("candidates").asList().stream().map(JsonElement::getAsJsonObject)
                .filter(one -> one.get("operator").getAsString().equals("mutate")).findFirst().orElseThrow().get("id").getAsString();
        tab.call("decide", Map.of("outcome", "challenger", "candidate", best));
        String name = tab.call("lab").getAsJsonObject().getAsJsonArray("candidates").asList().stream().map(JsonElement::getAsJsonObject)
                .filter(one -> one.get("id").getAsString().equals(best)).findFirst().orElseThrow().get("name").getAsString();
        Path archive = Files.createTempFile("tabitat-replay", ".tar");
        Files.write(archive, Base64.getDecoder().decode((String) tab.page().evaluate(
                "async root => { const blob = await tabitat.export({ what: 'package', format: 'oci', root }); const bytes = new Uint8Array(await blob.arrayBuffer());"
                        + " let text = ''; for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768)); return btoa(text); }", name)));
        HostProcess.Ran ran = HostProcess.run("replay", archive.toString());
        System.out.println("Replayed on the JVM:\n" + ran.output());
        assertEquals(0, ran.exit(), ran.output());
        assertTrue(ran.output().contains("identical"), ran.output());
        Files.delete(archive);
    }
}
