package dev.tabitat.web.selftest;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.kernelhost.BrowserKernelHost;
import dev.tabitat.web.selftest.StoreSamples.Sample;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.CheckReport;
import dev.tabitat.web.store.IndexedDbRecords;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage.Place;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.store.Table;
import java.util.Arrays;
import java.util.List;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * The origin private file system as this browser really has it, and as it fails: refused, full, held, damaged behind
 * the store's back, or new to a store that an earlier version of the app wrote. Runs in a worker.
 */
final class FilesContracts {

    private static final String NAME = "tabitat-self-test-opfs";
    private static final String DIRECTORY = NAME + "-blobs";
    private static final long LEAST = 200;
    private static final Sample SAMPLE = StoreSamples.sample("alpha", 900);

    private FilesContracts() {}

    static List<Contract> all() {
        return List.of(
                BrowserContracts.contract("opfs: where it is refused, records hold all", FilesContracts::refused),
                BrowserContracts.contract("opfs: a full device stops a download, which goes on with space again",
                        FilesContracts::full),
                BrowserContracts.contract("opfs: a write of fewer bytes than were given stores nothing",
                        FilesContracts::shortWrite),
                BrowserContracts.contract("opfs: a file that is held is replaced by records", FilesContracts::held),
                BrowserContracts.contract(
                        "opfs: a byte flipped, a file cut or missing is found and only that is mended",
                        FilesContracts::damaged),
                BrowserContracts.contract("opfs: a blob is read into kernel memory, shared or not, every byte verified",
                        FilesContracts::intoMemory),
                BrowserContracts.contract("opfs: a store of the version before files is opened and moves into files",
                        FilesContracts::older));
    }

    private static void withStore(Use use) {
        withStore(() -> {}, use);
    }

    /** @param stub what is changed before the store is opened */
    private static void withStore(Runnable stub, Use use) {
        IndexedDbRecords.delete(NAME);
        stub.run();
        IndexedDbRecords records = IndexedDbRecords.open(NAME, LEAST);
        try {
            use.use(records, open(records));
        } finally {
            restore();
            records.close();
            IndexedDbRecords.delete(NAME);
        }
    }

    private interface Use {
        void use(IndexedDbRecords records, PackageStore packages);
    }

    private static PackageStore open(IndexedDbRecords records) {
        return TabStore.open(records, StoreSamples.WORLD, "tabitat/test").packages();
    }

    private static void fetch(PackageStore packages) {
        packages.begin(SAMPLE.stored());
        for (Place place : SAMPLE.stored().places()) {
            packages.putChunk(place, SAMPLE.piece(place));
        }
    }

    private static void install(PackageStore packages) {
        fetch(packages);
        packages.commit(SAMPLE.stored(), SAMPLE.installed());
    }

    private static void whole(Check check, String when, PackageStore packages) {
        check.equal(when + ": damaged", List.of(), packages.check().damaged());
        check.equal(when + ": files", SAMPLE.stored().files().size() - 1,
                packages.load(packages.installed().get(0)).files().size());
    }

    private static void refused(Check check) {
        withStore(FilesContracts::refuseDirectory, (records, packages) -> {
            check.isTrue("no files", records.files().isEmpty());
            install(packages);
            check.equal("extents", List.of(), records.keys(Table.EXTENTS));
            whole(check, "in records", packages);
        });
    }

    private static void full(Check check) {
        withStore((records, packages) -> {
            failWrites("QuotaExceededError");
            OutOfBudget full = check.fails("no space", OutOfBudget.class, () -> fetch(packages));
            check.equal("where", "the site's private files", full.finding().where());
            check.equal("nothing is said to be there that is not", List.of(), records.keys(Table.EXTENTS));
            restore();
            install(packages);
            whole(check, "with space again", packages);
        });
    }

    private static void shortWrite(Check check) {
        withStore((records, packages) -> {
            halveWrites();
            check.fails("no space", OutOfBudget.class, () -> fetch(packages));
            check.equal("no piece of half its bytes", List.of(), records.keys(Table.EXTENTS));
            restore();
            install(packages);
            whole(check, "with space again", packages);
        });
    }

