package dev.tabitat.web.view.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.screen.FakeEngineClient;
import dev.tabitat.web.view.screen.FakePage;
import dev.tabitat.web.view.screen.FakeShared;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The route screen sends what is typed, and shows what became of the plan that it shows. */
final class RouteControllerTest {

    private final FakePage page = new FakePage();
    private final FakeEngineClient engine = new FakeEngineClient();
    private final RouteController controller = new RouteController(engine, page, new FakeShared());

    private List<String> after(String topic) {
        engine.clear();
        controller.onEvent(topic, JsonObject.EMPTY);
        page.pass(1_000);
        return engine.methods();
    }

    private static JsonObject plan(String id) {
        return JsonObject.of("outcome", "escalate", "plan", JsonObject.of("id", id, "digest", "sha256:" + id));
    }

    private void fill(String... fields) {
        for (int i = 0; i < fields.length; i += 2) {
            controller.field(fields[i], fields[i + 1]);
        }
    }

    @Test
    void aTextIsDecidedOnceWithWhatWasChosen() {
        controller.typed("Dear \ud800");
        controller.useTask("reply");
        controller.useDataClass("personal");
        controller.mayLeave(false);
        controller.decide();
        controller.decide();
        assertEquals(
                "[route {\"task\":\"reply\",\"input\":\"Dear \ufffd\",\"data_class\":\"personal\",\"escalation\":\"never\"}]",
                engine.sent.toString());
        engine.open("route").fail("unavailable");
        assertTrue(controller.state().outcome().error().isPresent());
        controller.decide();
        assertTrue(controller.state().outcome().error().isEmpty());
        engine.open("route").answer(plan("p1"));
        assertFalse(controller.state().outcome().isBusy());
        assertEquals("Dear \ud800", controller.state().ask().text(), "what is typed stays");
    }

    @Test
    void approvingSendsTheDigestOfTheBytesThatWereShown() {
        controller.approve("once");
        assertEquals(List.of(), engine.methods(), "there is no plan");
        controller.decide();
        engine.open("route").answer(plan("p1"));
        controller.approve("once");
        assertEquals("approve {\"plan\":\"p1\",\"digest\":\"sha256:p1\",\"choice\":\"once\"}",
                engine.open("approve").toString());
        assertTrue(controller.state().outcome().isSending());
        engine.open("approve").report(JsonObject.of("text", "so far"));
        assertEquals("so far", controller.state().outcome().streaming());
        controller.stop();
        assertTrue(engine.open("approve").isCancelled);
        engine.open("approve").fail("cancelled");
        assertFalse(controller.state().outcome().isSending());
        assertTrue(controller.state().outcome().sendError().isPresent());
    }

    @Test
    void theAnswerToAnotherPlanIsIgnored() {
        controller.decide();
        engine.open("route").answer(plan("p1"));
        controller.approve("once");
        FakeEngineClient.Sent first = engine.open("approve");
        controller.decide();
        engine.open("route").answer(plan("p2"));
        first.report(JsonObject.of("text", "of p1"));
        first.answer(JsonObject.of("outcome", "answered"));
        assertTrue(controller.state().outcome().sent().isEmpty());
        assertEquals("", controller.state().outcome().streaming());
    }

    @Test
    void eventsRequestWhatTheyConcernAndKeepWhatIsTyped() {
        assertEquals(List.of(), after(Topic.ROUTING));
        controller.open();
        assertEquals(List.of("policy", "targets", "members", "routes"), after(Topic.ROUTING));
        controller.typed("hello");
        controller.draft("{ \"name\": ");
        fill("target-name", "Desk");
        engine.open("policy").answer(JsonObject.of("policy", JsonObject.EMPTY));
        engine.open("targets").answer(JsonArray.of(JsonObject.of("id", "t1")));
        assertEquals("hello", controller.state().ask().text());
        assertEquals("{ \"name\": ", controller.state().policy().draft().orElseThrow());
        assertEquals("Desk", controller.state().field("target-name"));
        assertEquals(List.of("policy"), after(Topic.STORE));
        assertEquals(List.of(), after(Topic.LINEAGE));
    }

    @Test
    void aDraftThatIsNoJsonIsRefusedHereAndStays() {
        controller.draft("{");
        controller.usePolicy();
        assertEquals(List.of(), engine.methods());
        assertTrue(controller.state().policy().error().isPresent());
        controller.draft("{\"name\":\"Mine\"}");
        controller.usePolicy();
        assertEquals("policy {\"set\":{\"name\":\"Mine\"}}", engine.open("policy").toString());
        engine.open("policy").fail("invalid_input");
        assertTrue(controller.state().policy().draft().isPresent(), "what was edited stays");
        controller.usePolicy();
        engine.open("policy").answer(JsonObject.of("policy", JsonObject.of("name", "Mine")));
        assertTrue(controller.state().policy().draft().isEmpty());
        controller.savePolicy();
        assertTrue(page.texts.get("RouterPolicy.json").contains("Mine"));
        controller.resetPolicy();
        assertEquals("policy {\"reset\":true}", engine.open("policy").toString());
    }

