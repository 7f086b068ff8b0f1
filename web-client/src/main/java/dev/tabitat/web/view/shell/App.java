package dev.tabitat.web.view.shell;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.device.DeviceController;
import dev.tabitat.web.view.documents.Citation;
import dev.tabitat.web.view.documents.DocumentsController;
import dev.tabitat.web.view.documents.DocumentsScreen;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.lab.LabController;
import dev.tabitat.web.view.lineage.LineageController;
import dev.tabitat.web.view.models.ModelsController;
import dev.tabitat.web.view.parts.FileKinds;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import dev.tabitat.web.view.parts.Parts;
import dev.tabitat.web.view.route.RouteController;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.Lists;
import dev.tabitat.web.view.screen.PackagesController;
import dev.tabitat.web.view.screen.PickedFile;
import dev.tabitat.web.view.screen.Screen;
import dev.tabitat.web.view.screen.Shared;
import dev.tabitat.web.view.start.DeviceSummaryText;
import dev.tabitat.web.view.start.StartController;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page: shows the screen that its address names, and hands events and files on. */
public final class App implements Frame.Content, Shared {

    private static final int UNASKED_MS = 1500;
    /** The sums of all bytes, for the header; events tell the further ones. */
    private static final String LEDGER = "ledger";
    private static final String DOCUMENTS = Screens.DOCUMENTS;

    private final EngineClient engine;
    private final Frame frame = new Frame(this);
    private final StatusController status = new StatusController(frame);
    private final BrowserPage page = new BrowserPage(frame, status);
    private final PackagesController packages;
    private final StartController start;
    private final ModelsController models;
    private final LabController lab;
    private final DocumentsController documents;
    private final Map<String, Screen> screens = new LinkedHashMap<>();
    private final Lists header;
    private String shown = Screens.START;
    private boolean hasAsked;
    private boolean isDropRefused;
    private boolean seeksQuestion;
    private boolean answeredOnce;

    private App(EngineClient engine) {
        this.engine = engine;
        this.packages = new PackagesController(engine, page, new PackagesController.Listener() {
            @Override
            public void catalogued() {
                models.catalogued();
            }

            @Override
            public void stored(JsonObject storage) {
                status.stored(packages().isInMemory());
                documents.storageKnown(storage);
            }
        });
        packages.followDownloads();
        this.start = new StartController(engine, page, this, packages::install);
        start.showChoiceAndDevice(DeviceSummaryText::facts);
        this.models = new ModelsController(engine, page, this, packages, this::tryModel);
        this.lab = new LabController(engine, page, this, this::tryModel);
        this.documents = new DocumentsController(engine, page, this, packages, this::lookAtHub);
        screens.put(Screens.START, start);
        screens.put("models", models);
        screens.put("lab", lab);
        screens.put(DOCUMENTS, documents);
        screens.put("route", new RouteController(engine, page, this));
        screens.put("lineage", new LineageController(engine, page));
        screens.put(Screens.DEVICE, new DeviceController(engine, page, this, packages, this::keysChanged));
        this.header = new Lists(page, new EngineCalls(engine, page));
        header.add(StartMethod.LEDGER, List.of(Topic.STARTED, Topic.READY),
                sums -> frame.sent(((JsonObject) sums).integerOr("sent_bytes", 0)), ignored -> {});
    }

    /**
     * Takes the page over: as it came, or from the start program, whose state goes on. What the person has typed stays.
     *
     * @param left what the start program has left; empty where the page is as it came
     */
    public static App start(EngineClient engine, Optional<JsonObject> left) {
        App app = new App(engine);
        if (left.isPresent()) {
            Handover handover = Handover.read(left.get());
            app.start.goOn(handover.start());
            app.packages.goOn(handover.packages());
            app.status.goOn(handover.status(), handover.packages().isInMemory());
        } else {
            app.start.goOn(app.start.state().withText(Page.valueOf("say"), ""));
        }
        app.answeredOnce = app.start.state().answer().isPresent();
        app.shown = app.named(Page.fragment());
        app.frame.adopt();
        engine.watch(app::onEvent);
        Page.onFragment(app::navigated);
        Page.onNetwork(app::networkChanged);
        Files.onDrop(app::dropped);
        Page.onSearchKeys(app::seekQuestion);
        Page.onSeen(app::seen);
        if (app.shown.equals(DOCUMENTS)) {
            app.documents.navigated(Page.fragment());
        }
        app.status.badge();
        if (left.isPresent()) {
            app.ask();
            String wanted = left.get().stringOr("install", "");
            if (!wanted.isEmpty()) {
                app.packages.install(wanted);
            }
        } else {
            // Without a model nothing says that it is ready: the catalogue and the storage are shown all the same.
            Page.later(app::askFirst, UNASKED_MS);
        }
        return app;
    }

