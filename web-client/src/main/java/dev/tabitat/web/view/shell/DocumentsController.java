package dev.tabitat.web.view.shell;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.jso.Blobs;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.view.documents.AskCard;
import dev.tabitat.web.view.documents.Citation;
import dev.tabitat.web.view.documents.LeftOut;
import dev.tabitat.web.view.documents.Reading;
import dev.tabitat.web.view.parts.DocumentsState;
import dev.tabitat.web.view.parts.FileKinds;
import dev.tabitat.web.view.parts.Format;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.teavm.jso.JSObject;

/** The page's controller of private documents: calls the engine and keeps the results for the screen. */
final class DocumentsController {

    private static final int TYPING_PAUSE_MS = 250;
    private static final int NEWS_PAUSE_MS = 500;
    /** How many files are handed over at a time: the engine keeps what it has, the page only what waits behind. */
    private static final int MAX_CONCURRENT = 16;
    /** How many characters around a passage are shown in its card. */
    private static final int CONTEXT = 600;
    private static final long MAX_PASSAGES = 1000;

    /** What the controller needs of the app that it belongs to. */
    interface App {

        void changed();

        /** A call failed. */
        void failed(ApiError error);

        /**
         * Renders, then scrolls an element into view and focuses it; the open document's title, or the heading, where
         * it is not there.
         */
        void reveal(String id);
    }

    private final EngineClient engine;
    private final DocumentsState documents;
    private final RefreshSchedule schedule;
    private final App app;
    private final Deque<Files.Found> waiting = new ArrayDeque<>();
    private EngineClient.Cancellation searching = () -> {};
    private boolean wanted;
    private boolean newsPending;
    private boolean isUnreached;
    private int inFlight;
    private int typingTimer;
    private int asked;
    private int opened;

    /** @param schedule says what may be asked again, and when */
    DocumentsController(EngineClient engine, DocumentsState documents, RefreshSchedule schedule, App app) {
        this.engine = engine;
        this.documents = documents;
        this.schedule = schedule;
        this.app = app;
    }

    /** Something changed. Nothing is requested before the screen was open once: that would start the worker. */
    void onEvent(JsonObject body) {
        if (!wanted) {
            return;
        }
        body.findObject("status").ifPresent(this::status);
        body.findObject("progress").ifPresent(
                now -> documents.status = Optional.of(documents.status.orElse(JsonObject.EMPTY).with("now", now)));
        refreshSoon();
        app.changed();
    }

    /** Gathers bursts of events; progress that never pauses does not keep it from asking. */
    private void refreshSoon() {
        if (!newsPending) {
            newsPending = true;
            Page.later(() -> {
                newsPending = false;
                if (schedule.mayAskNow()) {
                    refresh();
                }
            }, NEWS_PAUSE_MS);
        }
    }

    void refresh() {
        wanted = true;
        askAgain("documents.list", result -> {
            documents.list = Optional.of((JsonArray) result);
            if (isUnreached) {
                isUnreached = false;
                documents.error = Optional.empty();
            }
        });
        askAgain("documents.status", result -> status((JsonObject) result));
    }

    private void askAgain(String method, Consumer<Json> done) {
        if (schedule.mayAsk(method)) {
            call(method, JsonObject.EMPTY, result -> {
                schedule.succeeded(method);
                done.accept(result);
            }, error -> {
                schedule.failed(method);
                unreached(error);
            });
        }
    }

    /** The list could not be read; the next answer takes this back. */
    private void unreached(ApiError error) {
        isUnreached = true;
        documents.error = Optional.of(error);
    }

    private void status(JsonObject status) {
        boolean wasLocked = documents.isLocked();
        documents.status = Optional.of(status);
        if (documents.isLocked() && !wasLocked) {
            forget();
        } else if (wasLocked && !documents.isLocked() && !documents.reading.isEmpty()) {
            readCited();
        }
    }

