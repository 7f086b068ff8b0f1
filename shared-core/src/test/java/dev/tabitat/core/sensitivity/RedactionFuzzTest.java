package dev.tabitat.core.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any text is redacted and restored, and the work is linear in its length. */
final class RedactionFuzzTest {

    private static final String[] PIECES = {"4111 1111 1111 1111", "DE89370400440532013000", "[CARD_1]", "[EMAIL_", "[",
            "]", "]]", "ana@example.org", "44051401359", "ssn 123-45-6789", "::1", "10.0.0.1",
            "Passport No. C01X00T47", "Dr. Anna Berg", "e\u0301", "\u200b", "\ufeff", "\u202f", "\r\n", "\ufb03",
            "\ud835\udfd4", "\ud83d\ude00", "\u0661\u0662\u0663", "\ud800", "\udc00", "password: Xy12345678!"};

    @Test
    void randomUnicodeComesBack() {
        Random random = Seed.random("RedactionFuzzTest, round trip");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(12); part > 0; part--) {
                switch (random.nextInt(4)) {
                    case 0 -> text.append(PIECES[random.nextInt(PIECES.length)]);
                    case 1 -> text.append((char) random.nextInt(0x10000));
                    case 2 -> text.appendCodePoint(random.nextInt(0x110000));
                    default -> text.append((char) (32 + random.nextInt(95)));
                }
            }
            String original = text.toString();
            Redaction redaction = Redaction.of(original);
            assertEquals(original, redaction.fill(redaction.text()));
            int end = 0;
            for (Sensitive one : redaction.found()) {
                assertTrue(one.start() >= end && one.end() > one.start() && one.end() <= original.length(),
                        () -> one + " in " + original);
                end = one.end();
            }
        }
    }

    /** Every unit of the normalised text knows its place; places go forward and cover no less than they should. */
    @Test
    void placesOfTheNormalisedTextAreInOrder() {
        Random random = Seed.random("RedactionFuzzTest, places");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(20); part > 0; part--) {
                text.append(random.nextBoolean() ? PIECES[random.nextInt(PIECES.length)]
                        : Character.toString(random.nextInt(0x3100)));
            }
            NormalisedText normalised = NormalisedText.of(text.toString());
            int start = 0;
            for (int at = 0; at < normalised.text().length(); at++) {
                int from = normalised.originalStart(at);
                int end = normalised.originalEnd(at + 1);
                assertTrue(from >= start && end > from && end <= text.length(), "at " + at + " of " + text);
                start = from;
            }
        }
    }

    private static final List<Detector> NUMBERS = List.of(Accounts::ibans, Accounts::cards, NationalIds::find,
            NetworkAddresses::find);

    /**
     * The units that the detectors of numbers read for one of the text are at most the same for a text eight times as
     * long.
     */
    @Test
    void workIsLinear() {
        for (String piece : List.of("1", "1 ", "4111 ", "1-", "A", "A ", "a", "a.", "DE89 ", "ssn 123-45-6789 ",
                "passport A1B2C3 ", ":", "::1 ", "1.1.", "a:", "<", "[", "@", "a@b.", "+1 ", "(1) ",
                "Dr. Anna Berg ", "\n", "\u200b", "e\u0301", "tax id 44051401359 ", "AB12", "://a:b", "password: ",
                "eyJ", "12 Baker Street ", "-----BEGIN ", "born 1.1.", "\ud83d\ude00")) {
            long small = Detection.work(piece.repeat(4_000 / piece.length()), NUMBERS);
            long large = Detection.work(piece.repeat(32_000 / piece.length()), NUMBERS);
            assertTrue(large <= 9 * small + 1000,
                    "\"" + piece + "\" read " + small + " units, eight times as long " + large);
        }
    }

    @Test
    void manyPlaceholdersAreRestored() {
        StringBuilder text = new StringBuilder("[[[[ [EMAIL_7] ");
        for (int i = 0; i < 3_000; i++) {
            text.append("u").append(i).append("@example.org, [");
        }
        Redaction redaction = Redaction.of(text.toString());
        assertEquals(3_000, redaction.originals().size());
        assertTrue(!redaction.originals().containsKey("[EMAIL_7]"));
        assertEquals(text.toString(), redaction.fill(redaction.text()));
    }
}
