package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Someone was sent a link: they open it, type, and a real model answers. */
final class FirstVisitIT {

    private HostProcess host;
    private Lab lab;

    @BeforeEach
    void open() {
        host = HostProcess.start();
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
        host.close();
    }

    @Test
    void aTextTypedOnTheFirstVisitIsNamedInItsLanguage() {
        Page page = lab.newPage();
        page.navigate(host.url().toString());
        page.locator("#say").fill(Samples.BY_LANGUAGE.get("swe"));
        PlaywrightAssertions.assertThat(page.locator("output[for=say]")).hasText("Swedish");
        JsonObject timing = com.google.gson.JsonParser.parseString((String) page.evaluate(
                """
                        () => JSON.stringify({
                          paint: Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1),
                          answer: Math.round(performance.getEntriesByName('tabitat:first-answer')[0]?.startTime ?? -1),
                          longTasks: globalThis.__watch.longTasks,
                          violations: globalThis.__watch.violations })
                        """)).getAsJsonObject();
        System.out.println("First visit (localhost, ms): " + timing);
        assertTrue(timing.get("answer").getAsInt() > 0, "the page marks its first answer");
        assertEquals(0, timing.getAsJsonArray("violations").size(), timing.toString());
        assertEquals(List.of(), lab.offences());
    }

    @Test
    void everyLanguageOfTheSamplesIsNamedRight() {
        Tab tab = Tab.open(lab, host.url()).ready();
        Samples.BY_LANGUAGE.forEach((language, text) -> assertEquals(language, Tab.top(tab.classify(text)), text));
    }

    @Test
    void nothingLeavesTheTabAndEveryByteThatCameInIsListed() {
        Tab tab = Tab.open(lab, host.url()).ready();
        tab.classify("Not a byte of this sentence leaves the tab.");
        JsonObject ledger = tab.call("ledger").getAsJsonObject();
        assertEquals(0, ledger.get("sent_bytes").getAsLong(), ledger.toString());
        assertTrue(ledger.get("received_bytes").getAsLong() > 50_000, ledger.toString());
        long sum = 0;
        for (var entry : ledger.getAsJsonArray("entries")) {
            sum += entry.getAsJsonObject().get("received_bytes").getAsLong();
        }
        assertEquals(ledger.get("received_bytes").getAsLong(), sum, ledger.toString());
        PlaywrightAssertions.assertThat(tab.page().locator(".promise")).containsText("0 bytes");
    }

    @Test
    void theSecondModelIsInstalledOnRequestAndAnswersWithTheSameContract() {
        Tab tab = Tab.open(lab, host.url()).ready();
        JsonObject installed = tab.call("install", "opennlp-langdetect:fp32").getAsJsonObject();
        assertTrue(installed.get("bytes").getAsLong() > 1_000_000, installed.toString());
        Samples.BY_LANGUAGE.forEach(
                (language, text) -> assertEquals(language, tab.label("opennlp-langdetect:fp32", text), text));
        JsonObject choice = tab.call("choose", Map.of("task", "language-identification")).getAsJsonObject();
        assertEquals("local", choice.get("outcome").getAsString(), choice.toString());
        assertEquals(2, choice.getAsJsonArray("candidates").size(), choice.toString());
        for (var candidate : choice.getAsJsonArray("candidates")) {
            JsonObject terms = candidate.getAsJsonObject().getAsJsonObject("terms");
            for (String term : List.of("utility", "privacy", "latency_fit", "memory_cost")) {
                assertTrue(terms.has(term), choice.toString());
            }
        }
    }

    @Test
    void aRemovedPackageLeavesNothingBehindAndAnEmptyFieldGivesNoOpinion() {
        Tab tab = Tab.open(lab, host.url()).ready();
        JsonObject removed = tab.call("remove", "lande:q8").getAsJsonObject();
        assertTrue(removed.get("freed_bytes").getAsLong() > 0, removed.toString());
        assertEquals(0, tab.call("installed").getAsJsonArray().size());
        JsonObject choice = tab.call("choose", Map.of("task", "language-identification")).getAsJsonObject();
        assertTrue(List.of("no_op", "cloud_escalation").contains(choice.get("outcome").getAsString()),
                choice.toString());
        assertTrue(choice.getAsJsonArray("exclusions").size() > 0, choice.toString());
    }
}
