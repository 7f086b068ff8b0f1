package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** They pull the network plug: the host is gone for good, and the tab still answers. */
final class OfflineIT {

    @Test
    void afterOneVisitTheAppStartsAndAnswersWithTheHostGoneAfterReloadAndAfterRestart() {
        try (Lab lab = new Lab()) {
            URI url;
            try (HostProcess host = HostProcess.start()) {
                url = host.url();
                Tab tab = Tab.open(lab, url).ready();
                PlaywrightAssertions.assertThat(tab.page().locator(".offline")).containsText("Offline-ready");
            }
            lab.context().setOffline(true);
            Tab reloaded = Tab.open(lab, url).ready();
            assertEquals("fra", Tab.top(reloaded.classify(Samples.BY_LANGUAGE.get("fra"))));
            assertEquals(true, reloaded.page().evaluate("globalThis.crossOriginIsolated"),
                    "still isolated when offline");
            lab.shut();

            lab.open();
            lab.context().setOffline(true);
            Tab restarted = Tab.open(lab, url).ready();
            restarted.page().locator("#say").fill(Samples.BY_LANGUAGE.get("kor"));
            PlaywrightAssertions.assertThat(restarted.page().locator("output[for=say]")).hasText("Korean");
            for (String screen : List.of("models", "route", "lineage", "device", "start")) {
                restarted.page().navigate(url + "#" + screen);
                PlaywrightAssertions.assertThat(restarted.page().locator("main h1")).isVisible();
            }
            assertTrue(lab.offences().isEmpty(), lab.offences().toString());
        }
    }
}
