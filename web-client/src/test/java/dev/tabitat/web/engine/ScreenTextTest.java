package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.fitness.Evaluator;
import dev.tabitat.core.fitness.Predictions;
import dev.tabitat.core.fitness.Scorecard;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.view.device.DeviceScreen;
import dev.tabitat.web.view.documents.DocumentsScreen;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.lab.LabScreen;
import dev.tabitat.web.view.lineage.LineageScreen;
import dev.tabitat.web.view.models.ModelsScreen;
import dev.tabitat.web.view.parts.Drawn;
import dev.tabitat.web.view.parts.State;
import dev.tabitat.web.view.route.RouteScreen;
import dev.tabitat.web.view.start.DeviceLine;
import dev.tabitat.web.view.start.StartScreen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every screen in many states, on what a real engine answers: nothing of the program's own names reaches a person. */
final class ScreenTextTest {

    private static final Pattern LEAKED = Pattern.compile(
            "\\[L[\\w.$]+;|@[0-9a-f]{5,}\\b|\\bundefined\\b|\\bnull\\b|\\bNaN\\b|\\bInfinity\\b|\\[object |\\bOptional[\\[.]|\\{\\}|\\[\\[\\]|\\b(dev\\.tabitat|java)\\.\\w");
    private static final String URL = "http://127.0.0.1:9000";
    private static final ApiError ERROR = ApiError.of(new InvalidInput("The text is too long.",
            Finding.at("input").expected("at most 10 MB").found("11 MB").remedy("Send a part.")));

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private final Drawn.Asked actions = new Drawn.Asked();
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private Engine engine;
    private int drawn;

    @BeforeEach
    void open() {
        TinyModels.offer(environment, "lande", 0.9);
        TinyModels.offer(environment, "other", 0.5);
        TinyModels.offerEncoder(environment, "tiny");
        environment.endpoints = endpoint;
        engine = new Engine(environment, new MemoryRecords(), "", environment::send);
        engine.begin();
    }

    private JsonObject object(String method, Object... params) {
        return environment.object(engine, method, params);
    }

    /** Draws every screen and reads it. */
    private void check(State state, String when) {
        Map<String, List<Html>> screens = new LinkedHashMap<>();
        screens.put("start", StartScreen.render(state, actions));
        screens.put("models", ModelsScreen.render(state, actions));
        screens.put("lab", LabScreen.render(state, actions));
        screens.put("documents", DocumentsScreen.render(state, actions));
        screens.put("route", RouteScreen.render(state, actions));
        screens.put("lineage", LineageScreen.render(state, actions));
        screens.put("device", DeviceScreen.render(state, actions));
        screens.forEach((name, screen) -> check(Html.el("main", screen), name + ", " + when));
        drawn++;
    }

    private static void check(Html html, String where) {
        if (html.isText()) {
            clean(html.text(), where);
        }
        html.attributes().forEach((name, value) -> clean(value, where + ", <" + html.tag() + " " + name + ">"));
        html.children().forEach(child -> check(child, where));
    }

    private static void clean(String text, String where) {
        Matcher leaked = LEAKED.matcher(text);
        if (leaked.find()) {
            throw new AssertionError(where + ": \u201c" + leaked.group() + "\u201d in: "
                    + text.substring(Math.max(0, leaked.start() - 100), Math.min(text.length(), leaked.end() + 100)));
        }
    }

    private State known() {
        State state = new State();
        state.ready = true;
        state.catalog = Optional.of((JsonArray) environment.done(engine, "catalog"));
        state.device = Optional.of(object("device"));
        state.deviceFacts = DeviceLine.facts(object("device"));
        state.storage = Optional.of(object("storage"));
        state.ledger = Optional.of(object("ledger"));
        state.lineage = Optional.of(object("lineage"));
        state.choice = Optional.of(object("choose", "task", "language-identification"));
        state.keys = Optional.of(object("keys"));
        state.route.policy = Optional.of(object("policy"));
        state.route.log = Optional.of(object("routes"));
        state.route.targets = (JsonArray) environment.done(engine, "targets");
        state.route.members = (JsonArray) environment.done(engine, "members");
        return state;
    }

    @Test
    void thePatternFindsWhatItIsFor() {
        for (String leak : List.of("[Ljava.lang.Object;@1b2c3d4e", "x dev.tabitat.Thing@5f2e9a1c", "undefined",
                "a null b", "NaN %", "{}", "[object Object]", "Optional[x]", "Optional.empty")) {
            assertTrue(LEAKED.matcher(leak).find(), leak);
        }
        for (String fine : List.of("anna@example.org", "Nullify", "a4d3\u20265e12", "sha256:abcdef0123",
                "An optional step")) {
            assertTrue(!LEAKED.matcher(fine).find(), fine);
        }
    }

