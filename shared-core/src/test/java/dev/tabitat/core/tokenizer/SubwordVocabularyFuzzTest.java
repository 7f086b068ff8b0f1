package dev.tabitat.core.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.error.DamagedData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Counts against fastText's rules over code points, written plainly, and files with any one byte changed. */
final class SubwordVocabularyFuzzTest {

    private static final int[] LETTERS = {'a', 'b', '<', '>', 0xE9, 0x416, 0x4F60, 0x1F600, '/', 's', ' ', '\n', 0xA0};

    @Test
    void countsAsThePlainRulesDo() {
        Random random = Seed.random("SubwordVocabularyFuzzTest.counts");
        for (int round = 0; round < 2_000; round++) {
            int shortest = 1 + random.nextInt(3);
            int longest = shortest + random.nextInt(3);
            int buckets = 1 + random.nextInt(40);
            TreeSet<String> words = new TreeSet<>(List.of(SubwordVocabulary.END));
            for (int i = random.nextInt(6); i > 0; i--) {
                words.add(text(random, 1 + random.nextInt(2)).strip());
            }
            words.remove("");
            int[] kept = IntStream.range(0, buckets).filter(i -> random.nextBoolean()).toArray();
            List<String> known = List.copyOf(words);
            String text = text(random, random.nextInt(40));
            SubwordVocabulary.Bag bag = SubwordVocabulary
                    .read(SubwordVocabulary.write(shortest, longest, buckets, known, kept)).count(text);
            TreeMap<Integer, Integer> found = new TreeMap<>();
            for (int i = 0; i < bag.rows().length; i++) {
                found.put(bag.rows()[i], bag.times()[i]);
            }
            TreeMap<Integer, Integer> expected = plainly(text, known, kept, shortest, longest, buckets);
            assertEquals(expected, found, "\"" + text + "\"");
            assertEquals(expected.values().stream().mapToInt(Integer::intValue).sum(), bag.total());
        }
    }

    @Test
    void aChangedByteGivesAnotherVocabularyOrIsRefused() {
        Random random = Seed.random("SubwordVocabularyFuzzTest.bytes");
        byte[] file = SubwordVocabulary.write(2, 4, 1000, List.of("</s>", "one", "zwei", "три", "四"),
                IntStream.range(0, 200).map(i -> 5 * i).toArray());
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = file.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                assertTrue(SubwordVocabulary.read(changed).count("one zwei три 四").total() >= 0);
            } catch (DamagedData damaged) {
                refused++;
            }
        }
        assertTrue(refused > 1000, "refused " + refused);
    }

    private static TreeMap<Integer, Integer> plainly(String text, List<String> words, int[] kept, int shortest,
            int longest, int buckets) {
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        for (String word : (text + " " + SubwordVocabulary.END).split("[ \\n]+")) {
            if (words.contains(word)) {
                counts.merge(words.indexOf(word), 1, Integer::sum);
            }
            if (word.isEmpty() || word.equals(SubwordVocabulary.END)) {
                continue;
            }
            int[] letters = ("<" + word + ">").codePoints().toArray();
            for (int start = 0; start < letters.length; start++) {
                for (int length = shortest; length <= longest && start + length <= letters.length; length++) {
                    boolean markAlone = length == 1 && (start == 0 || start == letters.length - 1);
                    int row = java.util.Arrays.binarySearch(kept, bucket(new String(letters, start, length), buckets));
                    if (!markAlone && row >= 0) {
                        counts.merge(words.size() + row, 1, Integer::sum);
                    }
                }
            }
        }
        return counts;
    }

    private static int bucket(String run, int buckets) {
        long hash = 2_166_136_261L;
        for (byte b : run.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xFFFF_FFFFL) * 16_777_619L & 0xFFFF_FFFFL;
        }
        return (int) (hash % buckets);
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }
}
