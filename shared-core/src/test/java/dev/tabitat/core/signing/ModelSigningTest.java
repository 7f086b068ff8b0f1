package dev.tabitat.core.signing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.digest.Digest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Signatures that the reference tool made: {@code model_signing} 1.1.1,
 * {@code model_signing sign key tiny --private_key KEY --signature
 * NAME.sig}. Of {@code files-only.sig} the folder had no manifest.
 */
final class ModelSigningTest {

    @ParameterizedTest
    @CsvSource({"p256.sig,p256.pem,ecdsa-p256,true", "p384.sig,p384.pem,ecdsa-p384,true",
            "p521.sig,p521.pem,ecdsa-p521,true",
            "files-only.sig,p256.pem,ecdsa-p256,false"})
    void aSignatureOfTheReferenceToolIsTrusted(String file, String pem, String algorithm, boolean coversManifest)
            throws Exception {
        PublicKey key = PublicKey.ofPem(text(pem));
        assertEquals(algorithm, key.algorithm().id());
        Envelope envelope = SigstoreBundle.read(bytes(file));
        assertEquals(key.pemDigest(), envelope.signatures().get(0).keyid());
        assertEquals(new SignatureState.Trusted("The tool", key.id(), coversManifest),
                state(tiny(), envelope, Map.of(key, "The tool")));
        assertEquals(new SignatureState.UnknownKey(key.pemDigest(), false), state(tiny(), envelope, Map.of()));
    }

    @Test
    void ourStatementAndBundleAreThoseOfTheTool() throws Exception {
        ModelStatement theirs = ModelStatement.read(SigstoreBundle.read(bytes("p256.sig")).payload());
        ModelStatement ours = tiny().statement();
        assertEquals(List.copyOf(theirs.resources().entrySet()), List.copyOf(ours.resources().entrySet()),
                "the same files in the same order");
        assertEquals(theirs.digest(), ours.digest());
        assertEquals(List.copyOf(new java.util.TreeSet<>(theirs.ignoredPaths())), ours.ignoredPaths());
        Envelope envelope = SigstoreBundle.read(bytes("p256.sig"));
        byte[] again = SigstoreBundle.write(envelope, envelope.signatures().get(0),
                Optional.of(PublicKey.ofPem(text("p256.pem"))));
        assertArrayEquals(envelope.payload(), SigstoreBundle.read(again).payload());
        assertEquals(envelope.signatures().get(0).keyid(), SigstoreBundle.read(again).signatures().get(0).keyid());
    }

    @Test
    void whateverChangesInTheFolderIsNamed() throws Exception {
        Envelope envelope = SigstoreBundle.read(bytes("p256.sig"));
        Map<PublicKey, String> trusted = Map.of(PublicKey.ofPem(text("p256.pem")), "The tool");
        Digest other = Digest.of(new byte[1]);
        for (String path : List.of("README.md", "sub/model.safetensors", "sub-b.json")) {
            Map<String, Digest> changed = new TreeMap<>(tiny().files());
            changed.put(path, other);
            wrong(path, state(new SignedPackage("tiny:q8", tiny().manifest(), changed), envelope, trusted));
            changed.remove(path);
            wrong(path, state(new SignedPackage("tiny:q8", tiny().manifest(), changed), envelope, trusted));
        }
        Map<String, Digest> more = new TreeMap<>(tiny().files());
        more.put("pickle.bin", other);
        wrong("pickle.bin", state(new SignedPackage("tiny:q8", tiny().manifest(), more), envelope, trusted));
        wrong("another manifest", state(new SignedPackage("tiny:q8", other, tiny().files()), envelope, trusted));
        Map<String, Digest> git = new TreeMap<>(tiny().files());
        git.put(".gitattributes", other);
        assertInstanceOf(SignatureState.Trusted.class,
                state(new SignedPackage("tiny:q8", tiny().manifest(), git), envelope, trusted),
                "the tool leaves out what belongs to git");
    }

    @Test
    void aChangedSignatureOrStatementIsWrong() throws Exception {
        Map<PublicKey, String> trusted = Map.of(PublicKey.ofPem(text("p256.pem")), "The tool");
        Envelope envelope = SigstoreBundle.read(bytes("p256.sig"));
        byte[] signature = envelope.signatures().get(0).bytes().clone();
        signature[signature.length - 1] ^= 1;
        wrong("not that of its key", state(tiny(), new Envelope(envelope.payloadType(), envelope.payload(),
                List.of(new Envelope.Signature(envelope.signatures().get(0).keyid(), signature))), trusted));
        byte[] payload = new String(envelope.payload(), StandardCharsets.UTF_8).replace("\"tiny\"", "\"Tiny\"")
                .getBytes(StandardCharsets.UTF_8);
        wrong("not that of its key",
                state(tiny(), new Envelope(envelope.payloadType(), payload, envelope.signatures()), trusted));
    }

    private static void wrong(String reason, SignatureState state) {
        assertTrue(state instanceof SignatureState.Wrong wrong && wrong.reason().contains(reason),
                reason + ": " + state);
    }

    private static SignatureState state(SignedPackage about, Envelope envelope, Map<PublicKey, String> trusted) {
        return new SignatureCheck(JvmKeys.VERIFIER, trusted).state(about,
                List.of(new SignatureCheck.Found(envelope.bytes(), Optional.empty())));
    }

    /** The folder as a package: its manifest's file is no file of the package. */
    private static SignedPackage tiny() throws IOException, URISyntaxException {
        Path folder = path("tiny");
        Map<String, Digest> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Digest.of(Files.readAllBytes(file)));
            }
        }
        Digest manifest = files.remove(SignedPackage.MANIFEST_FILE);
        return new SignedPackage("tiny:q8", manifest, files);
    }

    private static byte[] bytes(String name) throws IOException, URISyntaxException {
        return Files.readAllBytes(path(name));
    }

    private static String text(String name) throws IOException, URISyntaxException {
        return Files.readString(path(name));
    }

    private static Path path(String name) throws URISyntaxException {
        return Path.of(ModelSigningTest.class.getResource("/model-signing/" + name).toURI());
    }
}
