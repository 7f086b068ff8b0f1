package dev.tabitat.web.view.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import dev.tabitat.web.view.screen.FakeEngineClient;
import dev.tabitat.web.view.screen.FakePage;
import dev.tabitat.web.view.screen.PackagesController;
import dev.tabitat.web.view.screen.PickedFile;
import dev.tabitat.web.view.screen.Shared;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The models screen sends what a person does, and keeps what came of it. */
final class ModelsControllerTest {

    private static final String NAME = "lande:q8";

    private final FakePage page = new FakePage();
    private final FakeEngineClient engine = new FakeEngineClient();
    private final List<String> tried = new ArrayList<>();
    private final PackagesController packages = new PackagesController(engine, page, storage -> {});
    private final ModelsController controller = new ModelsController(engine, page, new Shared() {
        @Override
        public Packages packages() {
            return packages.packages();
        }

        @Override
        public PageStatus status() {
            return PageStatus.FIRST;
        }
    }, packages, (name, task) -> tried.add(name + " " + task));

    private static PickedFile file(String name) {
        return new PickedFile(name, "", "", Optional.of(Slices.of(new byte[]{1})));
    }

    @Test
    void removingIsConfirmedAndLeavingTheScreenTakesTheQuestionBack() {
        controller.askRemove(NAME);
        assertEquals(NAME, controller.state().removing());
        assertEquals(List.of("keep-" + NAME), page.focused);
        controller.keep(NAME);
        assertEquals("", controller.state().removing());
        controller.askRemove(NAME);
        controller.open();
        assertEquals("", controller.state().removing());
        controller.askRemove(NAME);
        controller.remove(NAME);
        assertEquals("", controller.state().removing());
        assertEquals("remove {\"name\":\"lande:q8\"}", engine.open("remove").toString());
    }

    @Test
    void whatFailsIsSaidUntilTheNextThingIsDone() {
        controller.pause(NAME);
        engine.open("pause").fail("unavailable");
        assertTrue(controller.state().error().isPresent());
        controller.rollback(NAME);
        assertTrue(controller.state().error().isEmpty());
        engine.open("rollback").fail("unavailable");
        assertTrue(controller.state().error().isPresent());
    }

    @Test
    void adaptersOfEveryInstalledBaseFollowTheCatalogueWhileTheScreenIsOpen() {
        packages.show(List.of(PackagesController.CATALOG));
        engine.open("catalog").answer(JsonArray.of(JsonObject.of("name", NAME, "state", "installed"),
                JsonObject.of("name", "mini:q8", "state", "available")));
        controller.catalogued();
        engine.clear();
        controller.open();
        assertEquals("[adapters {\"base\":\"lande:q8\"}, hub {}]", engine.sent.toString());
        engine.open("adapters").answer(JsonArray.of(JsonObject.of("name", "a:v1")));
        assertEquals(1, controller.state().adapters().get(NAME).size());
        engine.clear();
        controller.catalogued();
        engine.open("adapters").fail("unavailable");
        engine.clear();
        controller.catalogued();
        assertEquals(List.of(), engine.methods(), "what failed a moment ago is not asked at once");
        page.pass(5_000);
        assertEquals(List.of("adapters"), engine.methods());
        controller.close();
        engine.clear();
        controller.catalogued();
        assertEquals(List.of(), engine.methods());
    }

    @Test
    void aLicenceIsReadOnceAndFoldedAway() {
        controller.licence(NAME);
        assertEquals(NAME, controller.state().openLicence());
        engine.open("licence").answer(JsonObject.of("text", "MIT"));
        controller.licence(NAME);
        assertEquals("", controller.state().openLicence());
        controller.licence(NAME);
        assertEquals(List.of("licence"), engine.methods());
        assertEquals("MIT", controller.state().licences().get(NAME).string("text"));
    }

