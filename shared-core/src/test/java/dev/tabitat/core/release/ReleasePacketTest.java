package dev.tabitat.core.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.contract.PackageSamples;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.fitness.Evaluator;
import dev.tabitat.core.fitness.Predictions;
import dev.tabitat.core.fitness.Scorecard;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.BreedingOperator;
import dev.tabitat.core.lineage.DescendantBred;
import dev.tabitat.core.lineage.DescendantEvaluated;
import dev.tabitat.core.lineage.ExamplesAdded;
import dev.tabitat.core.lineage.Genesis;
import dev.tabitat.core.lineage.Genome;
import dev.tabitat.core.lineage.Lifecycle;
import dev.tabitat.core.lineage.LifecycleChanged;
import dev.tabitat.core.lineage.LineageBody;
import dev.tabitat.core.lineage.LineageChain;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.lineage.PackageInstalled;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.signing.Envelope;
import dev.tabitat.core.signing.JvmKeys;
import dev.tabitat.core.signing.KeyAlgorithm;
import dev.tabitat.core.signing.Signer;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ReleasePacketTest {

    private static final String AT = "2026-11-23T09:30:00Z";
    private static final Manifest MODEL = PackageSamples.manifest();
    private static final Digest DIGEST = MODEL.digest();
    private static final Digest PARENT = digest("parent");
    private static final Digest EXAMPLES = digest("examples");

    @Test
    void itSaysWhatItDoesHowWellWhereItFailsAndWhoToGoBackTo() {
        JsonObject packet = packet(JsonArray.EMPTY).toJson();
        JsonObject evaluation = packet.object("evaluation");
        assertEquals("test", evaluation.string("part"));
        assertEquals(40, evaluation.integer("n"));
        assertEquals(0.75, evaluation.object("accuracy").number("value"));
        List<JsonObject> weak = evaluation.array("known_failure_slices").objects();
        assertEquals(List.of("no"), weak.stream().map(one -> one.string("label")).toList());
        assertEquals(0.5, weak.get(0).object("recall").number("value"));
        assertEquals("reviews", packet.object("capability_contract").array("task_tags").strings().get(0));
        assertEquals("champion", packet.object("lifecycle").string("state"));
        assertEquals("parent:q8 " + PARENT, packet.object("lifecycle").string("rollback_target"));
        assertEquals(EXAMPLES.toString(), packet.object("lineage").object("examples").string("digest"));
        assertEquals("MIT AND Apache-2.0", packet.object("identity").string("licence"));
        String text = packet.string("markdown");
        for (String part : List.of("# sample:q8", "Labels: yes, no", "40 held-back examples that breeding never saw",
                "Accuracy: 0.75 [0.60, 0.86]", "\"no\" (finds 0.50, n = 20)",
                "What it does not do", "Parent: parent:q8", "seed 7", "Go back to parent:q8", "The model: nobody.")) {
            assertTrue(text.contains(part), part + " in:\n" + text);
        }
    }

    @Test
    void aModelThatNobodyEvaluatedSaysSo() {
        JsonObject packet = ReleasePacket.of(chain(), MODEL, DIGEST, "reviews", JsonArray.EMPTY).toJson();
        assertEquals("unknown", packet.object("evaluation").string("how"));
        assertFalse(packet.object("runtime").has("p50_latency_ms"));
        assertTrue(packet.string("markdown").contains("has not been evaluated"));
        assertTrue(packet.string("markdown").contains("no earlier model to return to"));
    }

    @Test
    void whoHoldsThePacketCanCheckItsSignatureAndEveryFigureUnderIt() {
        Signer signer = JvmKeys.make(KeyAlgorithm.ED25519);
        JsonArray vouched = JsonArray
                .of(JsonObject.of("state", "trusted", "by", "Ada", "keyid", "k1", "envelope", "{}"));
        JsonObject packet = packet(vouched).signed(signer);
        JsonObject record = packet.without("markdown").without("packet_digest").without("signature");
        assertEquals(Digest.of(CanonicalJson.bytes(record)).toString(), packet.string("packet_digest"));
        Envelope envelope = Envelope.read(Utf8.encode(packet.object("signature").string("envelope")));
        assertEquals(ReleasePacket.MEDIA_TYPE, envelope.payloadType());
        assertEquals(record, JsonReader.readObject(envelope.payload(), JsonLimits.DEFAULT));
        assertTrue(JvmKeys.VERIFIER.isRight(signer.key(), envelope.preAuthentication(),
                envelope.signatures().get(0).bytes()));
        assertEquals(signer.key().pem(), packet.object("signature").string("public_key"));
        assertTrue(packet.string("markdown").contains("trusted here as Ada"), packet.string("markdown"));
        assertTrue(packet.string("markdown").contains(signer.key().id()));
    }

    private static ReleasePacket packet(JsonArray signatures) {
        Genome genome = new Genome("sample:q8", PARENT.toString(), "encoder-head", "schema", List.of(),
                List.of(PARENT.toString()), BreedingOperator.MODEL_SOUP, 7, "", List.of("head trained"),
                "urn:x", AT);
        JsonObject scorecard = scorecard();
        return ReleasePacket.of(chain(
                new PackageInstalled("parent:q8", PARENT, 9, "reviews", "int8", "MIT", "", "", Optional.empty(),
                        List.of()),
                new ExamplesAdded("reviews-examples:1", digest("package"), EXAMPLES, 200, 120, 40, 40, 2, "by content"),
                new DescendantBred(genome, DIGEST, "reviews",
                        "{\"operator\":\"train_head\",\"dataset\":\"" + EXAMPLES + "\"}", 12.5),
                new DescendantEvaluated(DIGEST, "select", digest("other card"), scorecard.with("n", 1)),
                new DescendantEvaluated(DIGEST, "test", digest("card"), scorecard),
                new LifecycleChanged(DIGEST, "sample:q8", "reviews", Lifecycle.CHAMPION, PARENT.toString(),
                        "It is better.")),
                MODEL, DIGEST, "reviews", signatures);
    }

    /** Twenty of each label; every "yes" is found, half of "no". */
    private static JsonObject scorecard() {
        List<String> right = new ArrayList<>();
        List<double[]> probabilities = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            right.add(i < 20 ? "yes" : "no");
            probabilities.add(i < 30 ? new double[]{0.9, 0.1} : new double[]{0.2, 0.8});
        }
        Scorecard.Costs costs = new Scorecard.Costs(new double[]{1, 2, 3}, 4, 5_000_000, 0, 600, 700);
        return new Scorecard(DIGEST.toString(), "test", EXAMPLES, "wasm, plain kernels", "",
                Evaluator.judge(new Predictions(List.of("yes", "no"), right, probabilities)), costs,
                OptionalDouble.empty(), Optional.empty()).toJson();
    }

    private static Digest digest(String of) {
        return Digest.of(Utf8.encode(of));
    }

    private static List<LineageRecord> chain(LineageBody... bodies) {
        List<LineageRecord> records = new ArrayList<>();
        records.add(LineageChain.begin(new Genesis("tabitat/0.1.0", "0123456789abcdef"), AT));
        for (LineageBody body : bodies) {
            records.add(LineageChain.append(records.get(records.size() - 1), body, AT));
        }
        return records;
    }
}
