package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.tar.TarEntry;
import dev.tabitat.core.format.tar.TarReader;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.signing.Envelope;
import dev.tabitat.core.signing.JvmKeys;
import dev.tabitat.core.signing.KeyAlgorithm;
import dev.tabitat.core.signing.ModelStatement;
import dev.tabitat.core.signing.SignatureArtifact;
import dev.tabitat.core.signing.SignedPackage;
import dev.tabitat.core.signing.Signer;
import dev.tabitat.core.signing.SigstoreBundle;
import dev.tabitat.web.engine.trust.Keys;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys are made, exported, imported and trusted; packages are signed, and what a signature is worth is said. */
final class KeysTest {

    private static final String PASSPHRASE = "four unrelated words here";

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private Manifest starter;

    @BeforeEach
    void offer() {
        starter = TinyModels.offer(environment, "lande", 0.9);
    }

    private Engine start(RecordStore records) {
        Engine engine = new Engine(environment, records, "", environment::send);
        engine.begin();
        return engine;
    }

    private JsonObject signature(Engine engine) {
        return ((JsonArray) environment.done(engine, "installed")).objects().get(0).object("signature");
    }

    /** Puts a signature beside the package on the host. */
    private void offerSignature(Signer signer, ModelStatement says) {
        byte[] envelope = Envelope.sign(says, signer).bytes();
        byte[] artifact = SignatureArtifact
                .of(new Descriptor(MediaTypes.MANIFEST, starter.digest(), starter.bytes().length, Map.of()),
                        envelope, signer.key())
                .bytes();
        JsonObject index = JsonObject.of("schemaVersion", 2, "mediaType", MediaTypes.INDEX, "manifests",
                JsonArray.of(JsonObject.of(
                        "mediaType", MediaTypes.MANIFEST, "digest", Digest.of(artifact).toString(), "size",
                        artifact.length, "artifactType", SignatureArtifact.TYPE)));
        environment.resources.put("/v2/lande/referrers/" + starter.digest(),
                index.toString().getBytes(StandardCharsets.UTF_8));
        environment.resources.put("/v2/lande/manifests/" + Digest.of(artifact), artifact);
        environment.resources.put("/v2/lande/blobs/" + Digest.of(envelope), envelope);
    }

    private SignedPackage truth() {
        return SignedPackage.of(starter, starter.digest());
    }

    @Test
    void aKeySignsAndItsExportedFileBringsItBackElsewhere() {
        RecordStore records = new MemoryRecords();
        Engine engine = start(records);
        assertEquals("unsigned", signature(engine).string("state"));
        JsonObject key = environment.object(engine, "makeKey", "name", "Ada");
        assertEquals("ecdsa-p256", key.string("algorithm"));
        JsonObject signed = environment.object(engine, "sign", "model", "lande:q8", "key", key.string("id"));
        assertEquals("trusted", signed.string("state"), signed.toString());
        assertEquals("Ada", signature(engine).string("by"));
        assertEquals("trusted", signature(start(records)).string("state"), "signatures are stored");

        JsonObject exported = environment.object(engine, "exportKey", "id", key.string("id"), "passphrase", PASSPHRASE);
        assertTrue(exported.string("name").endsWith(".json"));
        String file = new String(environment.files.get(environment.files.size() - 1), StandardCharsets.UTF_8);
        Engine elsewhere = start(new MemoryRecords());
        assertEquals("refused",
                environment.refusal(elsewhere, "importKey", "file", file, "passphrase", PASSPHRASE + "!"));
        for (String member : List.of("salt", "iv", "sealed", "public_key", "rounds", "format", "algorithm", "name",
                "kdf", "cipher")) {
            JsonObject broken = dev.tabitat.core.json.JsonReader.readObject(file,
                    dev.tabitat.core.json.JsonLimits.DEFAULT);
            String code = environment.refusal(elsewhere, "importKey", "file", broken.without(member).toString(),
                    "passphrase", PASSPHRASE);
            assertEquals("damaged_data", code, member);
        }
        assertEquals(0, environment.object(elsewhere, "keys").array("keys").size(), "nothing half imported");
        assertEquals(key.string("id"),
                environment.object(elsewhere, "importKey", "file", file, "passphrase", PASSPHRASE).string("id"));
        assertEquals("trusted",
                environment.object(elsewhere, "sign", "model", "lande:q8", "key", key.string("id")).string("state"));
    }

