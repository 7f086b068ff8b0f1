package dev.tabitat.core.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.error.TabitatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signatures by real keys: whatever is changed is noticed, and openssl agrees in both directions. */
@Execution(ExecutionMode.CONCURRENT)
final class SigningTest {

    private final Random random = Seed.random("SigningTest");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void noByteOfASignedEnvelopeCanChangeUnnoticed(KeyAlgorithm algorithm) {
        Signer signer = JvmKeys.make(algorithm);
        SignedPackage about = SigningContract.about();
        byte[] sound = Envelope.sign(about.statement(), signer).bytes();
        Optional<String> brought = Optional.of(Base64.encode(signer.key().spki()));
        SignatureCheck check = new SignatureCheck(JvmKeys.VERIFIER, Map.of(signer.key(), "Ada"));
        assertEquals(new SignatureState.Trusted("Ada", signer.key().id(), true),
                check.state(about, List.of(new SignatureCheck.Found(sound, brought))));
        String text = new String(sound, java.nio.charset.StandardCharsets.US_ASCII);
        int keyid = text.indexOf("\"keyid\"");
        int signature = text.indexOf("\"sig\"");
        for (int at = 0; at < sound.length; at++) {
            if (at > keyid && at < signature) {
                continue; // A hint which key signed: DSSE does not authenticate it, and verifiers try their other keys.
            }
            // What is signed is the same for every algorithm: one goes through all of it, the slower ones through a
            // part.
            if (algorithm != KeyAlgorithm.P256 && at < signature && random.nextInt(6) > 0) {
                continue;
            }
            byte[] changed = sound.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            SignatureState state = check.state(about, List.of(new SignatureCheck.Found(changed, brought)));
            assertFalse(state instanceof SignatureState.Trusted, "byte " + at);
            assertFalse(state instanceof SignatureState.UnknownKey unknown && unknown.isVerified(), "byte " + at);
        }
    }

    @Test
    void whateverBytesComeAreReadOrRefused() {
        Signer signer = JvmKeys.make(KeyAlgorithm.P256);
        Envelope envelope = Envelope.sign(SigningContract.about().statement(), signer);
        byte[] der = envelope.signatures().get(0).bytes();
        byte[] artifact = SignatureArtifact
                .of(new dev.tabitat.core.packages.Descriptor("a/b", SigningContract.about().manifest(), 9, Map.of()),
                        envelope.bytes(), signer.key())
                .bytes();
        for (int i = 0; i < 3_000; i++) {
            survives(envelope.bytes(), Envelope::read);
            survives(envelope.payload(), ModelStatement::read);
            survives(artifact, SignatureArtifact::read);
            survives(signer.key().spki(), PublicKey::of);
            survives(signer.key().pem().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                    bytes -> PublicKey.ofPem(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)));
            survives(der, bytes -> EcdsaForm.ofDer(bytes, 32)
                    .ifPresent(plain -> assertTrue(Arrays.equals(bytes, EcdsaForm.toDer(plain)))));
        }
    }

    private void survives(byte[] sound, Consumer<byte[]> reader) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
        for (int hits = random.nextInt(3); hits >= 0 && bytes.length > 0; hits--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        try {
            reader.accept(bytes);
        } catch (TabitatException refused) {
            assertFalse(refused.getMessage().isBlank());
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensslVerifiesWhatWeSign(KeyAlgorithm algorithm) throws Exception {
        Signer signer = JvmKeys.make(algorithm);
        Envelope envelope = Envelope.sign(SigningContract.about().statement(), signer);
        write("key.pem", signer.key().pem().getBytes());
        write("message", envelope.preAuthentication());
        write("signature", envelope.signatures().get(0).bytes());
        List<String> command = algorithm == KeyAlgorithm.ED25519
                ? List.of("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "message",
                        "-sigfile", "signature")
                : List.of("openssl", "dgst", digest(algorithm), "-verify", "key.pem", "-signature", "signature",
                        "message");
        assertEquals(0, run(command));
        byte[] other = envelope.preAuthentication();
        other[40] ^= 1;
        write("message", other);
        assertEquals(1, run(command));
    }

    @ParameterizedTest
    @EnumSource
    void weVerifyWhatOpensslSigns(KeyAlgorithm algorithm) throws Exception {
        SignedPackage about = SigningContract.about();
        write("message", new Envelope(Envelope.IN_TOTO, about.statement().bytes(), List.of()).preAuthentication());
        boolean isEd = algorithm == KeyAlgorithm.ED25519;
        assertEquals(0, run(isEd ? List.of("openssl", "genpkey", "-algorithm", "ed25519", "-out", "secret.pem")
                : List.of("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt",
                        "ec_paramgen_curve:" + algorithm.curve(), "-out", "secret.pem")));
        assertEquals(0, run(List.of("openssl", "pkey", "-in", "secret.pem", "-pubout", "-out", "key.pem")));
        assertEquals(0,
                run(isEd ? List.of("openssl", "pkeyutl", "-sign", "-inkey", "secret.pem", "-rawin", "-in", "message",
                        "-out", "signature")
                        : List.of("openssl", "dgst", digest(algorithm), "-sign", "secret.pem", "-out", "signature",
                                "message")));
        PublicKey key = PublicKey.ofPem(Files.readString(directory.resolve("key.pem")));
        assertEquals(algorithm, key.algorithm());
        assertEquals(Files.readString(directory.resolve("key.pem")), key.pem());
        byte[] signature = Files.readAllBytes(directory.resolve("signature"));
        if (!isEd) {
            assertTrue(Arrays.equals(signature,
                    EcdsaForm.toDer(EcdsaForm.ofDer(signature, algorithm.width()).orElseThrow())));
        }
        byte[] envelope = new Envelope(Envelope.IN_TOTO, about.statement().bytes(),
                List.of(new Envelope.Signature(key.id(), signature))).bytes();
        SignatureState state = new SignatureCheck(JvmKeys.VERIFIER, Map.of(key, "openssl"))
                .state(about, List.of(new SignatureCheck.Found(envelope, Optional.empty())));
        assertInstanceOf(SignatureState.Trusted.class, state);
    }

    private static String digest(KeyAlgorithm algorithm) {
        return "-" + algorithm.hash().replace("-", "").toLowerCase(java.util.Locale.ROOT);
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(directory.resolve(name), bytes);
    }

    private int run(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile()).start().waitFor();
        } catch (IOException absent) {
            assumeTrue(false, "openssl is not here");
            return -1;
        }
    }
}
