package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tabitat.e2e.support.GivenCases;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Another page deletes, upgrades or blocks the database while the app is used: it goes on, or says on every screen what
 * to do.
 */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StorageLossIT {

    private static final String ADD = "async () => (await tabitat.documents.add(new Blob(['# Leave\\n\\nEvery employee has 25 days of leave.']), {name: 'leave.md'})).id";
    private static final List<String> SCREENS = List.of("start", "models", "lab", "documents", "route", "lineage",
            "device");

    private HostProcess host;

    @BeforeAll
    void startHost() {
        host = HostProcess.start();
    }

    @AfterAll
    void stopHost() {
        host.close();
    }

    /** A page of the same origin that is not the app. */
    private Page other(Lab lab) {
        Page other = lab.newPage();
        other.navigate(host.url() + "manifest.webmanifest");
        return other;
    }

    private static void request(Page page, String made) {
        page.evaluate("() => new Promise((resolve, reject) => { const request = " + made + ";"
                + " request.onsuccess = () => { globalThis.held = request.result; resolve(); }; request.onerror = () => reject(request.error); })");
    }

    private static void assertEveryScreenSays(Page page, String text) {
        for (String screen : SCREENS) {
            page.evaluate("screen => { location.hash = screen; }", screen);
            PlaywrightAssertions.assertThat(page.locator("#screen-" + screen)).containsText(text,
                    new LocatorAssertions.ContainsTextOptions().setTimeout(5_000));
        }
    }

    private static final String MODE = "async wanted => { while ((await tabitat.storage()).mode !== wanted) await new Promise(r => setTimeout(r, 50)); }";

    private static final String INSTALLED_ONE = "async () => { while ((await tabitat.installed()).length !== 1) await new Promise(r => setTimeout(r, 50)); }";

    private static int documents(Tab tab) {
        return ((Number) tab.page().evaluate("async () => (await tabitat.documents.list()).length")).intValue();
    }

    /**
     * A tab beside a page that holds the database open at the version of the given case and ignores that a newer one is
     * wanted.
     */
    private Page block(Lab lab) {
        int version = GivenCases.one("storage-open-blocked", "ignores versionchange").numbers(1).get(0);
        assertEquals(1, version);
        Page older = other(lab);
        request(older, "indexedDB.open('tabitat', " + version + ")");
        return older;
    }

    @Test
    void whenTheOlderTabClosesTheStoreIsUsedAtOnceWhereMemoryHoldsNothingOfAPersons() {
        try (Lab lab = new Lab()) {
            Page older = block(lab);
            Tab tab = Tab.open(lab, host.url()).ready();
            assertEquals(0, documents(tab), "the worker of documents began in memory too");
            assertEveryScreenSays(tab.page(), "Another tab of this site, with an older version, keeps the store open.");
            tab.page().evaluate("() => { location.hash = 'start'; }");
            tab.page().locator("#say").fill("Typed before the other tab was closed");
            older.close();
            tab.page().evaluate(MODE, "indexeddb");
            PlaywrightAssertions.assertThat(tab.page().locator("#store-notice")).hasCount(0);
            PlaywrightAssertions.assertThat(tab.page().locator("#offline")).not().hasText("Kept in memory only");
            assertEquals("Typed before the other tab was closed", tab.page().locator("#say").inputValue(),
                    "the page was not loaded again");
            // The starter model is fetched into the store once this is used.
            tab.page().evaluate(INSTALLED_ONE);
            assertEquals("deu", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("deu"))));
            tab.page().evaluate(ADD);
            assertEquals("indexeddb", tab.page().evaluate("async () => (await tabitat.documents.status()).mode"));
            JsonObject check = tab.call("check").getAsJsonObject();
            assertTrue(check.get("ok").getAsBoolean(), check.toString());
            tab.page().reload();
            tab.ready();
            assertEquals(1, documents(tab), "what was added then is kept");
            assertEquals(1, tab.call("installed").getAsJsonArray().size());
            assertEquals(List.of(), lab.offences());
        }
    }

    @Test
    void documentsInMemoryStayUntilThePageIsLoadedAgainAsTheNoticeOffers() {
        try (Lab lab = new Lab()) {
            Page older = block(lab);
            Tab tab = Tab.open(lab, host.url()).ready();
            tab.page().evaluate("() => { location.hash = 'documents'; }");
            tab.page().evaluate(ADD);
            older.close();
            PlaywrightAssertions.assertThat(tab.page().locator("#store-notice"))
                    .containsText("Your documents are in this tab\u2019s memory only.");
            assertEquals("found",
                    tab.page().evaluate("async () => (await tabitat.search({query: 'days of leave'})).verdict"),
                    "they are still searched");
            tab.page().getByText("Reload to use what is stored").click();
            tab.page().waitForFunction(
                    "() => performance.getEntriesByType('navigation')[0].type === 'reload' && globalThis.tabitat");
            tab.ready();
            tab.page().evaluate(MODE, "indexeddb");
            assertEquals(0, documents(tab));
            PlaywrightAssertions.assertThat(tab.page().locator("#store-notice")).hasCount(0);
        }
    }

    @Test
    void aPackageInMemoryStaysUntilThePageIsLoadedAgainAsTheNoticeOffers() {
        try (Lab lab = new Lab()) {
            Page older = block(lab);
            Tab tab = Tab.open(lab, host.url()).ready();
            tab.call("install", "fasttext-lid-176:pq");
            older.close();
            tab.page().evaluate(
                    "async () => { while (!(await tabitat.storage()).available) await new Promise(r => setTimeout(r, 50)); }");
            assertEveryScreenSays(tab.page(), "The store of this browser can be opened again.");
            assertEquals("spa", tab.label("fasttext-lid-176:pq", Samples.BY_LANGUAGE.get("spa")));
            tab.page().getByText("Reload to use what is stored").click();
            tab.page().waitForFunction(
                    "() => performance.getEntriesByType('navigation')[0].type === 'reload' && globalThis.tabitat");
            tab.ready();
            tab.page().evaluate(MODE, "indexeddb");
            assertEquals(1, tab.call("installed").getAsJsonArray().size(), "the first model alone, from the store");
        }
    }

    @Test
    void aDatabaseThatAnotherPageDeletesIsMadeAnewAndUsed() {
        try (Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            tab.page().evaluate(ADD);
            assertTrue(GivenCases.one("storage-connection-lost", "deletes the database, or the browser clears").right()
                    .startsWith("opened anew and usable"));
            request(other(lab), "indexedDB.deleteDatabase('tabitat')");
            PlaywrightAssertions.assertThat(tab.page().locator("main")).containsText("deleted while this tab was open",
                    new LocatorAssertions.ContainsTextOptions().setTimeout(5_000));
            tab.page().evaluate(
                    "async () => { while ((await tabitat.installed()).length !== 1) await new Promise(r => setTimeout(r, 50)); }");
            assertEquals("deu", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("deu"))));
            assertEquals(0,
                    ((Number) tab.page().evaluate("async () => (await tabitat.documents.list()).length")).intValue(),
                    "they are gone");
            tab.page().evaluate(ADD);
            assertEquals(1,
                    ((Number) tab.page().evaluate("async () => (await tabitat.documents.list()).length")).intValue());
            JsonObject check = tab.call("check").getAsJsonObject();
            assertTrue(check.get("ok").getAsBoolean(), check.toString());
            tab.page().reload();
            tab.ready();
            assertEquals(1,
                    ((Number) tab.page().evaluate("async () => (await tabitat.documents.list()).length")).intValue(),
                    "what was added then is kept");
        }
    }

    @Test
    void siteDataThatTheBrowserClearsDoNotStopTheApp() {
        try (Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            tab.page().evaluate(ADD);
            JsonObject clear = new JsonObject();
            clear.addProperty("origin", host.url().toString());
            clear.addProperty("storageTypes", "indexeddb");
            tab.page().context().newCDPSession(tab.page()).send("Storage.clearDataForOrigin", clear);
            tab.page().evaluate(
                    "async () => { while ((await tabitat.installed()).length !== 1) await new Promise(r => setTimeout(r, 50)); }");
            assertEquals("deu", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("deu"))));
            tab.page().evaluate(ADD);
            assertEquals(1,
                    ((Number) tab.page().evaluate("async () => (await tabitat.documents.list()).length")).intValue());
        }
    }

    @Test
    void aDatabaseThatANewerVersionUpgradesIsNamedByEveryCallAndOnEveryScreen() {
        try (Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            tab.page().evaluate(ADD);
            int version = GivenCases.one("storage-connection-lost", "another page opens the database").numbers(2)
                    .get(0);
            request(other(lab), "indexedDB.open('tabitat', " + version + ")");
            assertEveryCallIsUnsupported(tab);
            assertEveryScreenSays(tab.page(), "A newer Tabitat wrote this store.");
            tab.page().reload();
            assertEveryCallIsUnsupported(tab);
            assertEveryScreenSays(tab.page(), "A newer Tabitat wrote this store.");
        }
    }

    private static void assertEveryCallIsUnsupported(Tab tab) {
        tab.page().waitForFunction("() => globalThis.tabitat");
        for (String call : List.of("installed()", "documents.list()", "documents.status()", "search({query: 'leave'})",
                "lab()", "lineage()", "storage()", "catalog()",
                "install('lande:q8')", "keys()", "documents.add(new Blob(['a']), {name: 'a.md'})",
                "classify({task: 'language-identification', input: 'Guten Tag'})")) {
            JsonObject error = tab.rejection("() => tabitat." + call, null);
            assertEquals("unsupported", error.get("code").getAsString(), call + ": " + error);
            assertEquals("A newer Tabitat wrote this store.", error.get("message").getAsString(), call + ": " + error);
        }
    }

    @Test
    void aDatabaseThatAnOlderTabBlocksIsSaidOnEveryScreen() {
        try (Lab lab = new Lab()) {
            block(lab);
            Tab tab = Tab.open(lab, host.url()).ready();
            assertEveryScreenSays(tab.page(), "Another tab of this site, with an older version, keeps the store open.");
            tab.page().evaluate(ADD);
            assertEquals("found",
                    tab.page().evaluate("async () => (await tabitat.search({query: 'days of leave'})).verdict"));
        }
    }
}
