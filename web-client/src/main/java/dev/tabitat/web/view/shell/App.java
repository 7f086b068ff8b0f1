package dev.tabitat.web.view.shell;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonWriter;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.device.DeviceScreen;
import dev.tabitat.web.view.documents.Citation;
import dev.tabitat.web.view.documents.DocumentsScreen;
import dev.tabitat.web.view.documents.Reading;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.lab.LabScreen;
import dev.tabitat.web.view.lineage.LineageScreen;
import dev.tabitat.web.view.models.ModelsScreen;
import dev.tabitat.web.view.parts.Actions;
import dev.tabitat.web.view.parts.FileKinds;
import dev.tabitat.web.view.parts.RouteState;
import dev.tabitat.web.view.parts.Parts;
import dev.tabitat.web.view.parts.State;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.route.RouteScreen;
import dev.tabitat.web.view.start.DeviceLine;
import dev.tabitat.web.view.start.StartScreen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.teavm.jso.JSObject;

/** The page: keeps the state, calls the engine, renders the current screen when something changed. */
public final class App implements Actions {

    private static final int UNASKED_MS = 1500;
    private static final int LOOK_PAUSE_MS = 350;
    private static final String LEDGER = Screens.LEDGER;
    private static final String DOCUMENTS = Screens.DOCUMENTS;
    private static final String MAIN = Screens.MAIN;
    private static final Map<String, String> TITLES = Screens.TITLES;

    private final EngineClient engine;
    private final State state = new State();
    private final DocumentsController documentsController;
    private final Frame frame;
    private final OfflineStatus offline;
    private final Map<String, String> languages = new LinkedHashMap<>();
    private final TextQuestions questions;
    private EngineClient.Cancellation labWork = () -> {};
    private EngineClient.Cancellation asking = () -> {};
    private Optional<Slices> examples = Optional.empty();
    private boolean seeksQuestion;
    private int lookTimer;
    private boolean answeredOnce;
    private final RefreshSchedule schedule = new RefreshSchedule(new Page.Timers(), this::askLists);
    private boolean measured;
    private boolean wentOn;

    private App(EngineClient engine) {
        this.engine = engine;
        this.questions = new TextQuestions(engine, state, this, this::noteStore);
        this.documentsController = new DocumentsController(engine, state.documents, schedule,
                new DocumentsController.App() {
                    @Override
                    public void changed() {
                        App.this.changed();
                    }

                    @Override
                    public void failed(ApiError error) {
                        noteStore(error);
                    }

                    @Override
                    public void reveal(String id) {
                        frame.reveal(id, Reading.TITLE);
                    }
                });
        this.frame = new Frame(new Frame.Content() {
            @Override
            public List<Html> render() {
                return App.this.render();
            }

            @Override
            public void drawn() {
                App.this.drawn();
            }
        });
        this.offline = new OfflineStatus(state, frame);
    }

    /** The page for what the service worker says. */
    public OfflineView offline() {
        return offline;
    }

    /**
     * Takes the page over: as it came, or from the start program, whose state goes on. What the person has typed stays.
     *
     * @param left what the start program has left; empty where the page is as it came
     */
    public static App start(EngineClient engine, Optional<JsonObject> left) {
        App app = new App(engine);
        left.ifPresentOrElse(app.state::goOn, () -> app.state.text = Page.valueOf("say"));
        app.answeredOnce = app.state.answer.isPresent();
        app.state.screen = app.screen();
        app.frame.adopt();
        engine.watch(app::onEvent);
        Page.onFragment(app::navigated);
        Page.onNetwork(() -> {
            app.badge();
            app.call("page", JsonObject.of("online", Page.online()), result -> {}, ignored -> {});
            app.changed();
        });
        Files.onDrop(app::dropped, app.documentsController::add);
        Page.onSearchKeys(app::seekQuestion);
        Page.onSeen(app.schedule::seen);
        if (app.state.screen.equals(DOCUMENTS)) {
            app.documentsController.navigated(Citation.of(Page.fragment()));
        }
        app.badge();
        if (left.isPresent()) {
            app.refresh();
            String wanted = left.get().stringOr("install", "");
            if (!wanted.isEmpty()) {
                app.install(wanted);
            }
        } else {
            // Without a model nothing says that it is ready: the catalogue and the storage are shown all the same.
            Page.later(app::refresh, UNASKED_MS);
        }
        return app;
    }

