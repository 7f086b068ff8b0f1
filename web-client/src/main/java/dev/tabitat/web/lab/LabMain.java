package dev.tabitat.web.lab;

import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.jso.Broadcast;
import dev.tabitat.web.store.IndexedDbRecords;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.store.WebReadLocks;
import dev.tabitat.web.worker.WorkerInbox;
import java.util.Optional;

/** Starts the lab in its worker. */
public final class LabMain {

    private static final String NAME = "tabitat";

    private LabMain() {}

    /** Runs on a Java thread; returns when messages of the page are taken. */
    public static void start() {
        WorkerInbox line = WorkerInbox.open();
        try {
            open(line);
        } catch (RuntimeException e) {
            line.broken(e);
        }
    }

    /** @throws Unavailable where the browser refuses storage: what is bred must outlive the tab */
    private static void open(WorkerInbox line) {
        Optional<Broadcast> others = Broadcast.isThere() ? Optional.of(Broadcast.open(NAME, topic -> {}))
                : Optional.empty();
        LabEnvironment environment = new BrowserLabEnvironment(others);
        Lab lab = new Lab(environment, TabStore.open(IndexedDbRecords.open(NAME), environment, "tabitat-lab",
                WebReadLocks.open()),
                line::send);
        line.serve(lab.calls()::receive);
    }
}