    @Test
    void aSignatureOfTheHostComesWithThePackageAndItsKeyCanBeTrustedByName() {
        Signer signer = JvmKeys.make(KeyAlgorithm.P256);
        offerSignature(signer, truth().statement());
        Engine engine = start(new MemoryRecords());
        environment.object(engine, "signatures", "model", "lande:q8", "refresh", true);
        assertEquals("unknown", signature(engine).string("state"));
        assertEquals(signer.key().id(), signature(engine).string("keyid"));
        environment.done(engine, "trust", "name", "The makers", "publicKey", signer.key().pem());
        assertEquals("The makers", signature(engine).string("by"));
        environment.done(engine, "untrust", "id", signer.key().id());
        assertEquals("unknown", signature(engine).string("state"));
        environment.done(engine, "remove", "name", "lande:q8");
        environment.resources.remove("/v2/lande/referrers/" + starter.digest());
        environment.done(engine, "install", "name", "lande:q8");
        assertEquals("unsigned", signature(engine).string("state"), "signatures go with their package");
    }

    @Test
    void trustThatChangesWhileASignatureIsCheckedIsNotLost() {
        JvmKeyTools tools = new JvmKeyTools();
        environment.keyTools = tools;
        Engine engine = start(new MemoryRecords());
        String key = environment.object(engine, "makeKey", "name", "Ada").string("id");
        String pem = environment.object(engine, "keys").array("keys").objects().get(0).string("public_key");
        environment.object(engine, "sign", "model", "lande:q8", "key", key);
        environment.done(engine, "untrust", "id", key, "delete_own", true);
        tools.meanwhile = () -> environment.done(engine, "trust", "name", "The makers", "publicKey", pem);
        assertEquals("trusted", signature(engine).string("state"), "one that was being checked");
        assertEquals("trusted", signature(engine).string("state"));
        tools.meanwhile = () -> environment.done(engine, "untrust", "id", key);
        environment.done(engine, "trust", "name", "Others", "publicKey", pem);
        assertEquals("unknown", signature(engine).string("state"));
        assertEquals("unknown", signature(engine).string("state"), "and from then on");
    }

    @Test
    void aSignatureOverSomethingElseIsWrongAndSaysWhy() {
        offerSignature(JvmKeys.make(KeyAlgorithm.ED25519),
                new SignedPackage("lande:q8", Digest.of(new byte[3]), truth().files()).statement());
        Engine engine = start(new MemoryRecords());
        environment.done(engine, "remove", "name", "lande:q8");
        environment.done(engine, "install", "name", "lande:q8");
        assertEquals("wrong", signature(engine).string("state"));
        assertTrue(signature(engine).string("reason").contains("another manifest"), signature(engine).toString());
        JsonArray entries = (JsonArray) environment.done(engine, "catalog");
        assertEquals("wrong", entries.objects().get(0).object("signature").string("state"));
    }