    /** Whether the page's address names the start screen. */
    public static boolean isStartScreen() {
        return Screens.of(Page.fragment()).equals(Screens.START);
    }

    /** Calls when the page's address names another screen than the start screen. */
    public static void onScreenChange(Runnable opened) {
        Page.onFragment(() -> {
            if (!isStartScreen()) {
                opened.run();
            }
        });
    }

    private void onEvent(String topic, JsonObject body) {
        switch (topic) {
            case Topic.LEDGER -> counted(body);
            case Topic.INSTALL -> state.install(body);
            case Topic.BROKEN -> state.broken = Optional.of(ApiError.fromJson(body));
            case Topic.SIGN_IN -> {
                state.signIn = body.findObject("error").map(ApiError::fromJson).map(ApiError::message);
                changed();
                return;
            }
            case Topic.READY -> {
                state.ready = true;
                classify();
            }
            case Topic.DOCUMENTS -> {
                documentsController.onEvent(body);
                return;
            }
            case Topic.LAB -> {
                state.lab.run = Optional.of(body);
                changed();
                return;
            }
            default -> {
            }
        }
        if (!topic.equals(Topic.INSTALL) || !body.has("report")) {
            schedule.onEvent(topic);
        }
        changed();
    }

    /** The header shows every byte that left, not rounded; the table of the device screen follows. */
    private void counted(JsonObject sums) {
        frame.sent(sums.integerOr("sent_bytes", 0));
        if (state.screen.equals("device") && schedule.mayAskNow()) {
            askLedger();
        }
    }

    private void askLedger() {
        askList("ledger", result -> {
            state.ledger = Optional.of((JsonObject) result);
            frame.sent(((JsonObject) result).integerOr("sent_bytes", 0));
        }, ignored -> {});
    }

    /** The person did something: all lists are asked for again. */
    private void refresh() {
        schedule.now();
    }

    /** Requests the lists that the current screen shows, but for those whose requests failed a moment ago. */
    private void askLists() {
        askList("catalog", result -> {
            state.catalog = Optional.of((JsonArray) result);
            state.catalogError = Optional.empty();
            grafts();
        }, error -> state.catalogError = Optional.of(error));
        askLedger();
        askList("downloads", result -> waiting((JsonArray) result), ignored -> {});
        boolean measure = state.screen.equals("device") && !measured;
        measured |= measure;
        askList("device", "device", measure ? JsonObject.of("measure", true) : JsonObject.EMPTY, result -> {
            state.device = Optional.of((JsonObject) result);
            state.deviceFacts = DeviceLine.facts((JsonObject) result);
        }, ignored -> {});
        askList("storage", result -> {
            state.storage = Optional.of((JsonObject) result);
            state.storeError = Optional.empty();
            state.documents.isStorageRefused = state.storage.get().stringOr("mode", "").equals("memory");
            badge();
            goOnWithDocuments((JsonObject) result);
        }, ignored -> {});
        if (state.screen.equals("lab") && !state.lab.isBusy) {
            askList("lab", result -> state.lab.run = Optional.of((JsonObject) result),
                    error -> state.lab.error = Optional.of(error));
        }
        if (state.screen.equals("device") && state.connections.isEmpty()) {
            askList("connections", result -> state.connections = Optional.of((JsonObject) result),
                    failed -> state.connectionsFailed = true);
        }
        if (state.screen.equals("device") || state.screen.equals("lab")) {
            askList("keys", result -> state.keys = Optional.of((JsonObject) result),
                    error -> state.keysError = Optional.of(error));
        }
        if (state.screen.equals("route")) {
            refreshRoute();
        }
        if (state.screen.equals(DOCUMENTS)) {
            documentsController.refresh();
        }
        if (state.screen.equals("lineage")) {
            askList("lineage", result -> state.lineage = Optional.of((JsonObject) result),
                    error -> state.importError = Optional.of(error));
        }
        String task = state.task;
        askList("choose", "choose", JsonObject.of("task", task), result -> chosen(task, result), ignored -> {});
    }

