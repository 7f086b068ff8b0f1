package dev.tabitat.kernels.wasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tabitat.kernels.contract.Numbers;
import org.junit.jupiter.api.Test;

class ByteSinkTest {

    @Test
    void writesTheSpecificationsExampleNumbers() {
        assertArrayEquals(bytes(0xE5, 0x8E, 0x26), new ByteSink().unsigned(624_485).toBytes());
        assertArrayEquals(bytes(0xC0, 0xBB, 0x78), new ByteSink().signed(-123_456).toBytes());
        assertArrayEquals(bytes(0x00), new ByteSink().unsigned(0).toBytes());
        assertArrayEquals(bytes(0x7F), new ByteSink().signed(-1).toBytes());
        assertArrayEquals(bytes(0xC0, 0x00), new ByteSink().signed(64).toBytes());
    }

    @Test
    void everyUnsignedNumberReadsBackAndIsShortest() {
        long seed = Long.getLong("tabitat.seed", 20_261_123L);
        Numbers random = new Numbers(seed);
        for (int i = 0; i < 20_000; i++) {
            int value = random.bits() >>> random.below(32);
            byte[] encoded = new ByteSink().unsigned(value).toBytes();
            int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(value));
            assertEquals((bits + 6) / 7, encoded.length, () -> "seed " + seed + ", value " + value);
            assertEquals(value & 0xFFFFFFFFL, decode(encoded, false), () -> "seed " + seed);
        }
    }

    @Test
    void everySignedNumberReadsBackAndIsShortest() {
        long seed = Long.getLong("tabitat.seed", 20_261_123L);
        Numbers random = new Numbers(seed);
        for (int i = 0; i < 20_000; i++) {
            long value = ((long) random.bits() << 32 | random.bits() & 0xFFFFFFFFL) >> random.below(64);
            byte[] encoded = new ByteSink().signed(value).toBytes();
            int bits = 65 - Long.numberOfLeadingZeros(value < 0 ? ~value : value);
            assertEquals((bits + 6) / 7, encoded.length, () -> "seed " + seed + ", value " + value);
            assertEquals(value, decode(encoded, true), () -> "seed " + seed);
        }
    }

    @Test
    void growsAsItIsWritten() {
        ByteSink sink = new ByteSink();
        for (int i = 0; i < 5_000; i++) {
            sink.put(i);
        }
        assertEquals(5_000, sink.size());
        assertEquals((byte) 4_999, sink.toBytes()[4_999]);
        assertEquals(5_002, new ByteSink().sized(sink).size());
    }

    @Test
    void writesNamesAsTheirLengthInBytesAndUtf8() {
        assertArrayEquals(new byte[]{4, 'g', 'r', (byte) 0xC3, (byte) 0xBC}, new ByteSink().name("gr\u00FC").toBytes());
    }

    private static long decode(byte[] encoded, boolean signed) {
        long value = 0;
        int shift = 0;
        for (byte b : encoded) {
            value |= (long) (b & 0x7F) << shift;
            shift += 7;
        }
        boolean negative = signed && (encoded[encoded.length - 1] & 0x40) != 0 && shift < 64;
        return negative ? value | -1L << shift : value;
    }

    private static byte[] bytes(int... values) {
        return new ByteSink().put(values).toBytes();
    }
}
