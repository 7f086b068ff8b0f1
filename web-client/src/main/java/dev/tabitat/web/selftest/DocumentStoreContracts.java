package dev.tabitat.web.selftest;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.selftest.FaultyRecords.Crash;
import dev.tabitat.web.selftest.FaultyRecords.Fault;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.ClockAndRandom;
import dev.tabitat.web.store.DocumentStore;
import dev.tabitat.web.store.DocumentsReport;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.store.Table;
import dev.tabitat.web.store.VectorSource;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the store promises of private documents, on whatever keeps its records. */
public final class DocumentStoreContracts {

    private static final String A = "aaaaaaaaaaaaaaaaaaaa";
    private static final String B = "bbbbbbbbbbbbbbbbbbbb";
    private static final String SECRET = "The patient in room seven sings.";
    private static final String PASSPHRASE = "correct horse battery";
    private static final VectorSource ENCODER = new VectorSource(Digest.of(Utf8.encode("an encoder")), 1);
    private static final VectorSource OTHER = new VectorSource(Digest.of(Utf8.encode("an encoder")),
            VectorSource.LAYOUT);
    private static final String NOW = "2026-11-29T12:00:00Z";
    private static final DocumentStore.ProgressListener UNWATCHED = (done, total) -> {};

    private final Supplier<RecordStore> fresh;
    private final long seed;

    private DocumentStoreContracts(Supplier<RecordStore> fresh, long seed) {
        this.fresh = fresh;
        this.seed = seed;
    }

    /** @param fresh gives an empty store each time */
    public static List<Contract> all(Supplier<RecordStore> fresh, long seed) {
        DocumentStoreContracts contracts = new DocumentStoreContracts(fresh, seed);
        return List.of(
                Contract.of(
                        "documents kept: a file becomes a document in one step, vectors follow, all of it is read back",
                        contracts::life),
                Contract.of("documents kept: deletion leaves a tombstone and nothing else, whoever writes meanwhile",
                        contracts::deletion),
                Contract.of(
                        "documents kept: sealed, nothing plain is left; only the passphrase opens; records cannot change places",
                        contracts::sealed),
                Contract.of(
                        "documents kept: a crash or no space at any write leaves the old state or the new one, and the work can go on",
                        contracts::faults),
                Contract.of("documents kept: damage is found, named and never read", contracts::damage));
    }

    private static final class Still implements ClockAndRandom {
        @Override
        public String nowUtc() {
            return NOW;
        }

        @Override
        public byte[] random(int count) {
            return new byte[count];
        }
    }

    private DocumentStore open(RecordStore records) {
        return TabStore.open(records, new Still(), "contract").documents(new PlainCipher(seed));
    }

    private static void draft(DocumentStore store, String id) {
        store.putPiece(id, 0, Utf8.encode(SECRET.substring(0, 10)));
        store.putPiece(id, 1, Utf8.encode(SECRET.substring(10)));
        store.putDraft(id, JsonObject.of("name", SECRET + ".txt", "added_at_utc", NOW));
    }

    private static boolean finish(DocumentStore store, String id) {
        return store.finish(id, List.of(new DocumentStore.Part(DocumentStore.TEXT, Utf8.encode(SECRET)),
                new DocumentStore.Part(DocumentStore.PASSAGES, Utf8.encode("passages " + SECRET)),
                new DocumentStore.Part(DocumentStore.WORDS, Utf8.encode("words " + SECRET)),
                new DocumentStore.Part(DocumentStore.HEAD, Utf8.encode(JsonObject.of("title", SECRET).toString()))));
    }