    private void choose() {
        String task = state.task;
        call("choose", JsonObject.of("task", task), result -> chosen(task, result), ignored -> {});
    }

    private void chosen(String task, Json result) {
        if (task.equals(state.task)) {
            state.choice = Optional.of((JsonObject) result);
        }
    }

    /** Starts the worker of documents, once, where an earlier tab left it something to do. */
    private void goOnWithDocuments(JsonObject storage) {
        if (!wentOn && storage.find("documents_unfinished").filter(JsonBool.class::isInstance).map(JsonBool.class::cast)
                .map(JsonBool::value).orElse(false)) {
            call("documents.status", JsonObject.EMPTY, ignored -> {}, ignored -> {});
        }
        wentOn = true;
    }

    /** What is in the queue since an earlier visit. */
    private void waiting(JsonArray downloads) {
        for (JsonObject one : downloads.objects()) {
            String name = one.string("name");
            state.installs.putIfAbsent(name,
                    new State.Install(name, one.string("state"), Optional.of(one), Optional.empty()));
        }
    }

    /** Requests the adapters of every base that is installed. */
    private void grafts() {
        if (state.screen.equals("models")) {
            for (JsonObject base : state.installed()) {
                String name = base.string("name");
                askList("adapters " + name, "adapters", JsonObject.of("base", name),
                        result -> state.adapters.put(name, (JsonArray) result), ignored -> state.adapters.remove(name));
            }
        }
    }

    private void navigated() {
        if (Page.fragment().equals(MAIN)) {
            // A link to the content, opened in a tab of its own, is no screen.
            Page.focus(MAIN);
            return;
        }
        state.dropRefused = false;
        String before = state.screen;
        String closed = openPassage();
        state.screen = screen();
        state.removing = "";
        Optional<Citation> cited = Citation.of(Page.fragment());
        documentsController.navigated(cited);
        frame.draw();
        if (Page.fragment().equals(LEDGER)) {
            Page.focus(LEDGER);
        } else if (seeksQuestion && state.screen.equals(DOCUMENTS)) {
            Page.enter(DocumentsScreen.QUESTION);
        } else if (before.equals(DOCUMENTS) && !closed.isEmpty() && state.screen.equals(DOCUMENTS) && cited.isEmpty()) {
            Page.focus(closed);
        } else if (cited.isEmpty() || !before.equals(DOCUMENTS)) {
            Page.focusHeading();
        }
        seeksQuestion = false;
        refresh();
    }

    /** The id of the passage whose document is open; empty for none. */
    private String openPassage() {
        return state.documents.reading.isEmpty() ? ""
                : "passage-" + state.documents.reading + "/" + state.documents.citedStart + "-"
                        + state.documents.citedEnd;
    }

    private String screen() {
        String fragment = Page.fragment();
        return fragment.equals(MAIN) ? state.screen : Screens.of(fragment);
    }

    /** From everywhere to the question field. */
    private void seekQuestion() {
        if (state.screen.equals(DOCUMENTS)) {
            Page.enter(DocumentsScreen.QUESTION);
        } else {
            seeksQuestion = true;
            Page.go(DOCUMENTS);
        }
    }

    private void badge() {
        offline.badge();
    }

    @Override
    public void changed() {
        frame.changed();
    }

    @Override
    public void focus(String id) {
        frame.focus(id);
    }

    private void drawn() {
        badge();
        if (!answeredOnce && state.answer.isPresent() && state.screen.equals("start")) {
            answeredOnce = true;
            Page.performanceMark(FirstScreen.ANSWER_MARK);
        }
    }

    private List<Html> render() {
        Page.mark(state.screen, TITLES.get(state.screen));
        state.online = Page.online();
        List<Html> screen = switch (state.screen) {
            case "models" -> ModelsScreen.render(state, this);
            case "lab" -> LabScreen.render(state, this);
            case DOCUMENTS -> DocumentsScreen.render(state, this);
            case "route" -> RouteScreen.render(state, this);
            case "lineage" -> LineageScreen.render(state, this);
            case "device" -> DeviceScreen.render(state, this);
            default -> StartScreen.render(state, this);
        };
        if (state.dropRefused) {
            screen = new ArrayList<>(screen);
            screen.add(0, Parts.alert("This screen takes no files.", FileKinds.everywhere()));
        }
        return List.of(FirstScreen.frame(state.screen, Notices.above(screen, state, this)));
    }

