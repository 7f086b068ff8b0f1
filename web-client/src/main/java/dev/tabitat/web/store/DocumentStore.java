package dev.tabitat.web.store;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.signing.Base64;
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
 * Every write expects the protection to be as this store knows it, so that nothing plain is written beside sealed
 * records, and every write of a document expects that it was not deleted.
 */
public final class DocumentStore {

    /** What a document is; where it is there, {@link #TEXT}, {@link #PASSAGES} and {@link #WORDS} are too. */
    public static final String HEAD = "head";
    public static final String TEXT = "text";
    public static final String PASSAGES = "passages";
    public static final String WORDS = "words";
    private static final String VECTORS = "vectors/";
    private static final String GONE = "gone";
    private static final String PIECE = "piece/";
    private static final String PROTECTION = "documents/protection";
    private static final int PIECE_DIGITS = 8;
    /** A text that is another one after each change of documents or their protection. */
    private static final String REVISION = "documents/revision";
    private static final int REVISION_BYTES = 16;
    private static final int TRIES = 20;

    private final RecordStore records;
    private final DocumentCipher cipher;
    private Optional<String> protectionText;
    private Optional<Protection> protection = Optional.empty();
    private Optional<byte[]> key = Optional.empty();
    /** Sizes of records that are written once; not of heads, and not beyond a change of the protection. */
    private final Map<String, Integer> sizes = new HashMap<>();

    DocumentStore(RecordStore records, DocumentCipher cipher) {
        this.records = records;
        this.cipher = cipher;
        this.protectionText = Optional.empty();
        refresh();
    }

    /** Reads the protection again: another tab may have changed it. @return whether it changed */
    public boolean refresh() {
        Optional<String> now = records.text(Table.SETTINGS, PROTECTION);
        if (now.equals(protectionText)) {
            return false;
        }
        Optional<Protection> next = now.map(Protection::read);
        boolean sameKey = protection.isPresent() && next.isPresent()
                && java.util.Arrays.equals(protection.get().sealedKey(), next.get().sealedKey());
        if (!sameKey) {
            lock();
        }
        sizes.clear();
        protectionText = now;
        protection = next;
        return true;
    }

    /** A text that is another one after each change of documents or their protection, by whatever tab; never empty. */
    public String revision() {
        return records.text(Table.SETTINGS, REVISION).orElse("none");
    }

    /**
     * A number, at least 0, that is another one after documents changed or a piece of a file was added, by whatever
     * tab.
     */
    public long activity() {
        return ((long) revision().hashCode() & 0xFFFF_FFFFL) << 24 | records.keys(Table.DRAFTS).size() & 0xFF_FFFF;
    }

