package dev.tabitat.web.view.start;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.Lists;
import dev.tabitat.web.view.screen.PackagesController;
import dev.tabitat.web.view.screen.PageServices;
import dev.tabitat.web.view.screen.Screen;
import dev.tabitat.web.view.screen.Shared;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The controller of the start screen: asks about the text a moment after the last letter, and about the newest text
 * only. The start program of a first visit uses it too.
 */
public final class StartController implements Screen, StartActions {

    private static final int TYPING_PAUSE_MS = 80;
    private static final int LABELS = 4;

    private final EngineCalls calls;
    private final PageServices page;
    private final Shared shared;
    private final Consumer<String> installer;
    private final Lists lists;
    private final Map<String, String> languages = new LinkedHashMap<>();
    private StartState state = StartState.FIRST;
    private EngineClient.Cancellation asked = () -> {};
    private int question;
    private int typingTimer;

    /** @param installer installs a package by its name */
    public StartController(EngineClient engine, PageServices page, Shared shared, Consumer<String> installer) {
        this.calls = new EngineCalls(engine, page);
        this.page = page;
        this.shared = shared;
        this.installer = installer;
        this.lists = new Lists(page, calls);
    }

    /**
     * Shows also who would answer, and the device: what only the engine of the whole app can be asked.
     *
     * @param facts the device in a few words, of what {@code device} answers
     */
    public void showChoiceAndDevice(Function<JsonObject, List<String>> facts) {
        lists.add("choose",
                List.of(Topic.STORED_PACKAGES, Topic.INSTALL, Topic.ROUTING_RULES, Topic.DEVICE, Topic.READY),
                this::choose);
        lists.add(EngineMethod.DEVICE, List.of(Topic.DEVICE, Topic.READY),
                result -> state = state.withDeviceFacts(facts.apply((JsonObject) result)), ignored -> {});
    }

    private void choose() {
        String task = state.task();
        lists.ask("choose", EngineMethod.CHOOSE, JsonObject.of("task", task), result -> {
            if (task.equals(state.task())) {
                state = state.withChoice((JsonObject) result);
            }
        }, ignored -> {});
    }

    public StartState state() {
        return state;
    }

    /** Goes on with what another program showed, or with a text that was typed before the app came. */
    public void goOn(StartState known) {
        state = known;
    }

    @Override
    public Lists lists() {
        return lists;
    }

    @Override
    public List<Html> render() {
        return StartScreen.render(state, shared.packages(), shared.status(), this);
    }

    @Override
    public List<String> packageLists() {
        return List.of(PackagesController.CATALOG, PackagesController.DOWNLOADS);
    }

    @Override
    public void onEvent(String topic, JsonObject body) {
        if (topic.equals(Topic.READY)) {
            state = state.asReady();
            ask();
        }
        if (topic.equals(Topic.INSTALL) && body.stringOr("state", "").equals("removed")
                && body.string("name").equals(state.model())) {
            useTask(Packages.LANGUAGE_TASK);
        }
        if (!body.has("report")) {
            lists.onEvent(topic, body);
        }
    }

    @Override
    public void typed(String text) {
        state = state.withText(text, "");
        page.hush();
        page.forget(typingTimer);
        typingTimer = page.later(this::ask, TYPING_PAUSE_MS);
    }

    @Override
    public void sample(String name, String text) {
        state = state.withText(text, name);
        ask();
    }

    @Override
    public void useModel(String name) {
        state = state.withModel(name);
        ask();
    }

    @Override
    public void useTask(String task) {
        state = state.withTask(task);
        lists.refresh("choose");
        ask();
    }

    /** Asks a model for its task, by its name. */
    public void tryModel(String name, String task) {
        useTask(task);
        useModel(name);
    }

    @Override
    public void install(String name) {
        installer.accept(name);
    }

    @Override
    public String language(String code) {
        String name = languages.get(code);
        if (name == null) {
            name = page.language(code);
            languages.put(code, name);
        }
        return name;
    }

    /** Asks now; an older question is given up, and its answer is ignored. */
    private void ask() {
        asked.cancel();
        int ticket = ++question;
        page.changed();
        if (!state.ready() || state.text().trim().isEmpty()) {
            state = state.answered(Optional.empty(), Optional.empty());
            return;
        }
        JsonObject params = JsonObject.of("input", Utf8.replaceUnpairedSurrogates(state.text()), "top_k", LABELS);
        asked = calls.call(StartMethod.CLASSIFY,
                state.model().isEmpty() ? params.with("task", state.task()) : params.with("model", state.model()),
                result -> {
                    if (ticket == question) {
                        state = state.answered(Optional.of((JsonObject) result), Optional.empty());
                        page.announce(StartScreen.announcement((JsonObject) result, this));
                    }
                }, error -> failed(ticket, error));
    }

    private void failed(int ticket, ApiError error) {
        if (ticket == question && !error.code().equals("cancelled")) {
            state = state.answered(Optional.empty(), Optional.of(error));
        }
    }
}
