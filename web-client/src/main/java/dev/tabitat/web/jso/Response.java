package dev.tabitat.web.jso;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.typedarrays.ArrayBuffer;

/** What a fetch returned. */
public interface Response extends JSObject {

    @JSProperty
    int getStatus();

    /** {@code basic, cors, default, error, opaque} or {@code opaqueredirect}. */
    @JSProperty
    String getType();

    /** The address that answered, after redirects. */
    @JSProperty
    String getUrl();

    /** Whether the status is 200 to 299. */
    @JSProperty
    boolean isOk();

    @JSProperty
    Headers getHeaders();

    /** The body as a stream; read it once, through its reader. */
    @JSProperty
    ByteStream getBody();

    /** A promise of the whole body. */
    JSPromise<ArrayBuffer> arrayBuffer();
}
