package dev.tabitat.web.view.shell;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Parts;
import dev.tabitat.web.view.parts.State;
import dev.tabitat.web.view.start.StartScreen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The page of a first visit: the start screen alone. Whatever else a person opens or asks for is the work of
 * {@link App}, which is loaded then and takes the page over.
 */
public final class StartApp extends NoActions {

    /** Loads the whole app. */
    public interface Loader {

        /** Loads it, unless it is being loaded; a failure is reported by {@link StartApp#notLoaded}. */
        void load();
    }

    private final EngineClient engine;
    private final Loader loader;
    private final State state = new State();
    private final TextQuestions questions;
    private final Map<String, String> languages = new LinkedHashMap<>();
    private final RefreshSchedule schedule = new RefreshSchedule(new Page.Timers(), this::askLists);
    private final Frame frame = new Frame(new Frame.Content() {
        @Override
        public List<Html> render() {
            return StartApp.this.render();
        }

        @Override
        public void drawn() {
            StartApp.this.drawn();
        }
    });
    private final OfflineStatus offline = new OfflineStatus(state, frame);
    private boolean isReleased;
    private boolean isAppNeeded;
    private boolean answeredOnce;
    private String wanted = "";
    private Optional<String> loadProblem = Optional.empty();

    private StartApp(EngineClient engine, boolean savesData, Loader loader) {
        this.engine = engine;
        this.loader = loader;
        this.questions = new TextQuestions(engine, state, this, this::noteStore);
        state.savesData = savesData;
    }

    /** Takes the static page over; what the person has typed stays. */
    public static StartApp start(EngineClient engine, boolean savesData, Loader loader) {
        StartApp app = new StartApp(engine, savesData, loader);
        app.state.text = Page.valueOf("say");
        app.state.screen = Screens.of(Page.fragment());
        app.frame.adopt();
        engine.watch(app::onEvent);
        Page.onFragment(app::navigated);
        Page.onNetwork(app::networkChanged);
        Page.onSeen(app.schedule::seen);
        app.badge();
        return app;
    }

    /** The page for what the service worker says. */
    public OfflineView offline() {
        return offline;
    }

    /** The start program cannot answer: the start screen too waits for the whole app. */
    public void needApp() {
        isAppNeeded = true;
        load();
    }

    private void onEvent(String topic, JsonObject body) {
        switch (topic) {
            case Topic.LEDGER -> frame.sent(body.integerOr("sent_bytes", 0));
            case Topic.INSTALL -> state.install(body);
            case Topic.BROKEN -> state.broken = Optional.of(ApiError.fromJson(body));
            case Topic.SIGN_IN ->
                state.signIn = body.findObject("error").map(ApiError::fromJson).map(ApiError::message);
            case Topic.READY -> {
                state.ready = true;
                questions.ask();
            }
            default -> {
            }
        }
        if (state.ready || !topic.equals(Topic.INSTALL)) {
            schedule.onEvent(topic);
        }
        changed();
    }

    /** Asks what the screen shows beside the answer; the catalogue only where the connection is not to be saved. */
    private void askLists() {
        if (isReleased || state.broken.isPresent()) {
            return;
        }
        ask(StartMethod.STORAGE, result -> {
            state.storage = Optional.of((JsonObject) result);
            state.storeError = Optional.empty();
            badge();
        });
        ask(StartMethod.LEDGER, result -> frame.sent(((JsonObject) result).integerOr("sent_bytes", 0)));
        if (state.ready && !state.savesData) {
            ask(StartMethod.CATALOG, result -> state.catalog = Optional.of((JsonArray) result));
        }
    }

    private void ask(StartMethod method, Consumer<Json> done) {
        if (!schedule.mayAsk(method.wireName())) {
            return;
        }
        engine.call(method, JsonObject.EMPTY, new EngineClient.Listener() {
            @Override
            public void done(Json result, Optional<Slices> bytes) {
                schedule.succeeded(method.wireName());
                done.accept(result);
                changed();
            }

            @Override
            public void failed(ApiError error) {
                schedule.failed(method.wireName());
                noteStore(error);
                changed();
            }
        });
    }

    private void noteStore(ApiError error) {
        if (StoreNotice.concerns(error)) {
            state.storeError = Optional.of(error);
        }
    }

    private void navigated() {
        if (isReleased) {
            return;
        }
        String fragment = Page.fragment();
        if (fragment.equals(Screens.MAIN)) {
            Page.focus(Screens.MAIN);
            return;
        }
        state.screen = Screens.of(fragment);
        frame.draw();
        Page.focusHeading();
        if (!state.screen.equals(Screens.START)) {
            load();
        }
    }

    private void load() {
        loadProblem = Optional.empty();
        loader.load();
        changed();
    }

    private void networkChanged() {
        if (isReleased) {
            return;
        }
        badge();
        if (Page.online() && !state.ready) {
            // The whole app goes on with what could not be fetched without a network.
            load();
        }
        changed();
    }

    private List<Html> render() {
        Page.mark(state.screen, Screens.TITLES.get(state.screen));
        state.online = Page.online();
        List<Html> screen = state.screen.equals(Screens.START) ? start() : List.of(loading());
        return List.of(FirstScreen.frame(state.screen, Notices.above(screen, state, this)));
    }

    private List<Html> start() {
        List<Html> screen = new ArrayList<>(StartScreen.render(state, this));
        if (isAppNeeded && loadProblem.isPresent()) {
            screen.add(0, failure("The app could not be loaded."));
        }
        return screen;
    }

    private Html failure(String title) {
        return Html.el("div", Html.cls("answer-box"), Parts.alert(title, loadProblem.orElseThrow()),
                Parts.button("go", "Try again", event -> load()));
    }

    /** In place of a screen that is still to come. */
    private Html loading() {
        String title = Screens.TITLES.get(state.screen);
        Html head = Html.el("div", Html.cls("head"), Html.el("div", Html.el("h1", Html.attr("tabindex", "-1"), title)));
        return loadProblem.isEmpty()
                ? Html.el("div", head,
                        Html.el("p", Html.cls("note"), Html.attr("role", "status"), "Loading this screen\u2026"))
                : Html.el("div", head, failure("This screen could not be loaded."));
    }

    private void drawn() {
        badge();
        if (!answeredOnce && state.answer.isPresent() && state.screen.equals(Screens.START)) {
            answeredOnce = true;
            Page.performanceMark(FirstScreen.ANSWER_MARK);
        }
    }

    private void badge() {
        offline.badge();
    }

    /** The whole app could not be loaded. @param reason sentences for people */
    public void notLoaded(String reason) {
        loadProblem = Optional.of(reason);
        changed();
    }

    /**
     * Leaves the page to {@link App}: from now on this program changes nothing on the page and receives none of its
     * events.
     *
     * @return the state with which the app goes on, and {@code install}, the package that the person has asked for
     * meanwhile
     */
    public JsonObject release() {
        isReleased = true;
        frame.release();
        state.text = Page.valueOf("say").isEmpty() ? state.text : Page.valueOf("say");
        return state.left().with("install", wanted);
    }

    @Override
    public void changed() {
        frame.changed();
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
    public void install(String name) {
        wanted = name;
        needApp();
    }

    @Override
    public void reload() {
        Page.reload();
    }

    @Override
    public void renew() {
        offline.renew();
    }

    @Override
    public String language(String code) {
        return languages.computeIfAbsent(code, Page::language);
    }
}