    /** Locked documents leave nothing on the page either. */
    private void forget() {
        searching.cancel();
        asked++;
        documents.isSearching = false;
        documents.query = "";
        documents.only = "";
        documents.answer = Optional.empty();
        documents.around.clear();
        documents.stretch = Optional.empty();
        documents.list = Optional.empty();
        documents.notice = "";
        documents.leftOut = "";
        documents.fields.clear();
        refreshSoon();
    }

    /** The page's address changed: a document is opened, or closed. */
    void navigated(Optional<Citation> citation) {
        documents.removing = "";
        if (citation.isEmpty()) {
            documents.reading = "";
            documents.stretch = Optional.empty();
            documents.readingError = Optional.empty();
            return;
        }
        wanted = true;
        Citation cited = citation.get();
        if (!documents.reading.equals(cited.document())) {
            documents.stretch = Optional.empty();
        }
        documents.reading = cited.document();
        documents.citedStart = cited.start();
        documents.citedEnd = cited.end();
        readCited();
    }

    private void readCited() {
        boolean cites = documents.citedEnd > documents.citedStart;
        String mark = cites ? Reading.CITED : Reading.TITLE;
        read(Math.max(0, documents.citedStart - Reading.AROUND), documents.citedEnd + Reading.AROUND,
                () -> app.reveal(mark));
        documents.citedPlace = Optional.empty();
        if (cites) {
            place(opened);
        }
    }

    /**
     * The stretch that is read is larger than what is cited, and so is its place: the span's own place is asked for by
     * itself.
     */
    private void place(int ticket) {
        JsonObject span = JsonObject.of("document", documents.reading, "start", documents.citedStart, "end",
                documents.citedEnd);
        call("documents.read", span, result -> {
            if (ticket == opened) {
                documents.citedPlace = ((JsonObject) result).findObject("place");
            }
        }, unplaced -> {});
    }

    void read(int start, int end) {
        read(start, end, () -> {});
    }

    private void read(int start, int end, Runnable then) {
        int ticket = ++opened;
        documents.readingError = Optional.empty();
        call("documents.read", JsonObject.of("document", documents.reading, "start", start, "end", end), result -> {
            if (ticket == opened) {
                documents.stretch = Optional.of((JsonObject) result);
                then.run();
            }
        }, error -> {
            if (ticket == opened) {
                documents.readingError = Optional.of(error);
            }
        });
    }

    void typed(String query) {
        documents.query = query;
        Page.forget(typingTimer);
        Announcer.hush();
        typingTimer = Page.later(this::ask, TYPING_PAUSE_MS);
    }

    /** Sends the newest query; an older one is cancelled. */
    void ask() {
        Page.forget(typingTimer);
        searching.cancel();
        int ticket = ++asked;
        documents.searchError = Optional.empty();
        if (documents.query.trim().isEmpty()) {
            documents.isSearching = false;
            documents.answer = Optional.empty();
            app.changed();
            return;
        }
        documents.isSearching = true;
        app.changed();
        searching = call("search", question(), result -> {
            if (ticket == asked) {
                documents.isSearching = false;
                documents.answer = Optional.of((JsonObject) result);
                Announcer.say(AskCard.announcement((JsonObject) result));
                documents.showsNearest = false;
                documents.copied = "";
                documents.around.clear();
            }
        }, error -> {
            if (ticket == asked) {
                documents.isSearching = false;
                documents.answer = Optional.empty();
                documents.searchError = error.code().equals("cancelled") ? Optional.empty() : Optional.of(error);
            }
        });
    }

    private JsonObject question() {
        JsonObject params = JsonObject.of("query", Utf8.replaceUnpairedSurrogates(documents.query.trim()), "mode",
                documents.mode, "k", number(documents.k));
        params = documents.only.isEmpty() ? params : params.with("documents", JsonArray.of(documents.only));
        params = documents.addedFrom.isEmpty() ? params
                : params.with("added_after", Page.dayStart(documents.addedFrom));
        return documents.addedBefore.isEmpty() ? params
                : params.with("added_before", Page.dayStart(documents.addedBefore));
    }