    @Override
    public void typed(String text) {
        questions.typed(text);
    }

    @Override
    public void sample(String name, String text) {
        questions.sample(name, text);
    }

    @Override
    public void useModel(String name) {
        state.model = name;
        changed();
        classify();
    }

    @Override
    public void useTask(String task) {
        state.task = task;
        state.model = "";
        state.sample = "";
        state.answer = Optional.empty();
        state.answerError = Optional.empty();
        changed();
        choose();
        classify();
    }

    @Override
    public void tryModel(String name, String task) {
        useTask(task);
        useModel(name);
        Page.go("start");
    }

    private void classify() {
        questions.ask();
    }

    @Override
    public void install(String name) {
        startDownload("install", JsonObject.of("name", name));
    }

    @Override
    public void installDearly(String name) {
        startDownload("install", JsonObject.of("name", name, "allowMetered", true));
    }

    private void startDownload(String method, JsonObject params) {
        String name = params.string("name");
        state.installs.put(name, new State.Install(name, "queued",
                Optional.ofNullable(state.installs.get(name)).flatMap(State.Install::report), Optional.empty()));
        changed();
        engine.call(method, params, arriving(name));
    }

    @Override
    public void next(String name) {
        call("reorder", JsonObject.of("names", name), result -> waiting((JsonArray) result),
                error -> state.catalogError = Optional.of(error));
    }

    @Override
    public void removePrevious(String name) {
        call("removePrevious", JsonObject.of("name", name), result -> refresh(),
                error -> state.catalogError = Optional.of(error));
    }

    @Override
    public void reload() {
        Page.reload();
    }

    @Override
    public void renew() {
        offline.renew();
    }

    /** Follows a package that comes in. */
    private Answer arriving(String name) {
        return new Answer(result -> {
            state.installs.remove(name);
            refresh();
        }, error -> {
            State.Install now = state.installs.get(name);
            if (now != null && !error.code().equals("cancelled")) {
                state.installs.put(name, new State.Install(name, State.FAILED, now.report(), Optional.of(error)));
            }
        }, report -> {});
    }

    @Override
    public void pause(String name) {
        call("pause", JsonObject.of("name", name), result -> {}, error -> state.catalogError = Optional.of(error));
    }

    @Override
    public void cancel(String name) {
        state.installs.remove(name);
        call("cancel", JsonObject.of("name", name), result -> refresh(), alreadyGone -> {});
        changed();
    }

    @Override
    public void remove(String name) {
        state.removing = "";
        if (state.model.equals(name)) {
            state.model = "";
            state.task = State.LANGUAGE_TASK;
        }
        call("remove", JsonObject.of("name", name), result -> refresh(),
                error -> state.catalogError = Optional.of(error));
    }

    @Override
    public void check(Repair repair) {
        state.checking = Optional.of(JsonObject.EMPTY);
        state.checkError = Optional.empty();
        changed();
        call("check", JsonObject.of("repair", repair == Repair.REPAIR), result -> {
            state.checking = Optional.empty();
            state.check = Optional.of((JsonObject) result);
            refresh();
        }, error -> {
            state.checking = Optional.empty();
            state.checkError = Optional.of(error);
        });
    }

    @Override
    public void persist() {
        call("persist", JsonObject.EMPTY,
                result -> state.persisted = Optional.of(((JsonObject) result).boolOr("persisted", false)),
                error -> state.persisted = Optional.of(false));
    }

