package dev.tabitat.web.store;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.state.documents.DocumentsAggregate;
import dev.tabitat.core.state.documents.DocumentsCommand;
import dev.tabitat.core.state.documents.DocumentsState;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Private documents: each is a few records under its id, written and deleted together, plain or sealed by one key.
 *
 * <p>
 * Which records there are is the state of {@link DocumentsAggregate}; every change of it is a command, in one
 * transaction with the bytes. Pieces of files are no part of the state: they are out of sight until their draft is made
 * visible. Every write expects the protection to be as it was decided on, so that nothing plain is written beside
 * sealed records, and that its document was not deleted.
 */
public final class DocumentStore {

    /** What a document is; where it is there, {@link #TEXT}, {@link #PASSAGES} and {@link #WORDS} are too. */
    public static final String HEAD = DocumentsAggregate.HEAD;
    public static final String TEXT = "text";
    public static final String PASSAGES = "passages";
    public static final String WORDS = "words";
    private static final String VECTORS = "vectors/";
    private static final String GONE = DocumentsAggregate.GONE;
    private static final String PIECE = "piece/";
    private static final String PROTECTION = DocumentsAggregate.PROTECTION;
    private static final int PIECE_DIGITS = 8;
    private static final int TRIES = 20;

    private final RecordStore records;
    private final AggregateStore<DocumentsState> state;
    private final DocumentCipher cipher;
    private Optional<String> protectionText = Optional.empty();
    private Optional<Protection> protection = Optional.empty();
    /** The protection that {@link #refresh} has told of. */
    private Optional<String> toldProtection = Optional.empty();
    private Optional<byte[]> key = Optional.empty();
    /** Sizes of records that are written once; not of heads, and not beyond a change of the protection. */
    private final Map<String, Integer> sizes = new HashMap<>();

    DocumentStore(RecordStore records, AggregateStore<DocumentsState> state, DocumentCipher cipher) {
        this.records = records;
        this.state = state;
        this.cipher = cipher;
        follow(state.state());
        toldProtection = protectionText;
        state.onChange((before, after, isOwn) -> follow(after));
    }

    /** Which records there are, and what other tabs and views follow. */
    public AggregateStore<DocumentsState> state() {
        return state;
    }

    /** Knows the protection as the state has it; forgets the key where it is another one. */
    private void follow(DocumentsState now) {
        if (now.protection().equals(protectionText)) {
            return;
        }
        Optional<Protection> next = now.protection().map(Protection::read);
        boolean sameKey = protection.isPresent() && next.isPresent()
                && java.util.Arrays.equals(protection.get().sealedKey(), next.get().sealedKey());
        if (!sameKey) {
            lock();
        }
        sizes.clear();
        protectionText = now.protection();
        protection = next;
    }

    /** Reads the protection again: another tab may have changed it. @return whether it has changed since */
    public boolean refresh() {
        follow(state.current());
        boolean isChanged = !protectionText.equals(toldProtection);
        toldProtection = protectionText;
        return isChanged;
    }

    /** A text that is another one after each change of documents or their protection, by whatever tab; never empty. */
    public String revision() {
        return records.text(Table.SETTINGS, DocumentsAggregate.REVISION).orElse("none");
    }

    /**
     * A number, at least 0, that is another one after documents changed or a piece of a file was added, by whatever
     * tab.
     */
    public long activity() {
        return ((long) revision().hashCode() & 0xFFFF_FFFFL) << 24 | records.keys(Table.DRAFTS).size() & 0xFF_FFFF;
    }

    public Optional<Protection> protection() {
        return protection;
    }

    /** Whether records are sealed that cannot be read now. */
    public boolean isLocked() {
        return protection.isPresent() && key.isEmpty();
    }

    /** Forgets the key. */
    public void lock() {
        key.ifPresent(bytes -> java.util.Arrays.fill(bytes, (byte) 0));
        key = Optional.empty();
    }

