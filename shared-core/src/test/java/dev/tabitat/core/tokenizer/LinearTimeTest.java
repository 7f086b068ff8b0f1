package dev.tabitat.core.tokenizer;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A million units of what scanners get stuck on; anything quadratic takes minutes here. */
final class LinearTimeTest {

    private static final int UNITS = 1_000_000;

    @Test
    void noTextIsSlow() {
        for (String piece : List.of(
                "h", "hj", "ha", "haa", "hah", "a", "\u2028", "\u0085", "\n", " ", "-", "_", ".", "a@", "@", "a@b", "a@b.", "#", "rt ", "rt",
                "\u0301", "\u0301rt ", "\u03a3", "\u03a3\u0301", "\u03a3\u02b0", "http://", "https:", ":-", "x", "7", "\ud83d\ude00", "\ufffd", "\u6f22")) {
            for (String text : List.of(piece.repeat(UNITS / piece.length()), "word " + piece.repeat(UNITS / piece.length()) + "h")) {
                for (TextNormalizer normalizer : TextNormalizer.values()) {
                    String clean = assertTimeoutPreemptively(
                            Duration.ofSeconds(20), () -> normalizer.apply(text), normalizer + " on many \"" + piece + "\"");
                    assertTrue(clean.length() <= text.length() + 2, piece);
                }
            }
        }
    }
}
