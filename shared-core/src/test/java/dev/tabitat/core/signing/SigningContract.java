package dev.tabitat.core.signing;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.contract.PackageSamples;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.text.Utf8;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The forms of keys, statements, envelopes and artifacts, and what signatures are worth. */
public final class SigningContract {

    private static final PublicKey KEY = key(7);

    /** Signs with the digest of key and message: enough to tell right from wrong on every platform. */
    static final Verifier VERIFIER = (key, message, signature) -> java.util.Arrays.equals(sum(key, message), signature);

    private SigningContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("signing: base64 is read strictly", SigningContract::base64),
                Contract.of("signing: public keys are of four kinds and one form", SigningContract::keys),
                Contract.of("signing: ECDSA signatures change their form and back", SigningContract::ecdsa),
                Contract.of("signing: the encoding before a signature is DSSE's", SigningContract::envelope),
                Contract.of("signing: envelopes may be base64url, padded or not", SigningContract::eitherAlphabet),
                Contract.of("signing: a key id is a hint, and one of several signatures is enough",
                        SigningContract::keyIds),
                Contract.of("signing: a Sigstore bundle names its key by the digest of its PEM",
                        SigningContract::bundles),
                Contract.of("signing: what a statement lists is compared file by file", SigningContract::statements),
                Contract.of("signing: statements and artifacts come back as they were", SigningContract::round),
                Contract.of("signing: four states, and the reason of a wrong one", SigningContract::states));
    }

    static PublicKey key(int fill) {
        byte[] spki = new byte[44];
        byte[] head = {0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0};
        java.util.Arrays.fill(spki, (byte) fill);
        System.arraycopy(head, 0, spki, 0, head.length);
        return PublicKey.of(spki);
    }

    private static byte[] sum(PublicKey key, byte[] message) {
        return Utf8.encode(Digest.of(Utf8.encode(key.id() + Digest.of(message))).hex());
    }

    static Signer signer(PublicKey key) {
        return new Signer() {

            @Override
            public PublicKey key() {
                return key;
            }

            @Override
            public byte[] sign(byte[] message) {
                return sum(key, message);
            }
        };
    }

    static SignedPackage about() {
        Manifest manifest = PackageSamples.manifest();
        return SignedPackage.of(manifest, manifest.digest());
    }

    private static void base64(Check check) {
        String[][] vectors = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}};
        for (String[] vector : vectors) {
            check.equal(vector[0], vector[1], Base64.encode(Utf8.encode(vector[0])));
            check.equal(vector[1], vector[0], Utf8.decode(Base64.decode(vector[1], "a test")));
        }
        for (String wrong : List.of("Z", "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm9v\n", "Zm-_",
                "=Zm9")) {
            check.fails(wrong, DamagedData.class, () -> Base64.decode(wrong, "a test"));
        }
    }

    private static void keys(Check check) {
        check.equal("algorithm", KeyAlgorithm.ED25519, KEY.algorithm());
        check.equal("id", Digest.of(KEY.spki()).hex(), KEY.id());
        check.equal("pem", KEY, PublicKey.ofPem(KEY.pem()));
        check.equal("pem of windows", KEY, PublicKey.ofPem("\r\n" + KEY.pem().replace("\n", "\r\n")));
        for (String wrong : List.of("", "-----BEGIN PUBLIC KEY-----", KEY.pem() + KEY.pem(),
                KEY.pem().replace("PUBLIC", "PRIVATE"), "x" + KEY.pem())) {
            check.fails("no pem", TabitatException.class, () -> PublicKey.ofPem(wrong));
        }
        check.fails("short", Unsupported.class, () -> PublicKey.of(new byte[44]));
        check.fails("algorithm", Unsupported.class, () -> KeyAlgorithm.of("rsa"));
    }

    private static void ecdsa(Check check) {
        for (int width : new int[]{48, 66}) {
            byte[] wide = new byte[2 * width];
            java.util.Arrays.fill(wide, (byte) 0x81);
            check.isTrue("round trip of width " + width,
                    java.util.Arrays.equals(wide, EcdsaForm.ofDer(EcdsaForm.toDer(wide), width).get()));
            check.isTrue("too wide for P-256", EcdsaForm.ofDer(EcdsaForm.toDer(wide), 32).isEmpty());
        }
        byte[] plain = new byte[64];
        for (int fill : new int[]{1, 0x7f, 0x80, 0xff}) {
            java.util.Arrays.fill(plain, (byte) fill);
            check.isTrue("round trip of " + fill,
                    java.util.Arrays.equals(plain, EcdsaForm.ofDer(EcdsaForm.toDer(plain), plain.length / 2).get()));
        }
        java.util.Arrays.fill(plain, 0, 40, (byte) 0);
        byte[] der = EcdsaForm.toDer(plain);
        check.isTrue("leading zeros", java.util.Arrays.equals(plain, EcdsaForm.ofDer(der, 32).get()));
        for (int i = 0; i < der.length; i++) {
            byte[] cut = new byte[i];
            System.arraycopy(der, 0, cut, 0, i);
            check.isTrue("cut at " + i, EcdsaForm.ofDer(cut, 32).isEmpty());
        }
        check.isTrue("r not minimal", EcdsaForm.ofDer(new byte[]{0x30, 7, 2, 2, 0, 1, 2, 1, 1}, 32).isEmpty());
        check.isTrue("negative", EcdsaForm.ofDer(new byte[]{0x30, 6, 2, 1, -1, 2, 1, 1}, 32).isEmpty());
    }

    private static void envelope(Check check) {
        Envelope hello = new Envelope("http://example.com/HelloWorld", Utf8.encode("hello world"), List.of());
        check.equal("the specification's example", "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
                Utf8.decode(hello.preAuthentication()));
        for (String wrong : List.of("{}", "[]", "{\"payload\":\"\",\"payloadType\":\"a\",\"signatures\":[]}",
                "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[{\"sig\":\"Zg==\"}]}",
                "{\"payload\":\"\",\"payloadType\":\"a\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payload\":\"Z\",\"payloadType\":\"a\",\"signatures\":[{\"sig\":\"Zg==\"}]}")) {
            check.fails(wrong, DamagedData.class, () -> Envelope.read(Utf8.encode(wrong)));
        }
    }

    private static void eitherAlphabet(Check check) {
        byte[] bytes = {(byte) 0xfb, (byte) 0xff, (byte) 0xfe, 1};
        for (String text : List.of("+//+AQ==", "+//+AQ", "-__-AQ==", "-__-AQ")) {
            check.isTrue(text, java.util.Arrays.equals(bytes, Base64.decodeEither(text, "a test")));
        }
        check.isTrue("nothing", Base64.decodeEither("", "a test").length == 0);
        for (String wrong : List.of("+__-AQ==", "-__/AQ", "-__-A", "-__-AQ=", "-__-AR", "-__-AQ===", " -__-AQ",
                "-__-AQ\n")) {
            check.fails(wrong, DamagedData.class, () -> Base64.decodeEither(wrong, "a test"));
        }
        Envelope sound = Envelope.sign(about().statement(), signer(KEY));
        String text = Utf8.decode(sound.bytes());
        String payload = Base64.encode(sound.payload());
        String sig = Base64.encode(sound.signatures().get(0).bytes());
        String urlSafe = text.replace(payload, bare(payload)).replace(sig, bare(sig));
        check.isTrue("the text is another", !urlSafe.equals(text));
        check.equal("base64url without padding", text, Utf8.decode(Envelope.read(Utf8.encode(urlSafe)).bytes()));
    }

    private static String bare(String base64) {
        return base64.replace('+', '-').replace('/', '_').replace("=", "");
    }

    /** Signatures without a key id, with one of another tool, and several of which one fits. */
    private static void keyIds(Check check) {
        SignatureCheck friend = new SignatureCheck(VERIFIER, Map.of(key(9), "Other", KEY, "Ada"));
        SignatureState ada = new SignatureState.Trusted("Ada", KEY.id(), true);
        Envelope sound = Envelope.sign(about().statement(), signer(KEY));
        byte[] right = sound.signatures().get(0).bytes();
        String text = Utf8.decode(sound.bytes());
        for (String keyid : List.of("", "\"keyid\":\"\",", "\"keyid\":null,", "\"keyid\":\"SHA256:of another tool\",",
                "\"keyid\":\"" + key(9).id() + "\",")) {
            String changed = text.replace("\"keyid\":\"" + KEY.id() + "\",", keyid);
            check.equal(keyid, ada, friend.state(about(), found(Utf8.encode(changed), Optional.empty())));
        }
        Envelope several = new Envelope(sound.payloadType(), sound.payload(),
                List.of(new Envelope.Signature("", new byte[]{1}),
                        new Envelope.Signature("", right), new Envelope.Signature(KEY.id(), new byte[]{2})));
        check.equal("one of three", ada, friend.state(about(), found(several.bytes(), Optional.empty())));
        Envelope bare = new Envelope(sound.payloadType(), sound.payload(), List.of(new Envelope.Signature("", right)));
        check.equal("a key that came along", new SignatureState.UnknownKey(KEY.id(), true),
                new SignatureCheck(VERIFIER, Map.of())
                        .state(about(), found(bare.bytes(), Optional.of(Base64.encode(KEY.spki())))));
        Envelope changed = new Envelope(sound.payloadType(), sound.payload(),
                List.of(new Envelope.Signature("", new byte[]{1})));
        wrong(check, "not that of its key",
                friend.state(about(), found(changed.bytes(), Optional.of(Base64.encode(key(5).spki())))));
        check.equal("no key fits and none is named", new SignatureState.UnknownKey("", false),
                friend.state(about(), found(changed.bytes(), Optional.empty())));
    }

    private static void bundles(Check check) {
        Envelope envelope = Envelope.sign(about().statement(), signer(KEY));
        byte[] bundle = new SignatureCheck(VERIFIER, Map.of(KEY, "Ada"))
                .bundles(new SignatureCheck.Found(envelope.bytes(), Optional.empty())).get(0);
        String text = Utf8.decode(bundle);
        check.isTrue("hint: " + text, text.contains("\"hint\":\"" + Digest.of(Utf8.encode(KEY.pem())).hex() + "\""));
        Envelope back = SigstoreBundle.read(bundle);
        check.equal("the hint names the key", KEY.pemDigest(), back.signatures().get(0).keyid());
        check.equal("trusted", new SignatureState.Trusted("Ada", KEY.id(), true),
                new SignatureCheck(VERIFIER, Map.of(KEY, "Ada")).state(about(), found(back.bytes(), Optional.empty())));
        check.equal("without its key the hint stays", text, Utf8.decode(new SignatureCheck(VERIFIER, Map.of())
                .bundles(new SignatureCheck.Found(back.bytes(), Optional.empty())).get(0)));
        check.fails("a certificate", Unsupported.class, () -> SigstoreBundle
                .read(Utf8.encode(text.replace("\"publicKey\":{\"hint\"", "\"certificate\":{\"rawBytes\""))));
        check.fails("no statement", Unsupported.class,
                () -> SigstoreBundle.read(Utf8.encode(text.replace("dsseEnvelope", "messageSignature"))));
        check.fails("no bundle", DamagedData.class, () -> SigstoreBundle.read(envelope.bytes()));
    }

    private static void statements(Check check) {
        Digest a = Digest.of(new byte[]{1});
        Digest b = Digest.of(new byte[]{2});
        ModelStatement sorted = ModelStatement.of("m",
                Map.of("a-b", a, "a/z", b, "a", a, "\uD83D\uDE00", a, "\uFF5E", b), List.of());
        check.equal("folders before other characters, by code points",
                List.of("a", "a/z", "a-b", "\uFF5E", "\uD83D\uDE00"), List.copyOf(sorted.resources().keySet()));
        SignedPackage about = new SignedPackage("m:q8", Digest.of(new byte[]{3}),
                Map.of("w", a, ".gitattributes", b, ".github/x", b));
        check.equal("folder", "m-q8", about.folder());
        check.equal("git's files are left out", List.of("oci-manifest.json", "w"),
                List.copyOf(about.statement().resources().keySet()));
        check.isTrue("about it",
                about.statement().differsFrom(about).isEmpty() && about.statement().coversManifest(about));
        ModelStatement files = ModelStatement.of("any name", Map.of("w", a), SignedPackage.IGNORED);
        check.isTrue("files only", files.differsFrom(about).isEmpty() && !files.coversManifest(about));
        ModelStatement hidden = ModelStatement.of("m", Map.of("oci-manifest.json", about.manifest()),
                List.of("w", ".gitattributes", ".github"));
        check.isTrue("weights cannot be left out", hidden.differsFrom(about).orElse("").contains("does not list w"));
        check.isTrue("git's files only where the signer says so", ModelStatement.of("m", Map.of("w", a), List.of())
                .differsFrom(about).orElse("").contains("does not list .git"));
        check.isTrue("other bytes", ModelStatement.of("m", Map.of("w", b), SignedPackage.IGNORED).differsFrom(about)
                .orElse("").contains("other bytes for w"));
        check.isTrue("more files", ModelStatement.of("m", Map.of("w", a, "x", a), SignedPackage.IGNORED)
                .differsFrom(about).orElse("").contains("other files than the package has: x"));
        check.isTrue("another root",
                new ModelStatement("m", b, files.resources(), SignedPackage.IGNORED).differsFrom(about).isPresent());
        ModelStatement earlier = new ModelStatement("m:q8", about.manifest(), about.files(), List.of());
        check.isTrue("the earlier form", earlier.differsFrom(about).isEmpty() && earlier.coversManifest(about));
        check.fails("a file with the manifest's name", InvalidInput.class,
                () -> new SignedPackage("m:q8", a, Map.of(SignedPackage.MANIFEST_FILE, b)).statement());
    }

    private static void round(Check check) {
        ModelStatement statement = about().statement();
        check.equal("statement", statement, ModelStatement.read(statement.bytes()));
        check.equal("files", List.of("README.md", "model.safetensors", SignedPackage.MANIFEST_FILE),
                List.copyOf(statement.resources().keySet()));
        Envelope envelope = Envelope.sign(statement, signer(KEY));
        check.equal("envelope", Utf8.decode(envelope.bytes()), Utf8.decode(Envelope.read(envelope.bytes()).bytes()));
        Descriptor subject = new Descriptor(MediaTypes.MANIFEST, about().manifest(), 1234, Map.of());
        SignatureArtifact artifact = SignatureArtifact.of(subject, envelope.bytes(), KEY);
        check.equal("artifact", artifact, SignatureArtifact.read(artifact.bytes()));
        check.fails("a model is none", Unsupported.class,
                () -> SignatureArtifact.read(PackageSamples.manifest().bytes()));
        String text = Utf8.decode(statement.bytes());
        for (String[] change : new String[][]{{"Statement/v1", "Statement/v0"}, {"signature/v1.0", "signature/v2.0"},
                {"\"algorithm\":\"sha256\"", "\"algorithm\":\"sha512\""}, {"\"files\"", "\"shards\""}}) {
            check.fails(change[1], Unsupported.class,
                    () -> ModelStatement.read(Utf8.encode(text.replace(change[0], change[1]))));
        }
    }

    private static void states(Check check) {
        SignedPackage about = about();
        PublicKey other = key(9);
        byte[] envelope = Envelope.sign(about.statement(), signer(KEY)).bytes();
        Optional<String> brought = Optional.of(Base64.encode(KEY.spki()));
        SignatureCheck stranger = new SignatureCheck(VERIFIER, Map.of(other, "Other"));
        SignatureCheck friend = new SignatureCheck(VERIFIER, Map.of(KEY, "Ada"));
        SignatureState ada = new SignatureState.Trusted("Ada", KEY.id(), true);
        check.equal("unsigned", new SignatureState.Unsigned(), friend.state(about, List.of()));
        check.equal("trusted", ada, friend.state(about, found(envelope, Optional.empty())));
        check.equal("unknown", new SignatureState.UnknownKey(KEY.id(), true),
                stranger.state(about, found(envelope, brought)));
        check.equal("unknown without its key", new SignatureState.UnknownKey(KEY.id(), false),
                stranger.state(about, found(envelope, Optional.empty())));
        SignedPackage another = new SignedPackage(about.name(), Digest.of(new byte[1]), about.files());
        wrong(check, "manifest", friend.state(another, found(envelope, brought)));
        wrong(check, "other files",
                friend.state(new SignedPackage(about.name(), about.manifest(), Map.of()), found(envelope, brought)));
        wrong(check, "cannot be read", friend.state(about, found(Utf8.encode("nothing"), brought)));
        wrong(check, "not that of its key",
                friend.state(about, found(Envelope.sign(another.statement(), new Forger()).bytes(), brought)));
        check.equal("one right one is enough", ada, friend.state(about, List.of(
                new SignatureCheck.Found(Utf8.encode("nothing"), brought),
                new SignatureCheck.Found(envelope, brought))));
        check.equal("json", "trusted", friend.state(about, found(envelope, brought)).toJson().string("state"));
    }

    /** Claims to be the key of the others. */
    private static final class Forger implements Signer {

        @Override
        public PublicKey key() {
            return KEY;
        }

        @Override
        public byte[] sign(byte[] message) {
            return new byte[]{1, 2, 3};
        }
    }

    private static List<SignatureCheck.Found> found(byte[] envelope, Optional<String> key) {
        return List.of(new SignatureCheck.Found(envelope, key));
    }

    private static void wrong(Check check, String reason, SignatureState state) {
        check.isTrue(reason + ": " + state,
                state instanceof SignatureState.Wrong wrong && wrong.reason().contains(reason));
    }
}