    @Test
    void aFolderIsExportedWithItsSignaturesAndABundleOfAnotherToolComesIn() {
        Engine engine = start(new MemoryRecords());
        JsonObject key = environment.object(engine, "makeKey", "name", "Ada");
        JsonObject signed = environment.object(engine, "sign", "model", "lande:q8", "key", key.string("id"))
                .array("signatures").objects().get(0);
        assertEquals("package", signed.string("covers"));
        JsonObject exported = environment.object(engine, "export", "what", "package", "root", "lande:q8", "format",
                "folder");
        assertEquals("lande-q8-folder.tar", exported.string("name"));
        Slices tar = Slices.of(environment.files.get(environment.files.size() - 1));
        Map<String, Digest> folder = new java.util.TreeMap<>();
        String bundle = "";
        for (TarEntry entry : TarReader.read(tar).values()) {
            byte[] bytes = tar.read(entry.offset(), (int) entry.size());
            if (entry.name().startsWith("lande-q8/")) {
                folder.put(entry.name().substring("lande-q8/".length()), Digest.of(bytes));
            } else {
                assertEquals("lande-q8.sig", entry.name());
                bundle = new String(bytes, StandardCharsets.UTF_8);
            }
        }
        Map<String, Digest> expected = new java.util.TreeMap<>(truth().files());
        expected.put("oci-manifest.json", starter.digest());
        assertEquals(expected, folder);
        assertEquals(signed.string("bundle"), bundle);

        // Another tool: no key id, its own layout of the same JSON, its own hint.
        Signer other = JvmKeys.make(KeyAlgorithm.P256);
        Envelope envelope = Envelope.sign(truth().statement(), other);
        byte[] theirs = SigstoreBundle.write(envelope, envelope.signatures().get(0),
                java.util.Optional.of(other.key()));
        JsonObject report = imported(engine, theirs);
        assertEquals("signature", report.string("kind"));
        assertEquals("lande:q8", report.string("model"));
        assertEquals("unknown", report.object("signature").string("state"));
        assertEquals(2, environment.object(engine, "signatures", "model", "lande:q8").array("signatures").size());
        environment.done(engine, "untrust", "id", key.string("id"), "delete_own", true);
        assertEquals("unknown", signature(engine).string("state"));
        environment.done(engine, "trust", "name", "The tool", "publicKey", other.key().pem());
        assertEquals("The tool", signature(engine).string("by"));
        assertEquals("package", signature(engine).string("covers"));

        Engine elsewhere = start(new MemoryRecords());
        assertTrue(imported(elsewhere, bundle.getBytes(StandardCharsets.UTF_8)).array("notices").strings().get(0)
                .contains("lande:q8"));
        assertTrue(imported(elsewhere, envelope.bytes()).bool("ok"), "an envelope by itself");
        byte[] about = Envelope
                .sign(new SignedPackage("lande:q8", Digest.of(new byte[1]), truth().files()).statement(), other)
                .bytes();
        assertTrue(failure(elsewhere, about).contains("another manifest"), failure(elsewhere, about));
        byte[] forged = new Envelope(envelope.payloadType(), envelope.payload(),
                List.of(new Envelope.Signature(other.key().id(), new byte[70]))).bytes();
        environment.done(elsewhere, "trust", "name", "The tool", "publicKey", other.key().pem());
        assertTrue(failure(elsewhere, forged).contains("not that of its key"), failure(elsewhere, forged));
        assertEquals(2, environment.object(elsewhere, "signatures", "model", "lande:q8").array("signatures").size(),
                "nothing wrong was kept");
    }

    private JsonObject imported(Engine engine, byte[] file) {
        FromEngine end = environment.call(engine, "import", JsonObject.EMPTY, java.util.Optional.of(Slices.of(file)));
        assertTrue(end instanceof FromEngine.Done, end.text());
        return (JsonObject) ((FromEngine.Done) end).result();
    }

    private String failure(Engine engine, byte[] file) {
        FromEngine end = environment.call(engine, "import", JsonObject.EMPTY, java.util.Optional.of(Slices.of(file)));
        assertTrue(end instanceof FromEngine.Failed, end.text());
        return ((FromEngine.Failed) end).error().toString();
    }

    @Test
    void badInputIsRefused() {
        Engine engine = start(new MemoryRecords());
        assertEquals("invalid_input", environment.refusal(engine, "makeKey", "name", "  "));
        assertEquals("unsupported", environment.refusal(engine, "makeKey", "name", "Ada", "algorithm", "rsa"));
        assertEquals("invalid_input", environment.refusal(engine, "sign", "model", "lande:q8", "key", "nobody"));
        assertEquals("invalid_input", environment.refusal(engine, "trust", "name", "Ada", "publicKey", "hello"));
        assertEquals("invalid_input", environment.refusal(engine, "untrust", "id", "nobody"));
        JsonObject key = environment.object(engine, "makeKey", "name", "Ada", "algorithm", "ecdsa-p256");
        assertEquals("invalid_input",
                environment.refusal(engine, "exportKey", "id", key.string("id"), "passphrase", "short"));
        assertEquals("refused", environment.refusal(engine, "untrust", "id", key.string("id")));
        environment.done(engine, "untrust", "id", key.string("id"), "delete_own", true);
        assertFalse(environment.object(engine, "keys").array("keys").size() > 0);
    }

    @Test
    void aLicenceIsToldWithItsDuties() {
        JsonObject licence = environment.object(start(new MemoryRecords()), "licence", "model", "lande:q8");
        assertTrue(licence.array("obligations").size() > 0, licence.toString());
        assertFalse(licence.string("expression").isEmpty());
    }
}
