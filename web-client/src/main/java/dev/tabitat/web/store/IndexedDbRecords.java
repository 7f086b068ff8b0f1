package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Bytes;
import dev.tabitat.web.jso.Crypto;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.JsFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;

/**
 * Records in IndexedDB: one object store a table, one transaction a batch, with strict durability but for settings.
 */
public final class IndexedDbRecords implements RecordStore {

    /** Grows whenever a table is added. */
    private static final int VERSION = 4;

    /** In the origin private file system, the directory of a database's files: its name and this. */
    private static final String FILES = "-blobs";

    /** From so many bytes on a blob is kept in a file: below, one transaction reads it as fast. */
    private static final long MIN_BLOB_BYTES = 8L << 20;

    private final DatabaseConnection connection;
    private final Optional<LargeFiles> files;
    /** Whether questions go over the present connection only. */
    private final boolean isDirect;

    private IndexedDbRecords(DatabaseConnection connection, Optional<LargeFiles> files, boolean isDirect) {
        this.connection = connection;
        this.files = files;
        this.isDirect = isDirect;
    }

    /**
     * Opens the database of this name, and makes it where there is none.
     *
     * @throws dev.tabitat.core.error.Unavailable when the browser refuses storage, or another tab keeps an older
     * version open
     * @throws dev.tabitat.core.error.Unsupported when a newer Tabitat wrote the database
     */
    public static IndexedDbRecords open(String name) {
        return open(name, MIN_BLOB_BYTES);
    }

    /**
     * @param nowFree is called, on a thread of its own, when a database that could not be opened in time, or that
     * another tab blocked, can be opened after all
     */
    public static IndexedDbRecords open(String name, Runnable nowFree) {
        return open(name, MIN_BLOB_BYTES, nowFree);
    }

    /**
     * @param leastBlobBytes from so many bytes on a blob is kept in a file, where the browser has files for this thread
     */
    public static IndexedDbRecords open(String name, long leastBlobBytes) {
        return open(name, leastBlobBytes, () -> {});
    }

    private static IndexedDbRecords open(String name, long leastBlobBytes, Runnable nowFree) {
        DatabaseConnection connection = new DatabaseConnection(name, VERSION, nowFree);
        return new IndexedDbRecords(connection, OpfsFiles.open(name + FILES, leastBlobBytes), false);
    }

    /**
     * Whether the database is of this version or not there yet, so that opening it upgrades nothing. An attempt to
     * upgrade stays in the browser's queue until other tabs let it through, even when its worker has ended, and later
     * attempts wait behind it.
     */
    public static boolean isOfThisVersion(String name) {
        double version = Await.<JSNumber>result(versionOf(name), Deadline.QUERY).doubleValue();
        return version == 0 || version == VERSION;
    }

    /** Resolves to the version; 0 where there is no such database or the browser does not say. */
    @JSBody(params = "name", script = "return Promise.resolve().then(function() { return indexedDB.databases(); }).then(function(all) {"
            + " var found = all.find(function(one) { return one.name === name; }); return found ? found.version : 0; }, function() { return 0; });")
    private static native JSPromise<JSNumber> versionOf(String name);

    /** Closes the connection; other tabs can then delete or upgrade the database. */
    public void close() {
        connection.close();
    }

    /** Deletes a database and its files; waits until no tab has it open. */
    public static void delete(String name) {
        DatabaseConnection.delete(name);
        OpfsFiles.deleteAll(name + FILES);
    }

    @Override
    public void onEnded(Runnable listener) {
        connection.onEnded(listener);
    }

    @Override
    public void onReopened(Consumer<RecordStore> prepare) {
        connection.onReopened(() -> prepare.accept(new IndexedDbRecords(connection, files, true)));
    }

    @Override
    public Mode mode() {
        return Mode.INDEXEDDB;
    }

    @Override
    public Optional<LargeFiles> files() {
        return files;
    }

    @Override
    public Optional<String> text(Table table, String key) {
        JSString text = this.<JSString>ask(database -> get(database, table.id(), key));
        return text == null ? Optional.empty() : Optional.of(text.stringValue());
    }

