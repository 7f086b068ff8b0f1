package dev.tabitat.core.generation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderSamples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every architecture with every element type computes from GGUF what llama.cpp does. */
final class LlamaCppLogitsTest {

    /** Of llama.cpp in F32, on the same floats. */
    private static final double EXACT = 1e-5;
    /** Its GELU is a table in F16, which is off by 4e-4 in a whole model. */
    private static final double EXACT_GELU = 1e-3;
    /**
     * Of its kernels for quantized weights, which round activations too: or half again as far as these are from F32.
     */
    private static final double COSINE = 0.998;
    private static final double DIVERGENCE = 2e-3;
    private static final double SHARE = 1.5;
    /** From one token that is compared to the next; the last one is. */
    private static final int STEP = 7;

    @TestFactory
    Stream<DynamicTest> logitsAreThoseOfLlamaCpp() throws IOException {
        Safetensors expected = Safetensors.read(DecoderFixturesTest.bytes("gguf-logits.safetensors"));
        List<DynamicTest> tests = new ArrayList<>();
        for (String architecture : DecoderSamples.ARCHITECTURES) {
            for (GgufType type : DecoderSamples.TYPES) {
                String name = architecture + "-" + type;
                tests.add(DynamicTest.dynamicTest(name, () -> compare(name, DecoderSamples.decoder(architecture, type),
                        expected.tensor(name + ".exact").toFloats(),
                        expected.tensor(name + ".quantized").toFloats())));
            }
        }
        return tests.stream();
    }

    private static void compare(String name, Decoder decoder, float[] exact, float[] quantized) {
        int[] tokens = DecoderSamples.tokens();
        int vocabulary = decoder.spec().vocabulary();
        int first = tokens.length - exact.length / vocabulary;
        float[] logits = new float[vocabulary];
        try (ReferenceDecoder session = new ReferenceDecoder(decoder);
                DecoderSequence sequence = session.open(tokens.length)) {
            for (int i = first; i < tokens.length; i += STEP) {
                sequence.prefill(tokens, sequence.position(), i + 1);
                sequence.logits(logits);
                int at = (i - first) * vocabulary;
                float[] right = Arrays.copyOfRange(exact, at, at + vocabulary);
                double distance = LogitDistance.rms(right, logits);
                assertTrue(distance <= (name.startsWith("gemma3") ? EXACT_GELU : EXACT),
                        name + ", token " + i + ": " + distance + " from llama.cpp in F32");
                float[] rounded = Arrays.copyOfRange(quantized, at, at + vocabulary);
                double cosine = LogitDistance.cosine(rounded, logits);
                double divergence = LogitDistance.divergence(logits, rounded);
                double ownCosine = LogitDistance.cosine(rounded, right);
                double ownDivergence = LogitDistance.divergence(right, rounded);
                assertTrue(
                        1 - cosine <= Math.max(1 - COSINE, SHARE * (1 - ownCosine))
                                && divergence <= Math.max(DIVERGENCE, SHARE * ownDivergence),
                        name + ", token " + i + ": cosine " + cosine + ", divergence " + divergence);
            }
        }
    }
}
