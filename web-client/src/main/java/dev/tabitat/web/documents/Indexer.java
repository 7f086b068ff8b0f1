package dev.tabitat.web.documents;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.documents.DocumentText;
import dev.tabitat.core.documents.DocumentTextCodec;
import dev.tabitat.core.documents.Documents;
import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.retrieval.Chunker;
import dev.tabitat.core.retrieval.Passage;
import dev.tabitat.core.retrieval.PassageWords;
import dev.tabitat.core.state.documents.DocumentsAggregate;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.CrossTabLock;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.DocumentStore;
import dev.tabitat.web.store.StoreFailures;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.store.VectorSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes files searchable, one tab at a time: first every file by its words, then document by document by meaning. What
 * is done is kept at once, so that the next indexer resumes there.
 */
final class Indexer {

    /** The name of the indexer's lock. */
    /** How long another tab may index without progress: reading one long file is none yet. */
    private static final CrossTabLock.Limit OTHERS = new CrossTabLock.Limit("Another tab that reads your documents",
            600,
            "Close the other tabs of this app, then try again; what was read is kept.");
    private static final String LOCK = "tabitat-documents";
    static final String PAUSED = "documents/paused";
    /** There while something is left to do, so that the next tab goes on with it. */
    private static final String UNFINISHED = "documents/unfinished";

    /** Passages whose vectors are kept together: about a second's work. */
    private static final int PIECE = 32;

    /**
     * What a passage may have so that it and its heading fit every encoder here; what it should have; what it repeats
     * of the one before.
     */
    private static final int MAX_TOKENS = 250;
    private static final int TARGET_TOKENS = 160;
    private static final int OVERLAP_TOKENS = 32;

    /** A file that ended the tab so often is not tried again. */
    private static final int TRIES = 2;

    private final TabStore settings;
    private final DocumentStore store;
    private final DocumentEnvironment environment;
    private final DocumentIndex documentIndex;
    private final TextCache texts;
    private final Encoders encoders;
    private final Reader reader;
    private final Listener listener;
    private boolean isRunning;
    private boolean isWanted;
    private final CrossTabLock turns;
    private CancellationToken stop = new CancellationToken();
    private Optional<JsonObject> now = Optional.empty();
    private String current = "";
    private Optional<ApiError> problem = Optional.empty();

    Indexer(TabStore settings, DocumentStore store, DocumentEnvironment environment, DocumentIndex documentIndex,
            TextCache texts, Encoders encoders, Listener listener) {
        this.settings = settings;
        this.store = store;
        this.environment = environment;
        this.documentIndex = documentIndex;
        this.texts = texts;
        this.encoders = encoders;
        this.turns = new CrossTabLock(environment, OTHERS);
        this.reader = new Reader(environment);
        this.listener = listener;
    }

    /** Receives reports of the work. */
    interface Listener {

        /** It goes on; must not wait. @param report {@code {done, total, unit, phase, ...}} */
        void advanced(JsonObject report);

        /** Documents are others now, or the work ended; may wait. */
        void changed();
    }

    boolean isPaused() {
        return settings.setting(PAUSED).isPresent();
    }

    boolean isRunning() {
        return isRunning;
    }

    /** What is being done now. */
    Optional<JsonObject> now() {
        return now;
    }

    /** The document that is being worked on; empty for none. */
    String current() {
        return current;
    }

    /** Why the work stopped, such as for lack of space; empty when it did not. */
    Optional<ApiError> problem() {
        return problem;
    }

    /** Ends what is being done; what was kept stays. */
    void halt() {
        isWanted = false;
        stop.request();
    }

    /** Begins, unless it runs already; then it looks once more before it ends. */
    void wake() {
        problem = Optional.empty();
        isWanted = true;
        if (!isRunning) {
            isRunning = true;
            stop = new CancellationToken();
            environment.start(this::run);
        }
    }

    private void run() {
        try {
            while (isWanted) {
                isWanted = false;
                turns.run(LOCK, store::activity, stop, () -> {
                    work();
                    return true;
                });
            }
        } catch (Cancelled halted) {
            // Indexing was paused or the store locked: what is left waits.
            now = Optional.empty();
        } catch (RuntimeException e) {
            problem = Optional.of(ApiError.of(e));
            // The notice stays until the index is started again.
            isWanted = false;
        } finally {
            isRunning = false;
            now = Optional.empty();
            current = "";
            listener.changed();
        }
        if (isWanted) {
            wake();
        }
    }