    /** In one transaction. */
    @Override
    public List<Optional<String>> texts(Table table, List<String> keys) {
        JSArray<JSString> wanted = new JSArray<>();
        for (String key : keys) {
            wanted.push(JSString.valueOf(key));
        }
        JSArray<JSString> texts = ask(database -> some(database, table.id(), wanted));
        List<Optional<String>> all = new ArrayList<>();
        for (int i = 0; i < texts.getLength(); i++) {
            JSString text = texts.get(i);
            all.add(text == null ? Optional.empty() : Optional.of(text.stringValue()));
        }
        return all;
    }

    @Override
    public Optional<byte[]> bytes(Table table, String key) {
        JSObject bytes = this.<JSObject>ask(database -> get(database, table.id(), key));
        return bytes == null ? Optional.empty() : Optional.of(Bytes.copy(bytes));
    }

    /** In one transaction; digests by Web Crypto, beside each other, where the page is a secure one. */
    @Override
    public List<Optional<Digested>> digested(Table table, List<String> keys) {
        if (!Crypto.canDigest()) {
            return RecordStore.super.digested(table, keys);
        }
        JSArray<JSString> wanted = new JSArray<>();
        for (String key : keys) {
            wanted.push(JSString.valueOf(key));
        }
        JSArray<JSObject> both = ask(database -> digested(database, table.id(), wanted));
        List<Optional<Digested>> all = new ArrayList<>();
        for (int i = 0; i < both.getLength(); i += 2) {
            JSObject bytes = both.get(i);
            all.add(bytes == null ? Optional.empty()
                    : Optional.of(new Digested(Bytes.copy(bytes), Digest.ofHash(Bytes.copy(both.get(i + 1))))));
        }
        return all;
    }

    @Override
    public List<String> keys(Table table) {
        return list(this.<JSArray<JSString>>ask(database -> keys(database, table.id())));
    }

    @Override
    public Map<String, String> texts(Table table) {
        List<String> both = list(this.<JSArray<JSString>>ask(database -> entries(database, table.id())));
        Map<String, String> texts = new LinkedHashMap<>();
        int half = both.size() / 2;
        for (int i = 0; i < half; i++) {
            texts.put(both.get(i), both.get(half + i));
        }
        return texts;
    }

    @Override
    public boolean apply(Batch batch) {
        JSArray<JSObject> steps = new JSArray<>();
        for (Batch.Step step : batch.steps()) {
            if (step instanceof Batch.Expect expect) {
                steps.push(step("expect", expect.table(), expect.key(),
                        expect.text().map(JSString::valueOf).orElse(null)));
            } else if (step instanceof Batch.PutText put) {
                steps.push(step("put", put.table(), put.key(), JSString.valueOf(put.text())));
            } else if (step instanceof Batch.PutBytes put) {
                steps.push(step("put", put.table(), put.key(), Bytes.toJs(put.bytes())));
            } else if (step instanceof Batch.Delete delete) {
                steps.push(step("delete", delete.table(), delete.key(), null));
            }
        }
        try {
            return this.<JSBoolean>connected(database -> transact(database, steps, Deadline.DATABASE.millis() / 2,
                    batch.changesOnlySettings() ? "relaxed" : "strict"))
                    .booleanValue();
        } catch (JsFailure e) {
            if (e.isNamed("QuotaExceededError")) {
                throw new OutOfBudget("The browser gives no more space.",
                        Finding.at("store").expected("room for the next piece").found(e.getMessage())
                                .remedy("Remove a package or free space on the device, then go on from here."));
            }
            throw StoreFailures.unavailable("The store could not be written.", e);
        }
    }

    private <T extends JSObject> T ask(Function<JSObject, JSObject> question) {
        try {
            return connected(question);
        } catch (JsFailure e) {
            throw StoreFailures.unavailable("The store could not be read.", e);
        }
    }

    private <T extends JSObject> T connected(Function<JSObject, JSObject> question) {
        return isDirect ? connection.direct(question) : connection.ask(question);
    }

