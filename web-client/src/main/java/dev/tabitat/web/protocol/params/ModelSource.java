package dev.tabitat.web.protocol.params;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Fields;
import dev.tabitat.web.protocol.Input;
import dev.tabitat.web.protocol.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a model of another ecosystem is.
 *
 * <pre>
 * {"hub": "owner/name", "revision"?, "file"?}
 * {"files": [{"path", "bytes"}]}       the bytes of all files, one after the other, are beside the call
 * {"oci": "host/path/name:tag"}
 * {"url": address of one file}
 * </pre>
 */
public sealed interface ModelSource {

    /** The most files that are added from a device at once. */
    int MAX_FILES = 2000;

    /** A repository of the hub; {@code file} is the one of several weights that is meant. */
    record Hub(String id, Optional<String> revision, Optional<String> file) implements ModelSource {

        private static final Fields FIELDS = new Fields(Field.required("hub", Kinds.text()),
                Field.optional("revision", Kinds.text()),
                Field.optional("file", Kinds.text()));

        static Hub of(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Hub(values.next(), values.next(), values.next());
        }

        @Override
        public JsonObject write() {
            return FIELDS.write(id, revision, file);
        }
    }

    /** Files of this device. */
    record Files(List<Listed> files) implements ModelSource {

        private static final Fields FIELDS = new Fields(
                Field.required("files", Kinds.list(Listed::read, Listed::write)));

        public Files {
            files = List.copyOf(files);
        }

        static Files of(Input in) {
            Fields.Values values = FIELDS.read(in);
            Files read = new Files(values.next());
            if (read.files().isEmpty() || read.files().size() > MAX_FILES) {
                throw new InvalidInput("There are no files, or too many.", Finding.at(in.owner() + ", files")
                        .expected("1 to " + MAX_FILES + " files").found(read.files().size()));
            }
            return read;
        }

        @Override
        public JsonObject write() {
            return FIELDS.write(files);
        }
    }

    /** A file of this device. @param path with slashes, below the folder that was chosen @param bytes its length */
    record Listed(String path, long bytes) {

        private static final Fields FIELDS = new Fields(Field.required("path", Kinds.text()),
                Field.required("bytes", Kinds.whole()));

        static Listed read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Listed(values.next(), values.next());
        }

        JsonObject write() {
            return FIELDS.write(path, bytes);
        }
    }

    /** A package of any OCI registry. */
    record Oci(String reference) implements ModelSource {

        private static final Fields FIELDS = new Fields(Field.required("oci", Kinds.text()));

        static Oci of(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Oci(values.next());
        }

        @Override
        public JsonObject write() {
            return FIELDS.write(reference);
        }
    }

    /** One file at an address. */
    record Url(String address) implements ModelSource {

        private static final Fields FIELDS = new Fields(Field.required("url", Kinds.text()));

        static Url of(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Url(values.next());
        }

        @Override
        public JsonObject write() {
            return FIELDS.write(address);
        }
    }

    JsonObject write();

    /** @throws InvalidInput when it is none, or of several kinds */
    static ModelSource read(Input in) {
        List<String> found = new ArrayList<>();
        for (String kind : List.of("hub", "files", "oci", "url")) {
            if (in.json().has(kind)) {
                found.add(kind);
            }
        }
        if (found.size() != 1) {
            throw new InvalidInput("This does not say where a model is.",
                    Finding.at(in.owner()).expected("exactly one of hub, files, oci and url")
                            .found(found.isEmpty() ? "none of them" : String.join(", ", found)));
        }
        return switch (found.get(0)) {
            case "hub" -> Hub.of(in);
            case "files" -> Files.of(in);
            case "oci" -> Oci.of(in);
            default -> Url.of(in);
        };
    }
}
