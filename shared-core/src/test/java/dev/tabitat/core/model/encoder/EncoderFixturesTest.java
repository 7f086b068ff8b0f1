package dev.tabitat.core.model.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.model.head.AnswerExtractor;
import dev.tabitat.core.model.head.SentenceEncoder;
import dev.tabitat.core.model.head.SequenceClassifier;
import dev.tabitat.core.model.head.TokenClassifier;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ExactBackend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every architecture and head computes what PyTorch does, on the reference backend and on the arithmetic of kernels.
 */
final class EncoderFixturesTest {

    private static final List<Backend> BACKENDS = List.of(new ReferenceBackend(), new ExactBackend());
    private static final double VECTORS = 1e-4;
    private static final double SCORES = 5e-4;

    @TestFactory
    Stream<DynamicTest> hiddenStatesAreThoseOfPyTorch() {
        return each(name -> {
            Fixtures fixture = Fixtures.read(name);
            Encoder encoder = Encoder.of(EncoderArchitecture.read(fixture.config()), fixture.weights(),
                    EncoderGraph.TokenTypes.GIVEN);
            compare(fixture, encoder, "hidden", VECTORS);
        }, "bert", "bert-half", "bert-gelu-new", "electra", "roberta", "xlm-roberta", "distilbert", "mpnet",
                "modernbert", "nomic", "nomic-hub", "deberta", "deberta-v2-inputs");
    }

    @TestFactory
    Stream<DynamicTest> scoresOfSequencesAreThoseOfPyTorch() {
        return each(name -> {
            Fixtures fixture = Fixtures.read(name);
            compare(fixture, SequenceClassifier.of(fixture.config(), fixture.weights()).encoder(), "logits", SCORES);
        }, "bert-sequence", "electra-sequence", "roberta-sequence", "xlm-roberta-ranker", "distilbert-sequence",
                "mpnet-sequence", "modernbert-ranker", "deberta-sequence");
    }

    @TestFactory
    Stream<DynamicTest> scoresOfTokensAreThoseOfPyTorch() {
        return each(name -> {
            Fixtures fixture = Fixtures.read(name);
            compare(fixture, TokenClassifier.of(fixture.config(), fixture.weights()).encoder(), "logits", SCORES);
        }, "bert-tokens", "electra-tokens", "modernbert-tokens", "deberta-tokens");
    }

    @TestFactory
    Stream<DynamicTest> startsAndEndsOfAnswersAreThoseOfPyTorch() {
        return each(name -> {
            Fixtures fixture = Fixtures.read(name);
            compare(fixture, AnswerExtractor.of(fixture.config(), fixture.weights()).encoder(), "logits", SCORES);
        }, "bert-answers", "roberta-answers", "distilbert-answers");
    }

    @TestFactory
    Stream<DynamicTest> staticEmbeddingsAreThoseOfModel2Vec() {
        return each(name -> {
            Fixtures fixture = Fixtures.read(name);
            Encoder encoder = StaticEmbeddings.of(fixture.config(), fixture.weights());
            compare(fixture, encoder, "pooled", VECTORS);
            int[] ids = StaticEmbeddings.counted(fixture.expected().tensor("raw.ids").toInts(), 1,
                    encoder.maxTokens());
            Map<String, Tensor> inputs = Map.of(EncoderInputs.IDS, Tensor.ofInts(Shape.of(ids.length), ids),
                    EncoderInputs.PLACES, Tensor.ofInts(Shape.of(ids.length), ids), EncoderInputs.ENDS,
                    Tensor.ofInts(Shape.of(2), 0, ids.length));
            near("cut", fixture.expected().tensor("raw.pooled").toFloats(),
                    run(new ReferenceBackend(), encoder, inputs), VECTORS);
        }, "static", "static-mapped");
    }

    @TestFactory
    Stream<DynamicTest> poolingsAreThoseOfSentenceTransformers() {
        return each(pooling -> {
            Fixtures fixture = Fixtures.read("sentence");
            Map<String, byte[]> files = sentenceFiles();
            files.put("1_Pooling/config.json", ("{\"pooling_mode\": \"" + pooling + "\"}").getBytes());
            files.put("modules.json", """
                    [{"type": "sentence_transformers.models.Transformer", "path": ""},
                     {"type": "sentence_transformers.models.Pooling", "path": "1_Pooling"}]""".getBytes());
            float[] expected = fixture.expected().tensor("pooled." + pooling).toFloats();
            Encoder encoder = SentenceEncoder.of(files).encoder();
            for (Backend backend : BACKENDS) {
                near(backend.id(), SentenceEncoder.shortened(expected, 32, 32), run(backend, encoder, fixture.inputs()),
                        VECTORS);
            }
        }, "mean", "cls", "lasttoken", "weightedmean", "max");
    }

    @Test
    void aDenseLayerAndShorterVectorsAreThoseOfSentenceTransformers() {
        Fixtures fixture = Fixtures.read("sentence");
        Encoder encoder = SentenceEncoder.of(sentenceFiles()).encoder();
        for (Backend backend : BACKENDS) {
            float[] found = run(backend, encoder, fixture.inputs());
            near(backend.id(), fixture.expected().tensor("dense").toFloats(), found, VECTORS);
            near(backend.id() + ", shortened", fixture.expected().tensor("dense.8").toFloats(),
                    SentenceEncoder.shortened(found, 20, 8), VECTORS);
        }
    }

