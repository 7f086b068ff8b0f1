package dev.tabitat.web.view.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.parts.Drawn;
import dev.tabitat.web.view.screen.FakeEngineClient;
import dev.tabitat.web.view.screen.FakePage;
import dev.tabitat.web.view.screen.FakeShared;
import dev.tabitat.web.view.screen.PickedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lab reads the newest examples, and follows its run. */
final class LabControllerTest {

    private final FakePage page = new FakePage();
    private final FakeEngineClient engine = new FakeEngineClient();
    private final List<String> tried = new ArrayList<>();
    private final FakeShared shared = new FakeShared();
    private final LabController controller = new LabController(engine, page, shared,
            (name, task) -> tried.add(name + " " + task));

    private static PickedFile file(String name) {
        return new PickedFile(name, "", "", Optional.of(Slices.of(new byte[]{1})));
    }

    private static JsonObject examples(int n) {
        return JsonObject.of("examples", JsonObject.of("n", n));
    }

    private void type(String text) {
        controller.typed(text);
        page.pass(1_000);
    }

    @Test
    void theNewestExamplesAreReadAndAnAnswerAboutOlderOnesIsIgnored() {
        type("a\tb");
        type("a\tb\nc\td");
        assertEquals("a\tb\nc\td", engine.sent.get(1).params.string("examples"));
        engine.sent.get(1).answer(examples(2));
        engine.sent.get(0).answer(examples(1));
        assertEquals(examples(2), controller.state().examples().read().orElseThrow());
        assertEquals(List.of("2 examples read."), page.announced);
        type(" ");
        assertTrue(controller.state().examples().read().isEmpty());
    }

    @Test
    void aFileReplacesTheTextAndIsNamedWhereItCannotBeRead() {
        type("a\tb");
        assertTrue(controller.drop(List.of(file("reviews.csv"))));
        FakeEngineClient.Sent sent = engine.sent.get(1);
        assertTrue(sent.bytes.isPresent() && !sent.params.has("examples"), sent.toString());
        sent.fail("damaged_data");
        assertTrue(controller.state().error().orElseThrow().remedy().contains("JSON Lines"));
        controller.textColumn("text");
        assertEquals("{\"text_column\":\"text\"}", engine.sent.get(2).params.toString());
        controller.file(List.of(file("other.csv")));
        assertEquals("", controller.state().examples().textColumn(), "columns of the file before say nothing");
        type("x\ty");
        assertEquals("", controller.state().examples().file());
        assertTrue(engine.sent.get(engine.sent.size() - 1).bytes.isEmpty());
    }

    @Test
    void aHeadIsTaughtOnAnyEncoderAndAnImportedOneIsNotBred() {
        shared.packages = shared.packages.withCatalog(JsonArray.of(
                JsonObject.of("name", "e5:as-is", "state", "installed", "architecture", "bert", "import",
                        JsonObject.of("kind", "encoder")),
                JsonObject.of("name", "ner:as-is", "state", "installed", "import",
                        JsonObject.of("kind", "token-classifier"))));
        type("a\tb");
        engine.sent.get(0).answer(JsonObject.of("examples",
                JsonObject.of("n", 2, "labels", JsonArray.EMPTY, "notices", JsonArray.EMPTY, "texts", JsonArray.EMPTY),
                "split", JsonObject.of("train", 1, "select", 0, "test", 1, "words", "")));
        Drawn drawn = new Drawn(controller.render());
        assertTrue(drawn.words().contains("e5:as-is was added from elsewhere"), drawn.words());
        assertFalse(drawn.words().contains("ner:as-is"), drawn.words());
        assertFalse(drawn.words().contains(" Breed "), drawn.words());
        drawn.click("Teach a head only (seconds)");
        assertEquals("e5:as-is", engine.open("teach").params.string("base"));
    }

    @Test
    void breedingSendsThePlanAsItIsTyped() {
        type("a\tb");
        controller.task(" reviews ");
        controller.candidates("12");
        controller.seed("9");
        controller.breed("mini:q8");
        assertEquals(
                "breed {\"task\":\"reviews\",\"seed\":\"9\",\"parents\":[\"mini:q8\"],\"budget\":{\"candidates\":12},\"examples\":\"a\\tb\"}",
                engine.open("breed").toString());
        controller.parent("lande:q8");
        controller.teach("mini:q8");
        assertEquals("lande:q8", engine.open("teach").params.string("base"));
        assertEquals("a\tb", controller.state().examples().text(), "what is typed stays");
    }

