package dev.tabitat.core.format.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.error.TabitatException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random models, whole and damaged. */
final class OnnxFuzzTest {

    private static final int ROUNDS = 40_000;
    /** A byte of the file may become a list's element or a node. */
    private static final long MEMORY_FACTOR = 500;
    /** What the machine takes for itself when code first runs. */
    private static final long MEMORY_BASE = 1 << 22;

    @Test
    void randomModelsReadBackTheSame() {
        Random random = Seed.random("OnnxFuzzTest");
        for (int round = 0; round < 2_000; round++) {
            OnnxModel written = OnnxSamples.random(random);
            assertEquals("", OnnxSamples.difference(written, OnnxModel.read(OnnxWriter.write(written))),
                    "round " + round);
        }
    }

    @Test
    void damageIsRefusedOrReadsAsASoundModelInBoundedMemory() {
        Random random = Seed.random("OnnxFuzzTest");
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] file = OnnxWriter.write(OnnxSamples.linear());
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 20 == 0) {
                file = OnnxWriter.write(round % 40 == 0 ? OnnxSamples.linear() : OnnxSamples.random(random));
            }
            byte[] altered = damaged(file, random);
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                OnnxModel.read(altered).nodes().forEach(OnnxNode::label);
            } catch (TabitatException e) {
                refused++;
                assertFalse(
                        e.getMessage().isEmpty() || e.finding().where().isEmpty() || e.finding().expected().isEmpty(),
                        () -> e + " " + e.finding());
            }
            long used = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(
                    used <= MEMORY_BASE + MEMORY_FACTOR * altered.length,
                    "round " + round + ": " + used + " bytes for a file of " + altered.length);
        }
        assertTrue(refused > ROUNDS / 4, refused + " refused");
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] file = OnnxWriter.write(OnnxSamples.linear());
        int whole = 0;
        for (int length = 0; length < file.length; length++) {
            try {
                OnnxModel.read(Arrays.copyOf(file, length));
                whole++;
            } catch (TabitatException e) {
                assertFalse(e.finding().found().isEmpty());
            }
        }
        assertEquals(0, whole);
    }

    private static byte[] damaged(byte[] file, Random random) {
        byte[] altered = file.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            altered = altered.length == 0 ? file.clone() : damagedOnce(altered, file, random);
        }
        return altered;
    }

    private static byte[] damagedOnce(byte[] bytes, byte[] other, Random random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                int from = random.nextInt(other.length);
                int length = Math.min(random.nextInt(64), Math.min(other.length - from, bytes.length - at));
                System.arraycopy(other, from, bytes, at, length);
            }
            case 4 -> {
                return spliced(bytes, at, huge(random));
            }
            default -> {
                int from = random.nextInt(bytes.length);
                return spliced(bytes, at,
                        Arrays.copyOfRange(bytes, from, from + Math.min(random.nextInt(64), bytes.length - from)));
            }
        }
        return bytes;
    }

    /** A number near the limits of the types that a careless reader would keep it in. */
    private static byte[] huge(Random random) {
        int bits = random.nextBoolean() ? 31 + random.nextInt(3) : 1 + random.nextInt(63);
        return new Proto().varint((1L << bits) - random.nextInt(2)).toBytes();
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] inserted) {
        byte[] longer = new byte[bytes.length + inserted.length];
        System.arraycopy(bytes, 0, longer, 0, at);
        System.arraycopy(inserted, 0, longer, at, inserted.length);
        System.arraycopy(bytes, at, longer, at + inserted.length, bytes.length - at);
        return longer;
    }
}
