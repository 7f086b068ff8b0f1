package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A start in which some part of the browser does not answer: the page says so, or the app goes on without it. */
@Execution(ExecutionMode.CONCURRENT)
final class StartFaultIT {

    private static final int START_DEADLINE = 45_000;
    private static final Pattern SCRIPT = Pattern.compile(".*/assets/(start|app)-[0-9a-f]+\\.js");
    private static final String SETTLED = "async () => { while (!globalThis.tabitat) await new Promise(r => setTimeout(r, 5));"
            + " return tabitat.ready.then(() => 'ready', e => JSON.stringify({code: e.code, message: e.message, found: e.found})); }";

    /** Opens the app with what becomes of the engines' scripts, which the page has asked for before the workers do. */
    private static Page open(Lab lab, HostProcess host, Consumer<Route> engineScript) {
        Page page = lab.newPage();
        page.setDefaultTimeout(START_DEADLINE);
        // A service worker would fetch the scripts itself.
        page.addInitScript("Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined });");
        Set<String> pageHas = ConcurrentHashMap.newKeySet();
        page.route(SCRIPT, route -> {
            if (pageHas.add(route.request().url())) {
                route.resume();
            } else {
                engineScript.accept(route);
            }
        });
        page.navigate(host.url().toString());
        return page;
    }

    /** The engine's script with something before it, in the worker. */
    private static Consumer<Route> before(String script) {
        return route -> {
            APIResponse response = route.fetch();
            Map<String, String> headers = new HashMap<>(response.headers());
            headers.remove("content-encoding");
            headers.remove("content-length");
            route.fulfill(new Route.FulfillOptions().setHeaders(headers).setBody(script + "\n" + response.text()));
        };
    }

    private static void assertFailed(Page page, String message) {
        JsonObject error = JsonParser.parseString((String) page.evaluate(SETTLED)).getAsJsonObject();
        assertEquals("unavailable", error.get("code").getAsString(), error.toString());
        assertEquals(message, error.get("message").getAsString(), error.toString());
        PlaywrightAssertions.assertThat(page.locator("main")).containsText(message,
                new LocatorAssertions.ContainsTextOptions().setTimeout(5_000));
        page.unroute(SCRIPT);
        page.evaluate("() => { globalThis.failedStart = true; }");
        page.getByText("Try again").click();
        page.waitForFunction("() => !globalThis.failedStart");
        assertEquals("ready", page.evaluate(SETTLED), "the next start works");
    }

    @Test
    void anEngineWhoseScriptIsBlockedIsReportedAndCanBeTriedAgain() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            assertFailed(open(lab, host, Route::abort), "The engine stopped.");
        }
    }

    @Test
    void anEngineThatCrashesAtItsStartIsReportedAndCanBeTriedAgain() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            assertFailed(open(lab, host, before("throw new Error('on purpose');")), "The engine stopped.");
        }
    }

    @Test
    void anEngineThatNeverAnswersIsGivenUpAtItsDeadline() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            assertFailed(open(lab, host, before(
                    "WebAssembly.instantiate = WebAssembly.compile = WebAssembly.instantiateStreaming = WebAssembly.compileStreaming = () => new Promise(() => {});")),
                    "The engine did not start.");
        }
    }

    @Test
    void storageThatNeverSaysHowLargeItIsDoesNotHoldTheStart() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Page page = open(lab, host, before(
                    "for (const name of ['estimate', 'persisted', 'persist']) StorageManager.prototype[name] = () => new Promise(() => {});"));
            assertEquals("ready", page.evaluate(SETTLED));
            JsonObject storage = JsonParser
                    .parseString((String) page.evaluate("async () => JSON.stringify(await tabitat.storage())"))
                    .getAsJsonObject();
            assertEquals("indexeddb", storage.get("mode").getAsString(), storage.toString());
        }
    }

    @Test
    void aDatabaseThatNeverOpensLeavesAnAppThatWorksInMemory() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Page page = open(lab, host, before("IDBFactory.prototype.open = () => ({});"));
            assertEquals("ready", page.evaluate(SETTLED));
            assertEquals("memory", page.evaluate("async () => (await tabitat.storage()).mode"));
        }
    }

    @Test
    void aDatabaseThatAnOlderTabHoldsLeavesAnAppThatWorksInMemory() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Page older = lab.newPage();
            older.navigate(host.url() + "manifest.webmanifest");
            older.evaluate("() => new Promise((resolve, reject) => { const request = indexedDB.open('tabitat', 1);"
                    + " request.onsuccess = () => { globalThis.held = request.result; resolve(); }; request.onerror = () => reject(request.error); })");
            Tab tab = Tab.open(lab, host.url()).ready();
            assertEquals("deu", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("deu"))));
            assertEquals("memory", tab.call("storage").getAsJsonObject().get("mode").getAsString());
            tab.page().evaluate(
                    "async () => { await tabitat.documents.add(new Blob(['# Leave\\n\\nEvery employee has 25 days of leave.']), {name: 'leave.md'}); }");
            assertEquals("found",
                    tab.page().evaluate("async () => (await tabitat.search({query: 'days of leave'})).verdict"));
        }
    }

    @Test
    void aDatabaseThatIsClosedUnderTheAppIsOpenedAgain() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            Page other = lab.newPage();
            other.navigate(host.url() + "manifest.webmanifest");
            other.evaluate(
                    "() => new Promise((resolve, reject) => { const request = indexedDB.deleteDatabase('tabitat');"
                            + " request.onsuccess = () => resolve(); request.onerror = () => reject(request.error); })");
            assertEquals("deu", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("deu"))));
            tab.page().evaluate(
                    "async () => { while ((await tabitat.installed()).length !== 1) await new Promise(r => setTimeout(r, 50)); }");
            JsonObject check = tab.call("check").getAsJsonObject();
            assertTrue(check.get("ok").getAsBoolean(), "what was deleted is not claimed: " + check);
        }
    }
}