    @Override
    public void keys(String method, JsonObject params) {
        state.keysError = Optional.empty();
        state.keysNotice = method.equals("exportKey") || method.equals("importKey") ? "Working on the passphrase\u2026"
                : "";
        changed();
        engine.call(method, params, new Answer((result, bytes) -> {
            JsonObject done = (JsonObject) result;
            state.keyFields.clear();
            // What a signature was worth under the keys before says nothing now.
            state.importReport = state.importReport.filter(report -> !report.stringOr("kind", "").equals("signature"));
            if (!method.equals("exportKey")) {
                state.lab.packet = Optional.empty();
            }
            state.keysNotice = switch (method) {
                case "makeKey" -> "The key is made.";
                case "exportKey" -> "The file is with your downloads. Keep its passphrase apart from it.";
                case "importKey" -> "The key of " + done.string("name") + " is back.";
                case "trust" -> "You trust the key of " + done.string("name") + " now.";
                default -> "It is not trusted any more.";
            };
            save(done.stringOr("name", ""), "application/json", bytes);
            refresh();
        }, error -> {
            state.keysNotice = "";
            state.keysError = Optional.of(error);
        }, report -> {}));
    }

    @Override
    public void exportLineage() {
        engine.call("export", JsonObject.of("what", "lineage", "format", "prov"), new Answer(
                (result, bytes) -> save("tabitat-lineage.prov.json", "application/json", bytes),
                error -> state.importError = Optional.of(error), report -> {}));
    }

    @Override
    public void exportAs(String what, String format, String root) {
        JsonObject params = JsonObject.of("what", what, "format", format);
        engine.call("export", root.isEmpty() ? params : params.with("root", root), new Answer(
                (result, bytes) -> save(((JsonObject) result).string("name"), ((JsonObject) result).string("type"),
                        bytes),
                error -> state.importError = Optional.of(error), report -> {}));
    }

    /** Saves what a call has made, if it made anything: a tar archive as the file that it is, anything else as text. */
    private static void save(String name, String type, Optional<Slices> bytes) {
        if (bytes.isEmpty()) {
            return;
        }
        Slices file = bytes.get();
        if (type.equals("application/x-tar")) {
            Page.save(name, Attachment.toJs(file));
        } else {
            Page.download(name, type, Utf8.decode(file.read(0, (int) file.length())));
        }
    }

    @Override
    public void exportDevice() {
        state.device.ifPresent(device -> Page.download("DeviceProfile.json", "application/json",
                JsonWriter.pretty(device.without("backends"))));
    }

    /** A file was dropped on the page: the lineage screen checks it, the models screen imports it. */
    private void dropped(JSObject file) {
        if (state.screen.equals("lineage")) {
            verify(file);
        } else if (state.screen.equals("models")) {
            importPackage(file);
        } else if (state.screen.equals("lab")) {
            examples(file);
        } else {
            state.dropRefused = true;
            changed();
        }
    }

    @Override
    public void copyText(String text) {
        state.copyProblem = Page.copy(text);
        state.copied = text;
        changed();
    }

    @Override
    public void saveJson(String name, JsonObject json) {
        Page.download(name, "application/json", JsonWriter.pretty(json));
    }

    @Override
    public void labText(String text) {
        state.lab.text = text;
        state.lab.file = "";
        examples = Optional.empty();
        Page.forget(lookTimer);
        lookTimer = Page.later(this::labLook, LOOK_PAUSE_MS);
    }

    @Override
    public void labFile(Object browserEvent) {
        Page.readFile((JSObject) browserEvent, this::examples);
    }

    private void examples(JSObject file) {
        state.lab.file = Page.fileName(file);
        state.lab.textColumn = "";
        state.lab.labelColumn = "";
        examples = Optional.of(Attachment.of(file));
        labLook();
    }

    /** The chosen input, as the call takes it. */
    private JsonObject withExamples(JsonObject params) {
        JsonObject with = state.lab.textColumn.isEmpty() ? params : params.with("text_column", state.lab.textColumn);
        with = state.lab.labelColumn.isEmpty() ? with : with.with("label_column", state.lab.labelColumn);
        return examples.isPresent() ? with : with.with("examples", Utf8.replaceUnpairedSurrogates(state.lab.text));
    }