    private static long number(String k) {
        try {
            return Math.max(1, Math.min(MAX_PASSAGES, Long.parseLong(k)));
        } catch (NumberFormatException none) {
            return 10;
        }
    }

    void around(JsonObject passage) {
        String key = DocumentsState.key(passage);
        if (documents.around.remove(key) != null) {
            app.changed();
            return;
        }
        long start = Math.max(0, passage.integer("start") - CONTEXT);
        call("documents.read", JsonObject.of("document", passage.string("document"), "start", start, "end",
                passage.integer("end") + CONTEXT), result -> {
                    if (((JsonObject) result).string("state").equals("there")) {
                        documents.around.put(key, (JsonObject) result);
                    } else {
                        refreshSoon();
                    }
                }, error -> documents.searchError = Optional.of(error));
    }

    void cite(JsonObject passage) {
        documents.copyProblem = Page.copy(Citation.text(passage, Page.address()));
        documents.copied = DocumentsState.key(passage);
        app.changed();
    }

    /**
     * Takes files in; of a folder only those that can be read and are neither hidden nor written by a program beside
     * documents.
     */
    void add(List<Files.Found> files) {
        LeftOut leftOut = new LeftOut();
        for (Files.Found one : files) {
            if (!one.isReadable()) {
                leftOut.unreadable();
            } else if (leftOut.admits(Blobs.name(one.file()), one.path())) {
                waiting.add(one);
            }
        }
        documents.notice = "";
        documents.leftOut = leftOut.sentence();
        documents.error = Optional.empty();
        feed();
        app.changed();
    }

    private void feed() {
        while (inFlight < MAX_CONCURRENT && !waiting.isEmpty()) {
            inFlight++;
            hand(waiting.poll());
        }
        documents.arriving = inFlight + waiting.size();
    }

    private void hand(Files.Found one) {
        String name = Utf8.replaceUnpairedSurrogates(Blobs.name(one.file()));
        String type = Blobs.type(one.file());
        JsonObject params = type.isEmpty() ? JsonObject.of("name", name) : JsonObject.of("name", name, "type", type);
        engine.call("documents.add",
                one.path().isEmpty() ? params : params.with("path", Utf8.replaceUnpairedSurrogates(one.path())),
                Attachment.of(one.file()), new Heard((result, bytes) -> {
                    if (((JsonObject) result).boolOr("duplicate", false)) {
                        documents.notice = "\u201c" + VisibleText.isolated(name) + "\u201d was here already.";
                    }
                    handed();
                }, error -> {
                    if (!error.code().equals("cancelled")) {
                        documents.refusals.add(new DocumentsState.Refusal(name, error));
                    }
                    handed();
                }));
    }

    private void handed() {
        inFlight--;
        feed();
        refreshSoon();
    }

    void importFile(JSObject file) {
        JsonObject params = documents.field("unseals").isEmpty() ? JsonObject.EMPTY
                : JsonObject.of("passphrase", documents.field("unseals"));
        begin("Checking the file\u2026");
        engine.call("documents.import", params, Attachment.of(file), new Heard((result, bytes) -> {
            JsonObject report = (JsonObject) result;
            end(Format.count(report.integer("added"), "document", "documents") + " came in; "
                    + report.integer("present") + " were here already.");
            for (JsonObject one : report.array("refused").objects()) {
                documents.refusals.add(new DocumentsState.Refusal(one.string("title"),
                        new ApiError("DamagedData", "damaged_data", one.string("reason"), "", "", "", "")));
            }
        }, error -> failed(FileKinds.named(error, FileKinds.DOCUMENTS_EXPORT))));
    }

    /** Deletes documents that cannot be told apart, one after the other, as long as they stay locked. */
    private void removeLocked(List<String> ids, int done) {
        if (done == ids.size() || !documents.isLocked()) {
            end(Format.count(done, "locked document is", "locked documents are") + " deleted for good.");
            documents.removing = "";
            refresh();
            app.reveal("fh");
            return;
        }
        engine.call("documents.remove", JsonObject.of("id", ids.get(done)),
                new Heard((result, bytes) -> removeLocked(ids, done + 1), this::failed));
    }