    private static List<String> list(JSArray<JSString> array) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < array.getLength(); i++) {
            list.add(array.get(i).stringValue());
        }
        return list;
    }

    private static JSObject step(String what, Table table, String key, JSObject value) {
        return step(what, table.id(), key, value);
    }

    @JSBody(params = {"what", "table", "key", "value"}, script = "return [what, table, key, value];")
    private static native JSObject step(String what, String table, String key, JSObject value);

    @JSBody(params = {"database", "table", "key"}, script = "return new Promise(function(ok, no) {"
            + "var r = database.transaction(table, 'readonly').objectStore(table).get(key);"
            + "r.onsuccess = function() { ok(r.result); }; r.onerror = function() { no(r.error); }; });")
    private static native JSObject get(JSObject database, String table, String key);

    /** Resolves to the values; null for a key that has none. */
    @JSBody(params = {"database", "table", "wanted"}, script = "return new Promise(function(ok, no) {"
            + "var t = database.transaction(table, 'readonly'); var s = t.objectStore(table);"
            + "var r = wanted.map(function(key) { return s.get(key); });"
            + "t.oncomplete = function() { ok(r.map(function(one) { return one.result === undefined ? null : one.result; })); };"
            + "t.onabort = function() { no(t.error || new Error('the transaction was aborted')); }; });")
    private static native JSObject some(JSObject database, String table, JSArray<JSString> wanted);

    /** Resolves to value, digest, value, digest, …; null and null for a key that has none. */
    @JSBody(params = {"database", "table", "wanted"}, script = "return new Promise(function(ok, no) {"
            + "var t = database.transaction(table, 'readonly'); var s = t.objectStore(table);"
            + "var r = wanted.map(function(key) { return s.get(key); });"
            + "t.oncomplete = function() { ok(Promise.all(r.flatMap(function(one) {"
            + " return one.result === undefined ? [null, null] : [one.result, crypto.subtle.digest('SHA-256', one.result)]; }))); };"
            + "t.onabort = function() { no(t.error || new Error('the transaction was aborted')); }; });")
    private static native JSObject digested(JSObject database, String table, JSArray<JSString> wanted);

    @JSBody(params = {"database", "table"}, script = "return new Promise(function(ok, no) {"
            + "var r = database.transaction(table, 'readonly').objectStore(table).getAllKeys();"
            + "r.onsuccess = function() { ok(r.result); }; r.onerror = function() { no(r.error); }; });")
    private static native JSObject keys(JSObject database, String table);

    @JSBody(params = {"database", "table"}, script = "return new Promise(function(ok, no) {"
            + "var t = database.transaction(table, 'readonly'); var s = t.objectStore(table);"
            + "var k = s.getAllKeys(); var v = s.getAll();"
            + "t.oncomplete = function() { ok(k.result.concat(v.result)); };"
            + "t.onabort = function() { no(t.error || new Error('the transaction was aborted')); }; });")
    private static native JSObject entries(JSObject database, String table);

    /**
     * Resolves to whether the batch was done; expectations are compared inside the same transaction, which is aborted
     * after {@code millis}.
     */
    @JSBody(params = {"database", "steps", "millis", "durability"}, script = "return new Promise(function(ok, no) {"
            + "var names = {}; steps.forEach(function(s) { names[s[1]] = true; });"
            + "var t = database.transaction(Object.keys(names), 'readwrite', {durability: durability});"
            + "var asExpected = true; var timer = setTimeout(function() { try { t.abort(); } catch (e) { no(e); } }, millis);"
            + "t.oncomplete = function() { clearTimeout(timer); ok(true); };"
            + "t.onabort = function() { clearTimeout(timer);"
            + " if (asExpected) { no(t.error || new Error('the transaction was aborted')); } else { ok(false); } };"
            + "var write = function() { steps.forEach(function(s) {"
            + " if (s[0] === 'put') { t.objectStore(s[1]).put(s[3], s[2]); }"
            + " else if (s[0] === 'delete') { t.objectStore(s[1])['delete'](s[2]); } }); };"
            + "var open = steps.filter(function(s) { return s[0] === 'expect'; });"
            + "var left = open.length;"
            + "if (left === 0) { write(); }"
            + "open.forEach(function(s) { var r = t.objectStore(s[1]).get(s[2]);"
            + " r.onsuccess = function() {"
            + "  if ((r.result === undefined ? null : r.result) !== s[3]) { asExpected = false; }"
            + "  left--; if (left === 0) { if (asExpected) { write(); } else { t.abort(); } } }; }); });")
    private static native JSObject transact(JSObject database, JSArray<JSObject> steps, int millis,
            String durability);
}
