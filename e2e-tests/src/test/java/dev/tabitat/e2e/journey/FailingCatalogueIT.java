package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.e2e.support.FaultProxy;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A registry that refuses gets few requests from an open tab, from one that is hidden none, and is asked again when it works. */
final class FailingCatalogueIT {

    private static final int OBSERVED_MILLIS = 12_000;

    private static void refuse(FaultProxy proxy) {
        proxy.spoil(answer -> answer.path().startsWith("/v2/") ? Optional.of(new FaultProxy.Answer(answer.path(), 503, new byte[0], 0)) : Optional.empty());
    }

    private static List<FaultProxy.Seen> asked(FaultProxy proxy) {
        return proxy.seen().stream().filter(request -> request.path().startsWith("/v2/")).toList();
    }

    @Test
    void aRefusingRegistryIsAskedAfterPausesThatDouble() {
        try (HostProcess host = HostProcess.start(); FaultProxy proxy = FaultProxy.before(host); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, proxy.url()).ready();
            refuse(proxy);
            tab.page().reload();
            tab.ready();
            tab.page().evaluate("() => { location.hash = 'models'; }");
            tab.page().locator("#screen-models dl").first().waitFor();
            proxy.forget();
            tab.page().waitForTimeout(OBSERVED_MILLIS);
            // Pauses of 4 and 8 seconds, of the catalogue (one request) and of the adapters of the base that is here (two).
            assertTrue(asked(proxy).size() <= 3 * 3, asked(proxy).size() + " requests in " + OBSERVED_MILLIS + " ms: " + asked(proxy));

            tab.page().evaluate("() => { Object.defineProperty(document, 'hidden', {value: true, configurable: true}); document.dispatchEvent(new Event('visibilitychange')); }");
            tab.page().waitForTimeout(500);
            proxy.forget();
            tab.page().waitForTimeout(OBSERVED_MILLIS / 2);
            assertEquals(List.of(), asked(proxy), "a hidden tab asks nothing");
            assertEquals("deu", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("deu"))));
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
                return isBusy ? Optional.of(new FaultProxy.Answer(answer.path(), 429, new byte[0], 0)) : Optional.empty();
            });
            tab.page().evaluate("() => { location.hash = 'models'; globalThis.coming = tabitat.install('opennlp-langdetect:fp32'); }");
            tab.page().getByText("The server is busy and asks to wait.").first().waitFor();
            tab.page().evaluate("() => globalThis.coming");
            assertTrue(refused[0] >= 1 && refused[0] <= 3, refused[0] + " refusals");
            assertEquals("spa", tab.label("opennlp-langdetect:fp32", Samples.BY_LANGUAGE.get("spa")));
        }
    }
}