    @Override
    public void labLook() {
        if (examples.isEmpty() && state.lab.text.trim().isEmpty()) {
            state.lab.look = Optional.empty();
            changed();
            return;
        }
        labSend("examples", withExamples(JsonObject.EMPTY), new Answer(result -> {
            state.lab.look = Optional.of((JsonObject) result);
            state.lab.error = Optional.empty();
            Announcer.say(Format.count(state.lab.look.get().object("examples").integer("n"), "example", "examples")
                    + " read.");
        }, error -> {
            state.lab.look = Optional.empty();
            state.lab.error = Optional.of(examples.isPresent() ? FileKinds.named(error, FileKinds.EXAMPLES) : error);
        }, report -> {}));
    }

    private EngineClient.Cancellation labSend(String method, JsonObject params, Answer answer) {
        return examples.isPresent() && !params.has("resume") && !method.equals("decide") && !method.equals("packet")
                && !method.equals("restore") && !method.equals("calibrate")
                        ? engine.call(method, params, examples.get(), answer)
                        : engine.call(method, params, answer);
    }

    @Override
    public void labBreed(String parent) {
        labCall("breed", withExamples(plan(parent).with("parents", JsonArray.of(parent))
                .with("budget", JsonObject.of("candidates", number(state.lab.candidates, 8)))));
    }

    @Override
    public void labTeach(String parent) {
        labCall("teach", withExamples(plan(parent).with("base", parent).with("kind", "head")));
    }

    private JsonObject plan(String parent) {
        String task = state.lab.task.trim().isEmpty() ? "my texts" : state.lab.task.trim();
        String seed = state.lab.seed.trim();
        return JsonObject.of("task", task, "seed", seed.isEmpty() ? "7" : seed);
    }

    private static long number(String text, long otherwise) {
        try {
            return Math.max(0, Long.parseLong(text.trim()));
        } catch (NumberFormatException none) {
            return otherwise;
        }
    }

    @Override
    public void labCall(String method, JsonObject params) {
        boolean isRun = method.equals("breed") || method.equals("teach");
        state.lab.isCalibrating = method.equals("calibrate");
        state.lab.error = Optional.empty();
        state.lab.report = Optional.empty();
        if (isRun) {
            state.lab.isBusy = true;
            state.lab.isAnew = false;
            state.lab.packet = Optional.empty();
            state.lab.calibrated = Optional.empty();
            state.lab.open = "";
            state.lab.run = Optional.of(state.lab.run.orElse(JsonObject.EMPTY).with("state", "running"));
        }
        changed();
        labWork = labSend(method, params, new Answer(result -> {
            state.lab.isBusy = state.lab.isBusy && !isRun;
            switch (method) {
                case "packet" -> state.lab.packet = Optional.of((JsonObject) result);
                case "calibrate" -> state.lab.calibrated = Optional.of((JsonObject) result);
                default -> {
                }
            }
            state.lab.isCalibrating = false;
            refresh();
        }, error -> {
            state.lab.isBusy = state.lab.isBusy && !isRun;
            state.lab.isCalibrating = false;
            state.lab.error = error.code().equals("cancelled") ? Optional.empty() : Optional.of(error);
            refresh();
        }, report -> state.lab.report = Optional.of(report)));
    }

    @Override
    public void labStop() {
        labWork.cancel();
    }

    private void refreshRoute() {
        askList("policy", result -> state.route.policy = Optional.of((JsonObject) result),
                error -> state.route.policyError = Optional.of(error));
        askList("targets", result -> state.route.targets = (JsonArray) result,
                error -> state.route.targetsError = Optional.of(error));
        askList("members", result -> state.route.members = (JsonArray) result,
                error -> state.route.targetsError = Optional.of(error));
        askList("routes", result -> {
            state.route.log = Optional.of((JsonObject) result);
            state.route.logError = Optional.empty();
        }, error -> state.route.logError = Optional.of(error));
    }

    @Override
    public void routeDecide() {
        RouteState route = state.route;
        if (route.isBusy) {
            return;
        }
        route.isBusy = true;
        route.error = Optional.empty();
        route.sent = Optional.empty();
        route.sendError = Optional.empty();
        route.streaming = "";
        changed();
        JsonObject params = JsonObject.of("task", route.task, "input", Utf8.replaceUnpairedSurrogates(route.text),
                "data_class", route.dataClass,
                "escalation", route.mayLeave ? "with_approval" : "never");
        call("route", params, result -> {
            route.isBusy = false;
            route.decision = Optional.of((JsonObject) result);
            route.sent = ((JsonObject) result).findObject("escalation");
        }, error -> {
            route.isBusy = false;
            route.decision = Optional.empty();
            route.error = Optional.of(error);
        });
    }