    @Test
    void aRunIsBusyUntilItEndsAndItsEventsAreApplied() {
        controller.open();
        engine.clear();
        controller.breed("mini:q8");
        assertTrue(controller.isBusy());
        assertEquals("running", controller.state().run().answer().orElseThrow().string("state"));
        engine.open("breed").report(JsonObject.of("done", 1));
        controller.onEvent(Topic.LAB, JsonObject.of("state", "running", "best", "c1"));
        assertEquals("c1", controller.state().run().answer().orElseThrow().string("best"));
        assertEquals(1, controller.state().run().report().orElseThrow().integer("done"));
        controller.open();
        assertFalse(engine.methods().contains("lab"), "its events say more");
        controller.stop();
        assertTrue(engine.open("breed").isCancelled);
        engine.open("breed").fail("cancelled");
        assertFalse(controller.isBusy());
        assertTrue(controller.state().error().isEmpty(), "what the person stopped is no failure");
        assertTrue(engine.methods().contains("lab"));
        controller.resume();
        assertEquals("{\"resume\":true}", engine.open("breed").params.toString());
        engine.open("breed").fail("unavailable");
        assertTrue(controller.state().error().isPresent());
    }

    @Test
    void anAnswerFromBeforeTheRunDoesNotReplaceIt() {
        controller.open();
        FakeEngineClient.Sent before = engine.open("lab");
        controller.breed("mini:q8");
        before.answer(JsonObject.of("state", "done"));
        assertEquals("running", controller.state().run().answer().orElseThrow().string("state"));
    }

    @Test
    void eventsRequestWhatTheyConcern() {
        controller.open();
        engine.clear();
        for (String topic : List.of(Topic.LINEAGE, Topic.LEDGER, Topic.DOCUMENTS)) {
            controller.onEvent(topic, JsonObject.EMPTY);
        }
        page.pass(1_000);
        assertEquals(List.of(), engine.methods());
        controller.onEvent(Topic.STORE, JsonObject.EMPTY);
        page.pass(1_000);
        assertEquals(List.of("keys"), engine.methods());
    }

    @Test
    void whatIsMadeOfTheBestIsShownAndSignedByAKey() {
        controller.decide("champion");
        engine.open("decide").answer(JsonObject.EMPTY);
        controller.calibrate("r:c1", "sha256:aa");
        assertTrue(controller.state().release().isCalibrating());
        engine.open("calibrate").answer(JsonObject.of("name", "r:c1"));
        assertFalse(controller.state().release().isCalibrating());
        assertTrue(controller.state().release().calibrated().isPresent());
        controller.sign("k1");
        controller.packet("r:c1");
        engine.open("packet").answer(JsonObject.of("identity", JsonObject.of("name", "r:c1")));
        controller.sign("k1");
        assertEquals("packet {\"model\":\"r:c1\",\"key\":\"k1\"}", engine.open("packet").toString());
        controller.keysChanged();
        assertTrue(controller.state().release().packet().isEmpty());
        controller.restore("reviews");
        controller.restore("reviews", "r:c1");
        assertEquals("restore {\"task\":\"reviews\"}", engine.open("restore").toString());
        engine.open("restore").fail("unavailable");
        assertTrue(controller.state().error().isPresent());
    }

    @Test
    void aNewRunForgetsWhatWasMadeOfTheOneBefore() {
        controller.packet("r:c1");
        engine.open("packet").answer(JsonObject.of("identity", JsonObject.of("name", "r:c1")));
        controller.open("c1");
        controller.beginAnew();
        assertTrue(controller.state().isAnew());
        controller.breed("mini:q8");
        assertTrue(controller.state().release().packet().isEmpty());
        assertEquals("", controller.state().open());
        assertFalse(controller.state().isAnew());
    }

    @Test
    void theRestIsLeftToThePage() {
        controller.tryModel("r:c1", "reviews");
        controller.copy("# Packet");
        controller.save("packet.json", JsonObject.of("a", JsonArray.EMPTY));
        assertEquals(List.of("r:c1 reviews"), tried);
        assertEquals("# Packet", page.clipboard);
        assertTrue(page.texts.containsKey("packet.json"));
    }
}