    @Test
    void aFileThatIsDroppedOrChosenIsImportedWithItsProgress() {
        assertTrue(controller.drop(List.of(file("a.tar"))));
        assertTrue(controller.isBusy());
        engine.open("import").report(JsonObject.of("done", 7));
        assertEquals(7, controller.state().importing().progress().orElseThrow().integer("done"));
        engine.open("import").answer(JsonObject.of("ok", true));
        assertFalse(controller.isBusy());
        assertTrue(controller.state().importing().report().isPresent());
        controller.adding().inspectFiles(List.of(file("b.tar")));
        engine.open("import").fail("damaged_data");
        assertTrue(controller.state().importing().error().orElseThrow().remedy().contains("archive of packages"));
        assertFalse(controller.drop(List.of(new PickedFile("folder", "", "folder", Optional.empty()))));
    }

    @Test
    void aSignatureThatWasImportedSaysNothingOnceKeysChanged() {
        controller.drop(List.of(file("a.sig")));
        engine.open("import").answer(JsonObject.of("ok", true, "kind", "signature"));
        controller.keysChanged();
        assertTrue(controller.state().importing().report().isEmpty());
        controller.drop(List.of(file("a.tar")));
        engine.open("import").answer(JsonObject.of("ok", true));
        controller.keysChanged();
        assertTrue(controller.state().importing().report().isPresent());
    }

    @Test
    void anExportIsSavedAsAFile() {
        controller.exportPackage(NAME, "oci");
        engine.open("export").answer(JsonObject.of("name", "lande.tar"),
                Optional.of(Slices.of(new byte[]{1, 2, 3})));
        assertEquals(3, page.files.get("lande.tar").length());
    }

    @Test
    void aTrialAsksTheModelOnItsCardAndTheNewestQuestionCounts() {
        controller.openTrial("ner:as-is", Trial.TAG);
        assertEquals(Trial.TEXT, page.focused.get(0));
        controller.runTrial();
        assertEquals(List.of(), engine.methods(), "without a text nothing is asked");
        controller.typedTrial(Trial.TEXT, "Ada");
        controller.runTrial();
        FakeEngineClient.Sent old = engine.open("tag");
        assertEquals("tag {\"model\":\"ner:as-is\",\"input\":\"Ada\"}", old.toString());
        assertTrue(controller.state().trial().isBusy());
        engine.clear();
        controller.typedTrial(Trial.TEXT, "Grace");
        controller.runTrial();
        assertTrue(old.isCancelled);
        old.answer(JsonArray.EMPTY);
        assertTrue(controller.state().trial().isBusy(), "an older answer is ignored");
        engine.open("tag").fail("unavailable");
        assertTrue(controller.state().trial().error().isPresent());
        assertEquals("Grace", controller.state().trial().fields().get(Trial.TEXT));
        controller.closeTrial();
        assertEquals("", controller.state().trial().model());
        assertEquals("try-ner:as-is", page.focused.get(page.focused.size() - 1));
    }

    @Test
    void everyKindOfTrialCallsItsMethod() {
        String[][] kinds = {
                {Trial.RERANK, "rerank {\"model\":\"m:a\",\"query\":\"a, b\",\"documents\":[\"one\",\"two\"]}"},
                {Trial.EXTRACT, "extract {\"model\":\"m:a\",\"question\":\"a, b\",\"context\":\"one\\ntwo\"}"},
                {Trial.LABELS, "classify {\"model\":\"m:a\",\"input\":\"one\\ntwo\",\"labels\":[\"a\",\"b\"]}"}};
        for (String[] kind : kinds) {
            engine.clear();
            controller.openTrial("m:a", kind[0]);
            controller.typedTrial(Trial.QUESTION, "a, b");
            controller.typedTrial(Trial.TEXT, "one\ntwo");
            controller.runTrial();
            assertEquals(kind[1], engine.sent.get(0).toString());
        }
    }

    @Test
    void theRestIsHandedOn() {
        controller.install("mini:q8");
        controller.tryModel(NAME, "language-identification");
        controller.repair();
        controller.filter("installed");
        assertEquals(List.of("install", "check"), engine.methods());
        assertTrue(engine.open("check").params.bool("repair"));
        assertEquals(List.of("lande:q8 language-identification"), tried);
        assertEquals("installed", controller.state().filter());
    }
}