    @Override
    public void routeApprove(String plan, String digest, String choice) {
        RouteState route = state.route;
        route.isSending = !choice.equals("never");
        route.sendError = Optional.empty();
        route.streaming = "";
        changed();
        asking = engine.call("approve", JsonObject.of("plan", plan, "digest", digest, "choice", choice),
                new Answer(result -> {
                    route.isSending = false;
                    route.sent = Optional.of((JsonObject) result);
                    refreshRoute();
                }, error -> {
                    route.isSending = false;
                    route.sendError = Optional.of(error);
                    refreshRoute();
                }, report -> route.streaming = report.stringOr("text", "")));
    }

    @Override
    public void routeStop() {
        asking.cancel();
    }

    @Override
    public void routePolicy(boolean reset) {
        RouteState route = state.route;
        route.policyError = Optional.empty();
        JsonObject params;
        try {
            params = reset ? JsonObject.of("reset", true)
                    : JsonObject.of("set", JsonReader.readObject(Utf8.replaceUnpairedSurrogates(
                            route.draft
                                    .orElse(route.policy.map(policy -> policy.object("policy").toString()).orElse(""))),
                            JsonLimits.DEFAULT));
        } catch (TabitatException malformed) {
            route.policyError = Optional.of(ApiError.of(malformed));
            changed();
            return;
        }
        call("policy", params, result -> {
            route.policy = Optional.of((JsonObject) result);
            route.draft = Optional.empty();
        }, error -> route.policyError = Optional.of(error));
    }

    @Override
    public void routeCall(String method, JsonObject params) {
        RouteState route = state.route;
        boolean looks = method.equals("discover");
        route.isLooking |= looks;
        route.targetsError = Optional.empty();
        changed();
        call(method, params, result -> {
            if (looks) {
                route.isLooking = false;
                route.discovered = Optional.of((JsonArray) result);
            } else if (method.equals("replayDecisions")) {
                route.replayed = Optional.of((JsonObject) result);
            } else {
                route.fields.clear();
            }
            refreshRoute();
        }, error -> {
            route.isLooking = false;
            if (method.equals("replayDecisions")) {
                route.logError = Optional.of(error);
            } else {
                route.targetsError = Optional.of(error);
            }
        });
    }

    @Override
    public void replay(String digest) {
        state.lab.isReplaying = true;
        state.lab.replayed = Optional.empty();
        state.lab.replayError = Optional.empty();
        changed();
        engine.call("replay", JsonObject.of("root", digest), new Answer(result -> {
            state.lab.isReplaying = false;
            state.lab.replayed = Optional.of((JsonObject) result);
        }, error -> {
            state.lab.isReplaying = false;
            state.lab.replayError = Optional.of(error);
        }, report -> {}));
    }

    @Override
    public void importPackage(Object browserEvent) {
        Page.readFile((JSObject) browserEvent, this::importPackage);
    }

    private void importPackage(JSObject file) {
        state.importReport = Optional.empty();
        state.packageImportError = Optional.empty();
        state.importing = Optional.of(JsonObject.EMPTY);
        changed();
        engine.call("import", JsonObject.EMPTY, Attachment.of(file), new Answer(
                (result, bytes) -> {
                    state.importing = Optional.empty();
                    state.importReport = Optional.of((JsonObject) result);
                    refresh();
                }, error -> {
                    state.importing = Optional.empty();
                    state.packageImportError = Optional.of(FileKinds.named(error, FileKinds.PACKAGES));
                }, report -> state.importing = Optional.of(report)));
    }

    @Override
    public void exportPackage(String name, String format) {
        state.packageImportError = Optional.empty();
        engine.call("export", JsonObject.of("what", "package", "root", name, "format", format), new Answer(
                (result, bytes) -> save(((JsonObject) result).string("name"), "application/x-tar", bytes),
                error -> state.packageImportError = Optional.of(error), report -> {}));
    }

    @Override
    public void update(String name) {
        startDownload("update", JsonObject.of("name", name));
    }

