package dev.tabitat.core.format.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocks are the floats that gguf-py makes of them, to the bit. */
final class GgufBlocksTest {

    private static final String FIXTURE = "/dev/tabitat/core/model/decoder/gguf-blocks.safetensors";

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q4_K", "Q5_K", "Q6_K"})
    void blocksAreTheFloatsOfTheFormat(GgufType type) throws IOException {
        Safetensors fixture;
        try (InputStream in = GgufBlocksTest.class.getResourceAsStream(FIXTURE)) {
            fixture = Safetensors.read(in.readAllBytes());
        }
        byte[] blocks = fixture.tensor(type + ".blocks").toBytes();
        float[] expected = fixture.tensor(type + ".values").toFloats();
        float[] found = new float[expected.length + 2];
        byte[] shifted = new byte[blocks.length + 3];
        System.arraycopy(blocks, 0, shifted, 3, blocks.length);
        GgufBlocks.dequantize(type, shifted, 3, expected.length, found, 1);
        assertEquals(0, found[0], "what lies before is left");
        assertEquals(0, found[found.length - 1], "what lies behind is left");
        float[] values = java.util.Arrays.copyOfRange(found, 1, found.length - 1);
        for (int i = 0; i < values.length; i++) {
            // A zero of another sign is the same weight.
            values[i] += 0f;
            expected[i] += 0f;
        }
        assertArrayEquals(expected, values, type.name());
    }

    @ParameterizedTest
    @EnumSource(names = {"IQ4_NL", "IQ2_XXS", "Q2_K", "Q3_K", "TQ1_0", "MXFP4", "F64", "I8"})
    void otherTypesAreRefusedByName(GgufType type) {
        Unsupported refused = assertThrows(Unsupported.class,
                () -> GgufBlocks.dequantize(type, new byte[512], 0, 256, new float[256], 0));
        assertEquals(type.name(), refused.finding().found());
    }

    @Test
    void floatsAreThemselves() {
        float[] found = new float[1];
        GgufBlocks.dequantize(GgufType.F32, new byte[]{0, 0, (byte) 0xC0, 0x3F}, 0, 1, found, 0);
        assertEquals(1.5f, found[0]);
    }
}
