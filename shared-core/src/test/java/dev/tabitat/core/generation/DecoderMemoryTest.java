package dev.tabitat.core.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderSamples;
import org.junit.jupiter.api.Test;

/** The arithmetic of a decoder's memory. */
final class DecoderMemoryTest {

    private final Decoder gemma = DecoderSamples.decoder("gemma3", GgufType.Q8_0);

    @Test
    void theCacheIsWhatTheReferenceHolds() {
        DecoderMemory memory = new DecoderMemory(4, 32, false);
        try (ReferenceDecoder session = new ReferenceDecoder(gemma); DecoderSequence sequence = session.open(64)) {
            sequence.prefill(DecoderSamples.tokens(), 0, 24);
            assertEquals(memory.cache(gemma.spec(), 64), sequence.memoryBytes());
        }
    }

    @Test
    void aRingKeepsTheWindowAndOnePartOfAPrompt() {
        // Six of seven layers see six positions.
        long position = 2L * 2 * 64 * 2;
        assertEquals(position * (6 * (6 + 32) + 512), new DecoderMemory(2, 32, true).cache(gemma.spec(), 512));
        assertEquals(position * 7 * 16, new DecoderMemory(2, 32, true).cache(gemma.spec(), 16));
    }

    @Test
    void weightsAreTheMatricesAndVectors() {
        long elements = 64L * 256 + 7L * (256 * 256 * 2 + 256 * 128 * 2 + 3L * 512 * 256);
        long vectors = 256 + 7L * (4 * 256 + 2 * 64);
        assertEquals(elements / 32 * 34 + 4 * vectors, DecoderMemory.weights(gemma.spec(), gemma.tensors()));
    }

    @Test
    void theContextIsTheLargestThatFits() {
        DecoderMemory memory = new DecoderMemory(2, 32, false);
        long all = memory.total(gemma.spec(), gemma.tensors(), 512);
        assertEquals(512, memory.largestContext(gemma.spec(), gemma.tensors(), all, 4096));
        assertEquals(256, memory.largestContext(gemma.spec(), gemma.tensors(), all - 1, 4096));
        assertEquals(300, memory.largestContext(gemma.spec(), gemma.tensors(), all, 300));
        assertEquals(0, memory.largestContext(gemma.spec(), gemma.tensors(),
                DecoderMemory.weights(gemma.spec(), gemma.tensors()), 4096));
        assertTrue(memory.total(gemma.spec(), gemma.tensors(), 256) < all);
    }
}
