package dev.tabitat.kernels.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.retrieval.RowRanges;
import dev.tabitat.kernels.jvm.JvmKernelHost;
import dev.tabitat.kernels.kernel.Int8Dot;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What stays of vectors in memory, and what happens when there is too little of it. */
class VectorMemoryTest {

    private static final int WIDTH = 384;
    private static final float MARK = 0.377f;

    @Test
    void removedRowsAreNowhereInMemory() {
        try (JvmKernelHost host = new JvmKernelHost(32 << 20)) {
            KernelMemory memory = new KernelMemory(host);
            KernelVectors vectors = new KernelVectors(memory, Int8Dot.PLAIN, WIDTH);
            vectors.add(filled(0.1f, 100), 100);
            vectors.add(filled(MARK, 30), 30);
            vectors.add(filled(0.2f, 1000), 1000);
            assertEquals(30 * WIDTH, marks(host));
            vectors.remove(100, 130);
            assertEquals(0, marks(host));
            vectors.add(filled(MARK, 1500), 1500);
            vectors.remove(1100, 2600);
            assertEquals(0, marks(host));
            vectors.close();
            assertEquals(0, memory.usedBytes());
            assertEquals(0, nonZeroBytes(host), "closing overwrites everything");
        }
    }

    @Test
    void rowsThatDoNotFitLeaveAllAsItWas() {
        try (JvmKernelHost host = new JvmKernelHost(3 << 20)) {
            KernelMemory memory = new KernelMemory(host);
            KernelVectors vectors = new KernelVectors(memory, Int8Dot.PLAIN, WIDTH);
            vectors.add(filled(0.1f, 700), 700);
            long used = memory.usedBytes();
            assertThrows(OutOfBudget.class, () -> vectors.add(filled(MARK, 2000), 2000));
            assertEquals(700, vectors.size());
            assertEquals(used, memory.usedBytes());
            assertEquals(used, vectors.memoryBytes());
            assertEquals(0, marks(host));
            assertArrayEquals(new int[]{0, 1, 2}, vectors.nearest(filled(0.1f, 1), 3, RowRanges.all(700)).rows());
            vectors.add(filled(MARK, 300), 300);
            assertArrayEquals(new int[]{700, 701}, vectors.nearest(filled(0.1f, 1), 2, RowRanges.all(1000)).rows());
        }
    }

    @Test
    void aFailedWriteGivesTheMemoryBack() {
        try (JvmKernelHost host = new JvmKernelHost(8 << 20)) {
            KernelMemory memory = new KernelMemory(new RefusingWrites(host));
            KernelVectors vectors = new KernelVectors(memory, Int8Dot.PLAIN, WIDTH);
            assertThrows(OutOfBudget.class, () -> vectors.add(filled(MARK, 10), 10));
            assertEquals(0, vectors.size());
            assertEquals(vectors.memoryBytes(), memory.usedBytes());
            vectors.close();
            assertEquals(0, memory.usedBytes());
        }
    }

    @Test
    void liesBesideOtherRegions() {
        try (JvmKernelHost host = new JvmKernelHost(16 << 20)) {
            KernelMemory memory = new KernelMemory(host);
            Region before = memory.take(100, "a session");
            KernelVectors vectors = new KernelVectors(memory, Int8Dot.PLAIN, WIDTH);
            vectors.add(filled(0.1f, 500), 500);
            Region after = memory.take(5000, "a session");
            float[] theirs = filled(MARK, 3);
            host.writeFloats(after.address(), theirs, 0, theirs.length);
            vectors.add(filled(0.1f, 1000), 1000);
            vectors.nearest(filled(0.1f, 1), 1000, RowRanges.all(1500));
            vectors.close();
            float[] found = new float[theirs.length];
            host.readFloats(after.address(), found, 0, found.length);
            assertArrayEquals(theirs, found);
            memory.giveBack(before);
            memory.giveBack(after);
            assertEquals(0, memory.usedBytes());
        }
    }

    private static float[] filled(float value, int rows) {
        float[] vectors = new float[rows * WIDTH];
        Arrays.fill(vectors, value);
        return vectors;
    }

    private static int marks(JvmKernelHost host) {
        byte[] all = all(host);
        Bytes words = Bytes.of(all);
        int marks = 0;
        for (int i = 0; i < words.words(); i++) {
            marks += words.word(i) == Float.floatToIntBits(MARK) ? 1 : 0;
        }
        return marks;
    }

    private static int nonZeroBytes(JvmKernelHost host) {
        int count = 0;
        for (byte b : all(host)) {
            count += b == 0 ? 0 : 1;
        }
        return count;
    }

    private static byte[] all(JvmKernelHost host) {
        byte[] all = new byte[(int) host.memoryBytes()];
        host.read(0, all, 0, all.length);
        return all;
    }
}
