package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tabitat.e2e.support.FaultProxy;
import dev.tabitat.e2e.support.GivenCases;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A registry that refuses gets few requests from an open tab, from one that is hidden none, and is asked again when it
 * works.
 */
@Execution(ExecutionMode.CONCURRENT)
final class FailingCatalogueIT {

    private static final int OBSERVED_MILLIS = 12_000;

    private static void refuse(FaultProxy proxy, int status, String body) {
        proxy.spoil(answer -> answer.path().startsWith("/v2/")
                ? Optional.of(new FaultProxy.Answer(answer.path(), status, body.getBytes(StandardCharsets.UTF_8), 0))
                : Optional.empty());
    }

    private static List<FaultProxy.Seen> asked(FaultProxy proxy) {
        return proxy.seen().stream().filter(request -> request.path().startsWith("/v2/")).toList();
    }

    /** The statuses of the given case, and a page in place of a list. */
    static Stream<Arguments> refusals() {
        List<Integer> statuses = GivenCases.one("hosting-answers", "_catalog answers").numbers(400);
        assertEquals(List.of(503, 401), statuses);
        return Stream.concat(statuses.stream().map(status -> Arguments.of(status, "")),
                Stream.of(Arguments.of(200, "<!DOCTYPE html><title>Welcome</title>")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusingRegistryIsAskedAfterPausesThatDouble(int status, String body) {
        try (HostProcess host = HostProcess.start(); FaultProxy proxy = FaultProxy.before(host); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, proxy.url()).ready();
            refuse(proxy, status, body);
            tab.page().reload();
            tab.ready();
            tab.page().evaluate("() => { location.hash = 'models'; }");
            tab.page().locator("#screen-models dl").first().waitFor();
            proxy.forget();
            tab.page().waitForTimeout(OBSERVED_MILLIS);
            // Pauses of 4 and 8 seconds, of the catalogue (one request) and of the adapters of the base that is here
            // (two).
            assertTrue(asked(proxy).size() <= 3 * 3,
                    asked(proxy).size() + " requests in " + OBSERVED_MILLIS + " ms: " + asked(proxy));

            tab.page().evaluate(
                    "() => { Object.defineProperty(document, 'hidden', {value: true, configurable: true}); document.dispatchEvent(new Event('visibilitychange')); }");
            tab.page().waitForTimeout(500);
            proxy.forget();
            tab.page().waitForTimeout(OBSERVED_MILLIS / 2);
            assertEquals(List.of(), asked(proxy), "a hidden tab asks nothing");
            assertEquals("deu", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("deu"))));
        }
    }

    @Test
    void aSignInPageOfTheNetworkIsNamed() {
        int status = GivenCases.one("hosting-answers", "/v2/ answers").numbers(500).get(0);
        assertEquals(511, status);
        try (HostProcess host = HostProcess.start(); FaultProxy proxy = FaultProxy.before(host); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, proxy.url()).ready();
            refuse(proxy, status, "<!DOCTYPE html><title>Airport Wi-Fi</title>");
            JsonObject error = tab.rejection("name => tabitat.install(name)", "opennlp-langdetect:fp32");
            assertEquals("unavailable", error.get("code").getAsString(), error.toString());
            assertEquals("A sign-in page of the network may be in the way.", error.get("message").getAsString(),
                    error.toString());
            assertTrue(error.get("remedy").getAsString().contains("sign in to the network"), error.toString());
            tab.page().evaluate("() => { location.hash = 'models'; }");
            PlaywrightAssertions.assertThat(tab.page().locator("#main"))
                    .containsText("A sign-in page of the network may be in the way.");
            proxy.heal();
            tab.call("install", "opennlp-langdetect:fp32");
        }
    }

    @Test
    void busyAnswersWithRetryAfterAreWaitedForAndThePackageComes() {
        try (HostProcess host = HostProcess.start(); FaultProxy proxy = FaultProxy.before(host); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, proxy.url()).ready();
            long[] first = {0};
            int[] refused = {0};
            proxy.retryAfter("2");
            proxy.spoil(answer -> {
                if (!answer.path().contains("/v2/opennlp-langdetect/blobs/")) {
                    return Optional.empty();
                }
                first[0] = first[0] == 0 ? System.nanoTime() : first[0];
                boolean isBusy = System.nanoTime() - first[0] < 4_000_000_000L;
                refused[0] += isBusy ? 1 : 0;
                return isBusy ? Optional.of(new FaultProxy.Answer(answer.path(), 429, new byte[0], 0))
                        : Optional.empty();
            });
            tab.page().evaluate(
                    "() => { location.hash = 'models'; globalThis.coming = tabitat.install('opennlp-langdetect:fp32'); }");
            tab.page().getByText("The server is busy and asks to wait.").first().waitFor();
            tab.page().evaluate("() => globalThis.coming");
            assertTrue(refused[0] >= 1 && refused[0] <= 3, refused[0] + " refusals");
            assertEquals("spa", tab.label("opennlp-langdetect:fp32", Samples.BY_LANGUAGE.get("spa")));
        }
    }
}
