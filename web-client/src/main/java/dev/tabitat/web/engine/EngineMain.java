package dev.tabitat.web.engine;

import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.jso.Broadcast;
import dev.tabitat.web.profile.ResourceTimings;
import dev.tabitat.web.store.IndexedDbRecords;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.worker.WorkerLine;
import java.util.Optional;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Starts the engine in its worker. */
public final class EngineMain {

    /** Of the database and of the channel between tabs. */
    static final String NAME = "tabitat";

    private EngineMain() {}

    /** Runs on a Java thread; returns when the first classifier is ready, or cannot be. */
    public static void start() {
        WorkerLine line = WorkerLine.open();
        try {
            open(line);
        } catch (RuntimeException e) {
            line.broken(e);
        }
    }

    private static void open(WorkerLine line) {
        Engine[] engine = new Engine[1];
        Optional<Broadcast> otherTabs = Broadcast.isThere()
                ? Optional.of(Broadcast.open(NAME, topic -> line.whenReady(() -> engine[0].heard(topic))))
                : Optional.empty();
        String refusal = "";
        RecordStore records;
        try {
            records = IndexedDbRecords.open(NAME);
        } catch (Unavailable e) {
            refusal = e.getMessage() + " " + e.finding().remedy();
            records = new MemoryRecords();
        }
        Engine opened = new Engine(new BrowserWorld(otherTabs), records, refusal, line::send);
        engine[0] = opened;
        line.serve(opened::receive);
        watchNetwork(isOnline -> line.whenReady(() -> opened.network(isOnline)));
        opened.begin();
        for (JsonObject entry : ResourceTimings.received()) {
            opened.received(entry);
        }
    }

    @JSFunctor
    private interface Online extends JSObject {
        void is(boolean online);
    }

    @JSBody(params = "then", script =
            "globalThis.addEventListener('online', function() { then(true); });"
            + "globalThis.addEventListener('offline', function() { then(false); });")
    private static native void watchNetwork(Online then);
}
