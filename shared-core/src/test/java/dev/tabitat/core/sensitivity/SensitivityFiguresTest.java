package dev.tabitat.core.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.fitness.Interval;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * How much is found, and how much of what is found is right, on sentences made here: easier than life, and the same for
 * everybody with the same seed. Names are drawn from lists of which half are not among the given names that the
 * detector knows.
 */
final class SensitivityFiguresTest {

    private static final int N = 400;
    private static final String[] FRAMES = {"Please note %s for tomorrow.", "Bitte %s bis Freitag notieren.",
            "Veuillez noter %s, merci.", "I was told that %s is right, is it not?", "(%s)", "%s\nThank you."};
    private static final String[] GIVEN = {"Helen", "Uwe", "Sophie", "Marta", "Luca", "Ottoline", "Bertwin", "Quirin",
            "Xaviera", "Tamsin"};
    private static final String[] FAMILY = {"Smith", "Krause", "Lefebvre", "O'Brien", "Garc\u00eda-L\u00f3pez",
            "van Dyke", "Nowak", "Berg", "Featherby", "M\u00fcller"};

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private static String luhn(String start) {
        for (int check = 0; check < 10; check++) {
            int sum = 0;
            String all = start + check;
            for (int i = 0; i < all.length(); i++) {
                int d = (all.charAt(all.length() - 1 - i) - '0') * (i % 2 == 0 ? 1 : 2);
                sum += d > 9 ? d - 9 : d;
            }
            if (sum % 10 == 0) {
                return all;
            }
        }
        throw new IllegalStateException(start);
    }

    private static String iban(Random random) {
        String body = digits(random, 18);
        String numeric = body + "131400";
        int rest = new java.math.BigInteger(numeric).mod(java.math.BigInteger.valueOf(97)).intValue();
        String iban = "DE" + String.format("%02d", 98 - rest) + body;
        return random.nextBoolean() ? iban : iban.replaceAll("(.{4})", "$1 ").trim();
    }

    private static String one(SensitiveKind kind, Random random) {
        return switch (kind) {
            case EMAIL -> "user" + random.nextInt(1000) + (random.nextBoolean() ? "." : "_") + "x@mail"
                    + random.nextInt(50) + (random.nextBoolean() ? ".example" : ".co.uk");
            case IBAN -> iban(random);
            case CARD -> {
                String card = luhn("4" + digits(random, 14));
                yield random.nextBoolean() ? card : card.replaceAll("(.{4})", "$1 ").trim();
            }
            case IP -> random.nextBoolean()
                    ? (1 + random.nextInt(223)) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                            + (1 + random.nextInt(254))
                    : "2001:db8::" + Integer.toHexString(random.nextInt(65536)) + ":"
                            + Integer.toHexString(1 + random.nextInt(65535));
            case PHONE -> switch (random.nextInt(4)) {
                case 0 -> "+49 " + (100 + random.nextInt(800)) + " " + (1_000_000 + random.nextInt(8_999_999));
                case 1 -> "(" + (201 + random.nextInt(700)) + ") 555-" + String.format("%04d", random.nextInt(10_000));
                case 2 -> "0" + (20 + random.nextInt(70)) + " " + (1000 + random.nextInt(8999)) + " "
                        + (1000 + random.nextInt(8999));
                default -> "+33 6 " + String.format("%02d %02d %02d %02d", random.nextInt(100), random.nextInt(100),
                        random.nextInt(100), random.nextInt(100));
            };
            case BIRTH_DATE -> "born " + switch (random.nextInt(3)) {
                case 0 -> String.format("%02d.%02d.%d", 1 + random.nextInt(28), 1 + random.nextInt(12),
                        1930 + random.nextInt(80));
                case 1 -> String.format("%d-%02d-%02d", 1930 + random.nextInt(80), 1 + random.nextInt(12),
                        1 + random.nextInt(28));
                default -> "on " + (1 + random.nextInt(28)) + " March " + (1930 + random.nextInt(80));
            };
            case NATIONAL_ID -> {
                int number = random.nextInt(99_999_999);
                yield String.format("%08d", number) + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(number % 23);
            }
            case SECRET ->
                random.nextBoolean() ? "ghp_" + digits(random, 36) : "password: Xy" + digits(random, 8) + "!";
            case PERSON -> (random.nextBoolean() ? "Dr. " : "") + GIVEN[random.nextInt(GIVEN.length)] + " "
                    + FAMILY[random.nextInt(FAMILY.length)];
            case ADDRESS -> random.nextBoolean() ? (1 + random.nextInt(300)) + " Willow Road"
                    : "Lindenstra\u00dfe " + (1 + random.nextInt(200));
        };
    }

