package dev.tabitat.web.view.parts;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the page knows of private documents. */
public final class DocumentsState {

    /** A file that could not be taken in, by its name. */
    public record Refusal(String name, ApiError error) {}

    /** What {@code documents.list} answered; empty before the first request. */
    public Optional<JsonArray> list = Optional.empty();
    /** What {@code documents.status} answered, or its newest event. */
    public Optional<JsonObject> status = Optional.empty();
    public Optional<ApiError> error = Optional.empty();
    /** What was done last, as a sentence; empty for nothing. */
    public String notice = "";
    /** Which files of those that were given last stayed out, as a sentence; empty for none. */
    public String leftOut = "";
    /** Files of this visit that are not in the list yet. */
    public int arriving;
    public final List<Refusal> refusals = new ArrayList<>();
    /** The document that may be deleted next; empty for none. */
    public String removing = "";
    /** Whether something long is under way: protecting, sealing, packing. */
    public String busy = "";

    public String query = "";
    public String mode = "hybrid";
    public String k = "10";
    /** The one document that is asked; empty for all. */
    public String only = "";
    /** A day, as {@code 2026-03-01}; empty for any. */
    public String addedFrom = "";
    /** A day, as {@code 2026-03-01}; empty for any. */
    public String addedBefore = "";
    public boolean isSearching;
    /** What {@code search} answered last. */
    public Optional<JsonObject> answer = Optional.empty();
    public Optional<ApiError> searchError = Optional.empty();
    /** Whether the person wants to see passages that are not relevant. */
    public boolean showsNearest;
    /** What stands around passages, by {@link #key}. */
    public final Map<String, JsonObject> around = new LinkedHashMap<>();
    /** The passage that was copied last, by {@link #key}; empty for none. */
    public String copied = "";
    /** Why that passage could not be copied; empty where it was. */
    public String copyProblem = "";
    /**
     * Whether the engine's own storage was refused: what is known before the worker of documents has said where it
     * stores them.
     */
    public boolean isStorageRefused;

    /** The document that is open; empty for none. */
    public String reading = "";
    /** The span that is cited, as UTF-16 offsets into the document's text. */
    public int citedStart;
    public int citedEnd;
    /** Where the cited span stands in the original, once that is known. */
    public Optional<JsonObject> citedPlace = Optional.empty();
    /** What {@code documents.read} answered. */
    public Optional<JsonObject> stretch = Optional.empty();
    public Optional<ApiError> readingError = Optional.empty();

    /** What is typed in the fields about protection and files, by field. */
    public final Map<String, String> fields = new LinkedHashMap<>();

    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** One passage among all, by which the page remembers something about it. */
    public static String key(JsonObject passage) {
        return passage.string("document") + "/" + passage.integer("start") + "-" + passage.integer("end");
    }

    public List<JsonObject> entries() {
        return list.map(JsonArray::objects).orElse(List.of());
    }

    /** The documents among them: files that could not be read are none. */
    public List<JsonObject> readable() {
        return entries().stream().filter(entry -> !isUnread(entry)).toList();
    }

    /** How many files could not be read. */
    public int unread() {
        return (int) entries().stream().filter(DocumentsState::isUnread).count();
    }

    private static boolean isUnread(JsonObject entry) {
        return entry.stringOr("state", "").equals("failed");
    }

    /** The ids of entries of which nothing but their number is known without the passphrase. */
    public List<String> locked() {
        return entries().stream().filter(entry -> entry.stringOr("state", "").equals("locked"))
                .map(entry -> entry.string("id")).toList();
    }

    /** Whether documents are in this tab's memory only, because the browser did not open its storage. */
    public boolean isInMemory() {
        return status.filter(now -> now.has("mode")).map(now -> now.string("mode").equals("memory"))
                .orElse(isStorageRefused);
    }

    public boolean isLocked() {
        return status.map(now -> now.stringOr("protection", "none").equals("locked")).orElse(false);
    }

    /** Whether what is kept is encrypted, open in this tab or not. */
    public boolean isProtected() {
        return status.map(now -> !now.stringOr("protection", "none").equals("none")).orElse(false);
    }

    /** Whether documents were kept in plain before they were protected. */
    public boolean hadPlain() {
        return status.map(now -> now.boolOr("had_plain", false)).orElse(false);
    }

    public boolean isPaused() {
        return status.map(now -> now.stringOr("state", "idle").equals("paused")).orElse(false);
    }
}
