package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.store.MemoryRecords;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers from outside as a script and the page get them: whole, cut short, empty, denied, and what is no answer. */
final class EscalationClientTest {

    private static final String URL = "http://127.0.0.1:9000";
    private static final String CHAT = URL + "/v1/chat/completions";

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private Engine engine;
    private String target;

    @BeforeEach
    void open() {
        TinyModels.offer(environment, "lande", 0.9);
        environment.endpoints = endpoint;
        engine = new Engine(environment, new MemoryRecords(), "", environment::send);
        engine.begin();
        target = environment.object(engine, "addTarget", "name", "Desk", "url", URL, "dialect", "openai", "model", "m")
                .string("id");
    }

    private FromEngine end(String body, String... labels) {
        endpoint.with(CHAT, body);
        JsonObject params = JsonObject.of("task", "opinion", "input", "It works.", "target", target);
        JsonObject decision = environment.object(engine, "route", "task", "opinion", "input", "It works.", "target",
                target, "labels",
                JsonArray.ofStrings(List.of(labels.length == 0 ? new String[]{"positive", "negative"} : labels)));
        assertEquals("cloud_escalation", decision.string("outcome"), params.toString());
        return environment.call(engine, "approve", JsonObject.of("plan", decision.object("plan").string("id")),
                Optional.empty());
    }

    private JsonObject answer(String body) {
        FromEngine end = end(body);
        assertTrue(end instanceof FromEngine.Done, end.text());
        return (JsonObject) ((FromEngine.Done) end).result();
    }

    private static String event(String content, String reason) {
        return "data: {\"choices\":[{\"delta\":{\"content\":\"" + content + "\"}"
                + (reason.isEmpty() ? "" : ",\"finish_reason\":\"" + reason + "\"") + "}]}\n\n";
    }

    @Test
    void anAnswerThatWasCutIsSaidToBeAndGivesNoLabel() {
        JsonObject cut = answer(event("positive", "length"));
        assertEquals("length", cut.string("finish_reason"));
        assertTrue(cut.string("notice").contains("cut short"), cut.toString());
        assertFalse(cut.has("label"), cut.toString());
        JsonObject whole = answer(event("positive", "stop"));
        assertEquals("positive", whole.string("label"));
        assertEquals("stop", whole.string("finish_reason"));
        assertFalse(whole.has("notice"), whole.toString());
    }

    @Test
    void aDeniedLabelIsAnAnswerWithoutLabel() {
        for (String denied : List.of("not positive", "non-positive")) {
            JsonObject answer = answer(event(denied, "stop"));
            assertEquals(denied, answer.string("text"));
            assertFalse(answer.has("label"), answer.toString());
        }
    }

    @Test
    void noTextIsAnErrorThatSaysWhatCame() {
        FromEngine.Failed failed = (FromEngine.Failed) end(
                "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"name\":\"weather\"}}]}}]}\n\ndata: [DONE]\n\n");
        assertEquals("unavailable", failed.error().code());
        assertTrue(failed.error().found().contains("weather"), failed.error().toString());
        FromEngine.Failed html = (FromEngine.Failed) end("<!DOCTYPE html><html><body>Sign in</body></html>");
        assertEquals("This is no answer of a model server.", html.error().message());
        assertTrue(environment.object(engine, "routes").toString().contains("\"outcome\":\"unavailable\""),
                "also in the log");
    }

    @Test
    void listsOfModelsInOtherShapesAreReadAndProblemsHaveARemedy() {
        endpoint.with(URL + "/v1/models", "[{\"id\":\"a\"},{\"object\":\"model\"},{\"id\":\"b\"}]");
        assertEquals(List.of("a", "b"), discovered().array("models").strings());
        endpoint.with(URL + "/v1/models", "{\"data\":null}");
        assertEquals(0, discovered().array("models").size());
        for (String wrong : List.of("{}", "<html></html>", "", "{\"detail\":\"Not Found\"}")) {
            endpoint.with(URL + "/v1/models", wrong);
            assertFalse(discovered().string("remedy").isEmpty(), wrong);
        }
        for (int status : new int[]{401, 404, 500}) {
            endpoint.status = status;
            assertFalse(discovered().string("remedy").isEmpty(), "status " + status);
        }
    }

    private JsonObject discovered() {
        return ((JsonArray) environment.done(engine, "discover", "url", URL, "dialect", "openai")).objects().get(0);
    }
}
