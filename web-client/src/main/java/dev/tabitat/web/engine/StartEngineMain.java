package dev.tabitat.web.engine;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.jso.Broadcast;
import dev.tabitat.web.profile.ResourceTimings;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Input;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.protocol.params.PackageParams;
import dev.tabitat.web.store.IndexedDbRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.worker.WorkerInbox;
import java.util.Optional;

/** Starts the engine of a first visit in its worker. */
public final class StartEngineMain {

    private StartEngineMain() {}

    /** Runs on a Java thread; returns when the first model is ready, or cannot be. */
    public static void start() {
        WorkerInbox line = WorkerInbox.open();
        try {
            open(line);
        } catch (RuntimeException e) {
            line.broken(e);
        }
    }

    private static void open(WorkerInbox line) {
        StartEngine[] engine = new StartEngine[1];
        Optional<Broadcast> otherTabs = Broadcast.isThere()
                ? Optional.of(Broadcast.open(EngineMain.NAME, topic -> line.whenReady(() -> engine[0].onEvent(topic))))
                : Optional.empty();
        Optional<RecordStore> records = records();
        if (records.isEmpty()) {
            line.send(new FromEngine.Event(Topic.NEEDS_APP, JsonObject.EMPTY), Optional.empty());
            return;
        }
        StartEngine opened = new StartEngine(new StartEnvironment(otherTabs), records.get(), line::send);
        engine[0] = opened;
        line.serve(opened.calls()::receive);
        opened.begin();
        for (JsonObject entry : ResourceTimings.received()) {
            opened.received(PackageParams.Received.read(new Input("received", entry)));
        }
    }

    /**
     * The store; empty where it cannot be opened as it is: the whole app upgrades it, or says why not and works in
     * memory.
     */
    private static Optional<RecordStore> records() {
        try {
            return IndexedDbRecords.isOfThisVersion(EngineMain.NAME)
                    ? Optional.of(IndexedDbRecords.open(EngineMain.NAME))
                    : Optional.empty();
        } catch (TabitatException notHere) {
            return Optional.empty();
        }
    }
}
