package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tabitat.e2e.support.FaultProxy;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A newer build of the app is fetched and verified in the background, offered, and takes over when the person says so.
 */
final class AppUpdateIT {

    private static final String NEWER_PAGE = "<html lang=\"en\" data-build=\"newer\">";
    private static final String UPDATE = "() => navigator.serviceWorker.getRegistration().then(r => r.update()).then(() => 'fetched', e => 'refused')";
    /** Looks for an update and waits until the browser has dropped it. */
    private static final String REFUSED_UPDATE = """
            async () => {
              const registration = await navigator.serviceWorker.getRegistration();
              await registration.update();
              const next = registration.installing;
              await new Promise(done => { next.onstatechange = done; if (next.state !== 'installing') done(); });
              return next.state;
            }
            """;

    private HostProcess host;
    private FaultProxy proxy;
    private Lab lab;
    private Tab tab;
    private String first;

    @BeforeEach
    void open() {
        host = HostProcess.start();
        proxy = FaultProxy.before(host);
        proxy.uncompressed(path -> path.equals("/service-worker.js") || path.equals("/"));
        // Without tags the browser cannot be told that nothing has changed.
        proxy.hideHeaders(name -> name.equals("etag") || name.equals("last-modified"));
        lab = new Lab();
        tab = Tab.open(lab, proxy.url()).ready();
        first = tab.page().evaluate("url => fetch(url).then(r => r.text())", proxy.url().toString()).toString();
        PlaywrightAssertions.assertThat(tab.page().locator("#offline")).hasText("Offline-ready");
    }

    @AfterEach
    void close() {
        lab.close();
        proxy.close();
        host.close();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The host serves another build from now on, whose page differs. @param served makes what it serves as the page,
     * under the digest of the right one
     */
    private void serveNewer(UnaryOperator<String> served) {
        String next = first.replace("<html lang=\"en\">", NEWER_PAGE);
        proxy.spoil(answer -> {
            String text = new String(answer.body(), StandardCharsets.UTF_8);
            return answer.path().equals("/")
                    ? Optional.of(answer.with(served.apply(next).getBytes(StandardCharsets.UTF_8)))
                    : answer.path().equals("/service-worker.js")
                            ? Optional.of(answer
                                    .with(text.replaceFirst("const BUILD = \"([^\"]+)\"", "const BUILD = \"$1-newer\"")
                                            .replace(sha256(first), sha256(next)).getBytes(StandardCharsets.UTF_8)))
                            : Optional.empty();
        });
    }

    private Object build() {
        return tab.page().evaluate("() => document.documentElement.dataset.build || 'first'");
    }

    private int caches() {
        return ((List<?>) tab.page().evaluate("() => caches.keys()")).size();
    }

    @Test
    void aReloadStaysWithTheBuildThatRunsUntilThePersonTakesTheNewerOne() {
        serveNewer(page -> page);
        assertEquals("fetched", tab.page().evaluate(UPDATE));
        tab.page().getByText("A newer Tabitat is ready.").waitFor();
        tab.page().reload();
        tab.ready();
        assertEquals("first", build(), "a reload changes nothing");
        tab.page().getByText("A newer Tabitat is ready.").waitFor();
        lab.context().setOffline(true);
        tab.page().evaluate("() => { globalThis.old = true; }");
        tab.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Use it now")).click();
        tab.page().waitForFunction("() => !globalThis.old && document.documentElement.dataset.build === 'newer'");
        tab.ready();
        assertEquals("fra", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("fra"))),
                "it was fetched whole before it was offered");
        PlaywrightAssertions.assertThat(tab.page().locator("#offline")).hasText("Offline now");
    }

    @Test
    void anUpdateWhoseFilesDifferFromTheirDigestsIsNotTaken() {
        serveNewer(page -> page + "<!-- changed on the way -->");
        assertEquals("redundant", tab.page().evaluate(REFUSED_UPDATE));
        assertEquals(1, caches(), "nothing of it stays");
        assertEquals(0, tab.page().getByText("A newer Tabitat is ready.").count());
        tab.page().reload();
        tab.ready();
        assertEquals("first", build());
        assertEquals("fra", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("fra"))));

        serveNewer(page -> page);
        assertEquals("fetched", tab.page().evaluate(UPDATE));
        tab.page().getByText("A newer Tabitat is ready.").waitFor();
    }

    @Test
    void anUpdateWhoseConnectionBreaksLeavesTheBuildThatRunsAsItWas() {
        proxy.spoil(answer -> answer.path().equals("/service-worker.js")
                ? Optional.of(answer.with(new String(answer.body(), StandardCharsets.UTF_8)
                        .replaceFirst("const BUILD = \"([^\"]+)\"", "const BUILD = \"$1-newer\"")
                        .replaceFirst("\\[\"index.html\", \"[0-9a-f]{8}", "[\"index.html\", \"00000000")
                        .getBytes(StandardCharsets.UTF_8)))
                : answer.path().equals("/") ? Optional.of(answer.cut(100, 0)) : Optional.empty());
        assertEquals("redundant", tab.page().evaluate(REFUSED_UPDATE));
        assertEquals(1, caches(), "nothing of it stays");
        lab.context().setOffline(true);
        tab.page().reload();
        tab.ready();
        assertEquals("first", build());
        assertTrue(tab.call("installed").getAsJsonArray().size() > 0);
    }
}