    void call(String method, JsonObject params) {
        String title = method.equals("documents.remove") ? title(params.string("id")) : "";
        if (method.equals("documents.removeLocked")) {
            begin("Deleting\u2026");
            removeLocked(params.array("ids").strings(), 0);
            return;
        }
        begin(switch (method) {
            case "documents.protect" -> "Encrypting\u2026";
            case "documents.unprotect" -> "Decrypting\u2026";
            case "documents.unlock" -> "Opening\u2026";
            case "documents.export" -> "Packing\u2026";
            default -> "";
        });
        engine.call(method, params, new Heard((result, bytes) -> {
            JsonObject done = (JsonObject) result;
            switch (method) {
                case "documents.remove" -> {
                    end("\u201c" + VisibleText.isolated(title) + "\u201d is deleted for good: "
                            + Format.count(done.integer("records"), "record", "records") + ", "
                            + Format.bytes(done.number("freed_bytes")) + ".");
                    removed(params.string("id"));
                }
                case "documents.export" -> {
                    bytes.ifPresent(
                            file -> Page.save(done.stringOr("name", "tabitat-documents.bin"), Attachment.toJs(file)));
                    end("The file is with your downloads.");
                }
                default -> {
                    end("");
                    if (done.has("protection")) {
                        status(done);
                    }
                }
            }
        }, this::failed));
    }

    private void begin(String busy) {
        documents.busy = busy;
        documents.error = Optional.empty();
        documents.notice = busy;
        app.changed();
    }

    private void end(String notice) {
        documents.busy = "";
        documents.notice = notice;
        documents.fields.clear();
        refreshSoon();
    }

    private void failed(ApiError error) {
        documents.busy = "";
        documents.notice = "";
        documents.removing = "";
        documents.error = error.code().equals("cancelled") ? Optional.empty() : Optional.of(error);
        refreshSoon();
    }

    private String title(String id) {
        for (JsonObject entry : documents.entries()) {
            if (entry.string("id").equals(id)) {
                return entry.stringOr("title", "").isEmpty() ? entry.stringOr("name", "") : entry.string("title");
            }
        }
        return "It";
    }

    /**
     * Nothing of it stays on the page: it leaves the list and the answers, and where it is open, its tombstone is
     * shown.
     */
    private void removed(String id) {
        documents.removing = "";
        documents.only = documents.only.equals(id) ? "" : documents.only;
        documents.around.keySet().removeIf(key -> key.startsWith(id + "/"));
        documents.list = documents.list.map(list -> new JsonArray(
                list.items().stream().filter(one -> !((JsonObject) one).string("id").equals(id)).toList()));
        if (documents.answer.isPresent()) {
            ask();
        }
        if (documents.reading.equals(id)) {
            documents.stretch = Optional.empty();
            read(0, Reading.AROUND);
        }
        app.reveal("fh");
    }

    private EngineClient.Cancellation call(String method, JsonObject params, Consumer<Json> done,
            Consumer<ApiError> failed) {
        return engine.call(method, params, new Heard((result, bytes) -> done.accept(result), failed));
    }

    /** Draws again after every answer. */
    private final class Heard implements EngineClient.Listener {

        private final BiConsumer<Json, Optional<Slices>> done;
        private final Consumer<ApiError> failed;

        Heard(BiConsumer<Json, Optional<Slices>> done, Consumer<ApiError> failed) {
            this.done = done;
            this.failed = failed;
        }

        @Override
        public void done(Json result, Optional<Slices> bytes) {
            done.accept(result, bytes);
            app.changed();
        }

        @Override
        public void failed(ApiError error) {
            app.failed(error);
            failed.accept(error);
            app.changed();
        }
    }
}
