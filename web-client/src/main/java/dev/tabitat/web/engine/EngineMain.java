package dev.tabitat.web.engine;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.jso.Broadcast;
import dev.tabitat.web.profile.ResourceTimings;
import dev.tabitat.web.protocol.Input;
import dev.tabitat.web.protocol.params.PackageParams;
import dev.tabitat.web.store.FallbackRecords;
import dev.tabitat.web.store.IndexedDbRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.worker.WorkerInbox;
import java.util.Optional;
import java.util.Set;
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
        WorkerInbox line = WorkerInbox.open();
        try {
            open(line);
        } catch (RuntimeException e) {
            line.broken(e);
        }
    }

    private static void open(WorkerInbox line) {
        Engine[] engine = new Engine[1];
        Optional<Broadcast> otherTabs = Broadcast.isThere()
                ? Optional.of(Broadcast.open(NAME, topic -> line.whenReady(() -> engine[0].onEvent(topic))))
                : Optional.empty();
        String refusal = "";
        FallbackRecords fallback = new FallbackRecords(Set.of(Engine.STARTER.toString()));
        RecordStore records = fallback;
        try {
            records = IndexedDbRecords.open(NAME, () -> line.whenReady(() -> goBack(engine[0], fallback)));
        } catch (Unavailable e) {
            refusal = e.getMessage() + " " + e.finding().remedy();
        }
        Engine opened = new Engine(new BrowserEngineEnvironment(otherTabs), records, refusal, line::send);
        engine[0] = opened;
        line.serve(opened.calls()::receive);
        watchNetwork(isOnline -> line.whenReady(() -> opened.network(isOnline)));
        opened.begin();
        for (JsonObject entry : ResourceTimings.received()) {
            opened.received(PackageParams.Received.read(new Input("received", entry)));
        }
    }

    /** Nothing is in the way of the database any more; where that changes again at once, the next time counts. */
    private static void goBack(Engine engine, FallbackRecords fallback) {
        IndexedDbRecords database;
        try {
            database = IndexedDbRecords.open(NAME, () -> new Thread(() -> goBack(engine, fallback)).start());
        } catch (TabitatException inTheWayAgain) {
            return;
        }
        if (!engine.goBack(fallback, database)) {
            database.close();
        }
    }

    @JSFunctor
    private interface Online extends JSObject {
        void is(boolean online);
    }

    @JSBody(params = "then", script = "globalThis.addEventListener('online', function() { then(true); });"
            + "globalThis.addEventListener('offline', function() { then(false); });")
    private static native void watchNetwork(Online then);
}
