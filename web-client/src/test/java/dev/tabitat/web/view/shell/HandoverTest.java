package dev.tabitat.web.view.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import dev.tabitat.web.view.screen.FakeEngineClient;
import dev.tabitat.web.view.start.StartState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The whole app goes on with what the start program showed. */
final class HandoverTest {

    private static Handover read(Handover handover) {
        return Handover.read(JsonReader.readObject(handover.toJson().toString(), JsonLimits.DEFAULT));
    }

    @Test
    void nothingIsLost() {
        Handover before = new Handover(
                StartState.FIRST.asReady().withText("Hej d\u00e5", "Weather")
                        .answered(Optional.of(JsonObject.of("model", "lande:q8")), Optional.empty()),
                Packages.UNKNOWN.withCatalog(JsonArray.of(JsonObject.of("name", "lande:q8")))
                        .withStorage(JsonObject.of("mode", "indexeddb")),
                PageStatus.FIRST.withSavesData(true).withSignIn(Optional.of("Your session has ended."))
                        .withKept(Optional.of("A file has changed."), true).withNewerApp());
        assertEquals(before, read(before));
    }

    @Test
    void aPageThatKnowsNothingYetIsHandedOverToo() {
        Handover first = new Handover(StartState.FIRST, Packages.UNKNOWN, PageStatus.FIRST);
        assertEquals(first, read(first));
    }

    @Test
    void aFailureIsHandedOver() {
        Handover failed = new Handover(StartState.FIRST.answered(Optional.empty(),
                Optional.of(FakeEngineClient.error("unavailable"))), Packages.UNKNOWN, PageStatus.FIRST);
        assertEquals(failed, read(failed));
    }
}