    private void work() {
        LongWork work = new LongWork(environment, "reading", stop, report -> {
            now = Optional.of(report);
            listener.advanced(report);
        });
        boolean isMore = true;
        while (isMore && !isPaused() && !store.isLocked()) {
            stop.check();
            isMore = readNext(work) || embedNext(work);
            note(isMore);
        }
    }

    /** A file was kept: whatever becomes of this tab, it has to be read. */
    void noteUnfinished() {
        note(true);
    }

    private void note(boolean isMore) {
        if (isMore != settings.setting(UNFINISHED).isPresent()) {
            if (isMore) {
                settings.set(UNFINISHED, "true");
            } else {
                settings.unset(UNFINISHED);
            }
        }
    }

    // Reading.

    /** @return whether there was something to read */
    private boolean readNext(LongWork work) {
        String id = "";
        JsonObject draft = JsonObject.EMPTY;
        for (Map.Entry<String, JsonObject> one : store.drafts().entrySet()) {
            boolean waits = !one.getValue().isEmpty() && !one.getValue().has("error");
            if (waits && (id.isEmpty()
                    || one.getValue().string("added_at_utc").compareTo(draft.string("added_at_utc")) < 0)) {
                id = one.getKey();
                draft = one.getValue();
            }
        }
        if (id.isEmpty()) {
            return false;
        }
        current = id;
        try {
            read(id, draft, work);
        } catch (Cancelled | OutOfBudget | Unavailable notTheFile) {
            if (notTheFile instanceof Cancelled || isOfStore(notTheFile)) {
                throw notTheFile;
            }
            fail(id, draft, notTheFile);
        } catch (TabitatException | ArithmeticException | IndexOutOfBoundsException | NullPointerException
                | ClassCastException bad) {
            fail(id, draft, bad);
        }
        current = "";
        documentIndex.refresh(activeSource(), () -> {});
        announce();
        listener.changed();
        return true;
    }

    /** Whether the store is full or cannot be written: another file would fare no better. */
    private static boolean isOfStore(TabitatException e) {
        return e.finding().where().equals(StoreFailures.WHERE) || StoreFailures.isOfStore(e);
    }

    private void fail(String id, JsonObject draft, RuntimeException why) {
        store.failDraft(id, draft.with("error", ApiError.of(why).toJson()));
    }

    private void read(String id, JsonObject draft, LongWork work) {
        DocumentHead head = DocumentHead.of(draft);
        int tries = draft.has("tries") ? (int) draft.integer("tries") : 0;
        if (tries >= TRIES) {
            throw new DamagedData("The tab ended while this file was read, more than once.",
                    Finding.at(head.name()).expected("a file that can be read").found(tries + " ends of the tab")
                            .remedy("It may be damaged, or made to do harm. Open it elsewhere and save it anew."));
        }
        store.putDraft(id, draft.with("tries", tries + 1));
        DocumentEnvironment.FileMaker maker = environment.file("application/octet-stream");
        store.eachPiece(id, maker::add);
        work.phase("reading", head.name(), 0);
        Reader.Read read;
        try {
            read = reader.read(head.name(), draft.stringOr(DocumentHead.MEDIA_TYPE, ""), maker.file(), stop,
                    work::step);
        } catch (Cancelled halted) {
            store.putDraft(id, draft);
            throw halted;
        }
        work.phase("words", head.name(), 0);
        work.step("passages", 0, 1);
        DocumentText text = read.text();
        List<Passage> passages = chunker().passages(text);
        if (passages.isEmpty()) {
            throw new DamagedData("This file holds no text.", Finding.at(head.name()).expected("text").found("none")
                    .remedy("If it shows text, that is a picture: have it recognised elsewhere first."));
        }
        // Of plain text a heading is only guessed: its name says more.
        String title = read.format() == Documents.Format.TEXT ? "" : text.title();
        DocumentHead done = new DocumentHead(title, head.name(), read.format().id(), head.bytes(), head.digest(),
                head.addedAtUtc(), text.text().length(), passages.size(), read.pages(),
                text.notices());
        store.finish(id, List.of(
                new DocumentStore.Part(DocumentStore.TEXT, DocumentTextCodec.write(text)),
                new DocumentStore.Part(DocumentStore.PASSAGES, PassageTable.write(passages)),
                new DocumentStore.Part(DocumentStore.WORDS, PassageWords.of(text.text(), title, passages).toBytes()),
                new DocumentStore.Part(DocumentStore.HEAD, Utf8.encode(done.toJson().toString()))));
        work.step("passages", passages.size(), passages.size());
    }

