package dev.tabitat.web.view.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.FakeEngineClient;
import dev.tabitat.web.view.screen.FakePage;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GeneratorTrialsTest {

    private static final String NAME = "stories:q8";

    private final FakePage page = new FakePage();
    private final FakeEngineClient engine = new FakeEngineClient();
    private final GeneratorTrials trials = new GeneratorTrials(new EngineCalls(engine, page), page);

    @Test
    void whatComesIsShownUntilTheNextPromptBegins() {
        trials.run(NAME);
        assertEquals(List.of("prompt-" + NAME), page.focused);
        trials.typed(NAME, "Once");
        trials.run(NAME);
        assertTrue(trials.trial().isRunning());
        FakeEngineClient.Sent call = engine.open("generate");
        call.report(JsonObject.of("phase", "generate", "done", 1, "rate", 9.5, "text", " upon"));
        call.report(JsonObject.of("phase", "generate", "done", 2, "rate", 9.5, "text", " a"));
        assertEquals(" upon a", trials.trial().text());
        call.answer(JsonObject.of("response", " upon a time", "eval_count", 3, "eval_duration", 1_000_000_000,
                "backend", "wasm", "done_reason", "length", "notices", JsonArray.EMPTY));
        assertFalse(trials.trial().isRunning());
        assertEquals(" upon a time", trials.trial().text());
        trials.typed(NAME, "Twice");
        assertEquals(" upon a time", trials.trial().text());
        trials.run(NAME);
        assertEquals("", trials.trial().text());
    }

    @Test
    void aFailureKeepsThePromptAndTheText() {
        trials.typed(NAME, "Once");
        trials.run(NAME);
        engine.open("generate").report(JsonObject.of("phase", "generate", "done", 1, "rate", 1, "text", " upon"));
        engine.open("generate").fail("unavailable");
        assertEquals("Once", trials.trial().prompt());
        assertEquals(" upon", trials.trial().text());
        assertTrue(trials.trial().error().isPresent());
    }
}
