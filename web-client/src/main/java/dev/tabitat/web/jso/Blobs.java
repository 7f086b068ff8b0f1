package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.file.Blob;

/** Files in memory: made, read, and offered for download. */
public final class Blobs {

    private Blobs() {}

    /** @param type the media type, for example {@code application/json} */
    public static Blob of(byte[] content, String type) {
        return of(Bytes.toJs(content), type);
    }

    /** @param content a text, a buffer or a view */
    @JSBody(params = {"content", "type"}, script = "return new Blob([content], {type: type});")
    public static native Blob of(JSObject content, String type);

    @JSBody(params = "value", script = "return value instanceof Blob;")
    public static native boolean isBlob(JSObject value);

    /** Its length in bytes. */
    @JSBody(params = "blob", script = "return blob.size;")
    public static native double size(JSObject blob);

    /** A file's name; empty for a blob that is no file. */
    @JSBody(params = "blob", script = "return blob.name || '';")
    public static native String name(JSObject blob);

    /** Its media type, in small letters; empty for one of an unknown kind. */
    @JSBody(params = "blob", script = "return blob.type || '';")
    public static native String type(JSObject blob);

    /** Waits for all its bytes. */
    public static byte[] read(Blob blob) {
        return Bytes.copy(Await.result(blob.arrayBuffer(), Deadline.FILE));
    }

    /** An address for it, until it is revoked. */
    @JSBody(params = "blob", script = "return URL.createObjectURL(blob);")
    public static native String url(JSObject blob);

    @JSBody(params = "url", script = "URL.revokeObjectURL(url);")
    public static native void revoke(String url);

    /** Hands it to the person as a download; only on the page. */
    @JSBody(params = {"blob",
            "name"}, script = "var u = URL.createObjectURL(blob); var a = document.createElement('a');"
                    + "a.href = u; a.download = name; a.click(); setTimeout(function() { URL.revokeObjectURL(u); }, 60000);")
    public static native void download(JSObject blob, String name);
}
