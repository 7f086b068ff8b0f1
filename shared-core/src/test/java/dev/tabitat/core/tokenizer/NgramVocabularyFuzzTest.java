package dev.tabitat.core.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.error.DamagedData;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The packed tables against counting by hand, and files with any one byte changed. */
final class NgramVocabularyFuzzTest {

    private static final String UNITS = "abc \u0000\uFFFF\uD801\uDC00\u4F60";

    @Test
    void countsAsOneWouldByHand() {
        Random random = Seed.random("NgramVocabularyFuzzTest.counts");
        for (int round = 0; round < 300; round++) {
            List<String> ngrams = ngrams(random, 1 + random.nextInt(200));
            NgramVocabulary vocabulary = NgramVocabulary.read(NgramVocabulary.write(ngrams));
            String text = text(random, random.nextInt(120));
            for (int units = 1; units <= 4; units++) {
                int[] counts = new int[ngrams.size()];
                vocabulary.count(text, units, counts);
                for (int i = 0; i < counts.length; i++) {
                    assertEquals(ngrams.get(i).length() == units ? occurrences(text, ngrams.get(i)) : 0, counts[i]);
                }
            }
        }
    }

    @Test
    void aChangedByteGivesAnotherVocabularyOrIsRefused() {
        Random random = Seed.random("NgramVocabularyFuzzTest.bytes");
        byte[] file = NgramVocabulary.write(ngrams(random, 60));
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = file.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                assertEquals(60, NgramVocabulary.read(changed).size());
            } catch (DamagedData damaged) {
                refused++;
            }
        }
        assertTrue(refused > 1000, "refused " + refused);
    }

    private static List<String> ngrams(Random random, int most) {
        Set<String> ngrams = new LinkedHashSet<>();
        while (ngrams.size() < most) {
            ngrams.add(text(random, 1 + random.nextInt(4)));
        }
        return new ArrayList<>(ngrams);
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(UNITS.charAt(random.nextInt(UNITS.length())));
        }
        return text.toString();
    }

    private static int occurrences(String text, String ngram) {
        int count = 0;
        for (int i = 0; i + ngram.length() <= text.length(); i++) {
            count += text.regionMatches(i, ngram, 0, ngram.length()) ? 1 : 0;
        }
        return count;
    }
}
