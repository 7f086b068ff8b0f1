package dev.tabitat.core.packages;

import dev.tabitat.core.licences.LicenceExpression;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.contract.PackageSamples;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever bytes come, a parser reads them or refuses them with a finding; nothing else is thrown. */
final class HostileBytesTest {

    private final Random random = Seed.random("HostileBytesTest");

    @Test
    void anySafetensorsSurviveAndDamagedOnesAreReadOrRefused() {
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (int n = random.nextInt(4); n >= 0; n--) {
                int rows = random.nextInt(4);
                tensors.put("t" + n, Tensor.ofInts(Shape.of(rows, 2), random.ints(rows * 2L).toArray()));
            }
            byte[] file = new Safetensors(tensors, Map.of("n", "" + i)).write();
            assertArrayEquals(file, Safetensors.read(file).write());
            refused += survives(damaged(file, 8), Safetensors::read);
            refused += survives(damaged(file, file.length), Safetensors::read);
        }
        assertTrue(refused > 1_000, "refused " + refused);
    }

    @Test
    void damagedManifestsAreReadOrRefused() {
        byte[] sound = PackageSamples.manifest().bytes();
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            refused += survives(damaged(sound, sound.length), Manifest::read);
        }
        assertTrue(refused > 1_000, "refused " + refused);
    }

    @Test
    void damagedLicencesAndNamesAreReadOrRefused() {
        for (int i = 0; i < 5_000; i++) {
            byte[] licence = "(MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0"
                    .getBytes(StandardCharsets.US_ASCII);
            String text = new String(damaged(licence, licence.length), StandardCharsets.ISO_8859_1);
            int refused = survives(licence, bytes -> {
                LicenceExpression read = LicenceExpression.parse(text);
                assertEquals(read, LicenceExpression.parse(read.text()));
            });
            refused += survives(licence, bytes -> PackageName.parse(text));
            assertTrue(refused <= 2);
        }
    }

    @Test
    void utf8AgreesWithTheJvmOnAnyBytes() {
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = damaged("a\u00f6\u20ac\ud83d\ude00z".getBytes(StandardCharsets.UTF_8), 11);
            String expected = decodedByJvm(bytes);
            String found;
            try {
                found = Utf8.decode(bytes);
            } catch (TabitatException refused) {
                found = "refused";
            }
            assertEquals(expected, found, Arrays.toString(bytes));
        }
    }

    @Test
    void quantizedWeightsAreWithinHalfAStep() {
        for (int i = 0; i < 500; i++) {
            float[] weights = new float[12];
            for (int k = 0; k < weights.length; k++) {
                weights[k] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10));
            }
            Quantization quantized = Quantization.int8(Tensor.ofFloats(Shape.of(3, 4), weights));
            float[] back = quantized.toFloats().toFloats();
            float[] scales = quantized.scales().toFloats();
            for (int k = 0; k < weights.length; k++) {
                assertEquals(weights[k], back[k], scales[k / 4] * 0.5001, "weight " + k);
            }
        }
    }

    /** 1 when refused with a finding, 0 when read. */
    private static int survives(byte[] bytes, Consumer<byte[]> parser) {
        try {
            parser.accept(bytes);
            return 0;
        } catch (TabitatException refused) {
            assertFalse(refused.getMessage().isBlank());
            return 1;
        }
    }

    private byte[] damaged(byte[] sound, int within) {
        byte[] bytes = random.nextInt(8) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
        for (int hits = random.nextInt(3); hits >= 0 && bytes.length > 0; hits--) {
            int at = random.nextInt(Math.min(within, bytes.length));
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256)
                    : (byte) "0123456789{}[]\",:-e ".charAt(random.nextInt(20));
        }
        return bytes;
    }

    private static String decodedByJvm(byte[] bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return text.toString();
        } catch (CharacterCodingException e) {
            return "refused";
        }
    }
}
