package dev.tabitat.core.generation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.decoder.Decoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every architecture computes from safetensors what PyTorch does. */
final class DecoderFixturesTest {

    private static final String FOLDER = "/dev/tabitat/core/model/decoder/";
    /** PyTorch turns queries and keys by angles in F32. */
    private static final double BOUND = 1e-5;

    @TestFactory
    Stream<DynamicTest> logitsAreThoseOfPyTorch() {
        return Stream.of("llama3", "llama-tied", "qwen2", "qwen3", "gemma3", "gemma3-linear")
                .map(name -> DynamicTest.dynamicTest(name, () -> compare(name)));
    }

    private static void compare(String name) throws IOException {
        Safetensors expected = Safetensors.read(bytes(name + "/expected.safetensors"));
        int[] ids = expected.tensor("ids").toInts();
        float[] all = expected.tensor("logits").toFloats();
        Decoder decoder = Decoder.readSafetensors(
                JsonReader.readObject(bytes(name + "/config.json"), JsonLimits.DEFAULT),
                List.of(Slices.of(bytes(name + "/model.safetensors"))));
        float[] logits = new float[decoder.spec().vocabulary()];
        try (ReferenceDecoder session = new ReferenceDecoder(decoder);
                DecoderSequence sequence = session.open(ids.length)) {
            for (int i = 0; i < ids.length; i++) {
                sequence.step(ids[i]);
                sequence.logits(logits);
                float[] right = Arrays.copyOfRange(all, i * logits.length, (i + 1) * logits.length);
                double distance = LogitDistance.rms(right, logits);
                assertTrue(distance <= BOUND, name + ", token " + i + ": " + distance);
            }
        }
    }

    static byte[] bytes(String path) throws IOException {
        try (InputStream in = DecoderFixturesTest.class.getResourceAsStream(FOLDER + path)) {
            return in.readAllBytes();
        }
    }
}