    private static void held(Check check) {
        withStore((records, packages) -> {
            failHandles("NoModificationAllowedError");
            install(packages);
            check.equal("extents", List.of(), records.keys(Table.EXTENTS));
            whole(check, "in records", packages);
            restore();
            check.isTrue("moved when it is free", packages.moveToFiles() > 0);
            whole(check, "in files", packages);
        });
    }

    private static void damaged(Check check) {
        for (String harm : List.of("flip", "cut", "delete")) {
            withStore((records, packages) -> {
                install(packages);
                Await.done(harm(DIRECTORY, harm), Deadline.FILE);
                StoredPackage stored = packages.installed().get(0);
                check.fails(harm + ": never used", DamagedData.class, () -> packages.load(stored));
                List<CheckReport.Damage> found = packages.check().damaged();
                int pieces = (900 + StoreSamples.PIECE - 1) / StoreSamples.PIECE;
                check.equal(harm + ": pieces found", harm.equals("delete") ? pieces : 1, found.size());
                for (CheckReport.Damage one : found) {
                    packages.putChunk(one.place(), SAMPLE.piece(one.place()));
                }
                whole(check, harm + ", mended", packages);
            });
        }
    }

    private static void intoMemory(Check check) {
        for (boolean isShared : new boolean[]{false, true}) {
            BrowserKernelHost host = isShared ? new BrowserKernelHost(2, "unused") : new BrowserKernelHost();
            host.growTo(65_536);
            check.equal("shared", isShared, host.isShared());
            withStore((records, packages) -> {
                install(packages);
                StoredPackage stored = packages.installed().get(0);
                for (String path : List.of("model.safetensors", "vocabulary.bin")) {
                    byte[] expected = SAMPLE.files().get(path);
                    packages.copy(stored, stored.manifest().layer(path).digest(), host.linearMemory(), 1000);
                    byte[] found = new byte[expected.length];
                    host.read(1000, found, 0, found.length);
                    check.isTrue(path + " is there", Arrays.equals(expected, found));
                }
                Await.done(harm(DIRECTORY, "flip"), Deadline.FILE);
                check.fails("a flipped byte", DamagedData.class,
                        () -> packages.copy(stored, stored.manifest().layer("model.safetensors").digest(),
                                host.linearMemory(), 1000));
            });
        }
    }

    /** As the version of the database before files had it: every piece a record, and no table of extents. */
    private static void older(Check check) {
        IndexedDbRecords.delete(NAME);
        IndexedDbRecords all = IndexedDbRecords.open(NAME, Long.MAX_VALUE);
        install(open(all));
        int pieces = all.keys(Table.CHUNKS).size();
        all.apply(new Batch().put(Table.SETTINGS, "declined/lande:q8", "yes"));
        all.close();
        Await.done(asVersionBefore(NAME, Table.EXTENTS.id()), Deadline.DATABASE);
        IndexedDbRecords records = IndexedDbRecords.open(NAME, LEAST);
        try {
            PackageStore packages = open(records);
            check.equal("the setting", "yes", records.text(Table.SETTINGS, "declined/lande:q8").orElse(""));
            whole(check, "before it moves", packages);
            int moved = packages.moveToFiles();
            check.isTrue("large blobs move, small ones stay", moved > 0 && moved < pieces);
            check.equal("all pieces", pieces, records.keys(Table.CHUNKS).size() + records.keys(Table.EXTENTS).size());
            whole(check, "moved", packages);
        } finally {
            records.close();
            IndexedDbRecords.delete(NAME);
        }
    }

    @JSBody(script = "var s = globalThis.tabitatStubs = globalThis.tabitatStubs || {};"
            + "s.getDirectory = s.getDirectory || navigator.storage.getDirectory;"
            + "navigator.storage.getDirectory = function() { return Promise.reject(new DOMException('refused', 'SecurityError')); };")
    private static native void refuseDirectory();

