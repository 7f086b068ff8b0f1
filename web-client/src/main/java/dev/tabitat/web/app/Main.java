package dev.tabitat.web.app;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.api.PageReport;
import dev.tabitat.web.api.PublicApi;
import dev.tabitat.web.api.WorkerEngine;
import dev.tabitat.web.engine.EngineMain;
import dev.tabitat.web.jso.Js;
import java.util.List;

/** The one entry of the binary. */
public final class Main {

    private Main() {}

    /** @param arguments {@code page} or {@code engine} */
    public static void main(String[] arguments) {
        if (arguments[0].equals("engine")) {
            EngineMain.start();
        } else {
            page();
        }
    }

    private static void page() {
        WorkerEngine engine = WorkerEngine.attach();
        PublicApi.offer(engine);
        PageReport.send(engine);
        Offline.start(new Offline.Listener() {
            @Override
            public void kept(boolean ready, boolean updateWaiting) {
                new Thread(() -> PageReport.send(engine)).start();
            }

            @Override
            public void received(double bytes) {
                JsonObject entry = JsonObject.of("origin", Js.text(Js.global("location"), "origin"), "purpose", "app",
                        "requests", 1, "bytes", (long) bytes);
                new Thread(() -> PageReport.received(engine, List.of(entry))).start();
            }

            @Override
            public void refused(String reason) {
                // The device's facts say so: offline.ready is unavailable there, with its reason.
            }
        });
    }
}
