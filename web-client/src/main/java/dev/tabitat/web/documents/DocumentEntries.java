package dev.tabitat.web.documents;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.store.DocumentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The list of documents and drafts, as scripts see it. */
final class DocumentEntries {

    /** What is read now. */
    interface Current {

        /** The id of the document that is worked on; empty for none. Does not wait. */
        String id();
    }

    private final DocumentStore store;
    private final DocumentIndex documentIndex;
    private final Current current;

    DocumentEntries(DocumentStore store, DocumentIndex documentIndex, Current current) {
        this.store = store;
        this.documentIndex = documentIndex;
        this.current = current;
    }

    /** Everything, the newest first. */
    JsonArray list() {
        List<JsonObject> entries = new ArrayList<>();
        if (store.isLocked()) {
            store.names().keySet().forEach(id -> entries.add(locked(id)));
            store.drafts().keySet().forEach(id -> entries.add(locked(id)));
            return new JsonArray(new ArrayList<Json>(entries));
        }
        documentIndex.all().forEach(one -> entries.add(of(one)));
        store.drafts().forEach((id, draft) -> {
            if (!draft.isEmpty()) {
                entries.add(draft(id, draft));
            }
        });
        documentIndex.damaged().forEach((id, why) -> {
            if (documentIndex.find(id).isEmpty()) {
                entries.add(damaged(id, why));
            }
        });
        entries.sort((a, b) -> b.string("added_at_utc").compareTo(a.string("added_at_utc")));
        return new JsonArray(new ArrayList<Json>(entries));
    }

    /** One document or draft; null where there is none of this id, or none that is known yet. */
    Json find(String id) {
        Optional<IndexedDocument> document = documentIndex.find(id);
        if (document.isPresent()) {
            return of(document.get());
        }
        JsonObject draft = store.draft(id);
        if (!draft.isEmpty()) {
            return draft(id, draft);
        }
        String why = documentIndex.damaged().get(id);
        return why == null ? JsonNull.NULL : damaged(id, why);
    }

    JsonObject of(IndexedDocument one) {
        return one.head.entry(one.id, one.embedded, one.isWhole() ? "ready" : "words", Optional.empty());
    }

    JsonObject draft(String id, JsonObject draft) {
        String state = draft.has("error") ? "failed" : current.id().equals(id) ? "reading" : "waiting";
        return DocumentHead.of(draft).entry(id, 0, state, draft.findObject("error"));
    }

    private static JsonObject damaged(String id, String why) {
        return new DocumentHead("", id, "", 0, "", "", 0, 0, 0, List.of()).entry(id, 0, "failed",
                Optional.of(new ApiError("DamagedData", "damaged_data", why, "", "", id,
                        "Delete it and add the file again.").toJson()));
    }

    private static JsonObject locked(String id) {
        return new DocumentHead("", "", "", 0, "", "", 0, 0, 0, List.of()).entry(id, 0, "locked", Optional.empty());
    }
}