    @JSBody(params = "name", script = "var s = globalThis.tabitatStubs = globalThis.tabitatStubs || {}; var p = FileSystemSyncAccessHandle.prototype;"
            + "s.write = s.write || p.write; p.write = function() { throw new DOMException('no space', name); };")
    private static native void failWrites(String name);

    @JSBody(script = "var s = globalThis.tabitatStubs = globalThis.tabitatStubs || {}; var p = FileSystemSyncAccessHandle.prototype;"
            + "s.write = s.write || p.write; var whole = s.write;"
            + "p.write = function(bytes, options) { return whole.call(this, bytes.subarray(0, bytes.length >> 1), options); };")
    private static native void halveWrites();

    @JSBody(params = "name", script = "var s = globalThis.tabitatStubs = globalThis.tabitatStubs || {}; var p = FileSystemFileHandle.prototype;"
            + "s.handle = s.handle || p.createSyncAccessHandle;"
            + "p.createSyncAccessHandle = function() { return Promise.reject(new DOMException('held by another tab', name)); };")
    private static native void failHandles(String name);

    /** Takes all stubs away. */
    @JSBody(script = "var s = globalThis.tabitatStubs || {};"
            + "if (s.getDirectory) { delete navigator.storage.getDirectory; }"
            + "if (s.write) { FileSystemSyncAccessHandle.prototype.write = s.write; }"
            + "if (s.handle) { FileSystemFileHandle.prototype.createSyncAccessHandle = s.handle; }"
            + "globalThis.tabitatStubs = {};")
    private static native void restore();

    /** Harms the only file of a directory; resolves to its name. */
    @JSBody(params = {"directory",
            "harm"}, script = "return navigator.storage.getDirectory().then(function(root) { return root.getDirectoryHandle(directory); }).then(function(files) {"
                    + " return files.keys().next().then(function(one) {"
                    + "  if (harm === 'delete') { return files.removeEntry(one.value).then(function() { return one.value; }); }"
                    + "  return files.getFileHandle(one.value).then(function(handle) { return handle.createSyncAccessHandle(); }).then(function(access) {"
                    + "   try { if (harm === 'cut') { access.truncate(access.getSize() - 1); } else {"
                    + "    var byte = new Uint8Array(1); access.read(byte, {at: 300}); byte[0] ^= 1; access.write(byte, {at: 300}); access.flush(); } }"
                    + "   finally { access.close(); } return one.value; }); }); });")
    private static native JSObject harm(String directory, String harm);

    /** Makes a database of the same records one version before: databases cannot be lowered, so it is written anew. */
    @JSBody(params = {"name",
            "without"}, script = "var ask = function(r) { return new Promise(function(ok, no) { r.onsuccess = function() { ok(r.result); }; r.onerror = function() { no(r.error); }; }); };"
                    + "return ask(indexedDB.open(name)).then(function(db) { var tables = Array.from(db.objectStoreNames).filter(function(t) { return t !== without; });"
                    + " return Promise.all(tables.map(function(t) { var s = db.transaction(t, 'readonly').objectStore(t);"
                    + "  return Promise.all([ask(s.getAllKeys()), ask(s.getAll())]).then(function(both) { return [t, both[0], both[1]]; }); }))"
                    + " .then(function(all) { var before = db.version; db.close(); return ask(indexedDB.deleteDatabase(name)).then(function() {"
                    + "  var r = indexedDB.open(name, before - 1);"
                    + "  r.onupgradeneeded = function() { all.forEach(function(one) { r.result.createObjectStore(one[0]); }); };"
                    + "  return ask(r).then(function(old) { return new Promise(function(ok, no) {"
                    + "   var t = old.transaction(all.map(function(one) { return one[0]; }), 'readwrite');"
                    + "   all.forEach(function(one) { one[1].forEach(function(key, i) { t.objectStore(one[0]).put(one[2][i], key); }); });"
                    + "   t.oncomplete = function() { old.close(); ok(); }; t.onabort = function() { no(t.error); }; }); }); }); }); });")
    private static native JSObject asVersionBefore(String name, String without);
}