    @Test
    void recallAndPrecisionOnMadeSentences() {
        Random random = new Random(Long.getLong("tabitat.seed", 20_261_124L));
        Map<SensitiveKind, double[]> figures = new EnumMap<>(SensitiveKind.class);
        for (SensitiveKind kind : SensitiveKind.values()) {
            int hits = 0;
            int claimed = 0;
            for (int i = 0; i < N; i++) {
                String words = one(kind, random);
                String text = String.format(FRAMES[random.nextInt(FRAMES.length)], words);
                int from = text.indexOf(words);
                List<Sensitive> found = Detection.find(text);
                claimed += found.size();
                hits += (int) found.stream()
                        .filter(one -> one.kind() == kind && one.start() >= from && one.end() <= from + words.length())
                        .limit(1).count();
            }
            Interval recall = Interval.wilson95(hits, N);
            System.out.printf("%-12s recall %.3f [%.3f, %.3f], precision %.3f, n = %d made sentences%n", kind.id(),
                    (double) hits / N, recall.low(), recall.high(), claimed == 0 ? 0 : (double) hits / claimed, N);
            figures.put(kind, new double[]{(double) hits / N, claimed == 0 ? 0 : (double) hits / claimed});
        }
        figures.forEach((kind, figure) -> {
            assertTrue(figure[0] >= (kind == SensitiveKind.PERSON ? 0.7 : 0.97), kind + " recall " + figure[0]);
            assertTrue(figure[1] >= 0.97, kind + " precision " + figure[1]);
        });
    }

    /** Numbers with a wrong check digit are left alone. */
    @Test
    void wrongCheckDigitsAreNotFound() {
        Random random = Seed.random("SensitivityFiguresTest, check digits");
        for (int i = 0; i < 300; i++) {
            String card = luhn("4" + digits(random, 14));
            String wrong = card.substring(0, 15) + (card.charAt(15) - '0' + 1 + random.nextInt(9)) % 10;
            assertTrue(
                    Detection.find("no " + wrong + " here").stream().noneMatch(one -> one.kind() == SensitiveKind.CARD),
                    wrong);
            String iban = iban(random).replace(" ", "");
            String other = iban.substring(0, 21) + (iban.charAt(21) - '0' + 1 + random.nextInt(9)) % 10;
            assertTrue(
                    Detection.find("no " + other + " here").stream().noneMatch(one -> one.kind() == SensitiveKind.IBAN),
                    other);
        }
    }

    /** Any text comes back as it was, and its parts lie in order. */
    @Test
    void anyTextComesBack() {
        Random random = Seed.random("SensitivityFiguresTest, round trip");
        String letters = "aZ09 @.-:/+()[]_\n\u00e9\u00df\ud83c\udf31,EMAIL1=\"";
        for (int i = 0; i < 4000; i++) {
            StringBuilder text = new StringBuilder();
            int parts = random.nextInt(12);
            for (int part = 0; part < parts; part++) {
                if (random.nextInt(3) == 0) {
                    text.append(one(SensitiveKind.values()[random.nextInt(SensitiveKind.values().length)], random));
                } else {
                    for (int k = random.nextInt(10); k > 0; k--) {
                        text.append(letters.charAt(random.nextInt(letters.length())));
                    }
                }
            }
            Redaction redaction = Redaction.of(text.toString());
            assertEquals(text.toString(), redaction.fill(redaction.text()));
            int end = 0;
            for (Sensitive one : redaction.found()) {
                assertTrue(one.start() >= end && one.end() > one.start() && one.end() <= text.length(),
                        text.toString());
                end = one.end();
            }
        }
    }
}
