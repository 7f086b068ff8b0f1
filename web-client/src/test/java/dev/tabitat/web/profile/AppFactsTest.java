package dev.tabitat.web.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.device.Fact;
import dev.tabitat.core.device.FactSource;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonString;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The device profile says which version runs and which build is kept. */
final class AppFactsTest {

    @Test
    void versionAndBuildAreReportedWithWhoSaysSo() {
        Map<String, Fact> facts = AppFacts.of("1.2.3", "779fc0ec7f6e");
        assertEquals(List.of("app.version", "app.build"), List.copyOf(facts.keySet()));
        assertEquals(new JsonString("1.2.3"), facts.get("app.version").value());
        assertEquals(new JsonString("779fc0ec7f6e"), facts.get("app.build").value());
        assertEquals(FactSource.REPORTED, facts.get("app.build").how());
        assertTrue(facts.get("app.build").source().contains("service worker"), facts.get("app.build").source());
    }

    @Test
    void withoutAServiceWorkerNoBuildIsClaimed() {
        Map<String, Fact> facts = AppFacts.of("1.2.3", "");
        assertEquals(FactSource.UNAVAILABLE, facts.get("app.build").how());
        assertEquals(JsonNull.NULL, facts.get("app.build").value());
        assertEquals(new JsonString("1.2.3"), facts.get("app.version").value());
    }
}
