package dev.tabitat.web.documents;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.jso.Broadcast;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.FallbackRecords;
import dev.tabitat.web.store.IndexedDbRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.store.WebReadLocks;
import dev.tabitat.web.worker.WorkerInbox;
import java.util.Optional;
import java.util.Set;

/** Starts the documents in their worker. */
public final class DocumentsMain {

    private static final String NAME = "tabitat";

    private DocumentsMain() {}

    /** Runs on a Java thread; returns when messages of the page are taken. */
    public static void start() {
        WorkerInbox line = WorkerInbox.open();
        try {
            open(line);
        } catch (RuntimeException e) {
            line.broken(e);
        }
    }

    /** Where the browser refuses storage, documents are kept as long as the tab is open. */
    private static void open(WorkerInbox line) {
        DocumentService[] service = new DocumentService[1];
        Optional<Broadcast> others = Broadcast.isThere()
                ? Optional.of(Broadcast.open(NAME, topic -> line.whenReady(() -> service[0].onEvent(topic))))
                : Optional.empty();
        DocumentEnvironment environment = new BrowserDocumentEnvironment(others);
        TabStore store = TabStore.open(records(line, service), environment, "tabitat-documents", WebReadLocks.open());
        service[0] = new DocumentService(store, environment, line::send);
        line.serve(service[0].calls()::receive);
    }

    private static RecordStore records(WorkerInbox line, DocumentService[] service) {
        FallbackRecords fallback = new FallbackRecords(Set.of());
        try {
            return IndexedDbRecords.open(NAME, () -> line.whenReady(() -> goBack(service[0], fallback)));
        } catch (Unavailable refused) {
            return fallback;
        }
    }

    /**
     * Nothing is in the way of the database any more: it is used unless documents are in memory, which stay there until
     * the page is loaded again.
     */
    private static void goBack(DocumentService service, FallbackRecords fallback) {
        Optional<IndexedDbRecords> database = Optional.empty();
        boolean isUsed = false;
        try {
            database = Optional
                    .of(IndexedDbRecords.open(NAME, () -> new Thread(() -> goBack(service, fallback)).start()));
            isUsed = fallback.use(database.get());
        } catch (TabitatException cannotBeUsed) {
            // Documents go on in memory, as the page says.
            isUsed = false;
        }
        if (isUsed) {
            service.onEvent(Topic.DOCUMENTS);
        } else {
            database.ifPresent(IndexedDbRecords::close);
        }
    }
}
