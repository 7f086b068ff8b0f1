package dev.tabitat.web.view.lineage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonWriter;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.screen.FakeEngineClient;
import dev.tabitat.web.view.screen.FakePage;
import dev.tabitat.web.view.screen.PickedFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lineage screen is read again when records come, and keeps what the person selected. */
final class LineageControllerTest {

    private final FakePage page = new FakePage();
    private final FakeEngineClient engine = new FakeEngineClient();
    private final LineageController controller = new LineageController(engine, page);

    private List<String> after(String topic) {
        engine.clear();
        controller.onEvent(topic, JsonObject.EMPTY);
        page.pass(1_000);
        return engine.methods();
    }

    @Test
    void newRecordsAreReadWhileTheScreenIsOpenAndTheSelectionStays() {
        assertEquals(List.of(), after(Topic.LINEAGE));
        controller.open();
        controller.select("sha256:aa");
        assertEquals(List.of("lineage"), after(Topic.LINEAGE));
        engine.open("lineage").answer(JsonObject.of("length", 2));
        assertEquals("sha256:aa", controller.state().selected());
        assertEquals(List.of(), after(Topic.LEDGER));
        controller.close();
        assertEquals(List.of(), after(Topic.LINEAGE));
    }

    @Test
    void anOlderAnswerIsIgnored() {
        controller.open();
        controller.open();
        engine.sent.get(1).answer(JsonObject.of("length", 2));
        engine.sent.get(0).answer(JsonObject.of("length", 1));
        assertEquals(2, controller.state().lineage().orElseThrow().integer("length"));
    }

    @Test
    void oneReplayRunsAtATime() {
        controller.replay("sha256:aa");
        controller.replay("sha256:aa");
        assertEquals("[replay {\"root\":\"sha256:aa\"}]", engine.sent.toString());
        engine.open("replay").fail("unavailable");
        assertTrue(controller.state().replay().error().isPresent());
        controller.replay("sha256:aa");
        engine.open("replay").answer(JsonObject.of("identical", true));
        assertTrue(controller.state().replay().error().isEmpty());
        assertTrue(controller.state().replay().result().isPresent());
    }

    @Test
    void aFileIsVerifiedAndAFailureNamesWhatIsAccepted() {
        PickedFile file = new PickedFile("a.json", "", "", Optional.of(Slices.of(new byte[]{1})));
        assertTrue(controller.drop(List.of(file)));
        engine.open("import").fail("damaged_data");
        assertTrue(controller.state().error().orElseThrow().remedy().contains("a lineage file (.json)"));
        controller.importLineage(List.of(file));
        assertTrue(controller.state().error().isEmpty());
        engine.open("import").answer(JsonObject.of("ok", true));
        assertTrue(controller.state().imported().isPresent());
        assertFalse(controller.drop(List.of(new PickedFile("x", "", "x", Optional.empty()))));
    }

    @Test
    void exportsAreSaved() {
        controller.exportLineage("prov");
        assertEquals("export {\"what\":\"lineage\",\"format\":\"prov\"}", engine.open("export").toString());
        engine.open("export").answer(JsonObject.EMPTY, Optional.of(Slices.of(Utf8.encode("{}"))));
        assertEquals("{}", page.texts.get("tabitat-lineage.prov.json"));
        controller.exportLineage("cyclonedx");
        engine.open("export").answer(JsonObject.of("name", "parts.json", "type", "application/json"),
                Optional.of(Slices.of(Utf8.encode("[]"))));
        assertEquals("[]", page.texts.get("parts.json"));
        controller.exportPackage("mine:c1");
        assertEquals("export {\"what\":\"package\",\"format\":\"oci\",\"root\":\"mine:c1\"}",
                engine.open("export").toString());
        engine.open("export").fail("unavailable");
        assertTrue(controller.state().error().isPresent());
    }

    @Test
    void aCopyThatIsRefusedSaysWhy() {
        page.copyProblem = "the browser did not allow it.";
        JsonObject record = JsonObject.of("id", "sha256:aa");
        controller.copy(record);
        assertEquals(JsonWriter.pretty(record), page.clipboard);
        assertEquals("the browser did not allow it.", controller.state().copied().problem());
    }

    @Test
    void aDigestIsShownWholeAndShortAgain() {
        controller.showDigest("sha256:aa");
        assertEquals("sha256:aa", controller.state().wholeDigest());
        controller.showDigest("sha256:aa");
        assertEquals("", controller.state().wholeDigest());
    }

    @Test
    void recordsThatTheGraphHasAlreadyAreNotRequested() {
        controller.open();
        engine.open("lineage").answer(JsonObject.of("length", 5));
        engine.clear();
        controller.onEvent(Topic.LINEAGE, JsonObject.of("length", 5));
        page.pass(1_000);
        assertEquals(List.of(), engine.methods());
        controller.onEvent(Topic.LINEAGE, JsonObject.of("length", 6));
        page.pass(1_000);
        assertEquals(List.of("lineage"), engine.methods());
    }
}
