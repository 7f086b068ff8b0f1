package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.Bytes;
import dev.tabitat.web.jso.Crypto;
import dev.tabitat.web.jso.JsFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSString;

/** Records in IndexedDB: one object store a table, one transaction a batch, each with strict durability. */
public final class IndexedDbRecords implements RecordStore {

    /** Grows whenever a table is added. */
    private static final int VERSION = 4;

    /** In the origin private file system, the directory of a database's files: its name and this. */
    private static final String FILES = "-blobs";

    /** From so many bytes on a blob is kept in a file: below, one transaction reads it as fast. */
    private static final long LEAST_BLOB_BYTES = 8L << 20;

    private final String name;
    private final Optional<LargeFiles> files;
    private JSObject database;

    private IndexedDbRecords(String name, long leastBlobBytes) {
        this.name = name;
        this.database = connect(name);
        this.files = OpfsFiles.open(name + FILES, leastBlobBytes);
    }

    /**
     * Opens the database of this name, and makes it where there is none.
     *
     * @throws Unavailable when the browser refuses storage, or another tab keeps an older version open
     * @throws Unsupported when a newer Tabitat wrote the database
     */
    public static IndexedDbRecords open(String name) {
        return open(name, LEAST_BLOB_BYTES);
    }

    /** @param leastBlobBytes from so many bytes on a blob is kept in a file, where the browser has files for this thread */
    public static IndexedDbRecords open(String name, long leastBlobBytes) {
        return new IndexedDbRecords(name, leastBlobBytes);
    }

    private static JSObject connect(String name) {
        JSArray<JSString> tables = new JSArray<>();
        for (Table table : Table.values()) {
            tables.push(JSString.valueOf(table.id()));
        }
        try {
            return Await.result(open(name, VERSION, tables), Deadline.DATABASE_OPEN);
        } catch (JsFailure e) {
            if (e.isNamed("VersionError")) {
                throw new Unsupported("A newer Tabitat wrote this store.",
                        Finding.at("store").expected("version " + VERSION).found(e.getMessage())
                                .remedy("Reload the page to get the newer Tabitat."));
            }
            throw unavailable("The browser refuses to store anything for this page.", e);
        }
    }

    /** Closes the connection; other tabs can then delete or upgrade the database. */
    public void close() {
        close(database);
    }

    /** Deletes a database and its files; waits until nobody has it open. */
    public static void delete(String name) {
        Await.done(drop(name), Deadline.DATABASE_OPEN);
        OpfsFiles.deleteAll(name + FILES);
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
        JSString text = this.<JSString>ask(() -> get(database, table.id(), key));
        return text == null ? Optional.empty() : Optional.of(text.stringValue());
    }

    @Override
    public Optional<byte[]> bytes(Table table, String key) {
        JSObject bytes = this.<JSObject>ask(() -> get(database, table.id(), key));
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
        JSArray<JSObject> both = ask(() -> digested(database, table.id(), wanted));
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
        return list(this.<JSArray<JSString>>ask(() -> keys(database, table.id())));
    }

