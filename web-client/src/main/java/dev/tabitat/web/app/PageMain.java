package dev.tabitat.web.app;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.web.api.PageReport;
import dev.tabitat.web.api.PublicApi;
import dev.tabitat.web.api.WorkerEngine;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.shell.App;
import dev.tabitat.web.view.shell.Screens;
import java.util.Optional;

/** Starts the whole app on the page: as the page came, or in the place of the start program. */
final class PageMain {

    /** When no model comes to be ready, for example without a network, the rest starts after this long. */
    private static final int TIMEOUT_MILLIS = 5_000;
    /**
     * The same while a start program answers: somewhat longer than an engine may take to start before it is given up.
     */
    private static final int TIMEOUT_WITH_START_MILLIS = 35_000;

    private final WorkerEngine engine = WorkerEngine.attach();
    private Optional<App> app = Optional.empty();
    private boolean isSettled;

    private PageMain() {}

    /** The start program goes on until the engine can answer in its place, unless another screen was opened. */
    static void start() {
        PageMain page = new PageMain();
        page.engine.watch((topic, body) -> {
            if (topic.equals(Topic.READY) || topic.equals(Topic.BROKEN)) {
                page.takeOver();
                page.settle();
            }
        });
        if (!Program.isStartRunning() || !Screens.isStart()) {
            page.takeOver();
        }
        Screens.onOtherThanStart(page::takeOver);
        Clock.after(() -> {
            page.takeOver();
            page.settle();
        }, Program.canStartAnswer() ? TIMEOUT_WITH_START_MILLIS : TIMEOUT_MILLIS);
    }

    private void takeOver() {
        if (app.isPresent()) {
            return;
        }
        Optional<JsonObject> left = Program.isStartRunning()
                ? Optional.of(JsonReader.readObject(Program.releaseStart(), JsonLimits.DEFAULT))
                : Optional.empty();
        app = Optional.of(App.start(engine, left));
        // Scripts that wait for the whole app are answered as they would be without a start program: once a model is
        // ready, if one comes to be.
        PublicApi.offer(engine);
    }

    /** Looks at the device and keeps the app for offline use, once. */
    private void settle() {
        if (isSettled) {
            return;
        }
        isSettled = true;
        App page = app.orElseThrow();
        new Thread(() -> {
            PageReport.send(engine);
            Offline.start(new OfflineNews(engine, page.offline(), () -> PageReport.send(engine)));
            if (!Program.savesData()) {
                Offline.keepEverything();
            }
        }).start();
    }
}
