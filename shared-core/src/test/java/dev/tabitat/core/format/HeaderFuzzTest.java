package dev.tabitat.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.format.gguf.GgufBytes;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.format.onnx.OnnxModel;
import dev.tabitat.core.format.onnx.OnnxOutline;
import dev.tabitat.core.format.onnx.OnnxTestFiles;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Headers of random files, whole and damaged: refused with what was found and expected, or read, in bounded memory. */
final class HeaderFuzzTest {

    private static final int ROUNDS = 15_000;
    /** A byte of the file may become a list's element or an entry. */
    private static final long MEMORY_FACTOR = 600;
    /** What the machine takes for itself when code first runs. */
    private static final long MEMORY_BASE = 1 << 22;

    @Test
    void damagedGgufIsRefusedOrReads() {
        Random random = Seed.random("HeaderFuzzTest");
        fuzz(random, () -> gguf(random), file -> {
            Gguf read = Gguf.read(Slices.of(file));
            assertTrue(read.dataStart() % read.alignment() == 0);
            read.tensors().forEach(tensor -> assertTrue(
                    read.dataStart() + tensor.offset() + tensor.bytes() <= file.length, tensor::name));
        });
    }

    @Test
    void damagedSafetensorsAreRefusedOrRead() {
        Random random = Seed.random("HeaderFuzzTest");
        fuzz(random, () -> safetensors(random), file -> {
            SafetensorsOutline read = SafetensorsOutline.read(Slices.of(file), SafetensorsLimits.DEFAULT);
            read.entries().forEach(entry -> assertTrue(read.dataStart() + entry.end() <= file.length, entry::name));
        });
    }

    @Test
    void damagedOnnxIsRefusedOrReads() {
        Random random = Seed.random("HeaderFuzzTest");
        fuzz(random, () -> OnnxTestFiles.random(random), file -> {
            OnnxOutline read = OnnxOutline.read(Slices.of(file));
            read.weights().forEach(weight -> assertTrue(weight.elements() >= 0, weight::name));
        });
    }

    @Test
    void theOutlineAgreesWithTheWholeModel() {
        Random random = Seed.random("HeaderFuzzTest");
        for (int round = 0; round < 1_000; round++) {
            byte[] file = OnnxTestFiles.random(random);
            OnnxModel whole = OnnxModel.read(file);
            OnnxOutline outline = OnnxOutline.read(Slices.of(file));
            assertEquals(whole.nodes().size(), outline.graph().nodes().size());
            assertEquals(whole.inputs(), outline.graph().inputs());
            assertEquals(whole.opsets(), outline.graph().opsets());
            assertEquals(whole.initializers().size(), outline.weights().size());
            for (OnnxOutline.Weight weight : outline.weights()) {
                assertEquals(whole.initializers().get(weight.name()).elements(), weight.elements(), weight.name());
            }
        }
    }

    private interface Maker {
        byte[] file();
    }

    private static void fuzz(Random random, Maker maker, Consumer<byte[]> reader) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] file = maker.file();
        reader.accept(file);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 20 == 0) {
                file = maker.file();
            }
            byte[] altered = damaged(file, random);
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                reader.accept(altered);
            } catch (TabitatException e) {
                refused++;
                assertFalse(e.getMessage().isEmpty() || e.finding().where().isEmpty()
                        || e.finding().expected().isEmpty(), () -> e + " " + e.finding());
            }
            long used = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(used <= MEMORY_BASE + MEMORY_FACTOR * altered.length,
                    "round " + round + ": " + used + " bytes for a file of " + altered.length);
        }
        assertTrue(refused > ROUNDS / 4, refused + " refused");
    }

    private static byte[] gguf(Random random) {
        GgufBytes bytes = new GgufBytes().text("general.architecture", "llama");
        for (int i = random.nextInt(4); i >= 0; i--) {
            switch (random.nextInt(5)) {
                case 0 -> bytes.u32("k" + i, random.nextInt());
                case 1 -> bytes.texts("k" + i, "a", "", "bc");
                case 2 -> bytes.flag("k" + i, random.nextBoolean());
                case 3 -> bytes.raw("k" + i, 9, GgufBytes.join(GgufBytes.u32(6), GgufBytes.u64(2), new byte[8]));
                default -> bytes.f32("k" + i, random.nextFloat());
            }
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            GgufType type = GgufType.values()[random.nextInt(GgufType.values().length)];
            bytes.tensor("blk." + i, type, type.blockElements() * (1L + random.nextInt(2)), 1 + random.nextInt(3));
        }
        return bytes.file();
    }

    private static byte[] safetensors(Random random) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            DType type = DType.values()[random.nextInt(DType.values().length)];
            Shape shape = Shape.of(random.nextInt(3), 1 + random.nextInt(3));
            tensors.put("layer." + i, new Tensor(type, shape, new byte[shape.elements() * type.bytes()], 0));
        }
        return new Safetensors(tensors, random.nextBoolean() ? Map.of() : Map.of("format", "pt")).write();
    }

    private static byte[] damaged(byte[] file, Random random) {
        byte[] altered = file.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            altered = altered.length == 0 ? file.clone() : damagedOnce(altered, random);
        }
        return altered;
    }

    private static byte[] damagedOnce(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                byte[] number = GgufBytes.u64((1L << random.nextInt(64)) - random.nextInt(2));
                System.arraycopy(number, 0, bytes, at, Math.min(8, bytes.length - at));
            }
            case 4 -> {
                int from = random.nextInt(bytes.length);
                System.arraycopy(bytes, from, bytes, at,
                        Math.min(1 + random.nextInt(64), bytes.length - Math.max(from, at)));
            }
            default -> {
                int length = Math.min(random.nextInt(64), bytes.length - at);
                byte[] longer = new byte[bytes.length + length];
                System.arraycopy(bytes, 0, longer, 0, at + length);
                System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
                return longer;
            }
        }
        return bytes;
    }
}
