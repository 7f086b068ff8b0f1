package dev.tabitat.web.app;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.api.PageReport;
import dev.tabitat.web.jso.Js;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.view.shell.Kept;
import java.util.List;

/** Hands on what the service worker says: to the page, and counted bytes to the engine. */
record OfflineNews(EngineClient engine, Page page) implements Offline.Listener {

    /** The page, for what the service worker says. */
    interface Page {

        void offline(Kept kept);

        /** @param use starts the newer app */
        void newer(Runnable use);

        void notKept(String reason, boolean needsSignIn);

        void refused(String reason);
    }

    @Override
    public void kept(Kept kept, boolean updateWaiting) {
        new Thread(() -> {
            page.offline(kept);
            if (updateWaiting) {
                page.newer(Offline::takeOver);
            }
        }).start();
    }

    @Override
    public void received(double bytes) {
        JsonObject entry = JsonObject.of("origin", Js.text(Js.global("location"), "origin"), "purpose", "app", "requests", 1, "bytes", (long) bytes);
        new Thread(() -> PageReport.received(engine, List.of(entry))).start();
    }

    @Override
    public void fault(String cause, String text) {
        new Thread(() -> page.notKept(text, cause.equals("sign-in"))).start();
    }

    @Override
    public void refused(String reason) {
        new Thread(() -> page.refused(reason)).start();
    }
}
