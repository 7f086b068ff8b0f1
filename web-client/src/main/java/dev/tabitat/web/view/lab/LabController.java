package dev.tabitat.web.view.lab;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonWriter;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.LabMethod;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.lab.LabState.Examples;
import dev.tabitat.web.view.parts.Copied;
import dev.tabitat.web.view.parts.Entries;
import dev.tabitat.web.view.parts.FileKinds;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.Lists;
import dev.tabitat.web.view.screen.PackagesController;
import dev.tabitat.web.view.screen.PageServices;
import dev.tabitat.web.view.screen.PickedFile;
import dev.tabitat.web.view.screen.Screen;
import dev.tabitat.web.view.screen.Shared;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The controller of the lab's screen. */
public final class LabController implements Screen, LabActions {

    private static final int TYPING_PAUSE_MS = 350;
    private static final long MAX_CANDIDATES = 8;

    private final EngineCalls calls;
    private final PageServices page;
    private final Shared shared;
    private final BiConsumer<String, String> trial;
    private final Lists lists;
    private LabState state = LabState.FIRST;
    private Optional<PickedFile> chosen = Optional.empty();
    private EngineClient.Cancellation work = () -> {};
    private int reading;
    private int typingTimer;

    /** @param trial opens the start screen with a model and its task */
    public LabController(EngineClient engine, PageServices page, Shared shared, BiConsumer<String, String> trial) {
        this.calls = new EngineCalls(engine, page);
        this.page = page;
        this.shared = shared;
        this.trial = trial;
        this.lists = new Lists(page, calls);
        lists.add("lab", List.of(), this::askRun);
        lists.add(EngineMethod.KEYS, List.of(Topic.STORE_AS_A_WHOLE),
                result -> state = state.withKeys((JsonObject) result),
                ignored -> {});
    }

    /** While this page waits for a run, its events say more than an answer that was asked for before. */
    private void askRun() {
        if (!state.run().isBusy()) {
            lists.ask("lab", LabMethod.LAB, JsonObject.EMPTY, result -> {
                if (!state.run().isBusy()) {
                    state = state.with(state.run().with((JsonObject) result));
                }
            }, error -> state = state.withError(Optional.of(error)));
        }
    }

    LabState state() {
        return state;
    }

    @Override
    public Lists lists() {
        return lists;
    }

    @Override
    public List<Html> render() {
        return LabScreen.render(state, shared.packages(), this);
    }

    @Override
    public List<String> packageLists() {
        return List.of(PackagesController.CATALOG);
    }

    @Override
    public boolean isBusy() {
        return state.run().isBusy();
    }

    @Override
    public void onEvent(String topic, JsonObject body) {
        if (topic.equals(Topic.LAB)) {
            state = state.with(state.run().with(body));
        } else {
            if (topic.equals(Topic.STORE) && state.keys().isPresent()) {
                state = state.withKeys(Entries.keys(state.keys().get(), body));
            }
            lists.onEvent(topic, body);
        }
    }

    /** Keys changed: who signed the packet that is shown may be known otherwise now. */
    public void keysChanged() {
        state = state.with(state.release().withPacket(Optional.empty()));
    }

    @Override
    public void typed(String text) {
        state = state.with(state.examples().pasted(text));
        chosen = Optional.empty();
        page.forget(typingTimer);
        typingTimer = page.later(this::read, TYPING_PAUSE_MS);
    }

    @Override
    public void file(Object event) {
        page.picked(event, this::drop);
    }

    @Override
    public boolean drop(List<PickedFile> files) {
        PickedFile file = files.get(0);
        if (file.content().isEmpty()) {
            return false;
        }
        chosen = Optional.of(file);
        state = state.with(state.examples().chosen(file.name()));
        read();
        return true;
    }

    @Override
    public void textColumn(String name) {
        state = state.with(state.examples().withTextColumn(name));
        read();
    }

    @Override
    public void labelColumn(String name) {
        state = state.with(state.examples().withLabelColumn(name));
        read();
    }

    /** Reads the examples; an answer about those before is ignored. */
    private void read() {
        page.forget(typingTimer);
        int ticket = ++reading;
        if (chosen.isEmpty() && state.examples().text().trim().isEmpty()) {
            state = state.with(state.examples().as(Optional.empty()));
            page.changed();
            return;
        }
        boolean isFile = chosen.isPresent();
        send(LabMethod.EXAMPLES, withExamples(JsonObject.EMPTY), result -> {
            if (ticket == reading) {
                state = state.with(state.examples().as(Optional.of((JsonObject) result))).withError(Optional.empty());
                page.announce(Format.count(((JsonObject) result).object("examples").integer("n"), "example", "examples")
                        + " read.");
            }
        }, error -> {
            if (ticket == reading) {
                state = state.with(state.examples().as(Optional.empty()))
                        .withError(Optional.of(isFile ? FileKinds.named(error, FileKinds.EXAMPLES) : error));
            }
        });
    }

    /** The chosen input, as the call takes it: a file goes beside it. */
    private JsonObject withExamples(JsonObject params) {
        Examples examples = state.examples();
        JsonObject with = examples.textColumn().isEmpty() ? params : params.with("text_column", examples.textColumn());
        with = examples.labelColumn().isEmpty() ? with : with.with("label_column", examples.labelColumn());
        return chosen.isPresent() ? with : with.with("examples", Utf8.replaceUnpairedSurrogates(examples.text()));
    }

