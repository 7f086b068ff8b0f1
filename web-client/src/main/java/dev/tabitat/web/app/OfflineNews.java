package dev.tabitat.web.app;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.api.PageReport;
import dev.tabitat.web.jso.Js;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.view.shell.CachedFiles;
import dev.tabitat.web.view.shell.OfflineView;
import java.util.List;

/**
 * Hands on what the service worker says: to the page, and counted bytes to the engine.
 *
 * @param report is run, on a thread of its own, when what is kept may have changed
 */
record OfflineNews(EngineClient engine, OfflineView page, Runnable report) implements Offline.Listener {

    @Override
    public void kept(CachedFiles kept, boolean updateWaiting) {
        new Thread(() -> {
            page.offline(kept);
            report.run();
            if (updateWaiting) {
                page.newer(Offline::takeOver);
            }
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
        new Thread(() -> page.notKept(text, cause.equals("sign-in"))).start();
    }

    @Override
    public void refused(String reason) {
        new Thread(() -> page.offlineRefused(reason)).start();
    }
}
