package dev.tabitat.core.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The scanners against the regular expressions that they stand for, on texts of what such expressions have trouble
 * with.
 */
final class TextNormalizerReferenceTest {

    private static final List<String> PIECES = List.of(
            "h", "hj", "ha", "haa", "hah", "HA", "a", "\u2028", "\u0085", "\n", " ", "-", "_", ".", "a@", "@", "a@b",
            "a@b.", "#", "rt ", "rt", "RT:",
            "\u0301", "\u0301rt ", "\u03a3", "\u03a3\u0301", "\u03a3\u02b0", "http://", "https:", "https://", "/", ":-",
            ":", "x", "D", "7", "\ud83d\ude00",
            "\ufffd", "\u6f22", "\u00e9", "oo", "b");

    /** OpenNLP 2.5's, in its order. */
    private enum Rule {
        EMOJI("[\\uD83C-\\uDBFF\\uDC00-\\uDFFF]+", 0, " "),
        LINK("https?://[-_.?&~;+=/#0-9A-Za-z]+", 0, " "),
        MAIL("(?<![-+_.0-9A-Za-z])[-+_.0-9A-Za-z]+@[-0-9A-Za-z]+[-.0-9A-Za-z]+", 0, " "),
        HANDLE("[#@]\\S+", 0, " "),
        RETWEET("\\b(rt[ :])+", Pattern.CASE_INSENSITIVE, " "),
        FACE("[:;x]-?[()dop]", Pattern.CASE_INSENSITIVE, " "),
        LAUGH("([hj])+([aieou])+(\\1+\\2+)+", Pattern.CASE_INSENSITIVE, "$1$2$1$2"),
        NUMBER("\\d+", 0, " "),
        SPACES("\\s{2,}", 0, " "),
        REPEATS("(.)\\1{2,}", Pattern.CASE_INSENSITIVE, "$1$1");

        private final Pattern pattern;
        private final String replacement;

        Rule(String regex, int flags, String replacement) {
            pattern = Pattern.compile(regex, flags);
            this.replacement = replacement;
        }
    }

    private final Random random = Seed.random("TextNormalizerReferenceTest");

    @Test
    void theScannersDoWhatTheExpressionsDo() {
        int[] changed = new int[Rule.values().length];
        for (int i = 0; i < 60_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(14); n > 0; n--) {
                String piece = PIECES.get(random.nextInt(PIECES.size()));
                text.append(piece.repeat(random.nextInt(4) == 0 ? 3 : 1));
            }
            assertEquals(expected(text.toString(), changed), TextNormalizer.OPENNLP_LANGDETECT.apply(text.toString()),
                    text.toString());
        }
        for (Rule rule : Rule.values()) {
            assertTrue(changed[rule.ordinal()] > 100, rule + " changed " + changed[rule.ordinal()] + " texts");
        }
    }

    private static String expected(String text, int[] changed) {
        String clean = text;
        for (Rule rule : Rule.values()) {
            String next = rule.pattern.matcher(clean).replaceAll(rule.replacement);
            changed[rule.ordinal()] += next.equals(clean) ? 0 : 1;
            clean = next;
        }
        StringBuilder lower = new StringBuilder();
        clean.trim().codePoints().forEach(point -> lower.appendCodePoint(Character.toLowerCase(point)));
        return lower.toString();
    }
}
