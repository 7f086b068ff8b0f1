package dev.tabitat.web.protocol.params;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Fields;
import dev.tabitat.web.protocol.Input;
import dev.tabitat.web.protocol.Kinds;
import java.util.List;
import java.util.Optional;

/** Parameters of the methods about models of other ecosystems. */
public final class SourceParams {

    private static final int MAX_HITS = 100;

    private SourceParams() {}

    /**
     * A model to look at. {@code file} is the one of several weights that is meant; {@code consent} says whether the
     * person has agreed that the source's origin is contacted; a script's call that does not say names the source
     * itself, and needs none.
     */
    public record Inspect(ModelSource source, Optional<String> file, Optional<Boolean> consent) {

        public static final Fields FIELDS = new Fields(
                Field.required("source", Kinds.record(ModelSource::read, ModelSource::write)),
                Field.optional("file", Kinds.text()),
                Field.optional("consent", Kinds.flag()));

        public static Inspect read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Inspect(values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(source, file, consent);
        }
    }

    /** A model to add; {@code base} is the installed model that an adapter changes. */
    public record Add(ModelSource source, Optional<PackageName> name, String quantization, Optional<String> file,
            Optional<PackageName> base, boolean allowMetered, Optional<Boolean> consent) {

        public static final Fields FIELDS = new Fields(
                Field.required("source", Kinds.record(ModelSource::read, ModelSource::write)),
                Field.optional("name", Kinds.packageName()),
                Field.of("quantization", Kinds.oneOf(List.of("as-is", "q8", "q4")), "as-is"),
                Field.optional("file", Kinds.text()),
                Field.optional("base", Kinds.packageName()),
                Field.of("allowMetered", Kinds.flag(), false),
                Field.optional("consent", Kinds.flag()));

        public static Add read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Add(values.next(), values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next());
        }

        public JsonObject write() {
            return FIELDS.write(source, name, quantization, file, base, allowMetered, consent);
        }
    }

    /** Words to search the hub for. */
    public record Search(String query, int limit, Optional<Boolean> consent) {

        public static final Fields FIELDS = new Fields(Field.required("query", Kinds.text()),
                Field.of("limit", Kinds.count(MAX_HITS), 20),
                Field.optional("consent", Kinds.flag()));

        public static Search read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Search(values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(query, limit, consent);
        }
    }

    /** An access token of the hub, and the passphrase that seals it. */
    public record HubToken(String token, String passphrase) {

        public static final Fields FIELDS = new Fields(Field.required("token", Kinds.text()),
                Field.required("passphrase", Kinds.text()));

        public static HubToken read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new HubToken(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(token, passphrase);
        }
    }

    /** The passphrase of the hub's token. */
    public record UnlockHub(String passphrase) {

        public static final Fields FIELDS = new Fields(Field.required("passphrase", Kinds.text()));

        public static UnlockHub read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new UnlockHub(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(passphrase);
        }
    }

    /** An origin that is not to be contacted again without the person's consent. */
    public record Origin(String origin) {

        public static final Fields FIELDS = new Fields(Field.required("origin", Kinds.origin()));

        public static Origin read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Origin(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(origin);
        }
    }
}
