package dev.tabitat.web.view.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.parts.Download;
import dev.tabitat.web.view.parts.Packages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packages follow events and answers, and each action is one call. */
final class PackagesControllerTest {

    private final FakePage page = new FakePage();
    private final FakeEngineClient engine = new FakeEngineClient();
    private final List<String> told = new ArrayList<>();
    private final PackagesController controller = new PackagesController(engine, page,
            new PackagesController.Listener() {
                @Override
                public void catalogued() {
                    told.add("catalogued");
                }

                @Override
                public void stored(JsonObject storage) {
                    told.add("stored " + storage);
                }
            });

    @BeforeEach
    void follow() {
        controller.followDownloads();
    }

    private Packages packages() {
        return controller.packages();
    }

    private static JsonObject event(String name, String state) {
        return JsonObject.of("name", name, "state", state);
    }

    @Test
    void listsThatAreShownAreRequestedAndAnswersKept() {
        controller.show(List.of(PackagesController.CATALOG, PackagesController.STORAGE));
        assertEquals(List.of("catalog", "storage"), engine.methods());
        engine.open("catalog").answer(JsonArray.of(JsonObject.of("name", "a:q8", "state", "installed")));
        engine.open("storage").answer(JsonObject.of("mode", "memory"));
        assertEquals(List.of("catalogued", "stored {\"mode\":\"memory\"}"), told);
        assertEquals(1, packages().installed().size());
        assertTrue(packages().isInMemory());
    }

    @Test
    void aCatalogueThatCannotBeReadKeepsWhatWasKnown() {
        controller.show(List.of(PackagesController.CATALOG));
        engine.open("catalog").answer(JsonArray.of(JsonObject.of("name", "a:q8")));
        controller.refresh();
        engine.open("catalog").fail("unavailable");
        assertEquals(1, packages().entries().size());
        assertTrue(packages().error().isPresent());
        controller.refresh();
        engine.open("catalog").answer(JsonArray.EMPTY);
        assertFalse(packages().error().isPresent());
    }

    @Test
    void theProgressOfADownloadIsAppliedAndRequestsNothing() {
        controller.show(List.of(PackagesController.CATALOG, PackagesController.DOWNLOADS, PackagesController.STORAGE));
        engine.clear();
        controller.onEvent(Topic.INSTALL, event("a:q8", "downloading").with("report", JsonObject.of("done", 5)));
        page.pass(1_000);
        assertEquals(List.of(), engine.methods());
        controller.onEvent(Topic.INSTALL, event("a:q8", "paused"));
        assertEquals(5, packages().report("a:q8").orElseThrow().integer("done"), "the last report stays");
        controller.onEvent(Topic.INSTALL, event("a:q8", "installed"));
        assertTrue(packages().downloads().isEmpty());
        page.pass(1_000);
        assertEquals(List.of("catalog", "storage", "downloads"), engine.methods());
    }

    @Test
    void answersThatAreWrittenDownAndCountedBytesRequestNothing() {
        controller.show(List.of(PackagesController.CATALOG, PackagesController.DOWNLOADS, PackagesController.STORAGE));
        engine.clear();
        for (String topic : List.of(Topic.LINEAGE, Topic.LEDGER, Topic.ROUTING, Topic.DOCUMENTS, Topic.LAB)) {
            controller.onEvent(topic, JsonObject.EMPTY);
        }
        page.pass(10_000);
        assertEquals(List.of(), engine.methods());
    }

    @Test
    void installingIsSeenAtOnceAndAFailureKeepsTheReport() {
        controller.install("a:q8");
        assertEquals("[install {\"name\":\"a:q8\"}]", engine.sent.toString());
        assertEquals("queued", packages().downloads().get("a:q8").state());
        assertTrue(packages().isDownloading());
        controller.onEvent(Topic.INSTALL, event("a:q8", "downloading").with("report", JsonObject.of("done", 5)));
        engine.open("install").fail("unavailable");
        Download failed = packages().downloads().get("a:q8");
        assertEquals(Download.FAILED, failed.state());
        assertEquals(5, failed.report().orElseThrow().integer("done"));
        assertFalse(packages().isDownloading());
    }

    @Test
    void aDownloadThatWasCancelledDoesNotComeBackAsAFailure() {
        controller.install("a:q8");
        controller.cancel("a:q8");
        engine.open("install").fail("cancelled");
        assertTrue(packages().downloads().isEmpty());
        assertEquals(List.of("install", "cancel"), engine.methods());
    }

