package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.typedarrays.Int8Array;

/** The one reader of a stream of bytes. */
@JSClass(transparent = true)
public abstract class StreamReader implements JSObject {

    private StreamReader() {}

    /**
     * Waits for the next piece and copies it; an empty array means that the stream has ended.
     *
     * @throws JsFailure when the connection breaks or the request was aborted
     */
    public final byte[] next() {
        while (true) {
            // The reader aborts the request when nothing comes for too long.
            JSObject step = Await.result(read());
            if (Js.isTrue(step, "done")) {
                return new byte[0];
            }
            Int8Array piece = piece(step);
            if (piece.getLength() > 0) {
                return piece.copyToJavaArray();
            }
        }
    }

    /** A promise of {@code {done, value}}. */
    public abstract JSPromise<JSObject> read();

    @JSBody(params = "step", script = "var v = step.value; return new Int8Array(v.buffer, v.byteOffset, v.byteLength);")
    private static native Int8Array piece(JSObject step);
}