    @Override
    public Map<String, String> texts(Table table) {
        List<String> both = list(this.<JSArray<JSString>>ask(() -> entries(database, table.id())));
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
                steps.push(step("expect", expect.table(), expect.key(), expect.text().map(JSString::valueOf).orElse(null)));
            } else if (step instanceof Batch.PutText put) {
                steps.push(step("put", put.table(), put.key(), JSString.valueOf(put.text())));
            } else if (step instanceof Batch.PutBytes put) {
                steps.push(step("put", put.table(), put.key(), Bytes.toJs(put.bytes())));
            } else if (step instanceof Batch.Delete delete) {
                steps.push(step("delete", delete.table(), delete.key(), null));
            }
        }
        try {
            return this.<JSBoolean>connected(() -> transact(database, steps, Deadline.DATABASE.millis() / 2)).booleanValue();
        } catch (JsFailure e) {
            if (e.isNamed("QuotaExceededError")) {
                throw new OutOfBudget("The browser gives no more space.",
                        Finding.at("store").expected("room for the next piece").found(e.getMessage())
                                .remedy("Remove a package or free space on the device, then go on from here."));
            }
            throw unavailable("The store could not be written.", e);
        }
    }

    private interface Question {
        JSObject ask();
    }

    private <T extends JSObject> T ask(Question question) {
        try {
            return connected(question);
        } catch (JsFailure e) {
            throw unavailable("The store could not be read.", e);
        }
    }

    /** Asks again over a new connection, once, when the browser or another tab has closed this one. */
    private <T extends JSObject> T connected(Question question) {
        JSObject used = database;
        try {
            return Await.result(question.ask(), Deadline.DATABASE);
        } catch (JsFailure e) {
            if (!e.isNamed("InvalidStateError")) {
                throw e;
            }
        }
        if (database == used) {
            database = connect(name);
        }
        return Await.result(question.ask(), Deadline.DATABASE);
    }

    private static Unavailable unavailable(String message, JsFailure e) {
        return new Unavailable(message, Finding.at("IndexedDB").expected("an open database").found(e)
                .remedy("Allow this site to store data, close other tabs of it, and reload."));
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

    @JSBody(params = {"name", "version", "tables"}, script =
            "return new Promise(function(ok, no) {"
            + "var r = indexedDB.open(name, version);"
            + "r.onupgradeneeded = function() { tables.forEach(function(t) {"
            + " if (!r.result.objectStoreNames.contains(t)) { r.result.createObjectStore(t); } }); };"
            + "var gone = false; r.onblocked = function() { gone = true; no(new Error('another tab keeps an older version open')); };"
            + "r.onerror = function() { no(r.error); };"
            + "r.onsuccess = function() { if (gone) { r.result.close(); return; } r.result.onversionchange = function() { r.result.close(); }; ok(r.result); }; });")
    private static native JSObject open(String name, int version, JSArray<JSString> tables);

    @JSBody(params = "database", script = "database.close();")
    private static native void close(JSObject database);

    @JSBody(params = "name", script =
            "return new Promise(function(ok, no) { var r = indexedDB.deleteDatabase(name);"
            + "r.onsuccess = function() { ok(); }; r.onerror = function() { no(r.error); }; });")
    private static native JSObject drop(String name);

    @JSBody(params = {"database", "table", "key"}, script =
            "return new Promise(function(ok, no) {"
            + "var r = database.transaction(table, 'readonly').objectStore(table).get(key);"
            + "r.onsuccess = function() { ok(r.result); }; r.onerror = function() { no(r.error); }; });")
    private static native JSObject get(JSObject database, String table, String key);

    /** Resolves to value, digest, value, digest, …; null and null for a key that has none. */
    @JSBody(params = {"database", "table", "wanted"}, script =
            "return new Promise(function(ok, no) {"
            + "var t = database.transaction(table, 'readonly'); var s = t.objectStore(table);"
            + "var r = wanted.map(function(key) { return s.get(key); });"
            + "t.oncomplete = function() { ok(Promise.all(r.flatMap(function(one) {"
            + " return one.result === undefined ? [null, null] : [one.result, crypto.subtle.digest('SHA-256', one.result)]; }))); };"
            + "t.onabort = function() { no(t.error || new Error('the transaction was aborted')); }; });")
    private static native JSObject digested(JSObject database, String table, JSArray<JSString> wanted);

    @JSBody(params = {"database", "table"}, script =
            "return new Promise(function(ok, no) {"
            + "var r = database.transaction(table, 'readonly').objectStore(table).getAllKeys();"
            + "r.onsuccess = function() { ok(r.result); }; r.onerror = function() { no(r.error); }; });")
    private static native JSObject keys(JSObject database, String table);

    @JSBody(params = {"database", "table"}, script =
            "return new Promise(function(ok, no) {"
            + "var t = database.transaction(table, 'readonly'); var s = t.objectStore(table);"
            + "var k = s.getAllKeys(); var v = s.getAll();"
            + "t.oncomplete = function() { ok(k.result.concat(v.result)); };"
            + "t.onabort = function() { no(t.error || new Error('the transaction was aborted')); }; });")
    private static native JSObject entries(JSObject database, String table);

    /** Resolves to whether the batch was done; expectations are compared inside the same transaction, which is aborted after {@code millis}. */
    @JSBody(params = {"database", "steps", "millis"}, script =
            "return new Promise(function(ok, no) {"
            + "var names = {}; steps.forEach(function(s) { names[s[1]] = true; });"
            + "var t = database.transaction(Object.keys(names), 'readwrite', {durability: 'strict'});"
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
    private static native JSObject transact(JSObject database, JSArray<JSObject> steps, int millis);
}
