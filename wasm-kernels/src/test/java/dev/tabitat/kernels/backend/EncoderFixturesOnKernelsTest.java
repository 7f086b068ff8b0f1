package dev.tabitat.kernels.backend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.model.encoder.Encoder;
import dev.tabitat.core.model.encoder.EncoderArchitecture;
import dev.tabitat.core.model.encoder.EncoderGraph;
import dev.tabitat.core.model.encoder.Fixtures;
import dev.tabitat.core.model.encoder.StaticEmbeddings;
import dev.tabitat.core.model.head.AnswerExtractor;
import dev.tabitat.core.model.head.SequenceClassifier;
import dev.tabitat.core.model.head.TokenClassifier;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.kernels.jvm.JvmKernelHost;
import dev.tabitat.kernels.kernel.Int8Dot;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every architecture and head computes on the plain SIMD kernels what PyTorch does. */
class EncoderFixturesOnKernelsTest {

    private static final double VECTORS = 1e-4;
    private static final double SCORES = 5e-4;

    @TestFactory
    Stream<DynamicTest> kernelsComputeWhatPyTorchDoes() {
        return Stream.of("bert", "electra", "roberta", "distilbert", "mpnet", "modernbert", "nomic", "nomic-hub",
                "deberta", "deberta-v2-inputs", "bert-gelu-new", "bert-sequence", "electra-sequence",
                "xlm-roberta-ranker", "distilbert-sequence", "mpnet-sequence", "modernbert-ranker", "deberta-sequence",
                "electra-tokens", "modernbert-tokens", "deberta-tokens", "bert-answers", "static", "static-mapped")
                .map(name -> DynamicTest.dynamicTest(name, () -> compare(name, Fixtures.read(name))));
    }

    private static void compare(String name, Fixtures fixture) {
        Encoder encoder = encoder(name, fixture);
        String output = name.startsWith("static") ? "pooled"
                : fixture.expected().tensors().containsKey("hidden") ? "hidden" : "logits";
        float[] expected = fixture.expected().tensor(output).toFloats();
        int width = fixture.expected().tensor(output).shape().dim(1);
        try (JvmKernelHost host = new JvmKernelHost(1 << 24);
                Session session = new WasmBackend(new KernelMemory(host), () -> Int8Dot.PLAIN)
                        .open(encoder.graph(), encoder.weights())) {
            float[] found = session.run(fixture.inputs()).get(encoder.output()).toFloats();
            double worst = 0;
            for (int i = 0; i < expected.length; i++) {
                float value = found[i / width * encoder.width() + i % width];
                worst = Math.max(worst, Float.isFinite(value) ? Math.abs(expected[i] - value) : 1);
            }
            assertTrue(worst <= (output.equals("logits") ? SCORES : VECTORS), "off by " + worst);
        }
    }

    private static Encoder encoder(String name, Fixtures fixture) {
        if (name.startsWith("static")) {
            return StaticEmbeddings.of(fixture.config(), fixture.weights());
        }
        if (name.endsWith("-tokens")) {
            return TokenClassifier.of(fixture.config(), fixture.weights()).encoder();
        }
        if (name.endsWith("-answers")) {
            return AnswerExtractor.of(fixture.config(), fixture.weights()).encoder();
        }
        if (name.endsWith("-sequence") || name.endsWith("-ranker")) {
            return SequenceClassifier.of(fixture.config(), fixture.weights()).encoder();
        }
        return Encoder.of(EncoderArchitecture.read(fixture.config()), fixture.weights(), EncoderGraph.TokenTypes.GIVEN);
    }
}
