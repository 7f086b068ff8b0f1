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
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.view.device.DeviceController;
import dev.tabitat.web.view.documents.DocumentsController;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.lab.LabController;
import dev.tabitat.web.view.lineage.LineageController;
import dev.tabitat.web.view.models.ModelsController;
import dev.tabitat.web.view.parts.Drawn;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import dev.tabitat.web.view.route.RouteController;
import dev.tabitat.web.view.screen.FakePage;
import dev.tabitat.web.view.screen.PackagesController;
import dev.tabitat.web.view.screen.Screen;
import dev.tabitat.web.view.screen.Shared;
import dev.tabitat.web.view.start.DeviceSummaryText;
import dev.tabitat.web.view.start.StartController;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every screen in many states, by its controller on what a real engine answers: nothing of the program's own names
 * reaches a person.
 */
final class ScreenTextTest {

    private static final Pattern LEAKED = Pattern.compile(
            "\\[L[\\w.$]+;|@[0-9a-f]{5,}\\b|\\bundefined\\b|\\bnull\\b|\\bNaN\\b|\\bInfinity\\b|\\[object |\\bOptional[\\[.]|\\{\\}|\\[\\[\\]|\\b(dev\\.tabitat|java)\\.\\w");
    private static final String URL = "http://127.0.0.1:9000";
    private static final ApiError ERROR = ApiError.of(new InvalidInput("The text is too long.",
            Finding.at("input").expected("at most 10 MB").found("11 MB").remedy("Send a part.")));

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private Engine engine;

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

    /** All screens of a page over the engine; some answers may be given instead of the engine's. */
    private final class Screens implements EngineClient, Shared {

        final FakePage page = new FakePage();
        final Map<String, Json> given = new LinkedHashMap<>();
        boolean failsAll;
        PageStatus status = PageStatus.FIRST;
        final PackagesController packages = new PackagesController(this, page, storage -> {});
        final StartController start = new StartController(this, page, this, packages::install);
        final ModelsController models = new ModelsController(this, page, this, packages, (name, task) -> {});
        final LabController lab = new LabController(this, page, this, (name, task) -> {});
        final DocumentsController documents = new DocumentsController(this, page, this, packages, models::lookAtHub);
        final RouteController route = new RouteController(this, page, this);
        final LineageController lineage = new LineageController(this, page);
        final DeviceController device = new DeviceController(this, page, this, packages, () -> {});
        final Map<String, Screen> all = new LinkedHashMap<>();

        Screens() {
            packages.followDownloads();
            start.showChoiceAndDevice(DeviceSummaryText::facts);
            all.put("start", start);
            all.put("models", models);
            all.put("lab", lab);
            all.put("documents", documents);
            all.put("route", route);
            all.put("lineage", lineage);
            all.put("device", device);
            given.put("documents.list", JsonArray.EMPTY);
            given.put("documents.status", JsonObject.of("state", "idle"));
            given.put("lab", JsonObject.of("state", "empty"));
            given.put("connections", JsonObject.of("policy", "connect-src 'self'", "connect",
                    JsonArray.of(JsonObject.of("source", "'self'", "purpose", "this site"))));
        }

        /** As after every screen was opened once. */
        Screens opened() {
            start.onEvent(Topic.READY, JsonObject.of("model", "lande:q8"));
            packages.show(
                    List.of(PackagesController.CATALOG, PackagesController.DOWNLOADS, PackagesController.STORAGE));
            all.values().forEach(Screen::open);
            return this;
        }

        Drawn draw(String name) {
            return new Drawn(all.get(name).render());
        }

        /** Draws every screen and reads it. */
        Screens check(String when) {
            all.forEach((name, screen) -> ScreenTextTest.check(Html.el("main", screen.render()), name + ", " + when));
            return this;
        }

        @Override
        public Packages packages() {
            return packages.packages();
        }

        @Override
        public PageStatus status() {
            return status;
        }

        @Override
        public Cancellation call(Method method, JsonObject params, Optional<Slices> bytes, Listener listener) {
            return answer(method.wireName(), params, bytes, listener);
        }

        private Cancellation answer(String method, JsonObject params, Optional<Slices> bytes, Listener listener) {
            if (failsAll) {
                listener.failed(ERROR);
            } else if (given.containsKey(method)) {
                listener.done(given.get(method), Optional.empty());
            } else {
                FromEngine end = environment.call(engine, method, params, bytes);
                if (end instanceof FromEngine.Done done) {
                    listener.done(done.result(), Optional.empty());
                } else {
                    listener.failed(((FromEngine.Failed) end).error());
                }
            }
            return () -> {};
        }