    @Test
    void everyScreenBeforeAndAfterAnythingIsKnown() {
        check(new State(), "before anything is known");
        check(known(), "after the first visit");
        object("install", "name", "other:q8");
        object("install", "name", "tiny:q8");
        check(known(), "with three models");
        environment.unplug();
        check(known(), "without a network");
    }

    @Test
    void everyScreenWhenAllFails() {
        State state = known();
        Optional<ApiError> error = Optional.of(ERROR);
        state.text = "hello";
        state.answerError = error;
        state.catalogError = error;
        state.packageImportError = error;
        state.checkError = error;
        state.keysError = error;
        state.importError = error;
        state.lab.error = error;
        state.lab.replayError = error;
        state.route.error = error;
        state.route.policyError = error;
        state.route.targetsError = error;
        state.route.logError = error;
        state.documents.error = error;
        state.documents.searchError = error;
        state.installs.put("other:q8", new State.Install("other:q8", "paused", Optional.empty(), error));
        check(state, "all failed");
        state.ready = false;
        check(state, "all failed, no model ready");
        state.broken = error;
        check(state, "the engine stopped");
    }

    @Test
    void theStartScreenForTextsOfEveryKind() {
        for (String text : List.of("aaab abba", "12345", "?!", "h e l l o t h e r e",
                "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "for (int i = 0; i < n; i++) { }", "\ud800x", "<b>x</b>")) {
            State state = known();
            state.text = text;
            state.answer = Optional.of(object("classify", "task", "language-identification", "input", text));
            check(state, text);
        }
        State waiting = new State();
        waiting.installs.put("lande:q8", new State.Install("lande:q8", "downloading",
                Optional.of(JsonObject.of("done", 0, "total", 0)), Optional.empty()));
        check(waiting, "downloading nothing of nothing");
    }

    @Test
    void theRouteScreenInEveryState() {
        object("addTarget", "name", "Desk", "url", URL, "dialect", "openai", "model", "m");
        object("addTarget", "name", "Far", "url", "https://models.example", "dialect", "openai", "model", "x", "key",
                "right-key", "passphrase", "four unrelated words", "cost_per_million_tokens", 2, "currency", "EUR");
        String target = ((JsonArray) environment.done(engine, "targets")).objects().stream()
                .filter(one -> one.string("name").equals("Desk")).findFirst().orElseThrow().string("id");
        object("addMember", "name", "desk/m", "target", target, "task", "opinion", "labels",
                JsonArray.of("good", "bad"));
        routed("nobody calibrated", "task", "language-identification", "input", "aaab abba", "escalation", "never");
        routed("no language", "task", "language-identification", "input", "12345");
        routed("answered", "task", "language-identification", "input", "aaab abba", "policy",
                object("policy").object("policy").with("uncalibrated", "answer"));
        State state = routed("a plan", "task", "opinion", "input",
                "Dear Helen Smith, write to helen.smith@example.org.");
        String plan = state.route.decision.get().object("plan").string("id");
        endpoint.with(URL + "/v1/chat/completions",
                "data: {\"choices\":[{\"delta\":{\"content\":\"good\"},\"finish_reason\":\"length\"}]}\n\n");
        state.route.sent = Optional.of(object("approve", "plan", plan, "choice", "always"));
        check(state, "answered from outside, cut short");
        routed("answered from outside by a consent", "task", "opinion", "input",
                "And this, to helen.smith@example.org?");
        State again = routed("another plan", "task", "reply", "input", "And this?", "target", target);
        endpoint.with(URL + "/v1/chat/completions", "");
        FromEngine.Failed failed = (FromEngine.Failed) environment.call(engine, "approve",
                JsonObject.of("plan", again.route.decision.get().object("plan").string("id")), Optional.empty());
        again.route.sendError = Optional.of(failed.error());
        again.route.streaming = "so far";
        again.route.isSending = true;
        check(again, "a plan that failed");
        again.route.sent = Optional.of(
                object("approve", "plan", again.route.decision.get().object("plan").string("id"), "choice", "never"));
        check(again, "a plan that was refused");
        endpoint.with(URL + "/v1/models", "{\"data\":[{\"id\":\"m\"}]}");
        again.route.discovered = Optional
                .of((JsonArray) environment.done(engine, "discover", "url", URL, "dialect", "openai"));
        check(again, "found endpoints");
        again.route.discovered = Optional
                .of((JsonArray) environment.done(engine, "discover", "url", URL + "/nothing", "dialect", "openai"));
        again.route.replayed = Optional.of(object("replayDecisions"));
        again.route.draft = Optional.of("{");
        check(again, "a draft of the policy");
        object("policy", "set",
                object("policy").object("policy").with("name", "Mine").with("order", JsonArray.of("lande:q8"))
                        .with("exclude", JsonArray.of(JsonObject.of("name", "other*", "reason", "")))
                        .with("cascade", false).with("fallback", "no_op"));
        check(known(), "a policy of one's own");
    }

    private State routed(String when, Object... params) {
        JsonObject decision = object("route", params);
        State state = known();
        state.route.decision = Optional.of(decision);
        state.route.sent = decision.findObject("escalation");
        check(state, when);
        return state;
    }

    @Test
    void theLabInEveryState() {
        JsonObject interval = JsonObject.of("value", 0.8, "low", 0.7, "high", 0.9);
        JsonObject card = JsonObject.of("macro_f1", interval, "latency", JsonObject.of("p50_ms", 3, "p95_ms", 5),
                "memory", JsonObject.of("bytes", 100_000), "n", 20);
        JsonObject candidate = JsonObject.of("id", "c1", "name", "reviews-0a1b2c3d:c1", "digest",
                "sha256:" + "ab".repeat(32), "what", "a head", "parents", JsonArray.of("tiny:q8"), "duration_ms", 1200,
                "scorecard", card);
        JsonObject run = JsonObject.of("plan",
                JsonObject.of("task", "reviews", "examples", "sha256:" + "cd".repeat(32), "seed", "7"), "split",
                JsonObject.of("train", 60, "select", 20, "test", 20), "candidates", JsonArray.of(candidate),
                "front", JsonArray.of("sha256:" + "ab".repeat(32)), "failures",
                JsonArray.of(JsonObject.of("id", "c2", "what", "an adapter", "reason", "It does not fit.")), "seconds",
                4, "best", "c1",
                "decision",
                JsonObject.of("outcome", "champion", "reason", "It is better.", "paired", JsonObject.of("gain", 0.1,
                        "low", 0.02, "high", 0.2, "only_second", 4, "only_first", 1, "p", 0.01, "n", 20)));
        Consumer<State> none = state -> {};
        inLab("running", run, state -> state.lab.isBusy = true);
        inLab("paused", run, none);
        inLab("failed", run, none);
        inLab("done", run.with("candidates", JsonArray.EMPTY).with("best", "").without("decision").with("decision",
                JsonObject.of("outcome", "no_op", "reason", "No model was bred.")), none);
        JsonObject decided = run.with("candidates", JsonArray.EMPTY).with("decided",
                JsonObject.of("outcome", "champion", "candidate", "c1"));
        inLab("decided", decided, none);
        inLab("decided",
                decided.with("decided",
                        decided.object("decided").with("undone", JsonObject.of("task", "reviews", "champion", ""))),
                none);
        for (String outcome : List.of("specialist", "challenger", "no_op")) {
            inLab("decided", decided.with("decided",
                    JsonObject.of("outcome", outcome, "candidate", outcome.equals("no_op") ? "" : "c1")), none);
        }
    }

    /** Judged by the real evaluator, so that every figure that a chart draws is there. */
    private static JsonObject judged(String id, double hits, double millis, double loadMillis) {
        List<String> right = new ArrayList<>();
        List<double[]> answers = new ArrayList<>();
        for (int at = 0; at < 40; at++) {
            right.add(at % 3 == 0 ? "complaint, with a very long name" : "praise");
            double sure = 0.55 + at % 9 * 0.05;
            boolean isFirst = (at % 3 == 0) == (at < 40 * hits);
            answers.add(new double[]{isFirst ? sure : 1 - sure, isFirst ? 1 - sure : sure});
        }
        Predictions predictions = new Predictions(List.of("complaint, with a very long name", "praise"), right,
                answers);
        JsonObject card = new Scorecard(id, "select", Digest.of(new byte[0]), "wasm", "", Evaluator.judge(predictions),
                new Scorecard.Costs(new double[]{millis, millis + 1, 3 * millis}, loadMillis, 2_000_000, 0, 9_000,
                        24_000_000),
                OptionalDouble.empty(), Optional.empty()).toJson();
        return JsonObject.of("id", id, "name", "reviews-0a1b2c3d:" + id, "digest",
                Digest.of(id.getBytes(StandardCharsets.UTF_8)).toString(), "what", "a head over tiny:q8", "operator",
                "head", "generation", 1,
                "parents", JsonArray.of("tiny:q8"), "duration_ms", 1200, "bytes", 9_000, "scorecard", card);
    }

    @Test
    void theLabWithCandidatesAFrontAndCharts() {
        JsonArray candidates = JsonArray.of(judged("c1", 0.9, 2, 40), judged("c2", 1, 5, 60), judged("c3", 0.3, 9, 80));
        JsonArray front = JsonArray.of(candidates.objects().get(0).string("digest"),
                candidates.objects().get(1).string("digest"));
        JsonObject run = JsonObject.of("plan",
                JsonObject.of("task", "reviews", "examples", "sha256:" + "cd".repeat(32), "seed", "7"), "split",
                JsonObject.of("train", 120, "select", 40, "test", 40),
                "candidates", candidates, "front", front, "failures",
                JsonArray.of(JsonObject.of("id", "c4", "what", "an adapter", "reason", "It does not fit.")), "seconds",
                4, "best", "c2",
                "before", JsonObject.of("name", "lande:q8"), "test", judged("c2", 0.95, 5, 60).object("scorecard"),
                "suspects",
                JsonArray.of(JsonObject.of("text", "Never again.", "label", "praise", "found",
                        "complaint, with a very long name", "confidence", 0.98)),
                "decision",
                JsonObject.of("outcome", "champion", "reason", "It is better.", "paired", JsonObject.of("gain", -0.1,
                        "low", -0.2, "high", 0.02, "only_second", 4, "only_first", 1, "p", 0.0000001, "n", 40)));
        for (String stage : List.of("running", "paused", "failed", "done")) {
            inLab(stage, run, state -> {});
            inLab(stage, run.with("candidates", JsonArray.of(candidates.get(2))).with("front", JsonArray.EMPTY)
                    .with("best", "c3"), state -> {});
        }
        for (String open : List.of("c1", "c2", "c3")) {
            inLab("done", run, state -> state.lab.open = open);
        }
        inLab("done", run.without("test"), state -> {});
        inLab("done",
                run.with("decision",
                        JsonObject.of("outcome", "specialist", "label", "praise", "reason", "It is better at praise.")),
                state -> {});
        JsonObject decided = run.with("decided", JsonObject.of("outcome", "champion", "candidate", "c2"));
        inLab("decided", decided, state -> state.lab.isCalibrating = true);
        inLab("decided", decided,
                state -> state.lab.calibrated = Optional.of(JsonObject.of("name", "reviews-0a1b2c3d:c2", "threshold",
                        0.8, "accepted", 30, "n", 40, "wrong", 1, "error_upper", 0.05, "goal", 0.05)));
        inLab("decided", decided,
                state -> state.lab.calibrated = Optional.of(JsonObject.of("name", "reviews-0a1b2c3d:c2")));
        State state = known();
        state.lab.run = Optional.of(run.with("state", "done"));
        Drawn lab = new Drawn(LabScreen.render(state, actions));
        assertTrue(lab.words().contains("Better, or only slower?") && lab.words().contains("What it mixes up")
                && lab.words().contains("Sure when it is right?"), lab.words());
        assertEquals(3,
                new Drawn(LabScreen.render(state, actions)).withClass("link").stream()
                        .filter(one -> one.attributes().containsKey("aria-pressed")).count(),
                "all candidates are drawn");
    }

    private void inLab(String stage, JsonObject run, Consumer<State> more) {
        State state = known();
        state.lab.run = Optional.of(run.with("state", stage));
        more.accept(state);
        check(state, "lab " + stage);
    }

    @Test
    void documentsInEveryState() {
        for (String kind : List.of("waiting", "reading", "words", "ready", "failed")) {
            State state = known();
            state.documents.list = Optional.of(JsonArray.of(JsonObject.of("id", "a", "title", "Records policy", "name",
                    "records.pdf", "format", "pdf", "bytes", 820_000, "added_at_utc", "2026-03-01T10:20:30Z",
                    "characters", 90_000, "passages", 131, "embedded", 0, "state", kind, "pages", 42, "notices",
                    JsonArray.EMPTY)));
            check(state, "documents " + kind);
            state.documents.query = "sick leave";
            state.documents.isSearching = true;
            check(state, "documents asked, " + kind);
        }
        State empty = known();
        empty.documents.list = Optional.of(JsonArray.EMPTY);
        check(empty, "no documents");
    }

    @Test
    void whatTheScreensOfferIsDoneWithWordsToo() {
        State state = known();
        List<String> before = new ArrayList<>(actions.calls);
        new Drawn(RouteScreen.render(state, actions)).click("Decide");
        assertEquals("routeDecide", actions.calls.get(before.size()));
        assertTrue(new Drawn(RouteScreen.render(state, actions)).words().contains("A name for it"),
                "the folded form is drawn");
        assertTrue(new Drawn(RouteScreen.render(state, actions)).words().contains("Use this policy"),
                "the folded policy is drawn");
        assertEquals(0, drawn);
    }
}
