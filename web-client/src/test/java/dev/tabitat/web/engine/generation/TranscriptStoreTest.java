package dev.tabitat.web.engine.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.store.ClockAndRandom;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.TabStore;
import org.junit.jupiter.api.Test;

final class TranscriptStoreTest {

    private final TabStore store = TabStore.open(new MemoryRecords(), new ClockAndRandom() {
        @Override
        public String nowUtc() {
            return "2026-11-30T12:00:00.000Z";
        }

        @Override
        public byte[] random(int count) {
            return new byte[count];
        }
    }, "tabitat/test");
    private final TranscriptStore transcripts = new TranscriptStore(store);

    @Test
    void theLastOnesAreKeptAndTheOldestGoes() {
        Digest first = transcripts.put(Utf8.encode("0"));
        Digest second = transcripts.put(Utf8.encode("1"));
        for (int i = 2; i <= TranscriptStore.MAX_COUNT; i++) {
            transcripts.put(Utf8.encode(Integer.toString(i)));
        }
        assertThrows(InvalidInput.class, () -> transcripts.get(first));
        assertArrayEquals(Utf8.encode("1"), transcripts.get(second));
        assertEquals(TranscriptStore.MAX_COUNT, store.settings("transcript/").size());
    }

    @Test
    void largeOnesPushOthersOutAndOneThatIsTooLargeIsNotKept() {
        Digest small = transcripts.put(Utf8.encode("small"));
        Digest large = transcripts.put(new byte[TranscriptStore.MAX_BYTES + 1]);
        assertThrows(InvalidInput.class, () -> transcripts.get(large));
        assertArrayEquals(Utf8.encode("small"), transcripts.get(small));
        byte[] full = Utf8.encode("x".repeat(TranscriptStore.MAX_BYTES));
        assertArrayEquals(full, transcripts.get(transcripts.put(full)));
        assertThrows(InvalidInput.class, () -> transcripts.get(small));
    }
}
