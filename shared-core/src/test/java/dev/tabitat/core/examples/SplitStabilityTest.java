package dev.tabitat.core.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.error.InvalidInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Adding examples never moves one out of the test part, whatever is added. */
final class SplitStabilityTest {

    private static final String[] WORDS = ("river stone letter garden window morning paper kitchen silver bridge market winter table engine "
            + "forest copper island basket ladder meadow harbour candle ribbon saddle").split(" ");

    private final Random random = Seed.random("SplitStabilityTest");

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 4 + random.nextInt(8); word++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.append(random.nextInt(100_000)).toString();
    }

    private List<Example> drawn(int count, int labels) {
        List<Example> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(new Example(text() + " " + text(), "label " + i % labels));
        }
        return items;
    }

    /** New texts, near-duplicates of old ones, and a label that was not there. */
    private List<Example> additions(List<Example> old) {
        List<Example> more = new ArrayList<>();
        for (int i = 0; i < random.nextInt(40); i++) {
            Example near = old.get(random.nextInt(old.size()));
            more.add(switch (random.nextInt(4)) {
                case 0 -> new Example(text() + " " + text(), "label 0");
                case 1 -> new Example(near.text() + " too", near.label());
                case 2 -> new Example(near.text().replace('e', 'a'), near.label());
                default -> new Example(near.text().toUpperCase(java.util.Locale.ROOT) + "!", near.label());
            });
        }
        for (int i = 0; i < 5 && random.nextBoolean(); i++) {
            more.add(new Example(text() + " " + text(), "a rare label"));
        }
        return more;
    }

    @Test
    void addingExamplesNeverMovesOneOutOfTestNorAnOldOneIntoIt() {
        int compared = 0;
        for (int round = 0; round < 60; round++) {
            Set<Example> all = new HashSet<>(drawn(60 + random.nextInt(200), 2 + random.nextInt(3)));
            Set<Example> held = null;
            for (int step = 0; step < 4; step++) {
                Split split;
                try {
                    split = Split.of(new Examples(new ArrayList<>(all)));
                } catch (InvalidInput tooAlike) {
                    break;
                }
                Set<Example> now = new HashSet<>(split.test());
                if (held != null) {
                    assertTrue(now.containsAll(held), "an example left the test part");
                    Set<Example> trained = new HashSet<>(split.train());
                    trained.retainAll(held);
                    assertEquals(Set.of(), trained);
                    compared++;
                }
                held = now;
                List<Example> more = additions(new ArrayList<>(all));
                Set<Example> before = Set.copyOf(all);
                all.addAll(more);
                Set<Example> old = new HashSet<>(before);
                old.removeAll(held);
                try {
                    Set<Example> later = new HashSet<>(Split.of(new Examples(new ArrayList<>(all))).test());
                    later.retainAll(old);
                    assertEquals(Set.of(), later, "an old example came into the test part");
                } catch (InvalidInput tooAlike) {
                    break;
                }
            }
        }
        assertTrue(compared > 60, "comparisons: " + compared);
    }

    @Test
    void noPartHoldsANearDuplicateOfAnotherPartsExample() {
        for (int round = 0; round < 30; round++) {
            List<Example> items = drawn(150, 3);
            List<Example> all = new ArrayList<>(new HashSet<>(items));
            for (Example item : items.subList(0, 50)) {
                all.add(new Example(item.text() + " please", item.label()));
            }
            all = new ArrayList<>(new HashSet<>(all));
            Split split = Split.of(new Examples(all));
            assertEquals(all.size(),
                    split.train().size() + split.select().size() + split.test().size() + split.leftOut().size());
            List<Example> sorted = Examples.sorted(all).items();
            int[] groups = NearDuplicates.groups(sorted);
            Set<Integer> test = new HashSet<>();
            Set<Integer> others = new HashSet<>();
            for (int i = 0; i < groups.length; i++) {
                (split.test().contains(sorted.get(i)) ? test
                        : split.leftOut().contains(sorted.get(i)) ? new HashSet<Integer>() : others).add(groups[i]);
            }
            assertTrue(Collections.disjoint(test, others), "near-duplicates of test examples are not learnt from");
            assertFalse(split.leftOut().isEmpty() && test.isEmpty());
        }
    }

    @Test
    void everyLabelHasAboutAFifthInTest() {
        List<Example> items = new ArrayList<>(new HashSet<>(drawn(3000, 3)));
        Split split = Split.of(new Examples(items));
        for (String label : List.of("label 0", "label 1", "label 2")) {
            long n = items.stream().filter(item -> item.label().equals(label)).count();
            long held = split.test().stream().filter(item -> item.label().equals(label)).count();
            // Six standard deviations of a binomial share of .2.
            assertEquals(0.2, (double) held / n, 6 * Math.sqrt(0.16 / n), label + ": " + held + " of " + n);
        }
    }

    @Test
    void aLabelWithoutAHeldBackExampleIsNamed() {
        List<Example> items = new ArrayList<>(new HashSet<>(drawn(200, 2)));
        int rare = 0;
        while (rare < 5) {
            Example one = new Example(text() + " " + text(), "rare");
            List<Example> tried = new ArrayList<>(items);
            tried.add(one);
            // Keep those that are not in test.
            if (!Split.of(new Examples(with(tried, rareOf(items)))).test().contains(one)) {
                items.add(one);
                rare++;
            }
        }
        Split split = Split.of(new Examples(items));
        assertEquals(List.of("rare"), split.untested());
        assertTrue(split.words().contains("rare"), split.words());
        assertTrue(split.train().stream().anyMatch(item -> item.label().equals("rare")));
        assertTrue(split.select().stream().anyMatch(item -> item.label().equals("rare")),
                "train lends what select lacks");
    }

    /** So many further examples of the rare label that it can be split. */
    private static List<Example> rareOf(List<Example> items) {
        List<Example> more = new ArrayList<>();
        long has = items.stream().filter(item -> item.label().equals("rare")).count();
        for (long i = has; i < 6; i++) {
            more.add(new Example(
                    "filler " + "abcdefgh".repeat((int) i + 2).replace("abcd", WORDS[(int) i]) + WORDS[(int) i + 7],
                    "rare"));
        }
        return more;
    }

    private static List<Example> with(List<Example> items, List<Example> more) {
        List<Example> all = new ArrayList<>(items);
        all.addAll(more);
        return all;
    }
}
