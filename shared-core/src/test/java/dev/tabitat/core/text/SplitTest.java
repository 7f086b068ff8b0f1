package dev.tabitat.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SplitTest {

    @Test
    void partsBetweenSeparatorsMayBeEmpty() {
        assertEquals(List.of("a", "", "b", ""), Split.on("a,,b,", ','));
        assertEquals(List.of(""), Split.on("", ','));
    }

    @Test
    void arraysAreThoseOfStringSplit() {
        long seed = 11;
        Random random = new Random(seed);
        for (int n = 0; n < 2_000; n++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(9); i > 0; i--) {
                text.append("ab ;".charAt(random.nextInt(4)));
            }
            // A text of separators alone is the one case in which String.split gives no part at all.
            if (!text.toString().isEmpty() && text.toString().replace(" ", "").isEmpty()) {
                continue;
            }
            assertArrayEquals(text.toString().split(" "), Split.array(text.toString(), ' '),
                    "seed " + seed + ": '" + text + "'");
        }
    }

    @Test
    void wordsLieBetweenRunsOfSpaces() {
        assertArrayEquals(new String[]{"a", "b"}, Split.words("  a   b "));
        assertArrayEquals(new String[]{""}, Split.words("  "));
    }
}