        @Override
        public void watch(Watcher watcher) {
            throw new AssertionError("controllers get their events from the page");
        }
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
        new Screens().check("before anything is known");
        Screens first = new Screens().opened().check("after the first visit");
        assertTrue(first.draw("models").words().contains("Install"), first.draw("models").words());
        object("install", "name", "other:q8");
        object("install", "name", "tiny:q8");
        Screens three = new Screens().opened().check("with three models");
        assertTrue(three.draw("start").words().contains("3 models here"), three.draw("start").words());
        environment.unplug();
        Screens offline = new Screens();
        offline.status = PageStatus.FIRST.withOnline(false);
        offline.opened().check("without a network");
    }

    @Test
    void everyScreenWhenAllFails() {
        Screens fresh = new Screens();
        fresh.failsAll = true;
        fresh.opened().check("nothing could be read");
        Screens screens = new Screens().opened();
        screens.failsAll = true;
        all(screens);
        screens.opened().check("all failed");
        for (String name : List.of("start", "models", "lab", "documents", "route", "device")) {
            assertTrue(screens.draw(name).words().contains("The text is too long."),
                    name + ": " + screens.draw(name).words());
        }
        screens.status = PageStatus.FIRST.withBroken(ERROR);
        screens.check("the engine stopped");
    }

    /** What a person can do on each screen. */
    private static void all(Screens screens) {
        screens.start.typed("hello");
        screens.packages.install("other:q8");
        screens.models.rollback("lande:q8");
        screens.models.repair();
        screens.models.exportPackage("lande:q8", "oci");
        screens.models.licence("lande:q8");
        screens.lab.breed("tiny:q8");
        screens.documents.unlock();
        screens.route.decide();
        screens.route.discover();
        screens.route.usePolicy();
        screens.route.replayLog();
        screens.lineage.replay("sha256:ab");
        screens.lineage.exportLineage("prov");
        screens.device.check();
        screens.device.makeKey();
        screens.device.persist();
        screens.page.pass(1_000);
    }

