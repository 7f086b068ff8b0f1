package dev.tabitat.web.app;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.api.PageReport;
import dev.tabitat.web.api.PublicApi;
import dev.tabitat.web.api.WorkerClient;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.MessagePipe;
import dev.tabitat.web.profile.ResourceTimings;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineLink;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.shell.StartApp;
import java.util.Optional;

/**
 * Starts the page of a first visit: the start screen and its small engine. Once the first model can answer, the app is
 * kept for offline use, and the whole app is loaded when the browser is idle, unless data are to be saved.
 */
final class StartPage {

    /** When no model comes to be ready, for example without a network, the rest starts after this long. */
    private static final int TIMEOUT_MILLIS = 5_000;
    /** How long after the first model is ready the whole app is loaded. */
    private static final int REST_MILLIS = 1_000;

    private final MessagePipe worker = MessagePipe.toEngine();
    private final EngineLink engine = WorkerClient.open(worker);
    private final boolean savesData = Program.savesData();
    private final StartApp app = StartApp.start(engine, savesData, this::load);
    private boolean isSettled;
    private boolean isReleased;
    private boolean isEnded;

    private StartPage() {}

    static void start() {
        StartPage page = new StartPage();
        PublicApi.announce(page.engine);
        Program.startRuns(page::release);
        page.engine.watch(page::onEvent);
        Clock.after(page::settle, TIMEOUT_MILLIS);
    }

    private void onEvent(String topic, JsonObject body) {
        if (topic.equals(Topic.NEEDS_APP)) {
            // What it still waits for, such as the opening of the store, would be in the app's way.
            worker.terminate();
            isEnded = true;
            app.needApp();
        }
        if (topic.equals(Topic.READY) || topic.equals(Topic.BROKEN)) {
            settle();
        }
        if (topic.equals(Topic.READY)) {
            Program.startAnswers();
        }
        if (topic.equals(Topic.READY) && !savesData) {
            Clock.after(() -> Program.whenIdle(this::load, REST_MILLIS), REST_MILLIS);
        }
    }

    private void load() {
        if (!isReleased) {
            Program.loadApp(reason -> new Thread(() -> app.notLoaded(reason)).start());
        }
    }

    private void settle() {
        if (isSettled || isReleased) {
            return;
        }
        isSettled = true;
        new Thread(() -> {
            PageReport.received(engine, ResourceTimings.received());
            Offline.start(new OfflineNews(engine, app.offline(), () -> {}));
        }).start();
    }

    /**
     * Leaves the page to the whole app. The engine ends when it has answered what it was asked and written what it
     * counted.
     */
    private String release() {
        isReleased = true;
        String left = app.release().toString();
        if (isEnded) {
            return left;
        }
        new Thread(() -> engine.call(StartMethod.FINISH, JsonObject.EMPTY, new EngineClient.Listener() {
            @Override
            public void done(Json result, Optional<Slices> bytes) {
                worker.terminate();
            }

            @Override
            public void failed(ApiError error) {
                worker.terminate();
            }
        })).start();
        return left;
    }
}