    /** By the encoder's own tokens where there is one, else by words. */
    private Chunker chunker() {
        Optional<Encoders.Chosen> active = encoders.active();
        Optional<Encoder> encoder = active.isPresent() ? encoders.open(active.get()) : Optional.empty();
        return encoder.map(one -> Chunker.over(one.model().tokenizer(), MAX_TOKENS, TARGET_TOKENS, OVERLAP_TOKENS))
                .orElseGet(() -> Chunker.overWords(MAX_TOKENS, TARGET_TOKENS, OVERLAP_TOKENS));
    }

    private Optional<VectorSource> activeSource() {
        return encoders.active().map(Encoders.Chosen::source);
    }

    // Embedding.

    /** @return whether there was something to embed */
    private boolean embedNext(LongWork work) {
        Optional<Encoders.Chosen> active = encoders.active();
        if (active.isEmpty()) {
            return false;
        }
        Optional<Encoders.Chosen> next = encoders.next();
        if (next.isPresent()) {
            return reembedNext(next.get(), work);
        }
        Optional<IndexedDocument> document = documentIndex.all().stream().filter(one -> !one.isWhole()).findFirst();
        Optional<Encoder> encoder = document.isEmpty() ? Optional.empty() : encoders.open(active.get());
        if (encoder.isEmpty()) {
            return false;
        }
        IndexedDocument one = document.get();
        embed(one, encoder.get(), active.get().source(), one.embedded, work);
        if (one.isWhole()) {
            current = "";
            announce();
            listener.changed();
        }
        return true;
    }

    private void embed(IndexedDocument document, Encoder encoder, VectorSource source, int from, LongWork work) {
        if (!current.equals(document.id)) {
            work.phase("meaning", document.head.name(), from);
        }
        current = document.id;
        int to = Math.min(document.passages.size(), from + PIECE);
        String text = texts.of(document.id).text();
        List<String> inputs = new ArrayList<>();
        for (Passage passage : document.passages.subList(from, to)) {
            String own = text.substring(passage.start(), passage.end());
            String under = source.isCurrent() ? passage.under(document.head.heading()) : passage.context();
            inputs.add(under.isEmpty() ? own : under + "\n" + own);
        }
        float[] made = encoder.passages(inputs, (tokens, total) -> work.step("passages",
                from + (total == 0 ? 0 : (to - from) * tokens / total), document.passages.size()));
        if (store.putVectors(document.id, source, from, VectorBytes.bytes(made))) {
            documentIndex.took(document.id, source, from, made);
        }
    }

    private void announce() {
        environment
                .announce(new Announcement(Topic.DOCUMENTS, DocumentsAggregate.NAME, store.state().revision()).text());
    }

    /** One piece with another encoder; when nothing is left the vectors are exchanged. */
    private boolean reembedNext(Encoders.Chosen next, LongWork work) {
        Optional<Encoder> encoder = encoders.open(next);
        if (encoder.isEmpty()) {
            return false;
        }
        Map<String, List<String>> names = store.names();
        for (IndexedDocument document : documentIndex.all()) {
            int made = 0;
            for (Map.Entry<Integer, String> piece : DocumentStore
                    .vectors(names.getOrDefault(document.id, List.of()), next.source()).entrySet()) {
                made = Math.max(made, Math.min(document.passages.size(), piece.getKey() + PIECE));
            }
            if (made < document.passages.size()) {
                embed(document, encoder.get(), next.source(), made, work);
                return true;
            }
        }
        encoders.exchange(next);
        store.dropOtherVectors(next.source());
        documentIndex.refresh(Optional.of(next.source()), () -> {});
        encoders.closeOthers();
        current = "";
        // The encoder is another one too, which is no part of the documents' state.
        environment.announce(Topic.DOCUMENTS);
        listener.changed();
        return true;
    }
}
