package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tabitat.e2e.support.FaultProxy;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a first visit fetches, counted at the server: the start program first, the whole app after the first answer or
 * when it is asked for.
 */
@Execution(ExecutionMode.CONCURRENT)
final class FirstVisitBytesIT {

    /** All files of a first visit after brotli, models not. */
    private static final int MAX_BYTES = 250_000;
    /** How long a download may bring nothing. */
    private static final int STALL_MILLIS = 30_000;
    private static final String SAVES_DATA = "Object.defineProperty(Navigator.prototype, 'connection', { get: () => ({ saveData: true }) });";

    private final Map<String, AtomicInteger> fetched = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
    private HostProcess host;
    private FaultProxy proxy;
    private Lab lab;

    @BeforeEach
    void open() {
        host = HostProcess.start();
        proxy = FaultProxy.before(host);
        proxy.spoil(answer -> {
            fetched.computeIfAbsent(answer.path(), path -> new AtomicInteger()).addAndGet(answer.body().length);
            if (answer.body().length > 0) {
                times.computeIfAbsent(answer.path(), path -> new AtomicInteger()).incrementAndGet();
            }
            return Optional.empty();
        });
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
        proxy.close();
        host.close();
    }

    /** Everything but what belongs to models. */
    private int bytes() {
        return fetched.entrySet().stream().filter(one -> !one.getKey().startsWith("/v2/"))
                .mapToInt(one -> one.getValue().get()).sum();
    }

    private boolean hasFetchedApp() {
        return fetched.keySet().stream().anyMatch(path -> path.startsWith("/assets/app-") && !path.endsWith(".css"));
    }

    private Page visit(String... scripts) {
        return visit(lab, scripts);
    }

    private Page visit(Lab browser, String... scripts) {
        Page page = browser.newPage();
        List.of(scripts).forEach(page::addInitScript);
        page.navigate(proxy.url().toString());
        return page;
    }

    private static void answers(Page page) {
        page.locator("#say").fill(Samples.BY_LANGUAGE.get("swe"));
        PlaywrightAssertions.assertThat(page.locator("output[for=say]")).hasText("Swedish");
    }

    @Test
    void whoSavesDataFetchesTheStartProgramAndNothingElseUntilAsked() {
        Page page = visit(SAVES_DATA);
        answers(page);
        PlaywrightAssertions.assertThat(page.locator("#offline")).hasText("Start works offline");
        assertTrue(bytes() <= MAX_BYTES, bytes() + " bytes: " + fetched);
        assertEquals(1, fetched.keySet().stream().filter(path -> path.contains("manifests")).count(),
                "no catalogue is fetched: " + fetched);
        PlaywrightAssertions.assertThat(page.locator("#screen")).containsText("since your browser saves data");

        page.reload();
        answers(page);
        assertEquals(false, hasFetchedApp(), fetched.keySet().toString());
        lab.context().setOffline(true);
        page.reload();
        answers(page);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Models").setExact(true)).click();
        PlaywrightAssertions.assertThat(page.locator("#screen-models"))
                .containsText("This screen could not be loaded.");
        lab.context().setOffline(false);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try again")).click();
        PlaywrightAssertions.assertThat(page.locator("#screen-models h1")).containsText("Models");
        page.getByText("LanDe").first().waitFor();
        assertTrue(hasFetchedApp());
        assertEquals(List.of(),
                lab.offences().stream().filter(
                        one -> !one.contains("Failed to load resource") && !one.contains("ERR_INTERNET_DISCONNECTED"))
                        .toList());
    }

    @Test
    void theWholeAppComesAfterTheAnswerAndTakesThePageOverAsItIs() {
        Page page = visit("globalThis.started = performance.now();");
        answers(page);
        page.evaluate(
                "() => { globalThis.field = document.getElementById('say'); field.focus(); field.setSelectionRange(3, 7); }");
        PlaywrightAssertions.assertThat(page.locator("#offline")).hasText("Offline-ready");
        page.waitForFunction("() => typeof globalThis.tabitatStartProgram === 'undefined'");
        assertEquals(true, page.evaluate(
                "() => document.getElementById('say') === field && document.activeElement === field && field.selectionStart === 3 && field.selectionEnd === 7"),
                "the field, its focus and its selection stay");
        PlaywrightAssertions.assertThat(page.locator("#say")).hasValue(Samples.BY_LANGUAGE.get("swe"));
        PlaywrightAssertions.assertThat(page.locator("output[for=say]")).hasText("Swedish");
        page.locator("#say").fill(Samples.BY_LANGUAGE.get("kor"));
        PlaywrightAssertions.assertThat(page.locator("output[for=say]")).hasText("Korean");
        for (Map.Entry<String, AtomicInteger> one : times.entrySet()) {
            if (one.getKey().startsWith("/assets/")) {
                assertEquals(1, one.getValue().get(), one.getKey() + " was fetched more than once");
            }
        }
        assertEquals(List.of(), lab.offences());
    }

