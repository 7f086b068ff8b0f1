package dev.tabitat.web.protocol.params;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Fields;
import dev.tabitat.web.protocol.Input;
import dev.tabitat.web.protocol.Kinds;
import java.util.List;
import java.util.Optional;

/** Parameters of the methods of documents. */
public final class DocumentParams {

    private DocumentParams() {}

    /**
     * A question; moments are in ISO 8601, empty for none, and no documents stand for all. With {@code rerank} an
     * installed re-ranker orders the first passages again.
     */
    public record Search(String query, int k, String mode, List<String> documents, String addedAfter,
            String addedBefore, boolean rerank) {

        public static final Fields FIELDS = new Fields(Field.required("query", Kinds.text()),
                Field.of("k", Kinds.count(1000), 10),
                Field.of("mode", Kinds.oneOf(List.of("hybrid", "meaning", "words")), "hybrid"),
                Field.of("documents", Kinds.oneOrMore(Kinds.text()), List.of()),
                Field.of("added_after", Kinds.text(), ""),
                Field.of("added_before", Kinds.text(), ""),
                Field.of("rerank", Kinds.flag(), true));

        public static Search read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Search(values.next(), values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next());
        }

        public JsonObject write() {
            return FIELDS.write(query, k, mode, documents, addedAfter, addedBefore, rerank);
        }
    }

    /** The name and media type of a file whose bytes come beside the call. */
    public record Add(String name, String type) {

        public static final Fields FIELDS = new Fields(Field.of("name", Kinds.text(), ""),
                Field.of("type", Kinds.text(), ""));

        public static Add read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Add(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(name, type);
        }
    }

    /** A document by its id. */
    public record Document(String id) {

        public static final Fields FIELDS = new Fields(Field.required("id", Kinds.text()));

        public static Document read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Document(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(id);
        }
    }

    /** A stretch of a document, in UTF-16 offsets; all of it unless given. */
    public record Read(String document, double start, Optional<Double> end) {

        public static final Fields FIELDS = new Fields(Field.required("document", Kinds.text()),
                Field.of("start", Kinds.number(), 0.0),
                Field.optional("end", Kinds.number()));

        public static Read read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Read(values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(document, start, end);
        }
    }

    /** An installed encoder that makes all vectors anew. */
    public record Reindex(PackageName encoder) {

        public static final Fields FIELDS = new Fields(Field.required("encoder", Kinds.packageName()));

        public static Reindex read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Reindex(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(encoder);
        }
    }

    /** The passphrase of the documents. */
    public record Passphrase(String passphrase) {

        public static final Fields FIELDS = new Fields(Field.required("passphrase", Kinds.text()));

        public static Passphrase read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Passphrase(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(passphrase);
        }
    }

    /** The passphrase, and after how long without use the documents lock again. */
    public record Unlock(String passphrase, int idleMinutes) {

        public static final Fields FIELDS = new Fields(Field.required("passphrase", Kinds.text()),
                Field.of("idle_minutes", Kinds.count(24 * 60), 10));

        public static Unlock read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Unlock(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(passphrase, idleMinutes);
        }
    }

    /** A file of documents, sealed where there is a passphrase. */
    public record Sealed(Optional<String> passphrase) {

        public static final Fields FIELDS = new Fields(Field.optional("passphrase", Kinds.text()));

        public static Sealed read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Sealed(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(passphrase);
        }
    }

}
