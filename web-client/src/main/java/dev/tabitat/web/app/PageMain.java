package dev.tabitat.web.app;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.api.PageReport;
import dev.tabitat.web.api.PublicApi;
import dev.tabitat.web.api.WorkerEngine;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.Js;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.shell.App;
import java.util.List;

/** Starts the page: first what a person waits for, then, once a model can answer, what nobody waits for. */
final class PageMain {

    /** When no model comes to be ready, for example without a network, the rest starts after this long. */
    private static final int PATIENCE_MILLIS = 5_000;

    private final WorkerEngine engine = WorkerEngine.attach();
    private final App app = App.start(engine);
    private boolean isSettled;

    private PageMain() {}

    static void start() {
        PageMain page = new PageMain();
        PublicApi.offer(page.engine);
        page.engine.watch((topic, body) -> {
            if (topic.equals(Topic.READY) || topic.equals(Topic.BROKEN)) {
                page.settle();
            }
        });
        Clock.after(page::settle, PATIENCE_MILLIS);
    }

    /** Looks at the device and keeps the app for offline use, once. */
    private void settle() {
        if (isSettled) {
            return;
        }
        isSettled = true;
        new Thread(() -> {
            PageReport.send(engine);
            Offline.start(new Keeping(engine, app));
        }).start();
    }

    /** Tells the engine and the frame what the service worker says. */
    private record Keeping(WorkerEngine engine, App app) implements Offline.Listener {

        @Override
        public void kept(boolean ready, boolean updateWaiting) {
            new Thread(() -> {
                app.offline(ready);
                if (updateWaiting) {
                    app.newer(Offline::takeOver);
                }
                PageReport.send(engine);
            }).start();
        }

        @Override
        public void received(double bytes) {
            JsonObject entry = JsonObject.of("origin", Js.text(Js.global("location"), "origin"), "purpose", "app",
                    "requests", 1, "bytes", (long) bytes);
            new Thread(() -> PageReport.received(engine, List.of(entry))).start();
        }

        @Override
        public void fault(String cause, String text) {
            new Thread(() -> app.notKept(text, cause.equals("sign-in"))).start();
        }

        @Override
        public void refused(String reason) {
            new Thread(() -> app.offlineRefused(reason)).start();
        }
    }
}