    /**
     * Finds the key. What an interrupted {@link #protect} or {@link #unprotect} left is finished by {@link #goOn}.
     *
     * @throws Refused when the passphrase does not open it, or nothing is protected
     */
    public void unlock(String passphrase) {
        refresh();
        Protection now = protection.orElseThrow(() -> new Refused("Your documents are not protected.",
                Finding.at("unlock").expected("protected documents").found("plain ones")));
        key = Optional.of(now.open(cipher, passphrase)
                .orElseThrow(() -> new Refused("The passphrase does not open your documents.",
                        Finding.at("unlock").expected("the passphrase that they were protected with")
                                .found("another one").remedy("Try again; capitals and spaces count."))));
    }

    /** Begins to seal everything; {@link #goOn} does the rest. @throws Refused when it is protected already */
    public void protect(String passphrase) {
        refresh();
        if (protection.isPresent()) {
            throw new Refused("Your documents are protected already.", Finding.at("protect").expected("plain documents")
                    .found("protected ones").remedy("Take the protection away first to change the passphrase."));
        }
        Protection.Made made = Protection.make(cipher, passphrase,
                !records.keys(Table.DOCUMENTS).isEmpty() || !records.keys(Table.DRAFTS).isEmpty());
        set(Optional.of(made.protection()));
        key = Optional.of(made.key());
    }

    /**
     * Begins to open everything again; {@link #goOn} does the rest. @throws Refused when the passphrase is another one
     */
    public void unprotect(String passphrase) {
        unlock(passphrase);
        set(Optional.of(protection.orElseThrow().in(Protection.State.OPENING)));
    }

    /**
     * Seals or opens what is not yet as the protection says, a record at a time; a crash leaves each as it was or as it
     * shall be.
     */
    public void goOn(ProgressListener watch) {
        Protection now = protection.orElse(null);
        if (now == null || now.state() == Protection.State.SEALED || key.isEmpty()) {
            return;
        }
        boolean seals = now.state() == Protection.State.SEALING;
        List<Table> tables = List.of(Table.DOCUMENTS, Table.DRAFTS);
        long total = 0;
        for (Table table : tables) {
            total += records.keys(table).size();
        }
        long done = 0;
        for (Table table : tables) {
            for (String name : records.keys(table)) {
                watch.step(done++, total);
                Optional<byte[]> kept = records.bytes(table, name);
                if (kept.isPresent() && !name.endsWith("/" + GONE) && Envelope.isSealed(kept.get()) != seals) {
                    rewrite(table, name);
                }
            }
        }
        watch.step(total, total);
        set(seals ? Optional.of(now.in(Protection.State.SEALED)) : Optional.empty());
        if (!seals) {
            lock();
        }
    }

    private void rewrite(Table table, String name) {
        if (name.contains("/" + PIECE)) {
            Optional<byte[]> kept = records.bytes(table, name);
            if (kept.isPresent()) {
                putPiece(name, Envelope.read(cipher, key, place(table, name), kept.get()));
            }
            return;
        }
        String id = idOf(name);
        state.commit(new DocumentsCommand.Rewrite(table.id(), id, name.substring(id.length() + 1)),
                (batch, isThere) -> {
                    Optional<byte[]> kept = records.bytes(table, name);
                    if (kept.isPresent()) {
                        put(batch, table, name, Envelope.read(cipher, key, place(table, name), kept.get()));
                    }
                });
    }

    /** Adds the bytes of a record to a batch, sealed where they have to be. */
    private void put(Batch batch, Table table, String name, byte[] record) {
        batch.put(table, name, envelope(table, name, record));
    }

    /** Called between the steps of long work; may cancel it by throwing. */
    public interface ProgressListener {
        void step(long done, long total);
    }

    private void set(Optional<Protection> next) {
        state.commit(new DocumentsCommand.Protect(protectionText, next.map(Protection::text)));
        toldProtection = protectionText;
    }

    private boolean seals() {
        return protection.isPresent() && protection.get().state() != Protection.State.OPENING;
    }

    private byte[] envelope(Table table, String name, byte[] record) {
        if (seals() && key.isEmpty()) {
            throw Envelope.locked();
        }
        return Envelope.write(cipher, seals() ? key : Optional.empty(), place(table, name), record);
    }

    private static String place(Table table, String name) {
        return table.id() + "/" + name;
    }

    private static String gone(String id) {
        return id + "/" + GONE;
    }

    private static String idOf(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }

    // Drafts: files that wait to be read.