    /** The fixtures tell right from nearly right: with another value of a field the results are others. */
    @Test
    void everyMeasureShows() {
        Object[][] changes = {{"bert", "layer_norm_eps", 1e-5}, {"bert", "hidden_act", "gelu_new"},
                {"bert-gelu-new", "hidden_act", "gelu"}, {"electra", "layer_norm_eps", 1e-5},
                {"roberta", "layer_norm_eps", 1e-12}, {"roberta", "pad_token_id", 0},
                {"xlm-roberta", "pad_token_id", 2}, {"distilbert", "activation", "gelu_new"},
                {"mpnet", "layer_norm_eps", 1e-12}, {"modernbert", "local_attention", 6},
                {"modernbert", "local_attention", 10}, {"modernbert", "norm_eps", 1e-12},
                {"modernbert", "hidden_activation", "gelu_new"}, {"nomic-hub", "rotary_emb_base", 1100},
                {"nomic-hub", "activation_function", "geglu"}, {"nomic-hub", "layer_norm_epsilon", 1e-5},
                {"deberta", "layer_norm_eps", 1e-5}, {"deberta", "norm_rel_ebd", "none"},
                {"deberta", "max_relative_positions", 60}};
        for (Object[] change : changes) {
            Fixtures fixture = Fixtures.read((String) change[0]);
            EncoderArchitecture wrong = EncoderArchitecture
                    .read(fixture.config().with((String) change[1], change[2]));
            Encoder encoder = Encoder.of(wrong, fixture.weights(), EncoderGraph.TokenTypes.GIVEN);
            float[] found = run(new ReferenceBackend(), encoder, fixture.inputs());
            float[] expected = fixture.expected().tensor("hidden").toFloats();
            double worst = 0;
            for (int i = 0; i < found.length; i++) {
                worst = Math.max(worst, Math.abs(expected[i] - found[i]));
            }
            assertTrue(worst > 2 * VECTORS, Arrays.toString(change) + " changes nothing: " + worst);
        }
    }

    @Test
    void distancesHaveTheRowsOfTheOriginals() {
        var file = Safetensors.read(Fixtures.bytes("buckets.safetensors"));
        int[] distances = file.tensor("distances").toInts();
        for (int i = 0; i < distances.length; i++) {
            assertEquals(file.tensor("mpnet").toInts()[i], RelativePositions.mpnet(distances[i]),
                    "MPNet, " + distances[i]);
            assertEquals(file.tensor("deberta.256.512").toInts()[i], RelativePositions.deberta(distances[i], 256, 512),
                    "DeBERTa-v3, " + distances[i]);
            assertEquals(file.tensor("deberta.8.66").toInts()[i], RelativePositions.deberta(distances[i], 8, 66),
                    "DeBERTa of the fixtures, " + distances[i]);
        }
    }

    private static Stream<DynamicTest> each(Consumer<String> test, String... names) {
        return Stream.of(names).map(name -> DynamicTest.dynamicTest(name, () -> test.accept(name)));
    }

    private static Map<String, byte[]> sentenceFiles() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String path : List.of("config.json", "model.safetensors", "modules.json", "1_Pooling/config.json",
                "2_Dense/config.json", "2_Dense/model.safetensors")) {
            files.put(path, Fixtures.bytes("sentence/" + path));
        }
        return files;
    }

    private static void compare(Fixtures fixture, Encoder encoder, String output, double bound) {
        float[] expected = fixture.expected().tensor(output).toFloats();
        int width = fixture.expected().tensor(output).shape().dim(1);
        for (Backend backend : BACKENDS) {
            float[] found = columns(run(backend, encoder, fixture.inputs()), encoder.width(), width);
            near(backend.id(), expected, found, bound);
            float[] alone = columns(run(backend, encoder, fixture.inputs(2)), encoder.width(), width);
            boolean isOverTokens = expected.length / width == fixture.inputs().get("ids").elements();
            int from = isOverTokens ? fixture.expected().tensor("ends").toInts()[2] : 2;
            assertEquals(Arrays.toString(Arrays.copyOfRange(found, from * width, from * width + alone.length)),
                    Arrays.toString(alone), backend.id() + ": alone as in company");
        }
    }

    private static float[] run(Backend backend, Encoder encoder, Map<String, Tensor> inputs) {
        try (Session session = backend.open(encoder.graph(), encoder.weights())) {
            return session.run(inputs).get(encoder.output()).toFloats();
        }
    }

    /** The first columns of each row: what follows is padding, and zero. */
    private static float[] columns(float[] rows, int width, int wanted) {
        float[] columns = new float[rows.length / width * wanted];
        for (int i = 0; i < rows.length; i++) {
            if (i % width < wanted) {
                columns[i / width * wanted + i % width] = rows[i];
            } else {
                assertEquals(0, rows[i], "padding");
            }
        }
        return columns;
    }

    private static void near(String what, float[] expected, float[] found, double bound) {
        assertEquals(expected.length, found.length, what + ": count");
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            worst = Math.max(worst, Math.abs(expected[i] - found[i]));
            assertTrue(Float.isFinite(found[i]), what + " at " + i + ": " + found[i]);
        }
        assertTrue(worst <= bound, what + ": off by " + worst);
    }
}
