package dev.tabitat.web.view.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.screen.FakeEngineClient;
import dev.tabitat.web.view.screen.FakePage;
import dev.tabitat.web.view.screen.FakeShared;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The start screen asks about the newest text, and shows its answer only. */
final class StartControllerTest {

    private final FakePage page = new FakePage();
    private final FakeEngineClient engine = new FakeEngineClient();
    private final List<String> installed = new ArrayList<>();
    private final StartController controller = new StartController(engine, page, new FakeShared(), installed::add);

    private void ready() {
        controller.onEvent(Topic.READY, JsonObject.of("model", "lande:q8"));
    }

    private static JsonObject answer(String label) {
        return JsonObject.of("model", "lande:q8", "task", Packages.LANGUAGE_TASK, "results",
                JsonArray.of(JsonArray.of(JsonObject.of("label", label, "score", 0.9))), "judgements",
                JsonArray.of(JsonObject.of("verdict", "accepted", "words", "It counts.")));
    }

    private void type(String text) {
        controller.typed(text);
        page.pass(200);
    }

    @Test
    void nothingIsAskedBeforeAModelIsReadyAndTheTextThenIs() {
        type("hola");
        assertEquals(List.of(), engine.methods());
        ready();
        assertEquals("hola", engine.open("classify").params.string("input"));
    }

    @Test
    void manyLettersAreOneQuestion() {
        ready();
        for (String text : List.of("h", "ho", "hol", "hola")) {
            controller.typed(text);
            page.pass(20);
        }
        page.pass(200);
        assertEquals(List.of("classify"), engine.methods());
        assertEquals("hola", engine.open("classify").params.string("input"));
    }

    @Test
    void anOlderQuestionIsCancelledAndItsAnswerIgnored() {
        ready();
        type("hola");
        type("hello");
        FakeEngineClient.Sent older = engine.sent.get(0);
        FakeEngineClient.Sent newer = engine.sent.get(1);
        assertTrue(older.isCancelled);
        newer.answer(answer("eng"));
        older.answer(answer("spa"));
        assertEquals(answer("eng"), controller.state().answer().orElseThrow());
        assertEquals(List.of("This is <eng>."), page.announced);
    }

    @Test
    void theFailureOfAnOlderQuestionIsIgnoredToo() {
        ready();
        type("hola");
        type("hello");
        engine.sent.get(0).fail("unavailable");
        assertTrue(controller.state().error().isEmpty());
        engine.sent.get(1).fail("unavailable");
        assertTrue(controller.state().error().isPresent());
        type("again");
        engine.sent.get(2).answer(answer("eng"));
        assertTrue(controller.state().error().isEmpty());
    }

    @Test
    void anEmptyTextHasNoAnswerAndALateOneDoesNotAppear() {
        ready();
        type("hola");
        type("  ");
        engine.open("classify").answer(answer("spa"));
        assertTrue(controller.state().answer().isEmpty());
    }

    @Test
    void aSampleIsAskedAtOnceAndIsNoSampleOnceItIsEdited() {
        ready();
        controller.sample("Weather", "I morgon blir det regn.");
        assertEquals("I morgon blir det regn.", engine.open("classify").params.string("input"));
        assertEquals("Weather", controller.state().sample());
        controller.typed("I morgon");
        assertEquals("", controller.state().sample());
    }

    @Test
    void eventsKeepWhatIsTyped() {
        ready();
        type("hola");
        for (String topic : List.of(Topic.STORE, Topic.INSTALL, Topic.DEVICE, Topic.NETWORK, Topic.READY)) {
            controller.onEvent(topic, JsonObject.of("name", "a:q8", "state", "installed"));
        }
        assertEquals("hola", controller.state().text());
    }

    @Test
    void anotherTaskIsAskedForTheSameTextAndItsChoiceToo() {
        controller.showChoiceAndDevice(device -> List.of("2 cores"));
        ready();
        controller.open();
        type("hola");
        engine.clear();
        controller.useTask("reviews");
        assertEquals("[choose {\"task\":\"reviews\"}, classify {\"input\":\"hola\",\"top_k\":4,\"task\":\"reviews\"}]",
                engine.sent.toString());
        controller.useModel("reviews:c1");
        assertEquals("reviews:c1", engine.sent.get(2).params.string("model"));
        assertFalse(engine.sent.get(2).params.has("task"));
    }

    @Test
    void theChoiceForATaskThatIsNoLongerAskedIsIgnored() {
        controller.showChoiceAndDevice(device -> List.of());
        controller.open();
        FakeEngineClient.Sent languages = engine.open("choose");
        controller.useTask("reviews");
        languages.answer(JsonObject.of("task", Packages.LANGUAGE_TASK, "selected", "lande:q8"));
        assertTrue(controller.state().choice().isEmpty());
    }

    @Test
    void eventsRequestWhatTheyConcern() {
        controller.showChoiceAndDevice(device -> List.of("2 cores"));
        controller.open();
        engine.open("device").answer(JsonObject.EMPTY);
        assertEquals(List.of("2 cores"), controller.state().deviceFacts());
        engine.clear();
        controller.onEvent(Topic.LINEAGE, JsonObject.EMPTY);
        controller.onEvent(Topic.LEDGER, JsonObject.EMPTY);
        page.pass(1_000);
        assertEquals(List.of(), engine.methods());
        controller.onEvent(Topic.STORE, JsonObject.EMPTY);
        page.pass(1_000);
        assertEquals(List.of("choose"), engine.methods());
        controller.close();
        engine.clear();
        controller.onEvent(Topic.DEVICE, JsonObject.EMPTY);
        page.pass(1_000);
        assertEquals(List.of(), engine.methods());
    }

    @Test
    void theModelThatIsRemovedIsNotAskedAnyMore() {
        ready();
        type("hola");
        controller.tryModel("reviews:c1", "reviews");
        controller.onEvent(Topic.INSTALL, JsonObject.of("name", "reviews:c1", "state", "removed"));
        assertEquals("", controller.state().model());
        assertEquals(Packages.LANGUAGE_TASK, controller.state().task());
        assertEquals("hola", controller.state().text());
    }

    @Test
    void installingIsLeftToThePackages() {
        controller.install("lande:q8");
        assertEquals(List.of("lande:q8"), installed);
        assertEquals(List.of(), engine.methods());
    }
}
