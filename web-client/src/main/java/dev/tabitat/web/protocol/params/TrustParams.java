package dev.tabitat.web.protocol.params;

import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.protocol.Codec;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Kinds;
import java.util.Optional;

/** Parameters of the methods about keys, signatures and release packets. */
public final class TrustParams {

    private TrustParams() {}

    /** A key to make. */
    public record MakeKey(String name, Optional<String> algorithm) {

        public static final Codec<MakeKey> CODEC = new Codec<>(in -> new MakeKey(in.next(), in.next()),
                it -> new Object[]{it.name, it.algorithm},
                Field.required("name", Kinds.text()),
                Field.optional("algorithm", Kinds.text()));
    }
    /** An own key to seal into a file. */
    public record ExportKey(String id, String passphrase) {

        public static final Codec<ExportKey> CODEC = new Codec<>(in -> new ExportKey(in.next(), in.next()),
                it -> new Object[]{it.id, it.passphrase},
                Field.required("id", Kinds.text()),
                Field.required("passphrase", Kinds.text()));
    }
    /** The text of an exported file. */
    public record ImportKey(String file, String passphrase) {

        public static final Codec<ImportKey> CODEC = new Codec<>(in -> new ImportKey(in.next(), in.next()),
                it -> new Object[]{it.file, it.passphrase},
                Field.required("file", Kinds.text()),
                Field.required("passphrase", Kinds.text()));
    }
    /** A public key in PEM to trust under a name. */
    public record Trust(String name, String publicKey) {

        public static final Codec<Trust> CODEC = new Codec<>(in -> new Trust(in.next(), in.next()),
                it -> new Object[]{it.name, it.publicKey},
                Field.required("name", Kinds.text()),
                Field.required("publicKey", Kinds.text()));
    }
    /** A key to trust no longer; an own one is deleted only with {@code deleteOwn}. */
    public record Untrust(String id, boolean deleteOwn) {

        public static final Codec<Untrust> CODEC = new Codec<>(in -> new Untrust(in.next(), in.next()),
                it -> new Object[]{it.id, it.deleteOwn},
                Field.required("id", Kinds.text()),
                Field.of("delete_own", Kinds.flag(), false));
    }
    /** An installed package to sign, and an own key. */
    public record Sign(PackageName model, String key) {

        public static final Codec<Sign> CODEC = new Codec<>(in -> new Sign(in.next(), in.next()),
                it -> new Object[]{it.model, it.key},
                Field.required("model", Kinds.packageName()),
                Field.required("key", Kinds.text()));
    }
    /** The signatures of an installed package; {@code refresh} asks the host for new ones. */
    public record Signatures(PackageName model, boolean refresh) {

        public static final Codec<Signatures> CODEC = new Codec<>(in -> new Signatures(in.next(), in.next()),
                it -> new Object[]{it.model, it.refresh},
                Field.required("model", Kinds.packageName()),
                Field.of("refresh", Kinds.flag(), false));
    }
    /** A model whose release packet is made, signed where there is a key. */
    public record Packet(PackageName model, Optional<String> key) {

        public static final Codec<Packet> CODEC = new Codec<>(in -> new Packet(in.next(), in.next()),
                it -> new Object[]{it.model, it.key},
                Field.required("model", Kinds.packageName()),
                Field.optional("key", Kinds.text()));
    }
}
