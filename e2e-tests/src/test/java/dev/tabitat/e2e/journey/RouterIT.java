package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.ModelServer;
import dev.tabitat.e2e.support.Reviews;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A text is routed in the tab; what would leave is read first, sent to a real server process, and everything replays.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RouterIT {

    private static final String TASK = "language-identification";
    private static final String LETTER = "Dear Helen Smith, please call +49 30 901820 or write to helen.smith@example.org about card 4111 1111 1111 1111.";

    private static HostProcess host;
    private static ModelServer server;
    private static Lab lab;
    private static Tab tab;

    @BeforeAll
    static void open() {
        host = HostProcess.start();
        server = ModelServer.start(true);
        lab = new Lab();
        tab = Tab.open(lab, host.url()).ready();
    }

    @AfterAll
    static void close() {
        List<String> offences = lab.offences();
        lab.close();
        server.close();
        host.close();
        assertTrue(offences.isEmpty(), offences.toString());
    }

    private static JsonObject route(String text, Object... more) {
        Map<String, Object> params = new LinkedHashMap<>(Map.of("task", TASK, "input", text));
        for (int i = 0; i < more.length; i += 2) {
            params.put((String) more[i], more[i + 1]);
        }
        return tab.call("route", params).getAsJsonObject();
    }

    private static long sent() {
        return tab.call("ledger").getAsJsonObject().get("sent_bytes").getAsLong();
    }

    private static String code(String method, Map<String, ?> params) {
        return tab.rejection("text => { const [method, params] = JSON.parse(text); return tabitat[method](params); }",
                new com.google.gson.Gson().toJson(List.of(method, params))).get("code").getAsString();
    }

    @Test
    @Order(1)
    void aCalibratedStarterAnswersAndSaysWhy() {
        JsonObject decision = route(Samples.BY_LANGUAGE.get("deu"));
        assertEquals("local", decision.get("outcome").getAsString(), decision.toString());
        assertEquals("deu", decision.getAsJsonObject("answer").get("label").getAsString());
        assertEquals("specialist", decision.get("path").getAsString());
        assertTrue(
                decision.getAsJsonArray("candidates").size() >= 1 && decision.getAsJsonArray("exclusions").size() >= 2,
                decision.toString());
        for (String term : List.of("utility", "privacy", "latency_fit", "memory_cost")) {
            assertTrue(
                    decision.getAsJsonArray("candidates").get(0).getAsJsonObject().getAsJsonObject("terms").has(term),
                    term);
        }
        JsonObject policy = tab.call("policy").getAsJsonObject();
        assertTrue(policy.getAsJsonObject("effective").getAsJsonArray("thresholds").size() >= 1,
                "the starter came with its evidence");
        assertEquals("deu",
                tab.call("classify", Map.of("task", TASK, "input", Samples.BY_LANGUAGE.get("deu"))).getAsJsonObject()
                        .getAsJsonArray("results").get(0).getAsJsonArray().get(0).getAsJsonObject()
                        .get("label").getAsString());
    }

    @Test
    @Order(2)
    void aTextTooShortIsLeftAloneAndSaysWhatWouldChangeThat() {
        JsonObject decision = route("ok", "escalation", "never");
        assertEquals("no_op", decision.get("outcome").getAsString(), decision.toString());
        assertTrue(decision.getAsJsonArray("would_change").toString().contains("A longer text"), decision.toString());
        assertFalse(decision.has("answer"));
        assertEquals("invalid_input", code("route", Map.of("task", TASK, "input", " ")));
        assertEquals("invalid_input", code("route", Map.of("task", TASK, "input", "x".repeat((1 << 20) + 1))));
        assertEquals("invalid_input",
                code("route", Map.of("task", TASK, "input", "hello there", "data_class", "cats")));
    }

    @Test
    @Order(3)
    void aCascadeAsksTheCheapOneFirst() {
        tab.call("install", "opennlp-langdetect:fp32");
        String text = Samples.BY_LANGUAGE.get("fin");
        for (int i = 0; i < 8; i++) {
            tab.call("classify", Map.of("model", "lande:q8", "input", text));
            tab.call("classify", Map.of("model", "opennlp-langdetect:fp32", "input", text.repeat(40)));
        }
        JsonObject decision = route(text);
        assertEquals("cascade", decision.get("path").getAsString(), decision.toString());
        assertEquals("lande:q8", decision.getAsJsonArray("tried").get(0).getAsJsonObject().get("name").getAsString());
        JsonObject expected = decision.getAsJsonObject("expected");
        assertEquals("estimated", expected.get("how").getAsString());
        assertTrue(expected.getAsJsonObject("answered_by_first").get("n").getAsInt() > 500 && expected.has("saved_ms"),
                expected.toString());
        boolean wentOn = false;
        for (String hard : List.of("Hallo, tot morgen dan maar", "Jeg kommer i morgen klokken to",
                "Vi ses i morgen klockan tio", "Dobr\u00fd den, prajem pekn\u00fd ve\u010der",
                "Ahoj, uvidime sa zajtra rano",
                "bom dia senhor como vai", "Jeg er glad for det", "se vem\u00e1rio tat",
                "Mi piace la pizza al forno")) {
            JsonObject one = route(hard, "escalation", "never");
            wentOn |= one.getAsJsonArray("tried").size() == 2;
        }
        assertTrue(wentOn, "the large one is asked where the small one is unsure");
    }

    @Test
    @Order(4)
    void thePolicyIsReadEditedAndStrict() {
        JsonObject before = tab.call("policy").getAsJsonObject();
        JsonObject edited = before.getAsJsonObject("policy").deepCopy();
        edited.addProperty("name", "Mine");
        edited.addProperty("cascade", false);
        JsonObject rule = new JsonObject();
        rule.addProperty("name", "opennlp*");
        rule.addProperty("reason", "too slow for us");
        edited.getAsJsonArray("exclude").add(rule);
        JsonObject after = tab.call("policy", Map.of("set", new com.google.gson.Gson().fromJson(edited, Map.class)))
                .getAsJsonObject();
        assertEquals("yours", after.get("source").getAsString());
        assertFalse(after.get("digest").equals(before.get("digest")));
        JsonObject decision = route(Samples.BY_LANGUAGE.get("pol"));
        assertEquals("Mine", decision.get("policy_name").getAsString());
        assertEquals("specialist", decision.get("path").getAsString());
        assertTrue(decision.getAsJsonArray("exclusions").toString().contains("EXCLUDED_BY_POLICY")
                && decision.toString().contains("too slow for us"), decision.toString());
        edited.addProperty("colour", "green");
        assertEquals("damaged_data",
                code("policy", Map.of("set", new com.google.gson.Gson().fromJson(edited, Map.class))));
        assertEquals("Mine", tab.call("policy").getAsJsonObject().getAsJsonObject("policy").get("name").getAsString(),
                "a bad one changes nothing");
        assertEquals("default",
                tab.call("policy", Map.of("reset", true)).getAsJsonObject().get("source").getAsString());
    }

    @Test
    @Order(5)
    void whatIsPrivateIsFoundTakenOutAndPutBack() {
        JsonObject redacted = tab.call("redact", Map.of("input", LETTER)).getAsJsonObject();
        String text = redacted.get("text").getAsString();
        for (String secret : List.of("Helen", "901820", "example.org", "4111")) {
            assertFalse(text.contains(secret), text);
        }
        assertEquals(4, redacted.getAsJsonArray("found").size(), redacted.toString());
    }

    private static String target(String model, String dialect) {
        return tab.call("addTarget", Map.of("name", model, "url", server.url(), "dialect", dialect, "model", model))
                .getAsJsonObject().get("id").getAsString();
    }

    @Test
    @Order(6)
    void nothingLeavesBeforeItIsApprovedAndThenExactlyWhatWasShown() {
        long before = sent();
        String target = target("echo", "ollama");
        JsonObject decision = route(LETTER, "task", "reply", "target", target);
        assertEquals("cloud_escalation", decision.get("outcome").getAsString(), decision.toString());
        assertTrue(decision.get("redaction_required").getAsBoolean());
        JsonObject plan = decision.getAsJsonObject("plan");
        assertEquals(before, sent(), "a plan sends nothing");
        assertEquals(0, server.received().size());
        JsonObject answer = tab.call("approve", Map.of("plan", plan.get("id").getAsString(), "digest",
                plan.get("digest").getAsString(), "choice", "once")).getAsJsonObject();
        JsonObject got = server.received().get(0).getAsJsonObject();
        assertEquals(plan.get("body"), got.get("body"), "what was shown is what came, to the byte");
        assertFalse(got.toString().contains("example.org"));
        assertEquals(before + plan.get("bytes").getAsLong(), sent(), "the ledger has it");
        assertTrue(answer.get("text").getAsString().contains("[EMAIL_1]")
                && answer.get("filled").getAsString().contains("helen.smith@example.org"), answer.toString());
        assertEquals("invalid_input", code("approve", Map.of("plan", plan.get("id").getAsString())),
                "a plan is sent once");
        assertTrue(tab.call("ledger").toString().contains("\"escalation\""));
    }

    @Test
    @Order(7)
    void privateKindsOfDataStayWhateverIsAskedFor() {
        JsonObject decision = route(LETTER, "task", "reply", "data_class", "patient");
        assertEquals("no_op", decision.get("outcome").getAsString(), decision.toString());
        assertFalse(decision.has("plan"));
        assertTrue(decision.get("local_reason").getAsString().contains("patient"), decision.toString());
    }

    @Test
    @Order(8)
    void consentsHoldForTheSameAndCanBeTakenBack() {
        String target = target("echo", "openai");
        JsonObject plan = route("What is the opening time on Sunday?", "task", "reply", "target", target)
                .getAsJsonObject("plan");
        tab.call("approve", Map.of("plan", plan.get("id").getAsString(), "choice", "always"));
        JsonObject again = route("And on Monday?", "task", "reply", "target", target);
        assertEquals("You wrote: And on Monday?", again.getAsJsonObject("escalation").get("text").getAsString(),
                again.toString());
        int before = server.received().size();
        JsonObject other = route("And on Monday?", "task", "another task", "target", target);
        assertFalse(other.has("escalation"), "a consent is for one task");
        tab.call("approve", Map.of("plan", other.getAsJsonObject("plan").get("id").getAsString(), "choice", "never"));
        assertEquals("never", route("And then?", "task", "another task", "target", target).getAsJsonObject("plan")
                .get("consent").getAsString());
        assertEquals(before, server.received().size());
        assertEquals(2, tab.call("forgetConsent").getAsJsonObject().get("forgotten").getAsInt());
        assertFalse(route("And on Tuesday?", "task", "reply", "target", target).has("escalation"));
    }

    @Test
    @Order(9)
    void faultsOfTheServerAreNamedAndCounted() {
        Map<String, String> expected = Map.of("error", "unavailable", "malformed", "damaged_data", "cut", "unavailable",
                "slow", "unavailable", "refuses", "refused");
        for (Map.Entry<String, String> fault : expected.entrySet()) {
            for (String dialect : List.of("ollama", "openai")) {
                String target = target(fault.getKey(), dialect);
                JsonObject plan = route("Is this right or wrong?", "task", "reply", "target", target)
                        .getAsJsonObject("plan");
                long before = sent();
                String found = code("approve", Map.of("plan", plan.get("id").getAsString(), "patience_ms", 1500));
                assertTrue(
                        found.equals(fault.getValue()) || fault.getKey().equals("cut") && found.equals("damaged_data"),
                        fault + " " + dialect + ": " + found);
                assertEquals(before + plan.get("bytes").getAsLong(), sent(), "what went is counted also then");
            }
        }
        assertTrue(tab.call("routes").getAsJsonObject().toString().contains("\"outcome\":\"unavailable\""));
    }

    @Test
    @Order(10)
    void whatStandsInTheWayIsExplained() {
        try (ModelServer closed = ModelServer.start(false)) {
            String id = tab
                    .call("addTarget",
                            Map.of("name", "closed", "url", closed.url(), "dialect", "ollama", "model", "echo"))
                    .getAsJsonObject().get("id").getAsString();
            JsonObject plan = route("Is it open?", "task", "reply", "target", id).getAsJsonObject("plan");
            JsonObject error = tab.rejection("plan => tabitat.approve({ plan })", plan.get("id").getAsString());
            assertTrue(error.get("remedy").getAsString().contains("CORS")
                    && error.get("remedy").getAsString().contains("OLLAMA_ORIGINS"), error.toString());
        }
        String far = tab
                .call("addTarget",
                        Map.of("name", "far", "url", "https://models.example", "dialect", "openai", "model", "x"))
                .getAsJsonObject().get("id").getAsString();
        JsonObject plan = route("Is it far?", "task", "reply", "target", far).getAsJsonObject("plan");
        JsonObject error = tab.rejection("plan => tabitat.approve({ plan })", plan.get("id").getAsString());
        assertEquals("refused", error.get("code").getAsString(), error.toString());
        assertTrue(error.get("remedy").getAsString().contains("--endpoint https://models.example"), error.toString());
        JsonArray found = tab.call("discover", Map.of("url", server.url(), "dialect", "ollama")).getAsJsonArray();
        assertTrue(found.get(0).getAsJsonObject().getAsJsonArray("models").toString().contains("echo"),
                found.toString());
        tab.call("removeTarget", Map.of("target", far));
        assertEquals("invalid_input", code("removeTarget", Map.of("target", far)));
        assertEquals("invalid_input",
                code("addTarget", Map.of("name", "x", "url", "file:///etc/passwd", "dialect", "ollama", "model", "x")));
    }

    @Test
    @Order(11)
    void aKeyIsKeptSealedAndOpenOnlyForThisVisit() {
        JsonObject added = tab.call("addTarget", Map.of("name", "keyed", "url", server.url(), "dialect", "openai",
                "model", "refuses", "key", "right-key", "passphrase", "four unrelated words")).getAsJsonObject();
        assertTrue(added.get("has_key").getAsBoolean() && !added.get("locked").getAsBoolean());
        assertFalse(tab.call("targets").toString().contains("right-key"));
        tab.page().reload();
        tab.ready();
        String id = added.get("id").getAsString();
        JsonObject plan = route("Open it", "task", "reply", "target", id).getAsJsonObject("plan");
        assertEquals("refused", code("approve", Map.of("plan", plan.get("id").getAsString())), "locked after a reload");
        assertEquals("refused", code("unlockTarget", Map.of("target", id, "passphrase", "four other words")));
        tab.call("unlockTarget", Map.of("target", id, "passphrase", "four unrelated words"));
        assertEquals("You wrote: Open it", tab.call("approve", Map.of("plan", plan.get("id").getAsString()))
                .getAsJsonObject().get("text").getAsString());
    }

    @Test
    @Order(12)
    void aMemberElsewhereIsMeasuredAndRankedBesideTheTabsOwn() {
        List<Map<String, String>> examples = new ArrayList<>();
        for (String line : Reviews.lines(80).split("\n")) {
            examples.add(
                    Map.of("text", line.split("\t")[0], "label", line.split("\t")[1].equals("1") ? "good" : "bad"));
        }
        String target = target("label", "openai");
        tab.call("addMember",
                Map.of("name", "desk/label", "target", target, "task", "opinion", "labels", List.of("good", "bad"),
                        "utility", Map.of("value", 0.9, "n", 10),
                        "device", Map.of("memory_bytes", 4e9, "form", "workstation")));
        JsonObject plan = tab.call("measureMember", Map.of("member", "desk/label", "dataset", examples, "part", "all"))
                .getAsJsonObject();
        assertTrue(plan.get("approval_required").getAsBoolean() && plan.get("bytes").getAsLong() > 1000,
                plan.toString());
        int before = server.received().size();
        JsonObject card = tab.call("measureMember", Map.of("member", "desk/label", "dataset", examples, "part", "all",
                "approve", plan.get("digest").getAsString())).getAsJsonObject();
        assertEquals(before + plan.get("texts").getAsInt(), server.received().size());
        assertEquals(plan.get("bytes").getAsLong(), card.getAsJsonObject("privacy").get("sent_bytes").getAsLong());
        assertTrue(card.getAsJsonObject("accuracy").get("value").getAsDouble() > 0.5, card.toString());
        JsonObject member = tab.call("members").getAsJsonArray().get(0).getAsJsonObject();
        assertEquals("measured", member.getAsJsonObject("utility").get("how").getAsString());
        JsonObject decision = route("It works, I love it.", "task", "opinion");
        assertEquals("desk/label", decision.get("selected_model_or_stack").getAsString(), decision.toString());
        assertEquals("escalation_plan", decision.get("path").getAsString());
        JsonObject answer = tab
                .call("approve", Map.of("plan", decision.getAsJsonObject("plan").get("id").getAsString()))
                .getAsJsonObject();
        assertEquals("good", answer.get("label").getAsString(), answer.toString());
        assertEquals("refused", code("measureMember",
                Map.of("member", "desk/label", "dataset", examples, "part", "all", "approve", "sha256:00")));
    }

    @Test
    @Order(13)
    void thresholdsAreFoundOnExamplesAndTooFewAbstain() throws IOException {
        JsonArray examples = new JsonArray();
        JsonElement sample = JsonParser.parseString(
                Files.readString(HostProcess.root().resolve("static-host/target/parity/udhr-sample.json")));
        for (JsonElement one : sample.getAsJsonArray()) {
            if (List.of("deu", "fra", "eng", "spa", "ita", "nld")
                    .contains(one.getAsJsonObject().get("lang").getAsString())) {
                JsonObject row = new JsonObject();
                row.add("text", one.getAsJsonObject().get("text"));
                row.add("label", one.getAsJsonObject().get("lang"));
                examples.add(row);
            }
        }
        List<?> some = new com.google.gson.Gson().fromJson(examples, List.class);
        JsonObject compared = tab.call("compareRoutes", Map.of("task", TASK, "dataset", some, "part", "all", "none",
                List.of("12345 67890 12345", "zzz qqq xxx kkk"))).getAsJsonObject();
        System.out.println("Ways on them: " + compared.get("rows"));
        assertEquals(3, compared.getAsJsonArray("rows").size());
        assertTrue(compared.getAsJsonArray("groups").toString().contains("\"none\""), compared.toString());
        JsonObject few = tab
                .call("calibrate", Map.of("model", "lande:q8", "dataset", some.subList(0, 60), "part", "all"))
                .getAsJsonObject();
        assertFalse(few.has("threshold"), few.toString());
        assertTrue(few.get("notice").getAsString().contains("59"), few.toString());
        assertEquals("no_op", route(Samples.BY_LANGUAGE.get("deu"), "escalation", "never", "policy",
                new com.google.gson.Gson().fromJson(only("lande:q8"), Map.class)).get("outcome").getAsString());
        JsonObject many = tab.call("calibrate", Map.of("model", "lande:q8", "dataset", some, "part", "all"))
                .getAsJsonObject();
        System.out.println(
                "lande on " + many.get("n") + " paragraphs of six languages: counts from " + many.get("threshold")
                        + ", coverage " + many.get("coverage") + ", wrong at most " + many.get("error_upper"));
        assertTrue(many.has("threshold") && many.get("error_upper").getAsDouble() <= 0.05, many.toString());
    }

    /** Tabitat's own policy that asks this model only. */
    private static JsonObject only(String name) {
        JsonObject policy = tab.call("policy").getAsJsonObject().getAsJsonObject("policy").deepCopy();
        JsonObject rule = new JsonObject();
        rule.addProperty("name", "opennlp*");
        rule.addProperty("reason", "");
        policy.getAsJsonArray("exclude").add(rule);
        return policy;
    }

    @Test
    @Order(14)
    void theLogReplaysInTheTabAndOnTheJvmAndTamperingShows() throws IOException {
        JsonObject here = tab.call("replayDecisions").getAsJsonObject();
        assertEquals(here.get("decisions"), here.get("identical"), here.toString());
        assertTrue(here.get("decisions").getAsInt() > 20, here.toString());
        String file = (String) tab.page().evaluate("async () => (await tabitat.export({ what: 'decisions' })).text()");
        assertFalse(file.contains("Helen") || file.contains("opening time"), "no text is in the log");
        HostProcess.Ran same = replay(file);
        System.out.println("Decisions replayed on the JVM: " + same.output().strip());
        assertEquals(0, same.exit(), same.output());
        assertTrue(same.output().contains(here.get("decisions").getAsInt() + " identical."), same.output());
        HostProcess.Ran altered = replay(
                file.replaceFirst("\"battery_low\":\\{\"below\":0.2", "\"battery_low\":{\"below\":0.3"));
        assertEquals(2, altered.exit(), altered.output());
        assertTrue(altered.output().contains("was altered"), altered.output());
        JsonObject metrics = tab.call("routes").getAsJsonObject().getAsJsonObject("metrics");
        assertTrue(metrics.get("avoided_round_trips").getAsInt() > 5
                && metrics.get("private_bytes_kept_local").getAsLong() > 300 && metrics.has("median_local_latency"),
                metrics.toString());
    }

    private static HostProcess.Ran replay(String log) throws IOException {
        Path file = Files.createTempFile("tabitat-decisions", ".json");
        try {
            Files.write(file, log.getBytes(StandardCharsets.UTF_8));
            return HostProcess.run("decisions", file.toString());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    @Order(15)
    void onTheScreenAPlanIsReadAndSent() {
        Page page = tab.page();
        page.navigate(host.url() + "#route");
        page.getByLabel("The text").fill(LETTER);
        page.locator("#route-task").selectOption("opinion");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Decide")).click();
        Locator plan = page.locator("#route-plan");
        plan.waitFor();
        String bytes = plan.locator("pre").innerText();
        assertTrue(bytes.contains("[EMAIL_1]") && !bytes.contains("example.org"), bytes);
        int before = server.received().size();
        long sent = sent();
        PlaywrightAssertions.assertThat(page.locator("#sent")).hasText(sent + " bytes");
        int length = bytes.getBytes(StandardCharsets.UTF_8).length;
        PlaywrightAssertions.assertThat(plan).containsText(length + " bytes, POST");
        plan.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Send these bytes once")).click();
        plan.locator(".outside-answer").waitFor();
        assertEquals(bytes, server.received().get(before).getAsJsonObject().get("body").getAsString());
        PlaywrightAssertions.assertThat(page.locator("#sent")).hasText(sent + length + " bytes");
        assertEquals(sent + length, sent());
        page.navigate(host.url() + "#start");
        tab.ready();
    }

    /** The server holds its answer back: what left shows before anything came. */
    @Test
    @Order(16)
    void theHeaderCountsWhatLeftBeforeTheAnswerIsThere() {
        Page page = tab.page();
        long before = sent();
        int received = server.received().size();
        JsonObject plan = route("\u00dcber die \u20ac 5 und ein \ud83d\ude00: was meinst du?", "task", "reply",
                "target", target("slow", "ollama")).getAsJsonObject("plan");
        String body = plan.get("body").getAsString();
        assertEquals(body.getBytes(StandardCharsets.UTF_8).length, plan.get("bytes").getAsInt());
        page.evaluate(
                """
                        plan => {
                          window.stopAsking = new AbortController();
                          window.asked = tabitat.approve({ plan, signal: window.stopAsking.signal }).then(() => 'answered', error => error.code);
                        }""",
                plan.get("id").getAsString());
        PlaywrightAssertions.assertThat(page.locator("#sent"))
                .hasText(before + plan.get("bytes").getAsLong() + " bytes");
        page.waitForCondition(() -> server.received().size() > received); // the bytes are counted before they are sent
        assertEquals(body, server.received().get(received).getAsJsonObject().get("body").getAsString());
        page.evaluate("() => window.stopAsking.abort()");
        assertEquals("cancelled", page.evaluate("() => window.asked"));
        assertEquals(before + plan.get("bytes").getAsLong(), sent(), "counted once");
    }

    @Test
    @Order(17)
    void withoutANetworkLocalModelsAreRoutedTo() {
        lab.context().setOffline(true);
        try {
            JsonObject decision = route(Samples.BY_LANGUAGE.get("swe"));
            assertEquals("local", decision.get("outcome").getAsString(), decision.toString());
            assertFalse(decision.getAsJsonObject("circumstances").get("online").getAsBoolean());
        } finally {
            lab.context().setOffline(false);
        }
    }
}
