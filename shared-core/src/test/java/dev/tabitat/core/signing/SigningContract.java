package dev.tabitat.core.signing;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.contract.PackageSamples;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
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
                Contract.of("signing: public keys are of two kinds and one form", SigningContract::keys),
                Contract.of("signing: ECDSA signatures change their form and back", SigningContract::ecdsa),
                Contract.of("signing: the encoding before a signature is DSSE's", SigningContract::envelope),
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

    static ModelStatement about() {
        Manifest manifest = PackageSamples.manifest();
        return ModelStatement.of(manifest, manifest.digest());
    }

    private static void base64(Check check) {
        String[][] vectors = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}};
        for (String[] vector : vectors) {
            check.equal(vector[0], vector[1], Base64.encode(Utf8.encode(vector[0])));
            check.equal(vector[1], vector[0], Utf8.decode(Base64.decode(vector[1], "a test")));
        }
        for (String wrong : List.of("Z", "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm9v\n", "Zm-_", "=Zm9")) {
            check.fails(wrong, DamagedData.class, () -> Base64.decode(wrong, "a test"));
        }
    }

    private static void keys(Check check) {
        check.equal("algorithm", KeyAlgorithm.ED25519, KEY.algorithm());
        check.equal("id", Digest.of(KEY.spki()).hex(), KEY.id());
        check.equal("pem", KEY, PublicKey.ofPem(KEY.pem()));
        check.equal("pem of windows", KEY, PublicKey.ofPem("\r\n" + KEY.pem().replace("\n", "\r\n")));
        for (String wrong : List.of("", "-----BEGIN PUBLIC KEY-----", KEY.pem() + KEY.pem(), KEY.pem().replace("PUBLIC", "PRIVATE"), "x" + KEY.pem())) {
            check.fails("no pem", TabitatException.class, () -> PublicKey.ofPem(wrong));
        }
        check.fails("short", Unsupported.class, () -> PublicKey.of(new byte[44]));
        check.fails("algorithm", Unsupported.class, () -> KeyAlgorithm.of("rsa"));
    }

    private static void ecdsa(Check check) {
        byte[] plain = new byte[64];
        for (int fill : new int[] {1, 0x7f, 0x80, 0xff}) {
            java.util.Arrays.fill(plain, (byte) fill);
            check.isTrue("round trip of " + fill, java.util.Arrays.equals(plain, EcdsaForm.ofDer(EcdsaForm.toDer(plain)).get()));
        }
        java.util.Arrays.fill(plain, 0, 40, (byte) 0);
        byte[] der = EcdsaForm.toDer(plain);
        check.isTrue("leading zeros", java.util.Arrays.equals(plain, EcdsaForm.ofDer(der).get()));
        for (int i = 0; i < der.length; i++) {
            byte[] cut = new byte[i];
            System.arraycopy(der, 0, cut, 0, i);
            check.isTrue("cut at " + i, EcdsaForm.ofDer(cut).isEmpty());
        }
        check.isTrue("r not minimal", EcdsaForm.ofDer(new byte[] {0x30, 7, 2, 2, 0, 1, 2, 1, 1}).isEmpty());
        check.isTrue("negative", EcdsaForm.ofDer(new byte[] {0x30, 6, 2, 1, -1, 2, 1, 1}).isEmpty());
    }

    private static void envelope(Check check) {
        Envelope hello = new Envelope("http://example.com/HelloWorld", Utf8.encode("hello world"), List.of());
        check.equal("the specification's example", "DSSEv1 29 http://example.com/HelloWorld 11 hello world", Utf8.decode(hello.preAuthentication()));
        for (String wrong : List.of("{}", "[]", "{\"payload\":\"\",\"payloadType\":\"a\",\"signatures\":[]}",
                "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[{\"sig\":\"Zg==\"}]}",
                "{\"payload\":\"\",\"payloadType\":\"a\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payload\":\"Z\",\"payloadType\":\"a\",\"signatures\":[{\"sig\":\"Zg==\"}]}")) {
            check.fails(wrong, DamagedData.class, () -> Envelope.read(Utf8.encode(wrong)));
        }
    }

    private static void round(Check check) {
        ModelStatement about = about();
        check.equal("statement", about, ModelStatement.read(about.bytes()));
        check.equal("files", List.of("README.md", "model.safetensors"), List.copyOf(about.resources().keySet()));
        Envelope envelope = Envelope.sign(about, signer(KEY));
        check.equal("envelope", Utf8.decode(envelope.bytes()), Utf8.decode(Envelope.read(envelope.bytes()).bytes()));
        Descriptor subject = new Descriptor(MediaTypes.MANIFEST, about.manifest(), 1234, Map.of());
        SignatureArtifact artifact = SignatureArtifact.of(subject, envelope.bytes(), KEY);
        check.equal("artifact", artifact, SignatureArtifact.read(artifact.bytes()));
        check.fails("a model is none", Unsupported.class, () -> SignatureArtifact.read(PackageSamples.manifest().bytes()));
        String text = Utf8.decode(about.bytes());
        for (String[] change : new String[][] {{"Statement/v1", "Statement/v0"}, {"signature/v1.0", "signature/v2.0"},
            {"\"algorithm\":\"sha256\"", "\"algorithm\":\"sha512\""}, {"\"files\"", "\"shards\""}}) {
            check.fails(change[1], Unsupported.class, () -> ModelStatement.read(Utf8.encode(text.replace(change[0], change[1]))));
        }
    }

    private static void states(Check check) {
        ModelStatement about = about();
        PublicKey other = key(9);
        byte[] envelope = Envelope.sign(about, signer(KEY)).bytes();
        Optional<String> brought = Optional.of(Base64.encode(KEY.spki()));
        SignatureCheck stranger = new SignatureCheck(VERIFIER, Map.of(other, "Other"));
        SignatureCheck friend = new SignatureCheck(VERIFIER, Map.of(KEY, "Ada"));
        check.equal("unsigned", new SignatureState.Unsigned(), friend.state(about, List.of()));
        check.equal("trusted", new SignatureState.Trusted("Ada", KEY.id()), friend.state(about, found(envelope, Optional.empty())));
        check.equal("unknown", new SignatureState.UnknownKey(KEY.id(), true), stranger.state(about, found(envelope, brought)));
        check.equal("unknown without its key", new SignatureState.UnknownKey(KEY.id(), false),
                stranger.state(about, found(envelope, Optional.empty())));
        ModelStatement another = new ModelStatement(about.subject(), Digest.of(new byte[1]), about.resources());
        wrong(check, "manifest", friend.state(another, found(envelope, brought)));
        wrong(check, "another name", friend.state(new ModelStatement("b:c", about.manifest(), about.resources()), found(envelope, brought)));
        wrong(check, "other files", friend.state(new ModelStatement(about.subject(), about.manifest(), Map.of()), found(envelope, brought)));
        wrong(check, "cannot be read", friend.state(about, found(Utf8.encode("nothing"), brought)));
        wrong(check, "not that of its key", friend.state(about, found(Envelope.sign(another, new Forger()).bytes(), brought)));
        check.equal("one right one is enough", new SignatureState.Trusted("Ada", KEY.id()), friend.state(about, List.of(
                new SignatureCheck.Found(Utf8.encode("nothing"), brought), new SignatureCheck.Found(envelope, brought))));
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
            return new byte[] {1, 2, 3};
        }
    }

    private static List<SignatureCheck.Found> found(byte[] envelope, Optional<String> key) {
        return List.of(new SignatureCheck.Found(envelope, key));
    }

    private static void wrong(Check check, String reason, SignatureState state) {
        check.isTrue(reason + ": " + state, state instanceof SignatureState.Wrong wrong && wrong.reason().contains(reason));
    }
}
