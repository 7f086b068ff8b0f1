package dev.tabitat.web.jso;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Slices;
import java.util.List;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.ArrayBuffer;

/** Bytes beside a message: a buffer in memory, or a file of the browser, which may be larger than any memory. */
public final class Attachment {

    private Attachment() {}

    /** A file of the browser; its parts are read when they are asked for. */
    private record OfBlob(JSObject blob) implements Slices {

        @Override
        public long length() {
            return (long) size(blob);
        }

        @Override
        public byte[] read(long offset, int length) {
            try {
                return Bytes
                        .toJava(Await.<ArrayBuffer>result(part(blob, offset, (double) offset + length), Deadline.FILE));
            } catch (JsFailure gone) {
                throw new Unavailable("The file cannot be read.",
                        Finding.at("file, byte " + offset).expected(length + " bytes").found(gone)
                                .remedy("It may have been changed or moved: choose it again."));
            }
        }
    }

    /** What JavaScript gave: a Blob stays where it is, a buffer or view is copied. Read it on a Java thread. */
    public static Slices of(JSObject bufferOrBlob) {
        return isBlob(bufferOrBlob) ? new OfBlob(bufferOrBlob) : Slices.of(Bytes.copy(bufferOrBlob));
    }

    /**
     * The same for JavaScript: a Blob, or a buffer that holds nothing else. Never waits, so that its sender need not be
     * a fiber.
     *
     * @param slices from this class, or {@link Slices#of}
     */
    public static JSObject toJs(Slices slices) {
        if (slices instanceof OfBlob file) {
            return file.blob();
        }
        if (slices instanceof Slices.InMemory memory) {
            return Bytes.toBuffer(memory.bytes());
        }
        throw new IllegalArgumentException("Bytes that are neither in memory nor a file of the browser");
    }

    /**
     * The same as a Blob, without waiting.
     *
     * @param slices from this class, or {@link Slices#of}
     * @param type media type of bytes that are in memory
     */
    public static JSObject toBlob(Slices slices, String type) {
        JSObject held = toJs(slices);
        if (isBlob(held)) {
            return held;
        }
        JSObject parts = list();
        push(parts, held);
        return blob(parts, type);
    }

    /**
     * Several as one, one after the other, without waiting and without reading them.
     *
     * @param all each from this class, or {@link Slices#of}
     */
    public static Slices joined(List<Slices> all) {
        JSObject parts = list();
        for (Slices one : all) {
            append(parts, toJs(one));
        }
        return new OfBlob(blob(parts, ""));
    }

    /** A file that is made of parts, which the browser may keep outside of memory. */
    public static final class Maker {

        private final JSObject parts = list();
        private final String type;

        /** @param type media type */
        public Maker(String type) {
            this.type = type;
        }

        public void add(byte[] bytes) {
            push(parts, Bytes.toJs(bytes));
        }

        public Slices file() {
            return new OfBlob(blob(parts, type));
        }
    }

    @JSBody(params = "value", script = "return value instanceof Blob;")
    private static native boolean isBlob(JSObject value);

    @JSBody(params = "blob", script = "return blob.size;")
    private static native double size(JSObject blob);

    @JSBody(params = {"blob", "from", "to"}, script = "return blob.slice(from, to).arrayBuffer();")
    private static native JSObject part(JSObject blob, double from, double to);

    @JSBody(script = "return [];")
    private static native JSObject list();

    @JSBody(params = {"parts", "part"}, script = "parts.push(part);")
    private static native void append(JSObject parts, JSObject part);

    /** Each part a Blob of its own: their bytes may leave memory. */
    @JSBody(params = {"parts", "bytes"}, script = "parts.push(new Blob([bytes]));")
    private static native void push(JSObject parts, JSObject bytes);

    @JSBody(params = {"parts", "type"}, script = "return new Blob(parts, {type: type});")
    private static native JSObject blob(JSObject parts, String type);
}
