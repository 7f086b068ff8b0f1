package dev.tabitat.web.documents;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.state.documents.DocumentsAggregate;
import dev.tabitat.core.state.documents.DocumentsState;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.DocumentStore;
import dev.tabitat.web.worker.Outbox;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Tells the page what changed in documents, at a limited rate; see {@link Topic#DOCUMENTS}. */
final class DocumentNews implements Indexer.Listener {

    private static final double TELL_MILLIS = 200;

    /** What is asked when something changed. */
    interface Status {

        /** As {@code documents.status} answers; may wait. */
        JsonObject now();
    }

    private final DocumentStore store;
    private final DocumentIndex documentIndex;
    private final DocumentEntries entries;
    private final DocumentEnvironment environment;
    private final Outbox outbox;
    private final Status status;
    /** Documents that changed since the page was told. */
    private final Set<String> changed = new TreeSet<>();
    /** Whether anything may be another, as when the protection changed. */
    private boolean isWhole;
    private double told;

    DocumentNews(DocumentStore store, DocumentIndex documentIndex, DocumentEntries entries,
            DocumentEnvironment environment, Outbox outbox, Status status) {
        this.store = store;
        this.documentIndex = documentIndex;
        this.entries = entries;
        this.environment = environment;
        this.outbox = outbox;
        this.status = status;
        store.state().onChange((before, after, isOwn) -> note(before, after));
    }

    private void note(DocumentsState before, DocumentsState after) {
        changed.addAll(after.changedSince(before));
        isWhole |= !after.protection().equals(before.protection());
    }

    /** Says how far the documents have come that are indexed, which needs no look at the store. */
    @Override
    public void advanced(JsonObject report) {
        double now = environment.millis();
        if (now - told < TELL_MILLIS) {
            return;
        }
        told = now;
        JsonObject documents = JsonObject.EMPTY;
        for (String id : new TreeSet<>(changed)) {
            Optional<IndexedDocument> document = documentIndex.find(id);
            if (document.isPresent()) {
                documents = documents.with(id, entries.of(document.get()));
                changed.remove(id);
            }
        }
        send(JsonObject.of("progress", report, "documents", documents));
    }

    /**
     * Says which documents changed, and the status; every draft is among them, since what is known of it changes
     * without another record. Where anything may be another, or the store cannot be read, the page requests it.
     */
    @Override
    public void changed() {
        told = environment.millis();
        if (isWhole || store.isLocked()) {
            whole();
            return;
        }
        Set<String> ids = new TreeSet<>(changed);
        changed.clear();
        try {
            JsonObject documents = JsonObject.EMPTY;
            ids.addAll(store.drafts().keySet());
            for (String id : ids) {
                documents = documents.with(id, entries.find(id));
            }
            send(JsonObject.of("documents", documents, "status", status.now()));
        } catch (TabitatException unreadable) {
            whole();
        }
    }

    /** Anything may be another. */
    void whole() {
        isWhole = false;
        changed.clear();
        outbox.send(new FromEngine.Event(Topic.DOCUMENTS, JsonObject.EMPTY), Optional.empty());
    }

    private void send(JsonObject news) {
        outbox.send(new FromEngine.Event(Topic.DOCUMENTS,
                Announcement.body(news, DocumentsAggregate.NAME, store.state().revision(), true)), Optional.empty());
    }
}
