package dev.tabitat.web.view.shell;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import dev.tabitat.web.view.parts.Parts;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.Lists;
import dev.tabitat.web.view.screen.PackagesController;
import dev.tabitat.web.view.screen.Shared;
import dev.tabitat.web.view.start.StartController;
import dev.tabitat.web.view.start.StartState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The page of a first visit: the start screen alone. Whatever else a person opens or asks for is the work of
 * {@link App}, which is loaded then and takes the page over.
 */
public final class StartApp implements Frame.Content, Shared {

    /** Loads the whole app. */
    public interface Loader {

        /** Loads it, unless it is being loaded; a failure is reported by {@link StartApp#notLoaded}. */
        void load();
    }

    /** The sums of all bytes, for the header; events tell the further ones. */
    private static final String LEDGER = "ledger";

    private final Loader loader;
    private final Frame frame = new Frame(this);
    private final StatusController status = new StatusController(frame);
    private final BrowserPage page = new BrowserPage(frame, status);
    private final PackagesController packages;
    private final StartController start;
    private final Lists header;
    private String screen;
    private boolean isReleased;
    private boolean isAppNeeded;
    private boolean answeredOnce;
    private String wanted = "";
    private Optional<String> loadProblem = Optional.empty();

    private StartApp(EngineClient engine, boolean savesData, Loader loader) {
        this.loader = loader;
        this.packages = new PackagesController(engine, page,
                storage -> status.stored(packages().isInMemory()));
        this.start = new StartController(engine, page, this, this::install);
        this.header = new Lists(page, new EngineCalls(engine, page));
        this.screen = Screens.of(Page.fragment());
        header.add(StartMethod.LEDGER, List.of(Topic.STARTED, Topic.READY),
                sums -> frame.sent(((JsonObject) sums).integerOr("sent_bytes", 0)), ignored -> {});
        status.goOn(PageStatus.FIRST.withSavesData(savesData), false);
    }

    /** Takes the static page over; what the person has typed stays. */
    public static StartApp start(EngineClient engine, boolean savesData, Loader loader) {
        StartApp app = new StartApp(engine, savesData, loader);
        app.start.goOn(app.start.state().withText(Page.valueOf("say"), ""));
        app.frame.adopt();
        app.header.show(List.of(LEDGER));
        app.packages.expect(List.of(PackagesController.STORAGE));
        engine.watch(app::onEvent);
        Page.onFragment(app::navigated);
        Page.onNetwork(app::networkChanged);
        Page.onSeen(app::seen);
        app.status.badge();
        return app;
    }

    @Override
    public Packages packages() {
        return packages.packages();
    }

    @Override
    public PageStatus status() {
        return status.status();
    }

    /** The page for what the service worker says. */
    public OfflineView offline() {
        return status;
    }

    /** The start program cannot answer: the start screen too waits for the whole app. */
    public void needApp() {
        isAppNeeded = true;
        load();
    }

    private void onEvent(String topic, JsonObject body) {
        if (isReleased) {
            return;
        }
        if (topic.equals(Topic.LEDGER)) {
            frame.sent(body.integerOr("sent_bytes", 0));
        }
        if (topic.equals(Topic.READY) && !status().savesData()) {
            // The catalogue is a request to the host: only where the connection is not to be saved.
            packages.expect(List.of(PackagesController.STORAGE, PackagesController.CATALOG));
        }
        status.onEvent(topic, body);
        start.onEvent(topic, body);
        packages.onEvent(topic, body);
        header.onEvent(topic);
        frame.changed();
    }

    private void seen() {
        if (!isReleased) {
            packages.seen();
            header.seen();
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
        screen = Screens.of(fragment);
        frame.draw();
        Page.focusHeading();
        if (!screen.equals(Screens.START)) {
            load();
        }
    }

    private void load() {
        loadProblem = Optional.empty();
        loader.load();
        frame.changed();
    }

    private void networkChanged() {
        if (isReleased) {
            return;
        }
        status.badge();
        if (Page.online() && !start.state().ready()) {
            // The whole app goes on with what could not be fetched without a network.
            load();
        }
        frame.changed();
    }

    @Override
    public List<Html> render() {
        Page.mark(screen, Screens.TITLES.get(screen));
        status.readNetwork();
        List<Html> shown = screen.equals(Screens.START) ? startScreen() : List.of(loading());
        return List.of(StaticStartScreen.frame(screen, Notices.above(shown, packages(), status(), false,
                packages().isDownloading(), status::renew)));
    }

    private List<Html> startScreen() {
        List<Html> shown = new ArrayList<>(start.render());
        if (isAppNeeded && loadProblem.isPresent()) {
            shown.add(0, failure("The app could not be loaded."));
        }
        return shown;
    }

    private Html failure(String title) {
        return Html.el("div", Html.cls("answer-box"), Parts.alert(title, loadProblem.orElseThrow()),
                Parts.button("go", "Try again", event -> load()));
    }

    /** In place of a screen that is still to come. */
    private Html loading() {
        String title = Screens.TITLES.get(screen);
        Html head = Html.el("div", Html.cls("head"), Html.el("div", Html.el("h1", Html.attr("tabindex", "-1"), title)));
        return loadProblem.isEmpty()
                ? Html.el("div", head,
                        Html.el("p", Html.cls("note"), Html.attr("role", "status"), "Loading this screen\u2026"))
                : Html.el("div", head, failure("This screen could not be loaded."));
    }

    @Override
    public void drawn() {
        status.badge();
        if (!answeredOnce && start.state().answer().isPresent() && screen.equals(Screens.START)) {
            answeredOnce = true;
            Page.performanceMark(StaticStartScreen.ANSWER_MARK);
        }
    }

    /** The whole app could not be loaded. @param reason sentences for people */
    public void notLoaded(String reason) {
        loadProblem = Optional.of(reason);
        frame.changed();
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
        String typed = Page.valueOf("say");
        StartState shown = typed.isEmpty() ? start.state() : start.state().withText(typed, start.state().sample());
        return new Handover(shown, packages(), status()).toJson().with("install", wanted);
    }

    private void install(String name) {
        wanted = name;
        needApp();
    }
}
