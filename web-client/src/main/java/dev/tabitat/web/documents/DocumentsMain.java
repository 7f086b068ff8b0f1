package dev.tabitat.web.documents;

import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.jso.Broadcast;
import dev.tabitat.web.store.IndexedDbRecords;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.worker.WorkerLine;
import java.util.Optional;

/** Starts the documents in their worker; the entry of their binary. */
public final class DocumentsMain {

    private static final String NAME = "tabitat";

    private DocumentsMain() {}

    /** @param arguments none are looked at */
    public static void start() {
        WorkerLine line = WorkerLine.open();
        try {
            open(line);
        } catch (RuntimeException e) {
            line.broken(e);
        }
    }

    /** Where the browser refuses storage, documents live as long as the tab. */
    private static void open(WorkerLine line) {
        Desk[] desk = new Desk[1];
        Optional<Broadcast> others = Broadcast.isThere() ? Optional.of(Broadcast.open(NAME, topic -> line.whenReady(() -> desk[0].heard(topic)))) : Optional.empty();
        DocumentsWorld world = new BrowserDocumentsWorld(others);
        desk[0] = new Desk(TabStore.open(records(), world, "tabitat-documents"), world, line::send);
        line.serve(desk[0]::receive);
    }

    private static RecordStore records() {
        try {
            return IndexedDbRecords.open(NAME);
        } catch (Unavailable refused) {
            return new MemoryRecords();
        }
    }
}
