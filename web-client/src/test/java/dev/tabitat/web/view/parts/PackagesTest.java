package dev.tabitat.web.view.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packages as screens read them. */
final class PackagesTest {

    private static JsonObject entry(String name, String kind, String task, String state) {
        return JsonObject.of("name", name, "kind", kind, "task", task, "state", state, "labels", 2);
    }

    @Test
    void aDownloadKeepsItsLastReportUntilItIsOver() {
        Packages packages = Packages.UNKNOWN.applied(
                JsonObject.of("name", "lande:q8", "state", "downloading", "report", JsonObject.of("done", 5)));
        packages = packages.applied(JsonObject.of("name", "lande:q8", "state", "paused"));
        assertEquals(5, packages.report("lande:q8").orElseThrow().integer("done"));
        assertFalse(packages.isDownloading());
        for (String end : List.of("installed", "removed", "cancelled")) {
            assertTrue(packages.applied(JsonObject.of("name", "lande:q8", "state", end)).downloads().isEmpty(), end);
        }
    }

    @Test
    void tasksAreThoseOfInstalledClassifiersEachOnce() {
        Packages packages = Packages.UNKNOWN
                .withCatalog(JsonArray.of(entry("a", "model", "reviews", "installed"),
                        entry("b", "model", "reviews", "installed"), entry("c", "model", "mail", "available"),
                        entry("d", "examples", "letters", "installed"), entry("e", "model", "", "installed"),
                        entry("f", "model", "sentence-embedding", "installed").without("labels")));
        assertEquals(List.of("reviews"), packages.tasks());
        assertEquals(5, packages.models().size());
        assertEquals(5, packages.installed().size());
    }

    @Test
    void whatIsDerivedLeavesTheOneBeforeAsItWas() {
        Packages before = Packages.UNKNOWN.withCatalog(JsonArray.EMPTY);
        before.applied(JsonObject.of("name", "lande:q8", "state", "downloading"));
        assertTrue(before.downloads().isEmpty());
        assertEquals(JsonArray.EMPTY, before.withStorage(JsonObject.of("mode", "memory")).catalog().orElseThrow());
    }
}