    /** The page for what the service worker says. */
    public OfflineView offline() {
        return status;
    }

    @Override
    public Packages packages() {
        return packages.packages();
    }

    @Override
    public PageStatus status() {
        return status.status();
    }

    private Screen screen() {
        return screens.get(shown);
    }

    private String named(String fragment) {
        return fragment.equals(Screens.MAIN) ? shown : Screens.of(fragment);
    }

    private void onEvent(String topic, JsonObject body) {
        if (topic.equals(Topic.LEDGER)) {
            frame.sent(body.integerOr("sent_bytes", 0));
        }
        status.onEvent(topic, body);
        packages.onEvent(topic, body);
        header.onEvent(topic);
        for (Screen one : screens.values()) {
            one.onEvent(topic, body);
        }
        if (!hasAsked && (topic.equals(Topic.STARTED) || topic.equals(Topic.READY))) {
            Page.later(this::askFirst, Lists.GATHER_MILLIS);
        }
        frame.changed();
    }

    private void askFirst() {
        if (!hasAsked) {
            ask();
        }
    }

    /** Requests what the screen shows; what failed a moment ago too. */
    private void ask() {
        hasAsked = true;
        List<String> lists = new ArrayList<>(screen().packageLists());
        lists.add(PackagesController.STORAGE);
        header.open();
        packages.show(lists);
        screen().open();
    }

    private void seen() {
        header.seen();
        packages.seen();
        screen().seen();
    }

    private void networkChanged() {
        status.badge();
        new EngineCalls(engine, page).call(EngineMethod.PAGE, JsonObject.of("online", Page.online()), result -> {},
                ignored -> {});
        frame.changed();
    }

    /** Keys came, went, or are trusted otherwise: signatures are worth more, or less. */
    private void keysChanged() {
        models.keysChanged();
        lab.keysChanged();
        packages.refresh();
    }

    private void lookAtHub(String model) {
        models.lookAtHub(model);
        Page.go("models");
    }

    private void tryModel(String name, String task) {
        start.tryModel(name, task);
        Page.go(Screens.START);
    }

    private void navigated() {
        String fragment = Page.fragment();
        if (fragment.equals(Screens.MAIN)) {
            // A link to the content, opened in a tab of its own, is no screen.
            Page.focus(Screens.MAIN);
            return;
        }
        isDropRefused = false;
        String before = shown;
        String closed = documents.openPassage();
        shown = named(fragment);
        if (!shown.equals(before)) {
            screens.get(before).close();
        }
        for (Screen one : screens.values()) {
            one.navigated(fragment);
        }
        frame.draw();
        focus(fragment, before, closed);
        seeksQuestion = false;
        ask();
    }

    /** @param before the screen before @param closed the passage whose document was open; empty for none */
    private void focus(String fragment, String before, String closed) {
        boolean cites = Citation.of(fragment).isPresent();
        if (fragment.equals(Screens.LEDGER)) {
            Page.focus(Screens.LEDGER);
        } else if (seeksQuestion && shown.equals(DOCUMENTS)) {
            Page.enter(DocumentsScreen.QUESTION);
        } else if (before.equals(DOCUMENTS) && !closed.isEmpty() && shown.equals(DOCUMENTS) && !cites) {
            Page.focus(closed);
        } else if (!cites || !before.equals(DOCUMENTS)) {
            Page.focusHeading();
        }
    }

    /** From everywhere to the question field. */
    private void seekQuestion() {
        if (shown.equals(DOCUMENTS)) {
            Page.enter(DocumentsScreen.QUESTION);
        } else {
            seeksQuestion = true;
            Page.go(DOCUMENTS);
        }
    }

    private void dropped(List<PickedFile> files) {
        if (!screen().drop(files)) {
            isDropRefused = true;
            frame.changed();
        }
    }

    private boolean isBusy() {
        boolean isBusy = packages().isDownloading();
        for (Screen one : screens.values()) {
            isBusy |= one.isBusy();
        }
        return isBusy;
    }

    @Override
    public List<Html> render() {
        Page.mark(shown, Screens.TITLES.get(shown));
        status.readNetwork();
        List<Html> drawn = screen().render();
        if (isDropRefused) {
            drawn = new ArrayList<>(drawn);
            drawn.add(0, Parts.alert("This screen takes no files.", FileKinds.everywhere()));
        }
        return List.of(StaticStartScreen.frame(shown,
                Notices.above(drawn, packages(), status(), documents.isInMemory(), isBusy(), status::renew)));
    }

    @Override
    public void drawn() {
        status.badge();
        if (!answeredOnce && start.state().answer().isPresent() && shown.equals(Screens.START)) {
            answeredOnce = true;
            Page.performanceMark(StaticStartScreen.ANSWER_MARK);
        }
    }
}
