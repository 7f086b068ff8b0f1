package dev.tabitat.web.documents;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.Sha256;
import dev.tabitat.core.documents.Block;
import dev.tabitat.core.documents.DocumentText;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.state.documents.DocumentsAggregate;
import dev.tabitat.core.state.keys.KeysAggregate;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.CrossTabLock;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.DocumentMethod;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Methods;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.protocol.params.DocumentParams;
import dev.tabitat.web.store.DocumentStore;
import dev.tabitat.web.store.Protection;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.worker.Calls;
import dev.tabitat.web.worker.Outbox;
import dev.tabitat.web.worker.ReportedFailure;
import dev.tabitat.web.worker.Request;
import dev.tabitat.web.worker.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The service of private documents: handles the calls of the page. Every message comes on a Java thread of its own. */
public final class DocumentService {

    /** How often a search begins again because documents changed under it. */
    private static final int SEARCH_ATTEMPTS = 3;
    /** The setting that counts documents deleted while locked. */
    private static final String DELETED_LOCKED = "documents/deleted-while-locked";
    private static final String ADDING = "tabitat-documents-adding";
    /** How long another tab may add or seal documents without progress. */
    private static final CrossTabLock.Limit OTHERS = new CrossTabLock.Limit("Other work on your documents", 60,
            "Close the other tabs of this app, then try again; what is in the store stays.");
    private static final int PIECE = 4 << 20;
    private static final long MAX_FILE_BYTES = 2L << 30;
    private static final int MAX_NAME_LENGTH = 1000;
    private static final int MAX_TYPE_LENGTH = 200;
    private static final int ID_BYTES = 10;
    private static final int MIN_PASSPHRASE_LENGTH = 8;
    private static final int MAX_PASSPHRASE_LENGTH = 1000;
    private static final int IDLE_MINUTES = 10;
    private static final int IDLE_LOOK_MILLIS = 5_000;
    private static final int WAIT_MILLIS = 40;

    private final TabStore settings;
    private final DocumentStore store;
    private final DocumentEnvironment environment;
    private final Outbox outbox;
    private final Calls calls;
    private final CrossTabLock turns;
    private final DocumentIndex documentIndex;
    private final TextCache texts;
    private final Encoders encoders;
    private final DocumentEntries entries;
    private final DocumentNews news;
    private final Indexer indexer;
    private final Rerankers rerankers;
    private final SearchService searchService;
    private final DocumentArchive documentArchive;
    private boolean isOpen;
    private double used;
    private double idleMillis = IDLE_MINUTES * 60_000.0;
    private boolean isWatching;
    private long storedBytes = -1;

    DocumentService(TabStore settings, DocumentEnvironment environment, Outbox outbox) {
        this.settings = settings;
        this.environment = environment;
        this.outbox = outbox;
        this.calls = new Calls(Methods.values(), outbox, this::answer);
        this.store = settings.documents(environment.cipher());
        this.turns = new CrossTabLock(environment, OTHERS);
        this.documentIndex = new DocumentIndex(store, environment);
        this.texts = new TextCache(store);
        this.encoders = new Encoders(settings, environment);
        this.entries = new DocumentEntries(store, documentIndex, this::current);
        this.news = new DocumentNews(store, documentIndex, entries, environment, outbox, this::status);
        this.indexer = new Indexer(settings, store, environment, documentIndex, texts, encoders, this.news);
        this.rerankers = new Rerankers(settings, environment);
        this.searchService = new SearchService(documentIndex, texts, encoders, rerankers, environment);
        this.documentArchive = new DocumentArchive(store, environment, documentIndex, encoders);
        settings.onEnded(news::whole);
    }

    /** What takes the messages of the page. */
    Calls calls() {
        return calls;
    }

    /** Another tab, or the engine, changed something. */
    void onEvent(String announcement) {
        Announcement said = Announcement.read(announcement);
        boolean isOurs = said.topic().equals(Topic.DOCUMENTS);
        // What is installed decides by which encoder documents are searched.
        boolean isOfPackages = said.topic().equals(Topic.STORE) && !said.isOf(KeysAggregate.NAME);
        if (!isOurs && !isOfPackages || !isOpen) {
            return;
        }
        if (isOurs) {
            if (said.revision() > 0 && store.state().knows(said.revision())) {
                return;
            }
            store.state().catchUp(said.revision());
        }
        refresh();
        storedBytes = -1;
        indexer.wake();
        if (isOurs && said.revision() == 0) {
            // Whoever tells of it does not say what changed, or the records are others altogether.
            news.whole();
        } else {
            news.changed();
        }
    }