    @Test
    void whatIsQueuedSinceAnEarlierVisitDoesNotReplaceWhatIsKnown() {
        controller.show(List.of(PackagesController.DOWNLOADS));
        controller.onEvent(Topic.INSTALL, event("a:q8", "downloading").with("report", JsonObject.of("done", 5)));
        engine.open("downloads").answer(JsonArray.of(event("a:q8", "queued"), event("b:q8", "paused")));
        assertEquals("downloading", packages().downloads().get("a:q8").state());
        assertEquals("paused", packages().downloads().get("b:q8").state());
    }

    @Test
    void everyActionIsItsCall() {
        List<String> failed = new ArrayList<>();
        controller.installMetered("a:q8");
        controller.update("a:q8");
        controller.pause("a:q8", error -> failed.add(error.code()));
        controller.next("a:q8", error -> failed.add(error.code()));
        controller.change(EngineMethod.REMOVE, "a:q8", error -> failed.add(error.code()));
        assertEquals("[install {\"name\":\"a:q8\",\"allowMetered\":true}, update {\"name\":\"a:q8\"}, "
                + "pause {\"name\":\"a:q8\"}, reorder {\"names\":\"a:q8\"}, remove {\"name\":\"a:q8\"}]",
                engine.sent.toString());
        engine.open("pause").fail("refused");
        engine.open("reorder").fail("refused");
        engine.open("remove").fail("refused");
        assertEquals(3, failed.size());
    }

    @Test
    void aModelThatIsAddedIsAmongTheDownloadsAndGoesOnAfterAPause() {
        JsonObject params = JsonObject.of("source", JsonObject.of("hub", "a/b"), "name", "a/b:f32");
        List<String> added = new ArrayList<>();
        controller.add(params, Optional.empty(), result -> added.add(result.string("name")));
        engine.open("addModel").report(JsonObject.of("done", 5, "total", 10));
        assertEquals(5, packages().report("a/b:f32").orElseThrow().integer("done"));
        FakeEngineClient.Sent first = engine.open("addModel");
        controller.pause("a/b:f32", error -> {});
        assertTrue(first.isCancelled);
        assertEquals("paused", packages().downloads().get("a/b:f32").state());
        first.report(JsonObject.of("done", 6, "total", 10));
        first.fail("cancelled");
        assertEquals("paused", packages().downloads().get("a/b:f32").state(), "what was paused has not failed");
        engine.clear();
        controller.install("a/b:f32");
        assertEquals("[addModel " + params + "]", engine.sent.toString());
        engine.open("addModel").fail("refused");
        assertEquals(Download.FAILED, packages().downloads().get("a/b:f32").state());
        engine.clear();
        controller.installMetered("a/b:f32");
        assertTrue(engine.open("addModel").params.bool("allowMetered"));
        engine.open("addModel").answer(JsonObject.of("name", "a/b:f32"));
        assertEquals(List.of("a/b:f32"), added);
        assertTrue(packages().downloads().isEmpty());
        engine.clear();
        controller.install("a/b:f32");
        assertEquals(List.of("install"), engine.methods(), "what was added is forgotten");
    }

    @Test
    void givingUpAnAdditionCancelsItsCallAndForgetsWhatCame() {
        JsonObject params = JsonObject.of("source", JsonObject.of("hub", "a/b"), "name", "a/b:f32");
        controller.add(params, Optional.of(new PickedFile("m", "", "", Optional.of(Slices.of(new byte[3])))),
                result -> {});
        FakeEngineClient.Sent call = engine.open("addModel");
        assertEquals(3, call.bytes.orElseThrow().length());
        controller.cancel("a/b:f32");
        assertTrue(call.isCancelled);
        call.fail("cancelled");
        assertTrue(packages().downloads().isEmpty());
        assertEquals("cancel {\"name\":\"a/b:f32\"}", engine.open("cancel").toString());
    }

    @Test
    void anAdditionOfAnEarlierVisitIsResumedByTheCallThatWasKept() {
        JsonObject call = JsonObject.of("source", JsonObject.of("hub", "a/b"), "name", "a/b:q8", "quantization", "q8");
        controller.show(List.of(PackagesController.DOWNLOADS));
        engine.open("downloads").answer(JsonArray.of(
                JsonObject.of("name", "a/b:q8", "state", "paused", "done", 4, "total", 9, "add", call),
                JsonObject.of("name", "c:q8", "state", "paused", "add", JsonObject.of("name", "c:q8"))));
        engine.clear();
        controller.install("a/b:q8");
        assertEquals("[addModel " + call + "]", engine.sent.toString());
        engine.open("addModel").report(JsonObject.of("done", 5, "total", 9));
        assertEquals("downloading", packages().downloads().get("a/b:q8").state());
    }
}