    private static String pieces(DocumentStore store, String id) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        store.eachPiece(id, piece -> all.write(piece, 0, piece.length));
        return Utf8.decode(all.toByteArray());
    }

    /** Whether the words stand in any record, plain. */
    private static boolean holds(RecordStore records, String words) {
        for (Table table : List.of(Table.DOCUMENTS, Table.DRAFTS)) {
            for (String name : records.keys(table)) {
                String bytes = latin(records.bytes(table, name).orElseThrow());
                if (bytes.contains(words)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String latin(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append((char) (b & 0xFF));
        }
        return text.toString();
    }

    private void life(Check check) {
        RecordStore records = fresh.get();
        DocumentStore store = open(records);
        draft(store, A);
        check.equal("the file", SECRET, pieces(store, A));
        check.equal("a draft", SECRET + ".txt", store.drafts().get(A).string("name"));
        check.equal("no document yet", Map.of(), store.names());
        check.isTrue("done", finish(store, A));
        check.equal("no draft", Map.of(), store.drafts());
        check.equal("no pieces", List.of(), records.keys(Table.DRAFTS));
        check.equal("its text", SECRET, Utf8.decode(store.read(A, DocumentStore.TEXT)));
        store.putVectors(A, ENCODER, 32, new byte[]{5, 6});
        store.putVectors(A, ENCODER, 0, new byte[]{1, 2});
        store.putVectors(A, OTHER, 0, new byte[]{9});
        check.equal("vectors in order", List.of(0, 32),
                List.copyOf(DocumentStore.vectors(store.names().get(A), ENCODER).keySet()));
        store.dropOtherVectors(OTHER);
        check.equal("others are dropped", Map.of(), DocumentStore.vectors(store.names().get(A), ENCODER));
        check.equal("the one stays", 1, DocumentStore.vectors(store.names().get(A), OTHER).size());
        DocumentsReport report = store.check(() -> {});
        check.isTrue("sound", report.ok() && report.documents() == 1 && report.records() == 5);
        check.equal("what it takes", report.bytes(), store.bytes());
    }

    private void deletion(Check check) {
        RecordStore records = fresh.get();
        DocumentStore store = open(records);
        draft(store, A);
        finish(store, A);
        draft(store, B);
        store.putVectors(A, ENCODER, 0, new byte[]{1});
        // Another tab adds vectors between the look and the transaction.
        FaultyRecords shared = new FaultyRecords(records, -1, Fault.QUOTA);
        DocumentStore other = open(records);
        DocumentStore racing = open(shared);
        shared.meanwhile(() -> other.putVectors(A, ENCODER, 1, new byte[]{2}));
        racing.delete(A, NOW);
        check.equal("gone", Map.of(), store.names());
        check.equal("but its tombstone", Optional.of(NOW), store.deletedAt(A));
        check.equal("one record", 1L, (long) records.keys(Table.DOCUMENTS).size());
        check.isTrue("nothing is added to it", !store.putVectors(A, ENCODER, 2, new byte[]{3}) && !finish(store, A));
        store.delete(B, NOW);
        check.isTrue("no word is left", !holds(records, "patient"));
        DocumentsReport report = store.check(() -> {});
        check.equal("no trace", 0L, report.tracesOfDeleted());
        check.equal("tombstones", 2L, report.tombstones());
        records.apply(new Batch().put(Table.DOCUMENTS, A + "/text", new byte[]{1}));
        check.equal("a trace is found", 1L, store.check(() -> {}).tracesOfDeleted());
        store.sweep();
        check.equal("and swept", 0L, store.check(() -> {}).tracesOfDeleted());
    }

    private void sealed(Check check) {
        RecordStore records = fresh.get();
        DocumentStore store = open(records);
        draft(store, A);
        finish(store, A);
        draft(store, B);
        DocumentStore other = open(records);
        store.protect(PASSPHRASE);
        store.goOn(UNWATCHED);
        check.isTrue("nothing plain", !holds(records, "patient") && !holds(records, "title"));
        check.equal("still read", SECRET, Utf8.decode(store.read(A, DocumentStore.TEXT)));
        check.fails("nothing plain is added by a tab that does not know yet", Refused.class,
                () -> other.putVectors(A, ENCODER, 0, new byte[]{1}));
        check.isTrue("that tab is locked then", other.isLocked());
        check.fails("locked", Refused.class, () -> other.read(A, DocumentStore.TEXT));
        check.fails("another passphrase", Refused.class, () -> other.unlock("wrong horse battery"));
        check.isTrue("still locked", other.isLocked());
        check.isTrue("verified without the key", other.check(() -> {}).ok());
        other.unlock(PASSPHRASE);
        check.equal("the right one", SECRET, pieces(other, B));
        other.putVectors(A, ENCODER, 0, Utf8.encode("patient vector"));
        check.isTrue("what is added is sealed", !holds(records, "patient"));
        byte[] words = records.bytes(Table.DOCUMENTS, A + "/words").orElseThrow();
        records.apply(new Batch().put(Table.DOCUMENTS, A + "/text", words));
        check.fails("a record in another's place", DamagedData.class, () -> other.read(A, DocumentStore.TEXT));
        other.delete(A, NOW);
        check.fails("twice", Refused.class, () -> other.protect("another passphrase"));
        other.unprotect(PASSPHRASE);
        other.goOn(UNWATCHED);
        check.isTrue("plain again", other.protection().isEmpty() && holds(records, "patient"));
        check.equal("and whole", SECRET, pieces(other, B));
    }

    private void work(RecordStore records) {
        DocumentStore store = open(records);
        draft(store, A);
        finish(store, A);
        store.putVectors(A, ENCODER, 0, new byte[]{1});
        store.protect(PASSPHRASE);
        store.goOn(UNWATCHED);
        store.putVectors(A, ENCODER, 1, new byte[]{2});
        store.unprotect(PASSPHRASE);
        store.goOn(UNWATCHED);
        store.delete(A, NOW);
    }

    private void faults(Check check) {
        FaultyRecords counting = new FaultyRecords(fresh.get(), -1, Fault.QUOTA);
        work(counting);
        for (int at = 0; at < counting.writes(); at++) {
            for (Fault fault : Fault.values()) {
                RecordStore inner = fresh.get();
                boolean failed = false;
                try {
                    work(new FaultyRecords(inner, at, fault));
                } catch (Crash | OutOfBudget expected) {
                    failed = true;
                }
                String when = fault + " at write " + at + ", seed " + seed;
                check.isTrue(when + " came", failed);
                DocumentStore after = open(inner);
                after.sweep();
                DocumentsReport report = after.check(() -> {});
                check.isTrue(when + ": everything verifies: " + report.toJson(), report.ok());
                if (after.isLocked()) {
                    after.unlock(PASSPHRASE);
                    after.goOn(UNWATCHED);
                }
                for (Map.Entry<String, List<String>> one : after.names().entrySet()) {
                    check.equal(when + ": the document is whole", SECRET,
                            Utf8.decode(after.read(one.getKey(), DocumentStore.TEXT)));
                }
                for (String draft : after.drafts().keySet()) {
                    check.equal(when + ": the file is whole", SECRET, pieces(after, draft));
                }
                if (after.protection().isPresent()) {
                    check.isTrue(when + ": nothing plain beside the sealed", !holds(inner, "patient"));
                    after.unprotect(PASSPHRASE);
                    after.goOn(UNWATCHED);
                }
                after.delete(A, NOW);
                check.isTrue(when + ": it can be deleted", !holds(inner, "patient") && after.check(() -> {}).ok());
            }
        }
    }

    private void damage(Check check) {
        RecordStore records = fresh.get();
        DocumentStore store = open(records);
        draft(store, A);
        finish(store, A);
        String name = A + "/" + DocumentStore.TEXT;
        byte[] whole = records.bytes(Table.DOCUMENTS, name).orElseThrow();
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            records.apply(new Batch().put(Table.DOCUMENTS, name, changed));
            if (at != 4) {
                check.fails("byte " + at, DamagedData.class, () -> store.read(A, DocumentStore.TEXT));
                check.equal("named", "documents/" + name, store.check(() -> {}).damaged().get(0).record());
            }
        }
        records.apply(new Batch().put(Table.DOCUMENTS, name, whole).delete(Table.DOCUMENTS, A + "/words"));
        check.equal("what is missing is named", "documents/" + A + "/words",
                store.check(() -> {}).damaged().get(0).record());
    }
}