    private String current() {
        return indexer.current();
    }

    private Result answer(Request call) {
        if (!(call.method() instanceof DocumentMethod method)) {
            throw Calls.elsewhere(call.method(), Method.Worker.DOCUMENTS);
        }
        open();
        if (method != DocumentMethod.LOCK && method != DocumentMethod.PAUSE) {
            // What stops something does not wait for a refresh.
            refresh();
        }
        return switch (method) {
            case SEARCH -> {
                DocumentParams.Search wanted = DocumentParams.Search.read(call.input());
                yield Result.of(used(() -> search(wanted, call.stop())));
            }
            case ADD ->
                Result.of(add(DocumentParams.Add.read(call.input()), file(call), call.progress(), call.stop()));
            case LIST -> Result.of(entries.list());
            case REMOVE -> Result.of(remove(DocumentParams.Document.read(call.input()).id()));
            case READ -> {
                DocumentParams.Read wanted = DocumentParams.Read.read(call.input());
                yield Result.of(used(() -> read(wanted)));
            }
            case STATUS -> Result.of(status());
            case PAUSE -> Result.of(pause());
            case RESUME -> Result.of(resume());
            case REINDEX ->
                Result.of(reindex(DocumentParams.Reindex.read(call.input()).encoder().toString(), call.progress(),
                        call.stop()));
            case PROTECT ->
                Result.of(
                        protect(passphrase(DocumentParams.Passphrase.read(call.input()).passphrase()), call.progress(),
                                call.stop()));
            case UNPROTECT ->
                Result.of(unprotect(passphrase(DocumentParams.Passphrase.read(call.input()).passphrase()),
                        call.progress(), call.stop()));
            case UNLOCK ->
                Result.of(unlock(DocumentParams.Unlock.read(call.input()), call.progress(), call.stop()));
            case LOCK -> Result.of(lock());
            case EXPORT ->
                export(DocumentParams.Sealed.read(call.input()).passphrase(), call.progress(), call.stop());
            case IMPORT ->
                Result.of(take(DocumentParams.Sealed.read(call.input()).passphrase().orElse(""), file(call),
                        call.progress(), call.stop()));
        };
    }

    private interface Answer<T> {
        T get();
    }

    /** What a person does with documents keeps them open. */
    private <T> T used(Answer<T> work) {
        requireOpen();
        used = environment.millis();
        return work.get();
    }

    private void requireOpen() {
        if (store.isLocked()) {
            throw new Refused("Your documents are locked.", Finding.at("documents").expected("the passphrase")
                    .found("sealed records").remedy("Unlock them first."));
        }
    }

    private static Slices file(Request call) {
        return call.bytes().orElseThrow(() -> new InvalidInput("There is no file.",
                Finding.at(call.method() + ", first argument").expected("a File, a Blob or a buffer")
                        .found("nothing")));
    }

    /** Once for a worker: what a crash left is cleared, and what it left undone goes on. */
    private void open() {
        if (isOpen) {
            return;
        }
        isOpen = true;
        try {
            environment.aloneIfFree(ADDING, () -> {
                store.sweep();
                return true;
            });
        } catch (TabitatException unreadable) {
            isOpen = false;
            throw unreadable;
        }
        indexer.wake();
    }

    /** Updates memory to what any tab has committed; cheap when nothing has changed. @return whether something had */
    private boolean refresh() {
        if (store.refresh() && store.isLocked()) {
            forget();
        }
        if (!documentIndex.refresh(encoders.active().map(Encoders.Chosen::source), environment::yieldToMessages)) {
            return false;
        }
        storedBytes = -1;
        texts.retain(id -> documentIndex.find(id).isPresent());
        searchService.retain(id -> documentIndex.find(id).isPresent());
        return true;
    }

