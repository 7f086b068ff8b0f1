package dev.tabitat.kernels.backend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.SafetensorsHeader;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.TensorFile;
import dev.tabitat.core.importing.Precision;
import dev.tabitat.core.importing.WeightConversion;
import dev.tabitat.core.importing.WeightRecipe;
import dev.tabitat.core.importing.WeightSource;
import dev.tabitat.core.model.encoder.Encoder;
import dev.tabitat.core.model.encoder.EncoderArchitecture;
import dev.tabitat.core.model.encoder.EncoderGraph;
import dev.tabitat.core.model.encoder.Fixtures;
import dev.tabitat.core.model.encoder.StaticEmbeddings;
import dev.tabitat.core.model.head.AnswerExtractor;
import dev.tabitat.core.model.head.SequenceClassifier;
import dev.tabitat.core.model.head.TokenClassifier;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.runtime.SlicedWeights;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.jvm.JvmKernelHost;
import dev.tabitat.kernels.kernel.Int8Dot;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** The same bits as from the heap: whole files, pieces of any size, and two files in place of one. */
    @TestFactory
    Stream<DynamicTest> weightsThatComePieceByPieceGiveTheSame() {
        return Stream.of("bert", "bert-half", "roberta", "mpnet", "modernbert", "nomic-hub", "deberta", "bert-sequence",
                "modernbert-ranker", "deberta-tokens", "bert-answers", "static", "static-mapped")
                .map(name -> DynamicTest.dynamicTest(name, () -> requireSame(name, Fixtures.read(name))));
    }

    private static void requireSame(String name, Fixtures fixture) {
        Encoder encoder = encoder(name, fixture, fixture.weights());
        for (Precision precision : new Precision[]{Precision.FLOAT32, Precision.INT8, Precision.INT4}) {
            Safetensors tensors = precision == Precision.FLOAT32 ? fixture.weights() : converted(fixture, precision);
            Encoder whole = precision == Precision.FLOAT32 ? encoder : encoder(name, fixture, tensors);
            Map<String, Tensor> first = new LinkedHashMap<>();
            Map<String, Tensor> second = new LinkedHashMap<>();
            for (Map.Entry<String, Tensor> tensor : tensors.tensors().entrySet()) {
                (first.size() < 5 ? first : second).put(tensor.getKey(), tensor.getValue());
            }
            List<byte[]> shards = List.of(new Safetensors(first, Map.of()).write(),
                    new Safetensors(second, Map.of("part", "2")).write());
            try (JvmKernelHost host = new JvmKernelHost(1 << 24)) {
                WasmBackend backend = new WasmBackend(new KernelMemory(host), () -> Int8Dot.PLAIN);
                try (Session expected = backend.open(whole.graph(), whole.weights())) {
                    float[] right = expected.run(fixture.inputs()).get(whole.output()).toFloats();
                    for (int piece : new int[]{333, 1 << 20}) {
                        try (Session session = load(backend, host, name, fixture, shards, piece)) {
                            assertArrayEquals(right, session.run(fixture.inputs()).get(whole.output()).toFloats(),
                                    precision + " in pieces of " + piece);
                        }
                    }
                }
            }
        }
    }

    private static Safetensors converted(Fixtures fixture, Precision precision) {
        WeightConversion conversion = WeightConversion.of(
                WeightSource.open(List.of(Slices.of(fixture.weights().write()))), WeightRecipe.of(precision), Map.of());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        conversion.run(file::writeBytes);
        return Safetensors.read(file.toByteArray());
    }

    private static Session load(WasmBackend backend, JvmKernelHost host, String name, Fixtures fixture,
            List<byte[]> shards, int piece) {
        List<Slices> files = new ArrayList<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<Integer> lengths = new ArrayList<>();
        for (byte[] shard : shards) {
            files.add(Slices.of(shard));
            all.writeBytes(shard);
            for (int at = 0; at < shard.length; at += piece) {
                lengths.add(Math.min(piece, shard.length - at));
            }
        }
        SafetensorsHeader header = SlicedWeights.header(files);
        try (WeightLoader loader = backend.load(encoder(name, fixture, header).layout(), header, piece)) {
            byte[] bytes = all.toByteArray();
            int at = 0;
            int next = 0;
            while (next < lengths.size()) {
                WeightLoader.Target target = loader.target(lengths.subList(next, lengths.size()));
                host.write(target.address(), bytes, at, target.bytes());
                loader.arrived(target);
                next += target.pieces();
                at += target.bytes();
            }
            return loader.finish();
        }
    }

    private static void compare(String name, Fixtures fixture) {
        Encoder encoder = encoder(name, fixture, fixture.weights());
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

    private static Encoder encoder(String name, Fixtures fixture, TensorFile file) {
        if (name.startsWith("static")) {
            return StaticEmbeddings.of(fixture.config(), file);
        }
        if (name.endsWith("-tokens")) {
            return TokenClassifier.of(fixture.config(), file).encoder();
        }
        if (name.endsWith("-answers")) {
            return AnswerExtractor.of(fixture.config(), file).encoder();
        }
        if (name.endsWith("-sequence") || name.endsWith("-ranker")) {
            return SequenceClassifier.of(fixture.config(), file).encoder();
        }
        return Encoder.of(EncoderArchitecture.read(fixture.config()), file, EncoderGraph.TokenTypes.GIVEN);
    }
}
