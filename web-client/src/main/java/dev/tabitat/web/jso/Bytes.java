package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.ArrayBuffer;
import org.teavm.jso.typedarrays.Int8Array;
import org.teavm.jso.typedarrays.Uint8Array;

/** Copies bytes between Java and JavaScript, in one block each. */
public final class Bytes {

    private Bytes() {}

    /** A copy in a buffer of its own, which can be transferred, stored or sent. */
    public static Int8Array toJs(byte[] bytes) {
        return Int8Array.copyFromJavaArray(bytes);
    }

    /** A copy as an {@code ArrayBuffer} that holds nothing else. */
    public static ArrayBuffer toBuffer(byte[] bytes) {
        return Int8Array.copyFromJavaArray(bytes).getBuffer();
    }

    /** A copy of a whole buffer. */
    public static byte[] toJava(ArrayBuffer buffer) {
        return new Int8Array(buffer).copyToJavaArray();
    }

    /** A copy of what the view covers. */
    public static byte[] toJava(Uint8Array view) {
        return new Int8Array(view.getBuffer(), view.getByteOffset(), view.getLength()).copyToJavaArray();
    }

    /** A copy of an {@code ArrayBuffer} or of what any view covers. */
    public static byte[] copy(JSObject bufferOrView) {
        return view(bufferOrView).copyToJavaArray();
    }

    @JSBody(params = "b", script = "return ArrayBuffer.isView(b) ? new Int8Array(b.buffer, b.byteOffset, b.byteLength) : new Int8Array(b);")
    private static native Int8Array view(JSObject b);
}