    /**
     * @throws dev.tabitat.core.error.OutOfBudget when the storage quota is exceeded; what was written of it stays out
     * of sight until {@link #sweep}
     */
    public void putPiece(String id, int number, byte[] bytes) {
        putPiece(id + "/" + PIECE + digits(number), bytes);
    }

    private void putPiece(String name, byte[] bytes) {
        for (int i = 0; i < TRIES; i++) {
            Batch batch = new Batch().expect(Table.SETTINGS, PROTECTION, protectionText).expect(Table.DOCUMENTS,
                    gone(idOf(name)), Optional.empty());
            put(batch, Table.DRAFTS, name, bytes);
            Optional<String> expected = protectionText;
            if (records.apply(batch)) {
                return;
            }
            follow(state.current());
            if (protectionText.equals(expected)) {
                // The document was deleted.
                return;
            }
        }
        throw new Unavailable("The store is too busy.",
                Finding.at("documents").remedy("Close other tabs of Tabitat and try again."));
    }

    /** Makes the draft visible, or changes what is known of it. @return not where it was deleted meanwhile */
    public boolean putDraft(String id, JsonObject head) {
        return state.commit(new DocumentsCommand.PutDraft(id),
                (batch, isThere) -> put(batch, Table.DRAFTS, id + "/" + HEAD, Utf8.encode(head.toString())));
    }

    /** Hands every piece of a draft over in order. */
    public void eachPiece(String id, Consumer<byte[]> take) {
        for (String name : records.keys(Table.DRAFTS)) {
            if (name.startsWith(id + "/" + PIECE)) {
                take.accept(read(Table.DRAFTS, name).orElseThrow(() -> missing(name)));
            }
        }
    }

    /** What is known of each draft; while locked only their ids, with nothing. */
    public Map<String, JsonObject> drafts() {
        Map<String, JsonObject> drafts = new TreeMap<>();
        for (String id : state.current().drafts()) {
            drafts.put(id, draft(id));
        }
        return drafts;
    }

    /** What is known of a draft; nothing while locked or where there is none. */
    public JsonObject draft(String id) {
        return isLocked() ? JsonObject.EMPTY
                : read(Table.DRAFTS, id + "/" + HEAD).map(DocumentStore::json).orElse(JsonObject.EMPTY);
    }

    /**
     * Notes why a file cannot be read, and deletes its bytes with the same transaction. @return not where it was
     * deleted meanwhile
     */
    public boolean failDraft(String id, JsonObject head) {
        return state.commit(new DocumentsCommand.PutDraft(id), (batch, isThere) -> {
            dropPieces(batch, id);
            put(batch, Table.DRAFTS, id + "/" + HEAD, Utf8.encode(head.toString()));
        });
    }

    /** Deletes a draft with its bytes. */
    public void dropDraft(String id) {
        state.commit(new DocumentsCommand.DropDraft(id), (batch, isDone) -> dropPieces(batch, id));
        Batch rest = new Batch();
        dropPieces(rest, id);
        if (rest.changes()) {
            // Of a file that was never whole: no draft of it was visible.
            records.apply(rest);
        }
    }

    private void dropPieces(Batch batch, String id) {
        for (String name : records.keys(Table.DRAFTS)) {
            if (name.startsWith(id + "/" + PIECE)) {
                batch.delete(Table.DRAFTS, name);
            }
        }
    }

    // Documents.

    /** Records of a document with their names under it. */
    public record Part(String name, byte[] bytes) {}

    /**
     * Makes a draft a document: its records become visible and the draft vanishes, in one transaction. @return not
     * where it was deleted meanwhile
     */
    public boolean finish(String id, List<Part> parts) {
        List<String> names = new ArrayList<>();
        for (Part part : parts) {
            names.add(part.name());
        }
        return state.commit(new DocumentsCommand.Finish(id, names), (batch, isThere) -> {
            dropPieces(batch, id);
            for (Part part : parts) {
                put(batch, Table.DOCUMENTS, id + "/" + part.name(), part.bytes());
            }
        });
    }

    /** Adds vectors of passages from {@code from} on. @return not where the document was deleted meanwhile */
    public boolean putVectors(String id, VectorSource source, int from, byte[] floats) {
        return putRecord(id, vectorsName(source, from), floats);
    }