    /** Adds a new revision to a batch that changes documents. */
    private Batch revised(Batch batch) {
        boolean isSeen = false;
        for (Batch.Step step : batch.steps()) {
            isSeen |= step instanceof Batch.PutBytes put && put.table() == Table.DOCUMENTS
                    || step instanceof Batch.Delete delete && delete.table() == Table.DOCUMENTS;
        }
        return isSeen ? batch.put(Table.SETTINGS, REVISION, Base64.encode(cipher.random(REVISION_BYTES))) : batch;
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
                    byte[] record = Envelope.read(cipher, key, place(table, name), kept.get());
                    change(() -> batch().expect(Table.DOCUMENTS, gone(idOf(name)), Optional.empty()).put(table, name,
                            envelope(table, name, record)));
                }
            }
        }
        watch.step(total, total);
        set(seals ? Optional.of(now.in(Protection.State.SEALED)) : Optional.empty());
        if (!seals) {
            lock();
        }
    }

    /** Called between the steps of long work; may cancel it by throwing. */
    public interface ProgressListener {
        void step(long done, long total);
    }

    private void set(Optional<Protection> next) {
        Batch batch = new Batch().expect(Table.SETTINGS, PROTECTION, protectionText);
        next.ifPresentOrElse(one -> batch.put(Table.SETTINGS, PROTECTION, one.text()),
                () -> batch.delete(Table.SETTINGS, PROTECTION));
        batch.put(Table.SETTINGS, REVISION, Base64.encode(cipher.random(REVISION_BYTES)));
        if (!records.apply(batch)) {
            throw new Unavailable("Another tab is changing the protection.",
                    Finding.at("protection").remedy("Wait a moment and try again."));
        }
        sizes.clear();
        protectionText = next.map(Protection::text);
        protection = next;
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

    private Batch batch() {
        return new Batch().expect(Table.SETTINGS, PROTECTION, protectionText);
    }

    private interface Plan {
        Batch plan();
    }

    /** @return whether it was done; not where the document was deleted meanwhile */
    private boolean change(Plan plan) {
        for (int i = 0; i < TRIES; i++) {
            if (records.apply(revised(plan.plan()))) {
                return true;
            }
            if (!refresh()) {
                return false;
            }
        }
        throw new Unavailable("The store is too busy.",
                Finding.at("documents").remedy("Close other tabs of Tabitat and try again."));
    }

    // Drafts: files that wait to be read.

    /**
     * @throws dev.tabitat.core.error.OutOfBudget when the storage quota is exceeded; what was written of it stays out
     * of sight until {@link #sweep}
     */
    public void putPiece(String id, int number, byte[] bytes) {
        String name = id + "/" + PIECE + digits(number);
        change(() -> batch().put(Table.DRAFTS, name, envelope(Table.DRAFTS, name, bytes)));
    }

    /** Makes the draft visible, or changes what is known of it. */
    public void putDraft(String id, JsonObject head) {
        String name = id + "/" + HEAD;
        change(() -> batch().put(Table.DRAFTS, name, envelope(Table.DRAFTS, name, Utf8.encode(head.toString()))));
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
        for (String name : records.keys(Table.DRAFTS)) {
            if (name.endsWith("/" + HEAD)) {
                drafts.put(idOf(name), isLocked() ? JsonObject.EMPTY
                        : read(Table.DRAFTS, name).map(DocumentStore::json).orElse(JsonObject.EMPTY));
            }
        }
        return drafts;
    }

    /** Notes why a file cannot be read, and deletes its bytes with the same transaction. */
    public void failDraft(String id, JsonObject head) {
        String name = id + "/" + HEAD;
        change(() -> dropDraft(batch(), id, false).put(Table.DRAFTS, name,
                envelope(Table.DRAFTS, name, Utf8.encode(head.toString()))));
    }

    /** Deletes a draft with its bytes. */
    public void dropDraft(String id) {
        change(() -> dropDraft(batch(), id, true));
    }

    private Batch dropDraft(Batch batch, String id, boolean head) {
        for (String name : records.keys(Table.DRAFTS)) {
            if (name.startsWith(id + "/") && (head || !name.endsWith("/" + HEAD))) {
                batch.delete(Table.DRAFTS, name);
            }
        }
        return batch;
    }

    // Documents.

    /** Records of a document with their names under it. */
    public record Part(String name, byte[] bytes) {}

    /**
     * Makes a draft a document: its records become visible and the draft vanishes, in one transaction. @return not
     * where it was deleted meanwhile
     */
    public boolean finish(String id, List<Part> parts) {
        return change(() -> {
            Batch batch = dropDraft(batch().expect(Table.DOCUMENTS, gone(id), Optional.empty()), id, true);
            for (Part part : parts) {
                String name = id + "/" + part.name();
                batch.put(Table.DOCUMENTS, name, envelope(Table.DOCUMENTS, name, part.bytes()));
            }
            return batch;
        });
    }

    /** Adds vectors of passages from {@code from} on. @return not where the document was deleted meanwhile */
    public boolean putVectors(String id, VectorSource source, int from, byte[] floats) {
        String name = id + "/" + vectors(source) + digits(from);
        return change(() -> batch().expect(Table.DOCUMENTS, gone(id), Optional.empty()).put(Table.DOCUMENTS, name,
                envelope(Table.DOCUMENTS, name, floats)));
    }

    /**
     * Puts words in place of those that an earlier version made. @return not where the document was deleted meanwhile
     */
    public boolean replaceWords(String id, byte[] words) {
        String name = id + "/" + WORDS;
        sizes.remove(place(Table.DOCUMENTS, name));
        return change(() -> batch().expect(Table.DOCUMENTS, gone(id), Optional.empty()).put(Table.DOCUMENTS, name,
                envelope(Table.DOCUMENTS, name, words)));
    }

    /** Deletes every vector of another source. */
    public void dropOtherVectors(VectorSource source) {
        List<String> others = new ArrayList<>();
        for (String name : records.keys(Table.DOCUMENTS)) {
            int at = name.indexOf("/" + VECTORS);
            if (at >= 0 && !name.startsWith(vectors(source), at + 1)) {
                others.add(name);
            }
        }
        change(() -> {
            Batch batch = batch();
            others.forEach(name -> batch.delete(Table.DOCUMENTS, name));
            return batch;
        });
    }

    /** The name of every record by document, deleted ones left out. */
    public Map<String, List<String>> names() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (String name : records.keys(Table.DOCUMENTS)) {
            names.computeIfAbsent(idOf(name), id -> new ArrayList<>())
                    .add(name.substring(Math.min(name.length(), idOf(name).length() + 1)));
        }
        names.values().removeIf(list -> list.contains(GONE) || !list.contains(HEAD));
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

    /** How much was deleted. */
    public record Deleted(int records, long bytes) {}

    /**
     * Deletes a document or a draft with everything that belongs to it; a tombstone stays, which says when and nothing
     * else.
     */
    public Deleted delete(String id, String nowUtc) {
        int count = 0;
        long bytes = 0;
        // Another tab may add vectors between the check and the transaction; after it none can.
        for (int round = 0; round < TRIES; round++) {
            List<String> documents = below(Table.DOCUMENTS, id);
            List<String> drafts = below(Table.DRAFTS, id);
            documents.remove(gone(id));
            if (documents.isEmpty() && drafts.isEmpty()) {
                return new Deleted(count, bytes);
            }
            for (String name : documents) {
                bytes += records.bytes(Table.DOCUMENTS, name).map(kept -> kept.length).orElse(0);
            }
            for (String name : drafts) {
                bytes += records.bytes(Table.DRAFTS, name).map(kept -> kept.length).orElse(0);
            }
            Batch batch = new Batch();
            documents.forEach(name -> batch.delete(Table.DOCUMENTS, name));
            drafts.forEach(name -> batch.delete(Table.DRAFTS, name));
            batch.put(Table.DOCUMENTS, gone(id), Envelope.write(cipher, Optional.empty(),
                    place(Table.DOCUMENTS, gone(id)), Utf8.encode(JsonObject.of("deleted_at_utc", nowUtc).toString())));
            records.apply(revised(batch));
            count += documents.size() + drafts.size();
        }
        return new Deleted(count, bytes);
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