    @Override
    public void rollback(String name) {
        call("rollback", JsonObject.of("name", name), result -> refresh(),
                error -> state.catalogError = Optional.of(error));
    }

    @Override
    public void licence(String name) {
        if (!state.licences.containsKey(name)) {
            call("licence", JsonObject.of("model", name), result -> state.licences.put(name, (JsonObject) result),
                    error -> state.licences.put(name, JsonObject.of("text", error.message() + " " + error.remedy())));
        }
    }

    @Override
    public void importLineage(Object browserEvent) {
        Page.readFile((JSObject) browserEvent, this::verify);
    }

    private void verify(JSObject file) {
        state.imported = Optional.empty();
        state.importError = Optional.empty();
        engine.call("import", JsonObject.EMPTY, Attachment.of(file), new Answer(
                (result, bytes) -> {
                    state.imported = Optional.of((JsonObject) result);
                    refresh();
                }, error -> state.importError = Optional.of(FileKinds.named(error, FileKinds.LINEAGE)), report -> {}));
    }

    @Override
    public void documentsFiles(Object browserEvent) {
        Files.chosen((JSObject) browserEvent, documentsController::add);
    }

    @Override
    public void documentsTyped(String query) {
        documentsController.typed(query);
    }

    @Override
    public void documentsAsk() {
        documentsController.ask();
    }

    @Override
    public void documentsAround(JsonObject passage) {
        documentsController.around(passage);
    }

    @Override
    public void documentsCite(JsonObject passage) {
        documentsController.cite(passage);
    }

    @Override
    public void documentsRead(int start, int end) {
        documentsController.read(start, end);
    }

    @Override
    public void documentsImport(Object browserEvent) {
        Page.readFile((JSObject) browserEvent, documentsController::importFile);
    }

    @Override
    public void documentsCall(String method, JsonObject params) {
        documentsController.call(method, params);
    }

    @Override
    public String language(String code) {
        return languages.computeIfAbsent(code, Page::language);
    }

    @Override
    public void copy(JsonObject record) {
        copyText(JsonWriter.pretty(record));
    }

    private void askList(String method, Consumer<Json> done, Consumer<ApiError> failed) {
        askList(method, method, JsonObject.EMPTY, done, failed);
    }

    /** Sends a request unless the same one failed a moment ago; {@code question} distinguishes those of one method. */
    private void askList(String question, String method, JsonObject params, Consumer<Json> done,
            Consumer<ApiError> failed) {
        if (state.broken.isPresent() || !schedule.mayAsk(question)) {
            return;
        }
        call(method, params, result -> {
            schedule.succeeded(question);
            done.accept(result);
        }, error -> {
            schedule.failed(question);
            failed.accept(error);
        });
    }

    private EngineClient.Cancellation call(String method, JsonObject params, Consumer<Json> done,
            Consumer<ApiError> failed) {
        return engine.call(method, params, new Answer(done, failed, report -> {}));
    }

    /** A failure of the whole store is said on every screen, until the store answers again. */
    private void noteStore(ApiError error) {
        if (StoreNotice.concerns(error)) {
            state.storeError = Optional.of(error);
        }
    }

    /** Draws again after every answer. */
    private final class Answer implements EngineClient.Listener {

        private final BiConsumer<Json, Optional<Slices>> done;
        private final Consumer<ApiError> failed;
        private final Consumer<JsonObject> progress;

        Answer(BiConsumer<Json, Optional<Slices>> done, Consumer<ApiError> failed, Consumer<JsonObject> progress) {
            this.done = done;
            this.failed = failed;
            this.progress = progress;
        }

        Answer(Consumer<Json> done, Consumer<ApiError> failed, Consumer<JsonObject> progress) {
            this((result, bytes) -> done.accept(result), failed, progress);
        }

        @Override
        public void progress(JsonObject report) {
            progress.accept(report);
            changed();
        }

        @Override
        public void done(Json result, Optional<Slices> bytes) {
            done.accept(result, bytes);
            changed();
        }

        @Override
        public void failed(ApiError error) {
            noteStore(error);
            failed.accept(error);
            changed();
        }
    }
}
