package dev.tabitat.web.view.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StateTest {

    @Test
    void anotherProgramGoesOnWithWhatTheStartScreenShows() {
        State before = new State();
        before.text = "Hej d\u00e5";
        before.sample = "Weather";
        before.ready = true;
        before.answer = Optional.of(JsonObject.of("model", "lande:q8"));
        before.catalog = Optional.of(JsonArray.of("one"));
        before.storage = Optional.of(JsonObject.of("mode", "indexeddb"));
        before.signIn = Optional.of("Your session has ended.");
        before.notKept = Optional.of("A file has changed.");
        before.isStartKept = true;
        before.newerApp = true;
        before.savesData = true;
        State after = new State();
        after.goOn(JsonReader.readObject(before.left().toString(), JsonLimits.DEFAULT));
        assertEquals(before.left().toString(), after.left().toString());
        assertEquals("Hej d\u00e5", after.text);
        assertEquals(before.answer, after.answer);
        assertTrue(after.answerError.isEmpty());
    }

    @Test
    void aDownloadKeepsItsLastReportUntilItIsOver() {
        State state = new State();
        state.install(JsonObject.of("name", "lande:q8", "state", "downloading", "report", JsonObject.of("done", 5)));
        state.install(JsonObject.of("name", "lande:q8", "state", "paused"));
        assertEquals(5, state.installs.get("lande:q8").report().orElseThrow().integer("done"));
        state.install(JsonObject.of("name", "lande:q8", "state", "installed"));
        assertTrue(state.installs.isEmpty());
    }
}
