package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tabitat.e2e.support.FaultProxy;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Downloads wait, stop and go on as the person says; newer versions of models and of the app itself are offered, never
 * forced.
 */
final class QueueIT {

    private static final String PACKAGE = "opennlp-langdetect:fp32";
    private static final Predicate<String> ITS_BLOBS = path -> path.startsWith("/v2/opennlp-langdetect/blobs/");
    private static final String ASK = """
            name => { globalThis.code = ''; globalThis.pieces = 0;
              tabitat.install(name, {onProgress: p => { globalThis.pieces = p.verified_chunks; }})
                .then(() => { globalThis.code = 'installed'; }, e => { globalThis.code = e.code; }); }
            """;

    private HostProcess host;
    private FaultProxy proxy;
    private Lab lab;
    private Tab tab;

    @BeforeEach
    void open() {
        host = HostProcess.start();
        proxy = FaultProxy.before(host);
        lab = new Lab();
        tab = Tab.open(lab, proxy.url()).ready();
    }

    @AfterEach
    void close() {
        List<String> offences = lab.offences();
        lab.close();
        proxy.close();
        host.close();
        assertEquals(List.of(), offences);
    }

    private void waitUntil(String condition) {
        String outcome = (String) tab.page().evaluate("async () => { const end = performance.now() + 20000;"
                + " while (!(await (" + condition
                + ")())) { if (performance.now() > end) return JSON.stringify([globalThis.code, globalThis.pieces, await tabitat.downloads()]);"
                + " await new Promise(r => setTimeout(r, 10)); } return ''; }");
        assertEquals("", outcome, condition);
    }

    private JsonArray downloads() {
        return tab.call("downloads").getAsJsonArray();
    }

    @Test
    void aPauseOutlivesTheTabAndTheScreenResumesIt() {
        proxy.throttle(ITS_BLOBS, 3_000_000);
        tab.page().evaluate(ASK, PACKAGE);
        waitUntil("() => globalThis.pieces >= 3");
        tab.call("pause", PACKAGE);
        waitUntil("() => globalThis.code === 'cancelled'");
        tab.page().navigate(proxy.url() + "#models");
        tab.page().reload();
        tab.ready();
        proxy.forget();
        assertEquals("paused", downloads().get(0).getAsJsonObject().get("state").getAsString());
        assertTrue(downloads().get(0).getAsJsonObject().get("verified_chunks").getAsInt() >= 3, downloads().toString());
        tab.page().getByText("Paused: " + PACKAGE).waitFor();
        assertEquals(0, proxy.seen().stream().filter(one -> ITS_BLOBS.test(one.path())).count(),
                "nothing goes on by itself");
        proxy.heal();
        tab.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Resume").setExact(true)).click();
        waitUntil("async () => (await tabitat.installed()).some(p => p.name === '" + PACKAGE + "')");
        assertEquals("spa", tab.label(PACKAGE, Samples.BY_LANGUAGE.get("spa")));
        assertEquals(0, downloads().size());
    }

