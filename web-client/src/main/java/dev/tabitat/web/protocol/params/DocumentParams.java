package dev.tabitat.web.protocol.params;

import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.protocol.Codec;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Kinds;
import java.util.List;
import java.util.Optional;

/** Parameters of the methods of documents. */
public final class DocumentParams {

    private DocumentParams() {}

    /** A question; moments are in ISO 8601, empty for none, and no documents stand for all. */
    public record Search(String query, int k, String mode, List<String> documents, String addedAfter,
            String addedBefore) {

        public static final Codec<Search> CODEC = new Codec<>(
                in -> new Search(in.next(), in.next(), in.next(), in.next(), in.next(), in.next()),
                it -> new Object[]{it.query, it.k, it.mode, it.documents, it.addedAfter, it.addedBefore},
                Field.required("query", Kinds.text()),
                Field.of("k", Kinds.count(1000), 10),
                Field.of("mode", Kinds.oneOf(List.of("hybrid", "meaning", "words")), "hybrid"),
                Field.of("documents", Kinds.oneOrMore(Kinds.text()), List.of()),
                Field.of("added_after", Kinds.text(), ""),
                Field.of("added_before", Kinds.text(), ""));
    }
    /** The name and media type of a file whose bytes come beside the call. */
    public record Add(String name, String type) {

        public static final Codec<Add> CODEC = new Codec<>(in -> new Add(in.next(), in.next()),
                it -> new Object[]{it.name, it.type},
                Field.of("name", Kinds.text(), ""),
                Field.of("type", Kinds.text(), ""));
    }
    /** A document by its id. */
    public record Document(String id) {

        public static final Codec<Document> CODEC = new Codec<>(in -> new Document(in.next()),
                it -> new Object[]{it.id},
                Field.required("id", Kinds.text()));
    }
    /** A stretch of a document, in UTF-16 offsets; all of it unless given. */
    public record Read(String document, double start, Optional<Double> end) {

        public static final Codec<Read> CODEC = new Codec<>(in -> new Read(in.next(), in.next(), in.next()),
                it -> new Object[]{it.document, it.start, it.end},
                Field.required("document", Kinds.text()),
                Field.of("start", Kinds.number(), 0.0),
                Field.optional("end", Kinds.number()));
    }
    /** An installed encoder that makes all vectors anew. */
    public record Reindex(PackageName encoder) {

        public static final Codec<Reindex> CODEC = new Codec<>(in -> new Reindex(in.next()),
                it -> new Object[]{it.encoder},
                Field.required("encoder", Kinds.packageName()));
    }
    /** The passphrase of the documents. */
    public record Passphrase(String passphrase) {

        public static final Codec<Passphrase> CODEC = new Codec<>(in -> new Passphrase(in.next()),
                it -> new Object[]{it.passphrase},
                Field.required("passphrase", Kinds.text()));
    }
    /** The passphrase, and after how long without use the documents lock again. */
    public record Unlock(String passphrase, int idleMinutes) {

        public static final Codec<Unlock> CODEC = new Codec<>(in -> new Unlock(in.next(), in.next()),
                it -> new Object[]{it.passphrase, it.idleMinutes},
                Field.required("passphrase", Kinds.text()),
                Field.of("idle_minutes", Kinds.count(24 * 60), 10));
    }
    /** A file of documents, sealed where there is a passphrase. */
    public record Sealed(Optional<String> passphrase) {

        public static final Codec<Sealed> CODEC = new Codec<>(in -> new Sealed(in.next()),
                it -> new Object[]{it.passphrase},
                Field.optional("passphrase", Kinds.text()));
    }
}