    /** A document that a hit belongs to may be deleted before its text is read: then over what is left. */
    private JsonObject search(DocumentParams.Search wanted, CancellationToken stop) {
        for (int attempt = 1;; attempt++) {
            try {
                return searchService.search(wanted, stop);
            } catch (DamagedData missing) {
                if (attempt == SEARCH_ATTEMPTS || !refresh()) {
                    throw missing;
                }
            }
        }
    }

    /** Documents changed: the page is told, and other tabs. */
    private void changed() {
        changed(new Announcement(Topic.DOCUMENTS, DocumentsAggregate.NAME, store.state().revision()));
    }

    /** The same where something else than their records did too. */
    private void changedAtAll() {
        changed(new Announcement(Topic.DOCUMENTS, "", 0));
    }

    private void changed(Announcement announcement) {
        storedBytes = -1;
        refresh();
        environment.announce(announcement.text());
        news.changed();
    }

    // Taking files in.

    private JsonObject add(DocumentParams.Add given, Slices file, Consumer<JsonObject> progress,
            CancellationToken stop) {
        requireOpen();
        used = environment.millis();
        String name = Utf8.replaceUnpairedSurrogates(given.name());
        String shown = name.trim().isEmpty() ? "untitled"
                : name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) : name;
        if (file.length() == 0 || file.length() > MAX_FILE_BYTES) {
            throw new InvalidInput("This file cannot be taken in.",
                    Finding.at(shown).expected("1 byte to 2 GiB").found(file.length() + " bytes")
                            .remedy(file.length() == 0 ? "It is empty: look whether it was saved or downloaded whole."
                                    : "Split it, and add the parts."));
        }
        String type = Utf8.replaceUnpairedSurrogates(given.type());
        String mediaType = type.length() > MAX_TYPE_LENGTH ? "" : type;
        LongWork work = new LongWork(environment, "keeping", stop, progress);
        work.phase("keeping", shown, 0);
        Digest digest = digest(file, work);
        Optional<String> there = known(digest.toString());
        if (there.isPresent()) {
            return waitFor(there.get(), progress, stop).with("duplicate", true);
        }
        String id = DocumentIds.next(environment.random(ID_BYTES));
        try {
            turns.run(ADDING, store::activity, stop, () -> {
                int number = 0;
                for (long at = 0; at < file.length(); at += PIECE) {
                    store.putPiece(id, number++, file.read(at, (int) Math.min(PIECE, file.length() - at)));
                    work.step("bytes", (file.length() + at) / 2, file.length());
                }
                JsonObject draft = DocumentHead.draft(shown, file.length(), digest.toString(), environment.nowUtc())
                        .toJson();
                store.putDraft(id, mediaType.isEmpty() ? draft : draft.with(DocumentHead.MEDIA_TYPE, mediaType));
                return true;
            });
        } catch (TabitatException failed) {
            // Deleting needs no free storage.
            store.dropDraft(id);
            throw failed;
        }
        changed();
        indexer.noteUnfinished();
        indexer.wake();
        return waitFor(id, progress, stop);
    }

    private Digest digest(Slices file, LongWork work) {
        Sha256 sha = new Sha256();
        for (long at = 0; at < file.length(); at += PIECE) {
            sha.update(file.read(at, (int) Math.min(PIECE, file.length() - at)));
            // Read twice, to know and to keep it: each time counts for half.
            work.step("bytes", at / 2, file.length());
        }
        return sha.digest();
    }

    /** The document or draft of a file that is here; one that could not be read before is tried again. */
    private Optional<String> known(String digest) {
        Optional<String> document = documentIndex.withDigest(digest).map(one -> one.id);
        if (document.isPresent()) {
            return document;
        }
        for (Map.Entry<String, JsonObject> draft : store.drafts().entrySet()) {
            if (draft.getValue().stringOr("digest", "").equals(digest)) {
                if (!draft.getValue().has("error")) {
                    return Optional.of(draft.getKey());
                }
                store.dropDraft(draft.getKey());
            }
        }
        return Optional.empty();
    }

    /** Until all of it can be searched, or it is paused; another tab may do the work. */
    private JsonObject waitFor(String id, Consumer<JsonObject> progress, CancellationToken stop) {
        JsonObject last = JsonObject.EMPTY;
        int looks = 0;
        while (true) {
            stop.check();
            requireOpen();
            Optional<IndexedDocument> document = documentIndex.find(id);
            Optional<Encoders.Chosen> active = encoders.active();
            boolean canEmbed = active.isPresent() && encoders.isHere(active.get());
            if (document.isPresent() && (document.get().isWhole() || !canEmbed || indexer.isPaused())) {
                return entries.of(document.get());
            }
            if (document.isEmpty()) {
                JsonObject draft = store.drafts().getOrDefault(id, JsonObject.EMPTY);
                if (draft.has("error")) {
                    throw new ReportedFailure(ApiError.fromJson(draft.object("error")));
                }
                if (!draft.isEmpty() && indexer.isPaused()) {
                    return entries.draft(id, draft);
                }
                if (draft.isEmpty() && looks > 50 && store.deletedAt(id).isPresent()) {
                    throw new Refused("The document was deleted while it was read.",
                            Finding.at(id).expected("a document").found("a tombstone"));
                }
            }
            indexer.problem().ifPresent(problem -> {
                throw new ReportedFailure(problem);
            });
            JsonObject now = indexer.now().orElse(JsonObject.EMPTY);
            if (!now.isEmpty() && now != last && indexer.current().equals(id)) {
                progress.accept(now);
                last = now;
            }
            environment.pause(WAIT_MILLIS);
            // Another tab at work announces when it is done; a poll now and then makes up for a lost message.
            if (++looks % 50 == 0) {
                refresh();
                indexer.wake();
            }
        }
    }

    // Showing.

    private JsonObject status() {
        boolean isLocked = store.isLocked();
        Optional<Encoders.Chosen> active = encoders.active();
        if (storedBytes < 0) {
            storedBytes = store.bytes();
        }
        JsonObject status = JsonObject.of("state",
                isLocked ? "locked"
                        : indexer.isPaused() ? "paused"
                                : indexer.isRunning() && indexer.now().isPresent() ? "working" : "idle",
                "documents", isLocked ? store.names().size() : documentIndex.all().size(), "passages",
                documentIndex.passages(), "embedded", documentIndex.embedded(), "waiting", waiting(),
                "protection", store.protection().isEmpty() ? "none" : isLocked ? "locked" : "unlocked", "stored_bytes",
                storedBytes,
                "memory",
                JsonObject.of("vectors_bytes", documentIndex.vectorsBytes(), "words_bytes", documentIndex.wordsBytes()),
                "threads", environment.threads());
        status = status.with("mode", settings.mode().id());
        if (!isLocked && deletedWhileLocked() > 0) {
            status = status.with("deleted_while_locked", deletedWhileLocked());
        }
        if (store.protection().filter(Protection::hadPlain).isPresent()) {
            status = status.with("had_plain", true);
        }
        if (environment.threadProblem().isPresent()) {
            status = status.with("threads_problem", environment.threadProblem().get());
        }
        if (indexer.now().isPresent()) {
            status = status.with("now", indexer.now().get());
        }
        if (indexer.problem().isPresent()) {
            status = status.with("problem", indexer.problem().get().toJson());
        }
        if (active.isPresent() && encoders.isHere(active.get())) {
            status = status.with("encoder", active.get().toJson().with("title", active.get().name()));
        }
        Optional<StoredPackage> reranker = rerankers.installed();
        status = reranker.isPresent() ? status.with("reranker", reranker.get().name()) : status;
        Optional<Encoders.Chosen> best = encoders.best();
        if (active.isEmpty() || best.isEmpty() || documentIndex.passages() == 0) {
            return status;
        }
        boolean isHere = encoders.isHere(active.get());
        String to = isHere ? active.get().name() : best.get().name();
        return isHere && active.get().source().isCurrent() ? status
                : status.with("reindex_offered",
                        JsonObject.of("from", active.get().name(), "to", to, "passages", documentIndex.passages()));
    }

    private int waiting() {
        int waiting = 0;
        for (JsonObject draft : store.drafts().values()) {
            waiting += draft.has("error") ? 0 : 1;
        }
        return waiting;
    }

    private JsonObject read(DocumentParams.Read wanted) {
        String id = wanted.document();
        Optional<IndexedDocument> document = documentIndex.find(id);
        if (document.isEmpty()) {
            Optional<String> deleted = DocumentIds.isOne(id) ? store.deletedAt(id) : Optional.empty();
            return deleted.isPresent()
                    ? JsonObject.of("document", id, "state", "deleted", "deleted_at_utc", deleted.get())
                    : JsonObject.of("document", id, "state", "unknown");
        }
        DocumentText text = texts.of(id);
        int length = text.text().length();
        int start = edge(text.text(), (int) Math.min(length, Math.max(0, wanted.start())), length);
        int end = edge(text.text(), (int) Math.min(length, Math.max(start, wanted.end().orElse((double) length))),
                length);
        List<Json> blocks = new ArrayList<>();
        for (Block block : text.blocks()) {
            if (block.end() > start && block.start() < end) {
                blocks.add(JsonObject.of("kind", block.kind().name().toLowerCase(Locale.ROOT), "level", block.level(),
                        "start", block.start(), "end", block.end()));
            }
        }
        DocumentHead head = document.get().head;
        JsonObject json = JsonObject.of("document", id, "state", "there", "title",
                head.title().isEmpty() ? head.name() : head.title(), "name", head.name(), "text",
                text.text().substring(start, end),
                "start", start, "end", end, "length", length, "blocks", new JsonArray(blocks));
        Optional<JsonObject> place = PlaceJson.of(text, start, Math.max(start + 1, end));
        return place.isPresent() ? json.with("place", place.get()) : json;
    }

    /** Not between the halves of a character. */
    private static int edge(String text, int at, int length) {
        return at > 0 && at < length && Character.isLowSurrogate(text.charAt(at))
                && Character.isHighSurrogate(text.charAt(at - 1)) ? at - 1 : at;
    }

    // Changing.

    private JsonObject remove(String id) {
        boolean isHere = store.names().containsKey(id) || store.drafts().containsKey(id);
        if (!isHere) {
            throw new InvalidInput("There is no such document.", Finding.at("documents.remove")
                    .expected("the id of a document").found(id.length() > 60 ? "a long text" : id));
        }
        if (indexer.current().equals(id)) {
            indexer.halt();
        }
        boolean isLocked = store.isLocked();
        DocumentStore.Deleted deleted = store.delete(id, environment.nowUtc());
        if (isLocked) {
            settings.set(DELETED_LOCKED, Long.toString(deletedWhileLocked() + 1));
        }
        texts.forget(id);
        searchService.retain(other -> !other.equals(id));
        if (store.names().isEmpty() && store.drafts().isEmpty()) {
            encoders.forget();
        }
        changed();
        while (indexer.isRunning() && indexer.current().equals(id)) {
            environment.pause(WAIT_MILLIS);
        }
        indexer.wake();
        return JsonObject.of("id", id, "removed", true, "records", deleted.records(), "freed_bytes", deleted.bytes());
    }

    /** Documents that were deleted without the passphrase since they were locked. */
    private long deletedWhileLocked() {
        return settings.setting(DELETED_LOCKED).map(Long::parseLong).orElse(0L);
    }

    private JsonObject pause() {
        settings.set(Indexer.PAUSED, "true");
        indexer.halt();
        changedAtAll();
        return status();
    }

    private JsonObject resume() {
        settings.unset(Indexer.PAUSED);
        changedAtAll();
        indexer.wake();
        return status();
    }

    private JsonObject reindex(String name, Consumer<JsonObject> progress, CancellationToken stop) {
        requireOpen();
        Encoders.Chosen chosen = encoders.named(name)
                .orElseThrow(() -> new InvalidInput("This encoder is not installed.",
                        Finding.at("documents.reindex, encoder").expected("an installed encoder").found(name)
                                .remedy("Install it first.")));
        encoders.setNext(chosen);
        indexer.wake();
        while (encoders.next().isPresent() && !indexer.isPaused()) {
            stop.check();
            requireOpen();
            indexer.problem().ifPresent(problem -> {
                throw new ReportedFailure(problem);
            });
            Optional<JsonObject> working = indexer.now();
            if (working.isPresent()) {
                progress.accept(working.get());
            }
            environment.pause(WAIT_MILLIS);
            if (!indexer.isRunning()) {
                indexer.wake();
            }
        }
        return status();
    }

    // Protecting.

    private static String passphrase(String passphrase) {
        Utf8.requirePaired(passphrase);
        if (passphrase.length() < MIN_PASSPHRASE_LENGTH || passphrase.length() > MAX_PASSPHRASE_LENGTH) {
            throw new InvalidInput("This passphrase cannot be used.",
                    Finding.at("passphrase")
                            .expected(MIN_PASSPHRASE_LENGTH + " to " + MAX_PASSPHRASE_LENGTH + " characters")
                            .found(passphrase.length() + " characters")
                            .remedy("Four or more unrelated words make a good one."));
        }
        return passphrase;
    }

    /** Stops the index for a change of everything, and lets it go on after. */
    private JsonObject quiet(String phase, Consumer<JsonObject> progress, CancellationToken stop, Runnable begin) {
        indexer.halt();
        while (indexer.isRunning()) {
            environment.pause(WAIT_MILLIS);
        }
        begin.run();
        LongWork work = new LongWork(environment, phase, stop, progress);
        turns.run(ADDING, store::activity, stop, () -> {
            store.goOn((done, total) -> work.step("records", done, total));
            return true;
        });
        changed();
        watchIdle();
        indexer.wake();
        return status();
    }

    private JsonObject protect(String passphrase, Consumer<JsonObject> progress, CancellationToken stop) {
        return quiet("sealing", progress, stop, () -> store.protect(passphrase));
    }

    private JsonObject unprotect(String passphrase, Consumer<JsonObject> progress, CancellationToken stop) {
        JsonObject done = quiet("sealing", progress, stop, () -> store.unprotect(passphrase));
        settings.unset(DELETED_LOCKED);
        return done.without("deleted_while_locked");
    }

    private JsonObject unlock(DocumentParams.Unlock wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        idleMillis = wanted.idleMinutes() * 60_000.0;
        return quiet("sealing", progress, stop, () -> store.unlock(wanted.passphrase()));
    }

    private JsonObject lock() {
        if (store.protection().isEmpty()) {
            throw new Refused("Your documents are not protected.",
                    Finding.at("documents.lock").expected("protected documents").found("plain ones")
                            .remedy("Protect them with a passphrase first."));
        }
        indexer.halt();
        if (!store.isLocked()) {
            settings.unset(DELETED_LOCKED);
        }
        store.lock();
        forget();
        news.whole();
        return status();
    }

    /** Nothing of what documents say stays in memory. */
    private void forget() {
        indexer.halt();
        documentIndex.close();
        texts.forgetAll();
        searchService.forgetAll();
    }

    private void watchIdle() {
        used = environment.millis();
        if (isWatching || store.protection().isEmpty()) {
            return;
        }
        isWatching = true;
        environment.start(() -> {
            while (store.protection().isPresent() && !store.isLocked()) {
                environment.pause(IDLE_LOOK_MILLIS);
                // Indexing keeps them open: it would have to wait for the passphrase.
                if (indexer.isRunning()) {
                    used = Math.max(used, environment.millis() - idleMillis / 2);
                }
                if (!store.isLocked() && environment.millis() - used >= idleMillis) {
                    lock();
                }
            }
            isWatching = false;
        });
    }

    // Carrying.

    private Result export(Optional<String> given, Consumer<JsonObject> progress, CancellationToken stop) {
        requireOpen();
        String passphrase = given.isPresent() ? passphrase(given.get()) : "";
        LongWork work = new LongWork(environment, "packing", stop, progress);
        Slices file = documentArchive.export(passphrase, work);
        return new Result(JsonObject.of("type", passphrase.isEmpty() ? "application/x-tar" : "application/octet-stream",
                "bytes", file.length(), "sealed", !passphrase.isEmpty()), Optional.of(file));
    }

    private JsonObject take(String passphrase, Slices file, Consumer<JsonObject> progress, CancellationToken stop) {
        requireOpen();
        LongWork work = new LongWork(environment, "packing", stop, progress);
        DocumentArchive.Imported imported = documentArchive.take(file, passphrase, work);
        changed();
        indexer.wake();
        return imported.toJson();
    }
}