    @Test
    void withoutANetworkItWaitsAndGoesOnByItself() {
        proxy.throttle(ITS_BLOBS, 3_000_000);
        tab.page().evaluate(ASK, PACKAGE);
        waitUntil("() => globalThis.pieces >= 2");
        lab.context().setOffline(true);
        waitUntil("async () => ['waiting', undefined].includes((await tabitat.downloads())[0]?.state)");
        assertEquals("waiting", downloads().get(0).getAsJsonObject().get("state").getAsString());
        assertEquals("fra", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("fra"))));
        proxy.heal();
        lab.context().setOffline(false);
        waitUntil("() => globalThis.code !== ''");
        assertEquals("installed", tab.page().evaluate("() => globalThis.code"));
    }

    @Test
    void theQueueKeepsItsOrderAndTakesAnother() {
        proxy.throttle(path -> path.contains("/blobs/"), 8_000_000);
        tab.page().evaluate(ASK, PACKAGE);
        waitUntil("() => globalThis.pieces >= 1");
        tab.page().evaluate(
                "() => { for (const name of ['all-minilm-l6-v2:q4', 'all-minilm-l6-v2:q8']) tabitat.install(name).catch(() => {}); }");
        waitUntil("async () => (await tabitat.downloads()).length === 3");
        assertEquals(List.of(PACKAGE + " downloading", "all-minilm-l6-v2:q4 queued", "all-minilm-l6-v2:q8 queued"),
                states());
        tab.call("reorder", Map.of("names", List.of("all-minilm-l6-v2:q8")));
        tab.call("cancel", "all-minilm-l6-v2:q4");
        waitUntil("() => globalThis.code === 'installed'");
        waitUntil("async () => (await tabitat.downloads())[0].state === 'downloading'");
        assertEquals(List.of("all-minilm-l6-v2:q8 downloading"), states());
        tab.call("cancel", "all-minilm-l6-v2:q8");
        assertEquals(List.of(), states());
        assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());
    }

    private List<String> states() {
        List<String> states = new java.util.ArrayList<>();
        for (JsonElement one : downloads()) {
            states.add(one.getAsJsonObject().get("name").getAsString() + " "
                    + one.getAsJsonObject().get("state").getAsString());
        }
        return states;
    }

    /** The host gives the tag another manifest: the catalogue offers it, the person installs it, and goes back. */
    @Test
    void aNewerVersionIsOfferedTakenAndLeftAgain() {
        tab.call("install", PACKAGE);
        String first = entry().get("digest").getAsString();
        proxy.hideHeaders("docker-content-digest"::equals);
        proxy.spoil(answer -> answer.path().startsWith("/v2/opennlp-langdetect/manifests/")
                ? Optional.of(answer.with(new String(answer.body(), StandardCharsets.UTF_8)
                        .replaceFirst("\"org.opencontainers.image.licenses\": ?\"[^\"]*\"",
                                "\"org.opencontainers.image.licenses\":\"MIT\"")
                        .getBytes(StandardCharsets.UTF_8)))
                : Optional.empty());
        tab.page().navigate(proxy.url() + "#models");
        tab.page().reload();
        tab.ready();
        assertEquals(first, entry().get("digest").getAsString());
        proxy.forget();
        JsonObject update = entry().getAsJsonObject("update");
        assertEquals(0, update.get("missing_bytes").getAsLong(), "only the manifest differs");
        assertEquals("Licence", update.getAsJsonArray("changes").get(0).getAsJsonObject().get("what").getAsString());
        assertEquals(0, proxy.seen().stream().filter(one -> ITS_BLOBS.test(one.path())).count(),
                "nothing is fetched unasked");
        tab.page().getByText("A newer version is there.").waitFor();
        tab.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Update")).click();
        waitUntil("async () => (await tabitat.catalog()).some(p => p.previous)");
        assertEquals(update.get("digest"), entry().get("digest"));
        assertEquals("spa", tab.label(PACKAGE, Samples.BY_LANGUAGE.get("spa")));
        tab.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Go back to it")).click();
        waitUntil("async () => (await tabitat.catalog()).some(p => p.digest === '" + first + "')");
        assertEquals("spa", tab.label(PACKAGE, Samples.BY_LANGUAGE.get("spa")));
        assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());
        assertTrue(tab.call("lineage").getAsJsonObject().get("chain_ok").getAsBoolean());
        tab.call("removePrevious", PACKAGE);
        assertFalse(entry().has("previous"));
    }

    private boolean hasStartedAgain() {
        try {
            return !(Boolean) tab.page().evaluate("() => !!globalThis.old");
        } catch (com.microsoft.playwright.PlaywrightException inBetween) {
            return false;
        }
    }

    private JsonObject entry() {
        for (JsonElement element : tab.call("catalog").getAsJsonArray()) {
            if (element.getAsJsonObject().get("name").getAsString().equals(PACKAGE)) {
                return element.getAsJsonObject();
            }
        }
        throw new AssertionError(PACKAGE + " is not in the catalogue");
    }

    /**
     * Another build of the app is there: it is offered, not while work goes on, and the other tab goes on with the old
     * one.
     */
    @Test
    void aNewerAppIsOfferedAndTakenWhenThePersonSaysSo() {
        tab.page().evaluate("() => navigator.serviceWorker.ready.then(() => true)");
        Tab other = Tab.open(lab, proxy.url()).ready();
        proxy.uncompressed("/service-worker.js"::equals);
        proxy.spoil(answer -> answer.path().equals("/service-worker.js")
                ? Optional.of(answer.with(new String(answer.body(), StandardCharsets.UTF_8)
                        .replaceFirst("const BUILD = \"([^\"]+)\"", "const BUILD = \"$1-newer\"")
                        .getBytes(StandardCharsets.UTF_8)))
                : Optional.empty());
        tab.page().evaluate("() => navigator.serviceWorker.getRegistration().then(r => r.update()).then(() => true)");
        tab.page().getByText("A newer Tabitat is ready.").waitFor();
        proxy.throttle(ITS_BLOBS, 2_000_000);
        tab.page().evaluate(ASK, PACKAGE);
        tab.page().getByText("It can be used when the current work is done").waitFor();
        assertEquals(0,
                tab.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Use it now")).count());
        proxy.throttle(ITS_BLOBS, 40_000_000);
        waitUntil("() => globalThis.code === 'installed'");
        other.page().evaluate("() => { globalThis.same = true; }");
        tab.page().evaluate("() => { globalThis.old = true; }");
        tab.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Use it now")).click();
        tab.page().waitForCondition(this::hasStartedAgain);
        tab.ready();
        List<?> caches = (List<?>) tab.page().evaluate("() => caches.keys()");
        assertTrue(caches.stream().anyMatch(name -> name.toString().endsWith("-newer")), caches.toString());
        assertEquals(2, caches.size(), "what the other tab runs is kept: " + caches);
        assertEquals(true, other.page().evaluate("() => globalThis.same"), "the other tab was not started again");
        assertEquals("fra", Tab.top(other.classify(Samples.BY_LANGUAGE.get("fra"))));
        assertEquals("spa", tab.label(PACKAGE, Samples.BY_LANGUAGE.get("spa")));
        assertEquals(0, tab.page().getByText("A newer Tabitat is ready.").count());
    }
}
