package dev.tabitat.web.protocol.params;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Fields;
import dev.tabitat.web.protocol.Input;
import dev.tabitat.web.protocol.Kinds;
import java.util.Optional;

/** Parameters of the methods about keys, signatures and release packets. */
public final class TrustParams {

    private TrustParams() {}

    /** A key to make. */
    public record MakeKey(String name, Optional<String> algorithm) {

        public static final Fields FIELDS = new Fields(Field.required("name", Kinds.text()),
                Field.optional("algorithm", Kinds.text()));

        public static MakeKey read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new MakeKey(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(name, algorithm);
        }
    }

    /** An own key to seal into a file. */
    public record ExportKey(String id, String passphrase) {

        public static final Fields FIELDS = new Fields(Field.required("id", Kinds.text()),
                Field.required("passphrase", Kinds.text()));

        public static ExportKey read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new ExportKey(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(id, passphrase);
        }
    }

    /** The text of an exported file. */
    public record ImportKey(String file, String passphrase) {

        public static final Fields FIELDS = new Fields(Field.required("file", Kinds.text()),
                Field.required("passphrase", Kinds.text()));

        public static ImportKey read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new ImportKey(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(file, passphrase);
        }
    }

    /** A public key in PEM to trust under a name. */
    public record Trust(String name, String publicKey) {

        public static final Fields FIELDS = new Fields(Field.required("name", Kinds.text()),
                Field.required("publicKey", Kinds.text()));

        public static Trust read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Trust(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(name, publicKey);
        }
    }

    /** A key to trust no longer; an own one is deleted only with {@code deleteOwn}. */
    public record Untrust(String id, boolean deleteOwn) {

        public static final Fields FIELDS = new Fields(Field.required("id", Kinds.text()),
                Field.of("delete_own", Kinds.flag(), false));

        public static Untrust read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Untrust(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(id, deleteOwn);
        }
    }

    /** An installed package to sign, and an own key. */
    public record Sign(PackageName model, String key) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.required("key", Kinds.text()));

        public static Sign read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Sign(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, key);
        }
    }

    /** The signatures of an installed package; {@code refresh} asks the host for new ones. */
    public record Signatures(PackageName model, boolean refresh) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.of("refresh", Kinds.flag(), false));

        public static Signatures read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Signatures(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, refresh);
        }
    }

    /** A model whose release packet is made, signed where there is a key. */
    public record Packet(PackageName model, Optional<String> key) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.optional("key", Kinds.text()));

        public static Packet read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Packet(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, key);
        }
    }

}
