package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Bytes;
import dev.tabitat.web.jso.Crypto;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.Js;
import dev.tabitat.web.jso.JsFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;

/**
 * Large files in the origin private file system, through synchronous access handles, which only workers have. Handles
 * are open only during one call and, where the browser knows the mode, shared with other tabs.
 */
public final class OpfsFiles implements LargeFiles {

    private final JSObject directory;
    private final long leastBlobBytes;

    private OpfsFiles(JSObject directory, long leastBlobBytes) {
        this.directory = directory;
        this.leastBlobBytes = leastBlobBytes;
    }

    /** The files in a directory of this name; empty when this browser or this thread has none, or refuses them. */
    static Optional<LargeFiles> open(String name, long leastBlobBytes) {
        if (!isOffered()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new OpfsFiles(Await.result(directory(name), Deadline.QUERY), leastBlobBytes));
        } catch (JsFailure | Unavailable e) {
            return Optional.empty();
        }
    }

    /** Deletes a directory with all its files, where there are such files. */
    static void deleteAll(String name) {
        if (isOffered()) {
            Await.done(removeDirectory(name), Deadline.FILE);
        }
    }

    @Override
    public long leastBlobBytes() {
        return leastBlobBytes;
    }

    @Override
    public void write(String file, long offset, byte[] bytes) {
        try {
            Await.done(write(directory, file, offset, Bytes.toJs(bytes)), Deadline.FILE);
        } catch (JsFailure e) {
            if (e.isNamed("QuotaExceededError")) {
                throw new OutOfBudget("The browser gives no more space.",
                        Finding.at("the site's private files").expected("room for the next piece").found(e.getMessage())
                                .remedy("Remove a package or free space on the device, then go on from here."));
            }
            throw unavailable("A file of the store could not be written.", file, e);
        }
    }

    @Override
    public List<Optional<Digested>> read(List<Extent> extents) {
        JSArray<JSString> files = new JSArray<>();
        JSArray<JSNumber> ranges = new JSArray<>();
        for (Extent extent : extents) {
            files.push(JSString.valueOf(extent.file()));
            ranges.push(JSNumber.valueOf((double) extent.offset()));
            ranges.push(JSNumber.valueOf(extent.length()));
        }
        JSArray<JSObject> both;
        try {
            both = Await.result(read(directory, files, ranges, Crypto.canDigest()), Deadline.FILE);
        } catch (JsFailure e) {
            throw unavailable("A file of the store could not be read.", extents.get(0).file(), e);
        }
        List<Optional<Digested>> all = new ArrayList<>();
        for (int i = 0; i < both.getLength(); i += 2) {
            all.add(digested(both.get(i), both.get(i + 1)));
        }
        return all;
    }

    /**
     * The browser reads into the memory itself; where it cannot compute digests, or there is no such memory, by way of
     * Java.
     */
    @Override
    public List<Optional<Digest>> copy(List<Extent> extents, LinearMemory memory, List<Integer> addresses) {
        if (memory.owner().isEmpty() || !Crypto.canDigest()) {
            return LargeFiles.super.copy(extents, memory, addresses);
        }
        JSArray<JSString> files = new JSArray<>();
        JSArray<JSNumber> ranges = new JSArray<>();
        for (int i = 0; i < extents.size(); i++) {
            Extent extent = extents.get(i);
            files.push(JSString.valueOf(extent.file()));
            ranges.push(JSNumber.valueOf((double) extent.offset()));
            ranges.push(JSNumber.valueOf(extent.length()));
            ranges.push(JSNumber.valueOf(addresses.get(i)));
        }
        JSArray<JSObject> digests;
        try {
            digests = Await.result(copy(directory, files, ranges, memory.owner().get()), Deadline.FILE);
        } catch (JsFailure e) {
            throw unavailable("A file of the store could not be read.", extents.get(0).file(), e);
        }
        List<Optional<Digest>> all = new ArrayList<>();
        for (int i = 0; i < digests.getLength(); i++) {
            JSObject digest = digests.get(i);
            all.add(Js.isMissing(digest) ? Optional.empty() : Optional.of(Digest.ofHash(Bytes.copy(digest))));
        }
        return all;
    }

    private static Optional<Digested> digested(JSObject buffer, JSObject digest) {
        if (Js.isMissing(buffer)) {
            return Optional.empty();
        }
        byte[] bytes = Bytes.copy(buffer);
        return Optional
                .of(Js.isMissing(digest) ? Digested.of(bytes) : new Digested(bytes, Digest.ofHash(Bytes.copy(digest))));
    }

    @Override
    public List<String> names() {
        try {
            return Js.texts(Await.result(names(directory), Deadline.FILE));
        } catch (JsFailure e) {
            throw unavailable("The files of the store could not be listed.", "", e);
        }
    }

    @Override
    public void delete(String file) {
        try {
            Await.done(remove(directory, file), Deadline.FILE);
        } catch (JsFailure e) {
            if (!e.isNamed("NotFoundError") && !e.isNamed("NoModificationAllowedError")) {
                throw unavailable("A file of the store could not be deleted.", file, e);
            }
        }
    }

    private static Unavailable unavailable(String message, String file, JsFailure e) {
        return new Unavailable(message,
                Finding.at("the site's private files" + (file.isEmpty() ? "" : ", " + file))
                        .expected("a file that opens").found(e)
                        .remedy("Close other tabs of this site, then try again."));
    }

    @JSBody(script = "return !!(globalThis.navigator && navigator.storage && navigator.storage.getDirectory && globalThis.FileSystemFileHandle"
            + " && FileSystemFileHandle.prototype.createSyncAccessHandle);")
    private static native boolean isOffered();

    @JSBody(params = "name", script = "return navigator.storage.getDirectory().then(function(root) { return root.getDirectoryHandle(name, {create: true}); });")
    private static native JSPromise<JSObject> directory(String name);

    @JSBody(params = "name", script = "return navigator.storage.getDirectory().then(function(root) { return root.removeEntry(name, {recursive: true}); })"
            + ".catch(function(e) { if (e.name !== 'NotFoundError') { throw e; } });")
    private static native JSPromise<JSObject> removeDirectory(String name);

    /** A write that stores fewer bytes than it was given has run out of space. */
    @JSBody(params = {"directory", "file", "offset",
            "bytes"}, script = "return directory.getFileHandle(file, {create: true}).then(function(handle) {"
                    + " return handle.createSyncAccessHandle({mode: 'readwrite-unsafe'}); }).then(function(access) {"
                    + " try { var written = access.write(bytes, {at: offset}); access.flush();"
                    + "  if (written !== bytes.byteLength) { throw new DOMException(written + ' of ' + bytes.byteLength + ' bytes were written', 'QuotaExceededError'); }"
                    + " } finally { access.close(); } });")
    private static native JSPromise<JSObject> write(JSObject directory, String file, double offset, JSObject bytes);

    /**
     * Resolves to buffer, digest, buffer, digest, …; null and null for an extent that is not there, and no digest
     * without Web Crypto.
     */
    @JSBody(params = {"directory", "files", "ranges",
            "digests"}, script = "var names = files.filter(function(name, i) { return files.indexOf(name) === i; });"
                    + "return Promise.all(names.map(function(name) {"
                    + " return directory.getFileHandle(name).then(function(handle) { return handle.createSyncAccessHandle({mode: 'readwrite-unsafe'}); })"
                    + "  .then(function(access) { return [name, access, null]; }, function(e) { return [name, null, e.name === 'NotFoundError' ? null : e]; });"
                    + "})).then(function(opened) { var handles = new Map(opened); var both = [];"
                    + " try { opened.forEach(function(one) { if (one[2]) { throw one[2]; } });"
                    + " files.forEach(function(name, i) { var access = handles.get(name); var buffer = null;"
                    + "  if (access && access.getSize() >= ranges[2 * i] + ranges[2 * i + 1]) { buffer = new ArrayBuffer(ranges[2 * i + 1]);"
                    + "   if (access.read(new Uint8Array(buffer), {at: ranges[2 * i]}) !== buffer.byteLength) { buffer = null; } }"
                    + "  both.push(buffer, buffer && digests ? crypto.subtle.digest('SHA-256', buffer) : null); });"
                    + " } finally { handles.forEach(function(access) { if (access) { access.close(); } }); }"
                    + " return Promise.all(both); });")
    private static native JSPromise<JSArray<JSObject>> read(JSObject directory, JSArray<JSString> files,
            JSArray<JSNumber> ranges, boolean digests);

    /**
     * Resolves to digest, digest, …; null for an extent that is not there. A digest is of what lies in the memory: Web
     * Crypto takes no shared buffer, so of a copy from there.
     */
    @JSBody(params = {"directory", "files", "ranges",
            "memory"}, script = "var names = files.filter(function(name, i) { return files.indexOf(name) === i; });"
                    + "return Promise.all(names.map(function(name) {"
                    + " return directory.getFileHandle(name).then(function(handle) { return handle.createSyncAccessHandle({mode: 'readwrite-unsafe'}); })"
                    + "  .then(function(access) { return [name, access, null]; }, function(e) { return [name, null, e.name === 'NotFoundError' ? null : e]; });"
                    + "})).then(function(opened) { var handles = new Map(opened); var digests = [];"
                    + " var buffer = memory.buffer; var scratch = buffer instanceof ArrayBuffer ? null : new Uint8Array(1 << 20);"
                    + " try { opened.forEach(function(one) { if (one[2]) { throw one[2]; } });"
                    + " files.forEach(function(name, i) { var access = handles.get(name); var at = ranges[3 * i]; var length = ranges[3 * i + 1];"
                    + "  if (!access || access.getSize() < at + length) { digests.push(null); return; }"
                    + "  var into = new Uint8Array(buffer, ranges[3 * i + 2], length);"
                    + "  if (access.read(into, {at: at}) !== length) { digests.push(null); return; }"
                    + "  if (!scratch) { digests.push(crypto.subtle.digest('SHA-256', into)); return; }"
                    + "  if (scratch.length < length) { scratch = new Uint8Array(length); }"
                    + "  var copy = scratch.subarray(0, length); copy.set(into); digests.push(crypto.subtle.digest('SHA-256', copy)); });"
                    + " } finally { handles.forEach(function(access) { if (access) { access.close(); } }); }"
                    + " return Promise.all(digests); });")
    private static native JSPromise<JSArray<JSObject>> copy(JSObject directory, JSArray<JSString> files,
            JSArray<JSNumber> ranges, JSObject memory);

    @JSBody(params = "directory", script = "var names = []; var keys = directory.keys();"
            + "var next = function() { return keys.next().then(function(one) { if (one.done) { return names; } names.push(one.value); return next(); }); };"
            + "return next();")
    private static native JSPromise<JSObject> names(JSObject directory);

    @JSBody(params = {"directory", "file"}, script = "return directory.removeEntry(file);")
    private static native JSPromise<JSObject> remove(JSObject directory, String file);
}