    @Test
    void endpointsAreAddedFromTheFieldsWhichAreEmptyOnceThatIsDone() {
        fill("target-url", "http://127.0.0.1:9", "target-model", "m", "target-key", "k", "target-pass", "secret");
        controller.addTarget();
        assertEquals(
                "addTarget {\"name\":\"http://127.0.0.1:9\",\"url\":\"http://127.0.0.1:9\",\"dialect\":\"ollama\",\"model\":\"m\",\"key\":\"k\",\"passphrase\":\"secret\"}",
                engine.open("addTarget").toString());
        engine.open("addTarget").fail("invalid_input");
        assertEquals("m", controller.state().field("target-model"));
        assertTrue(controller.state().endpoints().error().isPresent());
        controller.addTarget();
        engine.open("addTarget").answer(JsonObject.EMPTY);
        assertEquals("", controller.state().field("target-model"));
        controller.addFound("http://127.0.0.1:8", "openai", "q");
        assertEquals("q on this device", engine.open("addTarget").params.string("name"));
    }

    @Test
    void aMemberIsOfTheEndpointThatIsChosenOrTheFirst() {
        controller.open();
        engine.open("targets").answer(JsonArray.of(JsonObject.of("id", "t1", "name", "Desk"),
                JsonObject.of("id", "t2", "name", "Far")));
        fill("member-name", "far/m", "member-task", "opinion", "member-labels", "good, bad,");
        controller.addMember();
        assertEquals(
                "addMember {\"name\":\"far/m\",\"target\":\"t1\",\"task\":\"opinion\",\"labels\":[\"good\",\"bad\"]}",
                engine.open("addMember").toString());
        fill("member-target", "Far");
        controller.addMember();
        assertEquals("t2", engine.sent.get(engine.sent.size() - 1).params.string("target"));
    }

    @Test
    void theRestIsOneCallEach() {
        fill("unlock", "secret");
        controller.unlockTarget("t1");
        controller.removeTarget("t1");
        controller.removeMember("far/m");
        controller.forgetConsent("c1");
        controller.replayLog();
        controller.exportLog();
        controller.discover();
        assertEquals("[unlockTarget {\"target\":\"t1\",\"passphrase\":\"secret\"}, removeTarget {\"target\":\"t1\"}, "
                + "removeMember {\"member\":\"far/m\"}, forgetConsent {\"id\":\"c1\"}, replayDecisions {}, "
                + "export {\"what\":\"decisions\",\"format\":\"json\"}, discover {}]", engine.sent.toString());
        assertTrue(controller.state().endpoints().isLooking());
        engine.open("discover").answer(JsonArray.EMPTY);
        assertFalse(controller.state().endpoints().isLooking());
        engine.open("replayDecisions").answer(JsonObject.of("decisions", 2, "identical", 2));
        assertTrue(controller.state().log().replayed().isPresent());
    }

    @Test
    void whatAnEventSaysOfEndpointsAndConsentsIsAppliedWithoutARequest() {
        controller.open();
        JsonObject one = JsonObject.of("id", "a", "name", "One");
        engine.open("targets").answer(JsonArray.of(one));
        engine.open("members").answer(JsonArray.EMPTY);
        engine.open("routes").answer(JsonObject.of("length", 0, "consents", JsonArray.EMPTY));
        engine.clear();
        JsonObject two = JsonObject.of("id", "b", "name", "Two");
        JsonArray consents = JsonArray.of(JsonObject.of("id", "c", "choice", "always"));
        controller.onEvent(Topic.ROUTING, JsonObject.of("targets", JsonObject.of("a", JsonNull.NULL, "b", two),
                "members", JsonObject.EMPTY, "consents", consents, "aggregate", "routing", "revision", 3));
        page.pass(1_000);
        assertEquals(List.of(), engine.methods());
        assertEquals(JsonArray.of(two), controller.state().endpoints().targets());
        assertEquals(consents, controller.state().log().answer().orElseThrow().array("consents"));
        controller.onEvent(Topic.ROUTING, JsonObject.of("policy", true, "aggregate", "routing", "revision", 4));
        page.pass(1_000);
        assertEquals(List.of("policy"), engine.methods());
        engine.clear();
        controller.onEvent(Topic.ROUTING, JsonObject.of("index", 0, "aggregate", "decisions", "revision", 1));
        page.pass(1_000);
        assertEquals(List.of("routes"), engine.methods());
    }
}