    static String vectorsName(VectorSource source, int from) {
        return vectors(source) + digits(from);
    }

    private boolean putRecord(String id, String name, byte[] bytes) {
        return state.commit(new DocumentsCommand.PutRecord(id, name),
                (batch, isThere) -> put(batch, Table.DOCUMENTS, id + "/" + name, bytes));
    }

    /**
     * Puts words in place of those that an earlier version made. @return not where the document was deleted meanwhile
     */
    public boolean replaceWords(String id, byte[] words) {
        sizes.remove(place(Table.DOCUMENTS, id + "/" + WORDS));
        return putRecord(id, WORDS, words);
    }

    /** Deletes every vector of another source. */
    public void dropOtherVectors(VectorSource source) {
        state.commit(new DocumentsCommand.DropRecords(VECTORS, vectors(source)));
    }

    /** The name of every record by document, deleted ones left out. */
    public Map<String, List<String>> names() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> one : state.current().documents().entrySet()) {
            if (one.getValue().contains(HEAD)) {
                names.put(one.getKey(), one.getValue());
            }
        }
        return names;
    }

    /** From which passage on each of these records holds vectors of a source, with the record's name, in order. */
    public static Map<Integer, String> vectors(List<String> names, VectorSource source) {
        Map<Integer, String> found = new TreeMap<>();
        for (String name : names) {
            if (name.startsWith(vectors(source))) {
                found.put(Integer.parseInt(name.substring(vectors(source).length())), name);
            }
        }
        return found;
    }

    /** Whether a record holds vectors of whatever source. */
    public static boolean isVectors(String name) {
        return name.startsWith(VECTORS);
    }

    private static String vectors(VectorSource source) {
        return VECTORS + source.folder();
    }

    /** @throws DamagedData when it is missing or does not verify @throws Refused when it is locked */
    public byte[] read(String id, String name) {
        return read(Table.DOCUMENTS, id + "/" + name).orElseThrow(() -> missing(id + "/" + name));
    }

    /** When a document was deleted; empty when it was not. */
    public Optional<String> deletedAt(String id) {
        return read(Table.DOCUMENTS, gone(id)).map(DocumentStore::json).map(json -> json.string("deleted_at_utc"));
    }

    private Optional<byte[]> read(Table table, String name) {
        Optional<byte[]> kept = records.bytes(table, name);
        return kept.isPresent() ? Optional.of(Envelope.read(cipher, key, place(table, name), kept.get()))
                : Optional.empty();
    }

    private static JsonObject json(byte[] bytes) {
        return JsonReader.readObject(Utf8.decode(bytes), JsonLimits.DEFAULT);
    }

    private static DamagedData missing(String name) {
        return new DamagedData("A part of a document is missing.", Finding.at("documents/" + name).expected("a record")
                .found("nothing").remedy("Delete the document and add its file again."));
    }

    /** How much was deleted. @param isDeleted whether there was something to delete */
    public record Deleted(int records, long bytes, boolean isDeleted) {}

    /**
     * Deletes a document or a draft with everything that belongs to it; a tombstone stays, which says when and nothing
     * else.
     */
    public Deleted delete(String id, String nowUtc) {
        int[] count = new int[1];
        long[] bytes = new long[1];
        boolean isDeleted = state.commit(new DocumentsCommand.Delete(id), (batch, isThere) -> {
            count[0] = 0;
            bytes[0] = 0;
            deleteBelow(batch, id, count, bytes);
            batch.put(Table.DOCUMENTS, gone(id), Envelope.write(cipher, Optional.empty(),
                    place(Table.DOCUMENTS, gone(id)), Utf8.encode(JsonObject.of("deleted_at_utc", nowUtc).toString())));
        });
        if (state.current().gone().contains(id)) {
            // Another tab may have added a piece of its file before; now that it is gone none can.
            Batch rest = new Batch();
            deleteBelow(rest, id, count, bytes);
            if (rest.changes()) {
                records.apply(rest);
            }
        }
        return new Deleted(count[0], bytes[0], isDeleted);
    }

    private void deleteBelow(Batch batch, String id, int[] count, long[] bytes) {
        for (Table table : List.of(Table.DOCUMENTS, Table.DRAFTS)) {
            for (String name : below(table, id)) {
                Optional<byte[]> kept = name.equals(gone(id)) ? Optional.empty() : records.bytes(table, name);
                if (kept.isPresent()) {
                    batch.delete(table, name);
                    count[0]++;
                    bytes[0] += kept.get().length;
                }
            }
        }
    }

    private List<String> below(Table table, String id) {
        List<String> names = new ArrayList<>(records.keys(table));
        names.removeIf(name -> !name.startsWith(id + "/"));
        return names;
    }

    /** Clears what a crash may have left: pieces of files that were never whole, traces of deleted documents. */
    public void sweep() {
        Map<String, Boolean> whole = new TreeMap<>();
        List<String> drafts = records.keys(Table.DRAFTS);
        drafts.forEach(name -> whole.merge(idOf(name), name.endsWith("/" + HEAD), Boolean::logicalOr));
        List<String> documents = records.keys(Table.DOCUMENTS);
        Batch batch = new Batch();
        for (String name : drafts) {
            if (!whole.get(idOf(name)) || documents.contains(gone(idOf(name)))) {
                batch.delete(Table.DRAFTS, name);
            }
        }
        for (String name : documents) {
            if (!name.endsWith("/" + GONE) && documents.contains(gone(idOf(name)))) {
                batch.delete(Table.DOCUMENTS, name);
            }
        }
        if (batch.changes()) {
            records.apply(batch);
        }
    }

    /** Bytes that documents and drafts take. */
    public long bytes() {
        long bytes = 0;
        Map<String, Integer> seen = new HashMap<>();
        for (Table table : List.of(Table.DOCUMENTS, Table.DRAFTS)) {
            for (String name : records.keys(table)) {
                String place = place(table, name);
                Integer known = name.endsWith("/" + HEAD) ? null : sizes.get(place);
                int size = known != null ? known : records.bytes(table, name).map(kept -> kept.length).orElse(0);
                seen.put(place, size);
                bytes += size;
            }
        }
        sizes.clear();
        sizes.putAll(seen);
        return bytes;
    }

    /** Verifies every record, sealed ones too, and looks for what should not be there. */
    public DocumentsReport check(Runnable step) {
        List<DocumentsReport.Damage> damaged = new ArrayList<>();
        Map<String, List<String>> byDocument = new TreeMap<>();
        long count = 0;
        long bytes = 0;
        for (Table table : List.of(Table.DOCUMENTS, Table.DRAFTS)) {
            for (String name : records.keys(table)) {
                step.run();
                Optional<byte[]> kept = records.bytes(table, name);
                if (kept.isEmpty()) {
                    continue;
                }
                Optional<DamagedData> problem = Envelope.problem(cipher, place(table, name), kept.get());
                problem.ifPresent(one -> damaged.add(new DocumentsReport.Damage(idOf(name), place(table, name),
                        one.finding().expected(), one.finding().found())));
                count += problem.isPresent() ? 0 : 1;
                bytes += kept.get().length;
                byDocument.computeIfAbsent(idOf(name), id -> new ArrayList<>())
                        .add(table == Table.DRAFTS ? "draft " + name : name.substring(idOf(name).length() + 1));
            }
        }
        long documents = 0;
        long tombstones = 0;
        long traces = 0;
        for (Map.Entry<String, List<String>> one : byDocument.entrySet()) {
            if (one.getValue().contains(GONE)) {
                tombstones++;
                traces += one.getValue().size() - 1;
            } else if (one.getValue().stream().anyMatch(name -> !name.startsWith("draft "))) {
                documents++;
                for (String needed : List.of(HEAD, TEXT, PASSAGES, WORDS)) {
                    if (!one.getValue().contains(needed)) {
                        damaged.add(new DocumentsReport.Damage(one.getKey(), "documents/" + one.getKey() + "/" + needed,
                                "a record", "nothing"));
                    }
                }
            }
        }
        return new DocumentsReport(documents, count, bytes, tombstones, traces, damaged);
    }

    private static String digits(int number) {
        String text = Integer.toString(number);
        return "0".repeat(PIECE_DIGITS - text.length()) + text;
    }
}
