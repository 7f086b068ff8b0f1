package dev.tabitat.core.documents;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.text.JvmDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files that were once read wrongly, as resources of the tests. */
final class Cases {

    private Cases() {}

    static byte[] bytes(String name) {
        try (InputStream in = Cases.class.getResourceAsStream("cases/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no case " + name + ".");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A case, read as a browser reads it. */
    static DocumentText read(String name) {
        return read(name, "", bytes(name));
    }

    static DocumentText read(String name, String mediaType, byte[] bytes) {
        DocumentText document = Documents.read(Documents.sniff(name, bytes), Slices.of(bytes),
                new Source(mediaType, new JvmDecoder()));
        DocumentPromises.check(document);
        return document;
    }
}
