package dev.tabitat.web.view.documents;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.parts.Entries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The documents that are here.
 *
 * @param list what {@code documents.list} answered; empty before the first answer
 * @param status what {@code documents.status} answered, or its newest event
 * @param isStorageRefused whether the engine's own storage was refused: what is known before the worker of documents
 * has said where it stores them
 * @param arriving how many files of this visit are not in the list yet
 * @param removing the document that may be deleted next; empty for none
 * @param said what became of what was done last
 */
record Library(Optional<JsonArray> list, Optional<JsonObject> status, boolean isStorageRefused, int arriving,
        String removing, Said said) {

    /** A file that could not be taken in, by its name. */
    record Refusal(String name, ApiError error) {}

    /**
     * What became of what was done last.
     *
     * @param busy something long that is under way: protecting, sealing, packing; empty for nothing
     * @param notice a sentence; empty for none
     * @param leftOut which files of those that were given last stayed out, as a sentence; empty for none
     */
    record Said(String busy, String notice, String leftOut, Optional<ApiError> error, List<Refusal> refusals) {

        static final Said NOTHING = new Said("", "", "", Optional.empty(), List.of());

        Said begun(String what) {
            return new Said(what, what, leftOut, Optional.empty(), refusals);
        }

        Said ended(String sentence) {
            return new Said("", sentence, leftOut, error, refusals);
        }

        Said failed(Optional<ApiError> reason) {
            return new Said("", "", leftOut, reason, refusals);
        }

        Said withNotice(String sentence) {
            return new Said(busy, sentence, leftOut, error, refusals);
        }

        Said withError(Optional<ApiError> reason) {
            return new Said(busy, notice, leftOut, reason, refusals);
        }

        /** Files were given. */
        Said given() {
            return new Said(busy, "", "", Optional.empty(), refusals);
        }

        Said withLeftOut(String sentence) {
            return new Said(busy, notice, sentence, error, refusals);
        }

        Said with(Refusal refusal) {
            List<Refusal> next = new ArrayList<>(refusals);
            next.add(refusal);
            return new Said(busy, notice, leftOut, error, List.copyOf(next));
        }

        Said withoutRefusals() {
            return new Said(busy, notice, leftOut, error, List.of());
        }
    }

    static final Library UNKNOWN = new Library(Optional.empty(), Optional.empty(), false, 0, "", Said.NOTHING);

    Library withList(JsonArray now) {
        return new Library(Optional.of(now), status, isStorageRefused, arriving, removing, said);
    }

    /**
     * What an event says of documents is applied to the list, the newest first.
     *
     * @param changed entries by id; null for one that is no more
     */
    Library following(JsonObject changed) {
        if (list.isEmpty() || changed.isEmpty()) {
            return this;
        }
        List<JsonObject> entries = new ArrayList<>(Entries.changed(list.get(), "id", changed).objects());
        entries.sort((a, b) -> b.string("added_at_utc").compareTo(a.string("added_at_utc")));
        return withList(new JsonArray(new ArrayList<Json>(entries)));
    }

    /** A document is no more: it leaves the list before that is read again. */
    Library without(String id) {
        return new Library(
                list.map(all -> new JsonArray(
                        all.items().stream().filter(one -> !((JsonObject) one).string("id").equals(id)).toList())),
                status, isStorageRefused, arriving, "", said);
    }

    Library withStatus(JsonObject now) {
        return new Library(list, Optional.of(now), isStorageRefused, arriving, removing, said);
    }

    Library withStorageRefused(boolean refused) {
        return new Library(list, status, refused, arriving, removing, said);
    }

    Library withArriving(int count) {
        return new Library(list, status, isStorageRefused, count, removing, said);
    }

    Library withRemoving(String id) {
        return new Library(list, status, isStorageRefused, arriving, id, said);
    }

    Library with(Said now) {
        return new Library(list, status, isStorageRefused, arriving, removing, now);
    }

    /** Nothing of the documents is known any more. */
    Library locked() {
        return new Library(Optional.empty(), status, isStorageRefused, arriving, removing,
                new Said(said.busy(), "", "", said.error(), said.refusals()));
    }

    List<JsonObject> entries() {
        return list.map(JsonArray::objects).orElse(List.of());
    }

    /** The documents among them: files that could not be read are none. */
    List<JsonObject> readable() {
        return entries().stream().filter(entry -> !isUnread(entry)).toList();
    }

    /** How many files could not be read. */
    int unread() {
        return (int) entries().stream().filter(Library::isUnread).count();
    }

    /** A document's title, for a sentence. */
    String title(String id) {
        for (JsonObject entry : entries()) {
            if (entry.string("id").equals(id)) {
                return FileList.title(entry);
            }
        }
        return "It";
    }

    private static boolean isUnread(JsonObject entry) {
        return entry.stringOr("state", "").equals("failed");
    }

    /** The ids of entries of which nothing but their number is known without the passphrase. */
    List<String> lockedIds() {
        return entries().stream().filter(entry -> entry.stringOr("state", "").equals("locked"))
                .map(entry -> entry.string("id")).toList();
    }

    /** Whether documents are in this tab's memory only, because the browser did not open its storage. */
    boolean isInMemory() {
        return status.filter(now -> now.has("mode")).map(now -> now.string("mode").equals("memory"))
                .orElse(isStorageRefused);
    }

    boolean isLocked() {
        return protection().equals("locked");
    }

    /** Whether what is kept is encrypted, open in this tab or not. */
    boolean isProtected() {
        return !protection().equals("none");
    }

    private String protection() {
        return status.map(now -> now.stringOr("protection", "none")).orElse("none");
    }

    /** Whether documents were kept in plain before they were protected. */
    boolean hadPlain() {
        return status.map(now -> now.boolOr("had_plain", false)).orElse(false);
    }

    boolean isPaused() {
        return status.map(now -> now.stringOr("state", "idle").equals("paused")).orElse(false);
    }
}
