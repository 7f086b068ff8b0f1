package dev.tabitat.web.jso;

import org.teavm.jso.JSObject;

/** A readable stream of bytes. */
public interface ByteStream extends JSObject {

    /** Locks the stream to one reader. */
    StreamReader getReader();
}
