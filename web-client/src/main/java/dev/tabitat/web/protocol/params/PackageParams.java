package dev.tabitat.web.protocol.params;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Fields;
import dev.tabitat.web.protocol.Input;
import dev.tabitat.web.protocol.Kind;
import dev.tabitat.web.protocol.Kinds;
import java.util.List;
import java.util.Optional;

/** Parameters of the methods about packages, the store, the device and the page. */
public final class PackageParams {

    private PackageParams() {}

    /** No parameters. */
    public record Nothing() {

        public static final Fields FIELDS = new Fields();

        /** Takes any object. */
        public static Nothing read(Input in) {
            return new Nothing();
        }

        public JsonObject write() {
            return JsonObject.EMPTY;
        }
    }

    /** What is known of the device; {@code measure} times the kernels too. */
    public record Device(boolean measure) {

        public static final Fields FIELDS = new Fields(Field.of("measure", Kinds.flag(), false));

        public static Device read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Device(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(measure);
        }
    }

    /** What a registry offers; an empty one is the host of the page. */
    public record Catalog(String registry) {

        public static final Fields FIELDS = new Fields(Field.of("registry", Kinds.origin(), ""));

        public static Catalog read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Catalog(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(registry);
        }
    }

    /**
     * A package to download; without {@code registry} from the host of the page, or of an update from where it came.
     */
    public record Install(PackageName name, boolean allowMetered, Optional<String> registry) {

        public static final Fields FIELDS = new Fields(Field.required("name", Kinds.packageName()),
                Field.of("allowMetered", Kinds.flag(), false),
                Field.optional("registry", Kinds.origin()));

        public static Install read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Install(values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(name, allowMetered, registry);
        }
    }

    /** A package by its name. */
    public record Named(PackageName name) {

        public static final Fields FIELDS = new Fields(Field.required("name", Kinds.packageName()));

        public static Named read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Named(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(name);
        }
    }

    /** An installed model. */
    public record Model(PackageName model) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()));

        public static Model read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Model(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model);
        }
    }

    /** Downloads that come first, in this order. */
    public record Reorder(List<PackageName> names) {

        public static final Fields FIELDS = new Fields(Field.required("names", Kinds.oneOrMore(Kinds.packageName())));

        public static Reorder read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Reorder(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(names);
        }
    }

    /** A verification of the store; {@code repair} fetches what is damaged. */
    public record Check(boolean repair) {

        public static final Fields FIELDS = new Fields(Field.of("repair", Kinds.flag(), false));

        public static Check read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Check(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(repair);
        }
    }

    /** The adapters of a base that are here or at a registry. */
    public record Adapters(PackageName base, String registry) {

        public static final Fields FIELDS = new Fields(Field.required("base", Kinds.packageName()),
                Field.of("registry", Kinds.origin(), ""));

        public static Adapters read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Adapters(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(base, registry);
        }
    }

    /** An adapter in files: its configuration, with the weights as bytes beside it. */
    public record ImportAdapter(PackageName base, PackageName name, JsonObject config, Optional<String> title,
            String summary, String licence) {

        public static final Fields FIELDS = new Fields(Field.required("base", Kinds.packageName()),
                Field.required("name", Kinds.packageName(ModelParams.ADAPTER_TAG)),
                Field.required("config", Kinds.object()),
                Field.optional("title", Kinds.text()),
                Field.of("summary", Kinds.text(), ""),
                Field.of("licence", Kinds.text(), "NOASSERTION"));

        public static ImportAdapter read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new ImportAdapter(values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next());
        }

        public JsonObject write() {
            return FIELDS.write(base, name, config, title, summary, licence);
        }
    }

    /** A file to make. The format that counts where none is given depends on what is exported. */
    public record Export(String what, Optional<PackageName> root, Optional<String> format, Optional<String> digest) {

        public static final Fields FIELDS = new Fields(
                Field.required("what",
                        Kinds.oneOf(List.of("lineage", "package", "ecology", "decisions", "transcript"))),
                Field.optional("root", Kinds.packageName()),
                Field.optional("format", Kinds.text()),
                Field.optional("digest", Kinds.text()));

        public static Export read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Export(values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(what, root, format, digest);
        }

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

        /** @throws dev.tabitat.core.error.InvalidInput when it is missing or none */
        public Digest requireDigest() {
            String text = digest.orElse("");
            try {
                return Digest.parse(text);
            } catch (TabitatException malformed) {
                throw new Kind.Place("export", "digest").wrong("sha256: and 64 hexadecimal digits",
                        text.isEmpty() ? "nothing" : text.length() > 100 ? "a long text" : text);
            }
        }
    }

    /** Bytes that were loaded without the engine. */
    public record Received(String origin, String purpose, long requests, long bytes) {

        public static final Fields FIELDS = new Fields(Field.required("origin", Kinds.text()),
                Field.required("purpose", Kinds.text()),
                Field.required("requests", Kinds.whole()),
                Field.required("bytes", Kinds.whole()));

        public static Received read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Received(values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(origin, purpose, requests, bytes);
        }
    }

    /** What only the page knows: a device profile (a document), and whether it is online. */
    public record Page(Optional<JsonObject> profile, Optional<Boolean> online) {

        public static final Fields FIELDS = new Fields(Field.optional("profile", Kinds.object()),
                Field.optional("online", Kinds.flag()));

        public static Page read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Page(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(profile, online);
        }
    }

}