    @Test
    void theStartScreenForTextsOfEveryKind() {
        Screens screens = new Screens().opened();
        for (String text : List.of("aaab abba", "12345", "?!", "h e l l o t h e r e",
                "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "for (int i = 0; i < n; i++) { }", "\ud800x", "<b>x</b>")) {
            screens.start.typed(text);
            screens.page.pass(1_000);
            assertTrue(screens.start.state().answer().isPresent(), text);
            screens.check(text);
        }
        Screens waiting = new Screens();
        waiting.packages.onEvent(Topic.INSTALL, JsonObject.of("name", "lande:q8", "state", "downloading", "report",
                JsonObject.of("done", 0, "total", 0)));
        waiting.check("downloading nothing of nothing");
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
        routed("nobody calibrated", "language-identification", "aaab abba", false);
        routed("no language", "language-identification", "12345", true);
        Screens answering = new Screens().opened();
        answering.route.draft(
                object("policy").object("policy").with("uncalibrated", "answer").with("name", "Answers").toString());
        answering.route.usePolicy();
        answering.route.typed("aaab abba");
        answering.route.decide();
        assertTrue(answering.draw("route").words().contains("in this tab,"), answering.draw("route").words());
        answering.check("answered");
        answering.route.resetPolicy();
        Screens planned = routed("a plan", "opinion", "Dear Helen Smith, write to helen.smith@example.org.", true);
        assertTrue(planned.draw("route").words().contains("What would leave this tab"),
                planned.draw("route").words());
        endpoint.with(URL + "/v1/chat/completions", "");
        planned.route.approve("once");
        assertTrue(planned.draw("route").words().contains("The answer did not arrive."),
                planned.draw("route").words());
        planned.check("a plan that failed");
        planned.route.decide();
        endpoint.with(URL + "/v1/chat/completions",
                "data: {\"choices\":[{\"delta\":{\"content\":\"good\"},\"finish_reason\":\"length\"}]}\n\n");
        planned.route.approve("always");
        assertTrue(planned.draw("route").words().contains("Mind how it ends."), planned.draw("route").words());
        planned.check("answered from outside, cut short");
        routed("answered from outside by a consent", "opinion", "And this, to helen.smith@example.org?", true);
        Screens refused = routed("another plan", "reply", "And this?", true);
        refused.route.approve("never");
        refused.check("a plan that was refused");
        refused.given.put("discover",
                environment.done(engine, "discover", "url", URL + "/nothing", "dialect", "openai"));
        refused.route.discover();
        refused.check("no endpoint found");
        endpoint.with(URL + "/v1/models", "{\"data\":[{\"id\":\"m\"}]}");
        refused.given.put("discover", environment.done(engine, "discover", "url", URL, "dialect", "openai"));
        refused.route.discover();
        refused.route.replayLog();
        refused.route.draft("{");
        refused.route.usePolicy();
        assertTrue(refused.draw("route").words().contains("The policy was not changed."),
                refused.draw("route").words());
        refused.check("found endpoints, a log that was replayed, and a draft of the policy");
        object("policy", "set",
                object("policy").object("policy").with("name", "Mine").with("order", JsonArray.of("lande:q8"))
                        .with("exclude", JsonArray.of(JsonObject.of("name", "other*", "reason", "")))
                        .with("cascade", false).with("fallback", "no_op"));
        new Screens().opened().check("a policy of one's own");
    }

    private Screens routed(String when, String task, String text, boolean mayLeave) {
        Screens screens = new Screens().opened();
        screens.route.useTask(task);
        screens.route.typed(text);
        screens.route.mayLeave(mayLeave);
        screens.route.decide();
        return screens.check(when);
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
        for (String stage : List.of("running", "paused", "failed")) {
            inLab(stage, run);
        }
        inLab("done", run.with("candidates", JsonArray.EMPTY).with("best", "").without("decision").with("decision",
                JsonObject.of("outcome", "no_op", "reason", "No model was bred.")));
        JsonObject decided = run.with("candidates", JsonArray.EMPTY).with("decided",
                JsonObject.of("outcome", "champion", "candidate", "c1"));
        inLab("decided", decided);
        inLab("decided", decided.with("decided",
                decided.object("decided").with("undone", JsonObject.of("task", "reviews", "champion", ""))));
        for (String outcome : List.of("specialist", "challenger", "no_op")) {
            inLab("decided", decided.with("decided",
                    JsonObject.of("outcome", outcome, "candidate", outcome.equals("no_op") ? "" : "c1")));
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
            inLab(stage, run);
            inLab(stage, run.with("candidates", JsonArray.of(candidates.get(2))).with("front", JsonArray.EMPTY)
                    .with("best", "c3"));
        }
        Screens done = inLab("done", run);
        for (String open : List.of("c1", "c2", "c3")) {
            done.lab.open(open);
            done.check("scorecard " + open);
        }
        inLab("done", run.without("test"));
        inLab("done", run.with("decision",
                JsonObject.of("outcome", "specialist", "label", "praise", "reason", "It is better at praise.")));
        Screens decided = inLab("decided",
                run.with("decided", JsonObject.of("outcome", "champion", "candidate", "c2")));
        decided.given.put("calibrate", JsonObject.of("name", "reviews-0a1b2c3d:c2", "threshold", 0.8, "accepted", 30,
                "n", 40, "wrong", 1, "error_upper", 0.05, "goal", 0.05));
        decided.lab.calibrate("reviews-0a1b2c3d:c2", "sha256:" + "cd".repeat(32));
        assertTrue(decided.draw("lab").words().contains("Calibrated: its answers count"),
                decided.draw("lab").words());
        decided.check("calibrated");
        decided.given.put("calibrate", JsonObject.of("name", "reviews-0a1b2c3d:c2"));
        decided.lab.calibrate("reviews-0a1b2c3d:c2", "sha256:" + "cd".repeat(32));
        decided.check("calibrated without a threshold");
        Drawn lab = inLab("done", run).draw("lab");
        assertTrue(lab.words().contains("Better, or only slower?") && lab.words().contains("What it mixes up")
                && lab.words().contains("Sure when it is right?"), lab.words());
        assertEquals(3, lab.withClass("link").stream().filter(one -> one.attributes().containsKey("aria-pressed"))
                .count(), "all candidates are drawn");
    }

    private Screens inLab(String stage, JsonObject run) {
        Screens screens = new Screens().opened();
        screens.lab.onEvent(Topic.LAB, run.with("state", stage));
        screens.given.put("lab", run.with("state", stage));
        return screens.check("lab " + stage);
    }

    @Test
    void documentsInEveryState() {
        for (String kind : List.of("waiting", "reading", "words", "ready", "failed")) {
            Screens screens = new Screens();
            screens.given.put("documents.list", JsonArray.of(JsonObject.of("id", "a", "title", "Records policy",
                    "name", "records.pdf", "format", "pdf", "bytes", 820_000, "added_at_utc", "2026-03-01T10:20:30Z",
                    "characters", 90_000, "passages", 131, "embedded", 0, "state", kind, "pages", 42, "notices",
                    JsonArray.EMPTY)));
            screens.opened().check("documents " + kind);
            assertTrue(screens.draw("documents").words().contains("Records policy"),
                    screens.draw("documents").words());
            new Drawn(screens.documents.render()).type("documents-query", "sick leave");
            screens.check("documents asked, " + kind);
        }
        Screens empty = new Screens().opened().check("no documents");
        assertTrue(empty.draw("documents").words().contains("Drop files or a whole folder here"),
                empty.draw("documents").words());
    }

    @Test
    void foldedFormsAreDrawnToo() {
        Screens screens = new Screens().opened();
        assertTrue(screens.draw("route").words().contains("A name for it"), "the folded form is drawn");
        assertTrue(screens.draw("route").words().contains("Use this policy"), "the folded policy is drawn");
    }
}