    @Test
    void aCallOfAScriptHasTheWholeAppLoadedAndIsAnsweredByIt() {
        Page page = visit(SAVES_DATA);
        page.waitForFunction("() => globalThis.tabitat");
        assertEquals("swe", page.evaluate(
                "async text => { await tabitat.ready; return (await tabitat.classify({task: 'language-identification', input: text})).results[0][0].label; }",
                Samples.BY_LANGUAGE.get("swe")));
        assertTrue(hasFetchedApp());
        answers(page);
        assertEquals(List.of(), lab.offences());
    }

    /** The answer for a file ends in its middle, as often as is asked for it. */
    private void breakAt(String pattern) {
        proxy.spoil(answer -> answer.path().matches(pattern) && answer.body().length > 0
                ? Optional.of(answer.cut(answer.body().length / 2, 0))
                : Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"js", "wasm"})
    void aDownloadOfTheWholeAppThatStallsIsGivenUpAndTriedAgain(String kind) {
        String file = "/assets/app-[0-9a-f]+\\." + kind;
        proxy.spoil(answer -> answer.path().matches(file) && answer.body().length > 0
                ? Optional.of(answer.cut(answer.body().length / 2, 4 * STALL_MILLIS))
                : Optional.empty());
        Page page = visit(SAVES_DATA);
        answers(page);
        open(page, "Device");
        PlaywrightAssertions.assertThat(page.locator("#screen-device")).containsText("Loading this screen");
        PlaywrightAssertions.assertThat(page.locator("#screen-device")).containsText(
                Pattern.compile(
                        "This screen could not be loaded\\..*The download of assets/app-[0-9a-f]+\\.\\w+ "
                                + "has stalled: the server sent nothing for 30 seconds, after [0-9,]+ bytes\\."),
                new LocatorAssertions.ContainsTextOptions().setTimeout(2 * STALL_MILLIS));
        proxy.heal();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try again")).click();
        PlaywrightAssertions.assertThat(page.locator("#screen-device h1")).containsText("Device and storage",
                new LocatorAssertions.ContainsTextOptions().setTimeout(2 * STALL_MILLIS));
        page.locator("#ledger").waitFor();
    }

    @Test
    void aDownloadThatIsSlowAndGoesOnIsNotGivenUp() {
        proxy.throttle(path -> path.matches("/assets/app-[0-9a-f]+\\.wasm"),
                (int) (compressedBytes("app-*.wasm.br") * 1000 / (STALL_MILLIS + 3_000)));
        Page page = visit(SAVES_DATA);
        answers(page);
        open(page, "Device");
        PlaywrightAssertions.assertThat(page.locator("#screen-device h1")).containsText("Device and storage",
                new LocatorAssertions.ContainsTextOptions().setTimeout(5 * STALL_MILLIS));
    }

    @Test
    void aConnectionThatBreaksInAFileOfTheStartIsSaidAndTheNextVisitWorks() {
        for (String file : List.of("/assets/start-[0-9a-f]+\\.js", "/assets/start-[0-9a-f]+\\.wasm")) {
            try (Lab fresh = new Lab()) {
                breakAt(file);
                Page page = visit(fresh);
                PlaywrightAssertions.assertThat(page.locator(".needs-start")).containsText("The app could not start.");
                PlaywrightAssertions.assertThat(page.locator(".needs-start")).isVisible();
                proxy.heal();
                page.locator(".needs-start a").click();
                answers(page);
            }
        }
    }

    @Test
    void aConnectionThatBreaksInAFileOfTheWholeAppIsSaidAndTriedAgain() {
        for (String file : List.of("/assets/app-[0-9a-f]+\\.js", "/assets/app-[0-9a-f]+\\.wasm")) {
            try (Lab fresh = new Lab()) {
                breakAt(file);
                Page page = visit(fresh, SAVES_DATA);
                answers(page);
                open(page, "Device");
                PlaywrightAssertions.assertThat(page.locator("#screen-device"))
                        .containsText("This screen could not be loaded.");
                open(page, "Start");
                answers(page);
                proxy.heal();
                open(page, "Device");
                PlaywrightAssertions.assertThat(page.locator("#screen-device h1")).containsText("Device and storage");
                page.locator("#ledger").waitFor();
            }
        }
    }

    /** Bytes of a file of the site, as browsers receive it. */
    private static long compressedBytes(String name) {
        Path assets = HostProcess.root().resolve("web-client/target/site/assets");
        try (DirectoryStream<Path> found = Files.newDirectoryStream(assets, name)) {
            return Files.size(found.iterator().next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void open(Page page, String screen) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(screen).setExact(true)).click();
    }

    @Test
    void anotherScreenIsOpenedWithoutTheStartProgram() {
        Page page = lab.newPage();
        page.navigate(proxy.url() + "#documents");
        PlaywrightAssertions.assertThat(page.locator("#screen-documents h1")).isVisible();
        page.waitForFunction("() => tabitat.ready.then(() => true)");
        assertTrue(hasFetchedApp());
        assertEquals(false, page.evaluate("() => 'tabitatStartProgram' in globalThis"));
        assertEquals(List.of(), lab.offences());
    }
}
