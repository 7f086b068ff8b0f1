package dev.tabitat.web.protocol.params;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.protocol.Codec;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Kind;
import dev.tabitat.web.protocol.Kinds;
import java.util.List;
import java.util.Optional;

/** Parameters of the methods about packages, the store, the device and the page. */
public final class PackageParams {

    private PackageParams() {}

    /** No parameters. */
    public record Nothing() {

        public static final Codec<Nothing> CODEC = new Codec<>(in -> new Nothing(),
                it -> new Object[]{});
    }
    /** What is known of the device; {@code measure} times the kernels too. */
    public record Device(boolean measure) {

        public static final Codec<Device> CODEC = new Codec<>(in -> new Device(in.next()),
                it -> new Object[]{it.measure},
                Field.of("measure", Kinds.flag(), false));
    }
    /** What a registry offers; an empty one is the host of the page. */
    public record Catalog(String registry) {

        public static final Codec<Catalog> CODEC = new Codec<>(in -> new Catalog(in.next()),
                it -> new Object[]{it.registry},
                Field.of("registry", Kinds.origin(), ""));
    }
    /**
     * A package to download; without {@code registry} from the host of the page, or of an update from where it came.
     */
    public record Install(PackageName name, boolean allowMetered, Optional<String> registry) {

        public static final Codec<Install> CODEC = new Codec<>(in -> new Install(in.next(), in.next(), in.next()),
                it -> new Object[]{it.name, it.allowMetered, it.registry},
                Field.required("name", Kinds.packageName()),
                Field.of("allowMetered", Kinds.flag(), false),
                Field.optional("registry", Kinds.origin()));
    }
    /** A package by its name. */
    public record Named(PackageName name) {

        public static final Codec<Named> CODEC = new Codec<>(in -> new Named(in.next()),
                it -> new Object[]{it.name},
                Field.required("name", Kinds.packageName()));
    }
    /** An installed model. */
    public record Model(PackageName model) {

        public static final Codec<Model> CODEC = new Codec<>(in -> new Model(in.next()),
                it -> new Object[]{it.model},
                Field.required("model", Kinds.packageName()));
    }
    /** Downloads that come first, in this order. */
    public record Reorder(List<PackageName> names) {

        public static final Codec<Reorder> CODEC = new Codec<>(in -> new Reorder(in.next()),
                it -> new Object[]{it.names},
                Field.required("names", Kinds.oneOrMore(Kinds.packageName())));
    }
    /** A verification of the store; {@code repair} fetches what is damaged. */
    public record Check(boolean repair) {

        public static final Codec<Check> CODEC = new Codec<>(in -> new Check(in.next()),
                it -> new Object[]{it.repair},
                Field.of("repair", Kinds.flag(), false));
    }
    /** The adapters of a base that are here or at a registry. */
    public record Adapters(PackageName base, String registry) {

        public static final Codec<Adapters> CODEC = new Codec<>(in -> new Adapters(in.next(), in.next()),
                it -> new Object[]{it.base, it.registry},
                Field.required("base", Kinds.packageName()),
                Field.of("registry", Kinds.origin(), ""));
    }
    /** An adapter in files: its configuration, with the weights as bytes beside it. */
    public record ImportAdapter(PackageName base, PackageName name, JsonObject config, Optional<String> title,
            String summary, String licence) {

        public static final Codec<ImportAdapter> CODEC = new Codec<>(
                in -> new ImportAdapter(in.next(), in.next(), in.next(), in.next(), in.next(), in.next()),
                it -> new Object[]{it.base, it.name, it.config, it.title, it.summary, it.licence},
                Field.required("base", Kinds.packageName()),
                Field.required("name", Kinds.packageName(ModelParams.ADAPTER_TAG)),
                Field.required("config", Kinds.object()),
                Field.optional("title", Kinds.text()),
                Field.of("summary", Kinds.text(), ""),
                Field.of("licence", Kinds.text(), "NOASSERTION"));
    }
    /** A file to make. The format that counts where none is given depends on what is exported. */
    public record Export(String what, Optional<PackageName> root, Optional<String> format) {

        public static final Codec<Export> CODEC = new Codec<>(in -> new Export(in.next(), in.next(), in.next()),
                it -> new Object[]{it.what, it.root, it.format},
                Field.required("what", Kinds.oneOf(List.of("lineage", "package", "ecology", "decisions"))),
                Field.optional("root", Kinds.packageName()),
                Field.optional("format", Kinds.text()));

        /**
         * The format, or the usual one. @throws dev.tabitat.core.error.InvalidInput when this is not made in that
         * format
         */
        public String formatOrUsual() {
            boolean isLineage = what.equals("lineage");
            List<String> formats = isLineage ? List.of("prov", "cyclonedx")
                    : what.equals("package") ? List.of("oci", "folder") : List.of("oci");
            String wanted = format.orElse(formats.get(0));
            return Kinds.oneOf(formats).read(new Kind.Place("export", "format"), new JsonString(wanted));
        }

        /** @throws dev.tabitat.core.error.InvalidInput when it is missing */
        public PackageName requireRoot() {
            return root.orElseThrow(() -> new Kind.Place("export", "root").wrong("a string", "nothing"));
        }
    }
    /** Bytes that were loaded without the engine. */
    public record Received(String origin, String purpose, long requests, long bytes) {

        public static final Codec<Received> CODEC = new Codec<>(
                in -> new Received(in.next(), in.next(), in.next(), in.next()),
                it -> new Object[]{it.origin, it.purpose, it.requests, it.bytes},
                Field.required("origin", Kinds.text()),
                Field.required("purpose", Kinds.text()),
                Field.required("requests", Kinds.whole()),
                Field.required("bytes", Kinds.whole()));
    }
    /** What only the page knows: a device profile (a document), whether it is online, and what it loaded. */
    public record Page(Optional<JsonObject> profile, Optional<Boolean> online, List<Received> received) {

        public static final Codec<Page> CODEC = new Codec<>(in -> new Page(in.next(), in.next(), in.next()),
                it -> new Object[]{it.profile, it.online, it.received},
                Field.optional("profile", Kinds.object()),
                Field.optional("online", Kinds.flag()),
                Field.of("received", Kinds.list(Received.CODEC), List.of()));
    }
}
