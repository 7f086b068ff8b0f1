package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.typedarrays.ArrayBuffer;
import org.teavm.jso.typedarrays.Int8Array;

/** Random numbers, and fast digests of large blocks. */
public final class Crypto {

    private Crypto() {}

    /** Cryptographically random bytes. */
    public static byte[] random(int count) {
        return randomBytes(count).copyToJavaArray();
    }

    /** Whether {@link #sha256} is there. */
    @JSBody(script = "return !!(globalThis.crypto && crypto.subtle);")
    public static native boolean canDigest();

    /** A promise of the 32 bytes of SHA-256 of a buffer or view; browsers offer it to secure pages only. */
    @JSBody(params = "data", script = "return crypto.subtle.digest('SHA-256', data);")
    public static native JSPromise<ArrayBuffer> sha256(JSObject data);

    @JSBody(params = "count", script = "return crypto.getRandomValues(new Int8Array(count));")
    private static native Int8Array randomBytes(int count);
}