    private EngineClient.Cancellation send(Method method, JsonObject params, Consumer<Json> done,
            Consumer<ApiError> failed) {
        Consumer<JsonObject> progress = report -> state = state.with(state.run().reported(report));
        return chosen.isPresent()
                ? calls.send(method, params, chosen.get(), done, failed, progress)
                : calls.call(method, params, (result, bytes) -> done.accept(result), failed, progress);
    }

    @Override
    public void task(String name) {
        state = state.with(state.plan().withTask(name));
        page.changed();
    }

    @Override
    public void parent(String name) {
        state = state.with(state.plan().withParent(name));
    }

    @Override
    public void candidates(String count) {
        state = state.with(state.plan().withCandidates(count));
    }

    @Override
    public void seed(String text) {
        state = state.with(state.plan().withSeed(text));
    }

    @Override
    public void breed(String shown) {
        String parent = state.plan().parent().isEmpty() ? shown : state.plan().parent();
        start(LabMethod.BREED, plan().with("parents", JsonArray.of(parent)).with("budget",
                JsonObject.of("candidates", number(state.plan().candidates()))));
    }

    @Override
    public void teach(String shown) {
        String parent = state.plan().parent().isEmpty() ? shown : state.plan().parent();
        start(LabMethod.TEACH, plan().with("base", parent).with("kind", "head"));
    }

    private JsonObject plan() {
        String task = state.plan().task().trim();
        String seed = state.plan().seed().trim();
        return JsonObject.of("task", task.isEmpty() ? "my texts" : task, "seed", seed.isEmpty() ? "7" : seed);
    }

    private static long number(String text) {
        try {
            return Math.max(0, Long.parseLong(text.trim()));
        } catch (NumberFormatException none) {
            return MAX_CANDIDATES;
        }
    }

    private void start(Method method, JsonObject params) {
        JsonObject all = withExamples(params);
        state = state.started();
        page.changed();
        work = send(method, all, result -> ended(Optional.empty()), error -> ended(Optional.of(error)));
    }

    @Override
    public void resume() {
        state = state.started();
        page.changed();
        work = calls.call(LabMethod.BREED, JsonObject.of("resume", true), (result, bytes) -> ended(Optional.empty()),
                error -> ended(Optional.of(error)), report -> state = state.with(state.run().reported(report)));
    }

    private void ended(Optional<ApiError> error) {
        state = state.with(state.run().ended()).withError(shown(error));
        lists.refresh("lab");
    }

    /** What the person stopped is no failure. */
    private static Optional<ApiError> shown(Optional<ApiError> error) {
        return error.filter(one -> !one.code().equals("cancelled"));
    }

    @Override
    public void stop() {
        work.cancel();
    }

    @Override
    public void beginAnew() {
        state = state.anew();
        page.changed();
    }

    @Override
    public void open(String candidate) {
        state = state.withOpen(candidate);
        page.changed();
    }

    @Override
    public void tryModel(String name, String task) {
        trial.accept(name, task);
    }

    @Override
    public void calibrate(String model, String examples) {
        state = state.with(state.release().calibrating(true));
        call(EngineMethod.CALIBRATE,
                JsonObject.of("model", model, "dataset", examples, "part", "select", "loosen", true),
                result -> state = state.with(state.release().withCalibrated(result)));
    }

    @Override
    public void decide(String outcome) {
        call(LabMethod.DECIDE, JsonObject.of("outcome", outcome), result -> {});
    }

    @Override
    public void restore(String task) {
        call(LabMethod.RESTORE, JsonObject.of("task", task), result -> {});
    }

    @Override
    public void restore(String task, String model) {
        call(LabMethod.RESTORE, JsonObject.of("task", task, "model", model), result -> {});
    }

    @Override
    public void packet(String model) {
        packet(JsonObject.of("model", model));
    }

    @Override
    public void sign(String key) {
        if (state.release().packet().isPresent()) {
            packet(JsonObject.of("model", state.release().packet().get().object("identity").string("name"), "key",
                    key));
        }
    }

    private void packet(JsonObject params) {
        call(EngineMethod.PACKET, params,
                result -> state = state.with(state.release().withPacket(Optional.of(result))));
    }

    private void call(Method method, JsonObject params, Consumer<JsonObject> done) {
        state = state.withError(Optional.empty());
        page.changed();
        work = calls.call(method, params, (result, bytes) -> {
            state = state.with(state.release().calibrating(false));
            done.accept(result instanceof JsonObject object ? object : JsonObject.EMPTY);
            lists.refresh("lab");
        }, error -> {
            state = state.with(state.release().calibrating(false)).withError(shown(Optional.of(error)));
            lists.refresh("lab");
        }, report -> state = state.with(state.run().reported(report)));
    }

    @Override
    public void copy(String text) {
        String problem = page.copy(text);
        state = state.with(new Copied(text, problem));
        page.changed();
    }

    @Override
    public void save(String name, JsonObject json) {
        page.download(name, "application/json", JsonWriter.pretty(json));
    }
}
