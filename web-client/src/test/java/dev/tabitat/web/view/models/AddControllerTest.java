package dev.tabitat.web.view.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.models.AddState.Question;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.FakeEngineClient;
import dev.tabitat.web.view.screen.FakePage;
import dev.tabitat.web.view.screen.PackagesController;
import dev.tabitat.web.view.screen.PickedFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Adding a model: searched, inspected, agreed to and added; nothing typed is lost. */
final class AddControllerTest {

    private static final String ORIGIN = "https://huggingface.co";

    private final FakePage page = new FakePage();
    private final FakeEngineClient engine = new FakeEngineClient();
    private final List<String> imported = new ArrayList<>();
    private final PackagesController packages = new PackagesController(engine, page, storage -> {});
    private final AddController controller = new AddController(new EngineCalls(engine, page), page, packages,
            file -> imported.add(file.name()));

    private static ApiError needsConsent() {
        return new ApiError("NeedsConsent", "needs_consent", "This would contact it.", "", "", ORIGIN, "");
    }

    private static PickedFile file(String name, String path, String content) {
        return new PickedFile(name, "", path, Optional.of(Slices.of(content.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void wordsAreSearchedForOnceThePersonAgreed() {
        controller.typed(AddState.WHERE, "german reviews");
        controller.look();
        assertTrue(controller.state().search().isBusy());
        engine.open("searchHub").fail(needsConsent());
        assertEquals(Question.SEARCH, controller.state().consent().orElseThrow().question());
        assertEquals(ORIGIN, controller.state().consent().orElseThrow().origin());
        assertEquals(AddSection.CONSENT, page.focused.get(0));
        assertFalse(controller.state().search().isBusy());
        controller.allow();
        assertTrue(controller.state().consent().isEmpty());
        assertEquals("searchHub {\"query\":\"german reviews\",\"consent\":true}", engine.open("searchHub").toString());
        engine.open("searchHub").answer(JsonObject.of("results", JsonArray.of(JsonObject.of("id", "a/b"))));
        assertEquals(1, controller.state().search().hits().orElseThrow().size());
        assertEquals("german reviews", controller.state().field(AddState.WHERE));
    }

    @Test
    void decliningSendsNothingAndKeepsWhatIsTyped() {
        controller.typed(AddState.WHERE, "a/b");
        controller.look();
        engine.open("inspectModel").fail(needsConsent());
        engine.clear();
        controller.decline();
        assertEquals(List.of(), engine.methods());
        assertTrue(controller.state().consent().isEmpty());
        assertFalse(controller.state().inspection().isBusy());
        assertEquals("a/b", controller.state().field(AddState.WHERE));
    }

    @Test
    void aSearchThatFailsSaysWhyAndTheNewerOneCounts() {
        controller.typed(AddState.WHERE, "one");
        controller.look();
        FakeEngineClient.Sent old = engine.open("searchHub");
        controller.typed(AddState.WHERE, "two");
        controller.look();
        assertTrue(old.isCancelled);
        old.answer(JsonObject.of("results", JsonArray.of(JsonObject.of("id", "a/b"))));
        assertTrue(controller.state().search().hits().isEmpty());
        engine.open("searchHub").fail("unavailable");
        assertTrue(controller.state().search().error().isPresent());
        assertEquals("two", controller.state().field(AddState.WHERE));
    }

    @Test
    void whatIsInspectedIsAddedWithTheChoiceAndTheName() {
        controller.inspectHub("a/b");
        engine.open("inspectModel").answer(plan());
        assertEquals(InspectionCard.CARD, page.focused.get(0));
        controller.choose(1);
        controller.typed(AddState.NAME, " mine:q8 ");
        controller.add();
        assertEquals(
                "addModel {\"source\":{\"hub\":\"a/b\"},\"consent\":false,\"quantization\":\"q8\",\"file\":\"model.safetensors\","
                        + "\"name\":\"mine:q8\"}",
                engine.open("addModel").toString());
        assertTrue(controller.state().inspection().plan().isEmpty());
        assertEquals("downloading", packages.packages().downloads().get("mine:q8").state());
        assertEquals(ModelsScreen.DOWNLOADS, page.focused.get(page.focused.size() - 1));
        engine.open("addModel").answer(JsonObject.of("name", "mine:q8"));
        assertTrue(packages.packages().downloads().isEmpty());
        assertEquals(List.of("Adding mine:q8."), page.announced);
        assertEquals("mine:q8", controller.state().added().orElseThrow().string("name"));
        controller.inspectHub("a/c");
        assertTrue(controller.state().added().isEmpty(), "the next one takes its place");
    }

    @Test
    void withoutANameItGetsTheOneThatWasShown() {
        controller.inspectHub("a/b");
        engine.open("inspectModel").answer(plan());
        controller.add();
        assertEquals("a/b:f32", engine.open("addModel").params.string("name"));
    }

    @Test
    void addingAsksForConsentToo() {
        controller.inspectHub("a/b");
        engine.open("inspectModel").answer(plan());
        controller.add();
        engine.open("addModel").fail(needsConsent());
        assertEquals(Question.ADD, controller.state().consent().orElseThrow().question());
        assertTrue(controller.state().inspection().plan().isPresent(), "what was inspected stays");
        assertTrue(packages.packages().downloads().isEmpty());
        controller.allow();
        assertTrue(engine.open("addModel").params.bool("consent"));
    }

    @Test
    void aFileNamedInALinkIsTheChoiceThatIsTaken() {
        controller.typed(AddState.WHERE, "https://huggingface.co/a/b/blob/main/other.gguf");
        controller.look();
        engine.open("inspectModel").answer(JsonObject.of("supported", true, "kind", "encoder", "choices",
                JsonArray.of(JsonObject.of("file", "first.gguf", "quantization", "Q8_0"),
                        JsonObject.of("file", "other.gguf", "quantization", "Q4_K_M"))));
        assertEquals(1, controller.state().inspection().choice());
    }

    @Test
    void filesOfAFolderGoTogetherAndPackagesAreImported() {
        assertTrue(controller.take(List.of(file("config.json", "tiny/config.json", "{}"),
                file(".DS_Store", "tiny/.DS_Store", "x"),
                file("model.safetensors", "tiny/sub/model.safetensors", "abc"))));
        FakeEngineClient.Sent sent = engine.open("inspectModel");
        assertEquals("{\"source\":{\"files\":[{\"path\":\"tiny/config.json\",\"bytes\":2},"
                + "{\"path\":\"tiny/sub/model.safetensors\",\"bytes\":3}]},\"consent\":false}", sent.params.toString());
        assertEquals("{}abc", new String(sent.bytes.orElseThrow().read(0, 5), StandardCharsets.UTF_8));
        assertEquals("tiny", controller.state().inspection().label());
        assertTrue(controller.take(List.of(file("a.tar", "", "x"))));
        assertEquals(List.of("a.tar"), imported);
        assertFalse(controller.take(List.of(new PickedFile("folder", "", "folder", Optional.empty()))));
    }

    @Test
    void aGatedModelIsOpenedByATokenThatIsSealed() {
        controller.open();
        engine.open("hub").answer(JsonObject.of("origin", ORIGIN, "token", "none"));
        assertEquals(ORIGIN, controller.state().hub().origin());
        controller.inspectHub("a/gated");
        engine.open("inspectModel").fail("refused");
        controller.typed(AddState.TOKEN, " hf_x ");
        controller.typed(AddState.PASSPHRASE, "long enough");
        controller.saveToken();
        assertEquals("setHubToken {\"passphrase\":\"long enough\",\"token\":\"hf_x\"}",
                engine.open("setHubToken").toString());
        engine.open("setHubToken").fail("invalid_input");
        assertTrue(controller.state().hub().error().isPresent());
        assertEquals(" hf_x ", controller.state().field(AddState.TOKEN), "what is typed stays");
        controller.saveToken();
        engine.open("setHubToken").answer(JsonObject.of("origin", ORIGIN, "token", "open"));
        assertEquals("", controller.state().field(AddState.TOKEN));
        assertEquals("", controller.state().field(AddState.PASSPHRASE));
        assertEquals("open", controller.state().hub().token());
        engine.open("inspectModel").answer(plan());
        controller.forgetToken();
        engine.open("removeHubToken").answer(JsonObject.of("origin", ORIGIN, "token", "none"));
        assertEquals("none", controller.state().hub().token());
    }

    private static JsonObject plan() {
        return JsonObject.of("supported", true, "name", "a/b:f32", "kind", "encoder", "choices",
                JsonArray.of(JsonObject.of("file", "model.safetensors", "quantization", "as-is", "bytes", 4),
                        JsonObject.of("file", "model.safetensors", "quantization", "q8", "bytes", 1)));
    }
}
