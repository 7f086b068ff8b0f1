package dev.tabitat.core.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Identity numbers of more than thirty countries, made here by their published rules and not by the code under test, in
 * all usual separators, with text, digits, punctuation, letters and other numbers on all sides.
 */
final class IdNumbersTest {

    private static final int PER_TYPE = 40;
    private static final String[] SEPARATORS = {"", " ", "  ", "\t", "\n", "\u00a0", "\u202f", "\u2009", "-", "\u2011",
            "\u2013", " - ", " \u2013 ", ".", "/", "_", "\u200b"};
    private static final String[] BEFORE = {"", "(", "We have 12 rooms. ", "2024 ", "\u4e2d\u6587\uff1a",
            "\ud83d\ude00 ", "Nr. 7, ", "\"", "1,5 kg; ", "<b>"};
    private static final String[] BETWEEN = {" ", ": ", "=", "\": \"", " is ", "\n", " (", ">", " \u2013 ", "_"};
    private static final String[] BEHIND = {"", ".", ", thanks", " 2024", " 1234567", " 2024-11-30", "; 7", "\n99",
            " ok", ")", "\"}", "</b>", "\u3002", " 3.50", "/12", "_x", "\ud83d\ude00"};

    /** @param groups lengths of the groups in which it is written */
    private record Type(String country, String cue, int[] groups, Function<Random, String> make) {}

    private final List<Type> types = new ArrayList<>();

    private void type(String country, String cue, String groups, Function<Random, String> make) {
        types.add(new Type(country, cue,
                java.util.Arrays.stream(groups.split(" ")).mapToInt(Integer::parseInt).toArray(), make));
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(i == 0 ? 1 + random.nextInt(9) : random.nextInt(10));
        }
        return digits.toString();
    }

    private static String pick(Random random, String letters, int count) {
        StringBuilder picked = new StringBuilder();
        for (int i = 0; i < count; i++) {
            picked.append(letters.charAt(random.nextInt(letters.length())));
        }
        return picked.toString();
    }

    private static String two(int number) {
        return (number < 10 ? "0" : "") + number;
    }

    private static String ymd(Random random) {
        return two(random.nextInt(100)) + two(1 + random.nextInt(12)) + two(1 + random.nextInt(28));
    }

    private static String dmy(Random random) {
        return two(1 + random.nextInt(28)) + two(1 + random.nextInt(12)) + two(random.nextInt(100));
    }

    private static long dot(String digits, String weights) {
        String[] each = weights.split(" ");
        long sum = 0;
        for (int i = 0; i < each.length; i++) {
            sum += Long.parseLong(each[i]) * Character.digit(digits.charAt(i), 36);
        }
        return sum;
    }

    private static int mod(String number, int modulus) {
        return new BigInteger(number).mod(BigInteger.valueOf(modulus)).intValue();
    }

    /** Draws numbers until the rule holds. */
    private static Function<Random, String> where(Function<Random, String> make, Predicate<String> rule) {
        return random -> {
            for (int tries = 0; tries < 200_000; tries++) {
                String one = make.apply(random);
                if (rule.test(one)) {
                    return one;
                }
            }
            throw new IllegalStateException("no number fulfils the rule");
        };
    }

    private static Function<Random, String> mod11(Function<Random, String> make, String weights) {
        return where(make, s -> dot(s, weights) % 11 == 0);
    }

    private static boolean luhn(String s) {
        int sum = 0;
        int[] doubled = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
        for (int i = 1; i <= s.length(); i++) {
            int digit = s.charAt(s.length() - i) - '0';
            sum += i % 2 == 0 ? doubled[digit] : digit;
        }
        return sum % 10 == 0;
    }

    /** ISO 7064 MOD 11,10 in its recursive form. */
    private static boolean mod1110(String s) {
        int p = 10;
        for (char c : s.substring(0, s.length() - 1).toCharArray()) {
            int q = (p + c - '0') % 10;
            p = 2 * (q == 0 ? 10 : q) % 11;
        }
        return (p + s.charAt(s.length() - 1) - '0') % 10 == 1;
    }

    /** By composition in the dihedral group of the pentagon, as symmetries of its corners. */
    private static boolean verhoeff(String s) {
        int[] base = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
        int turn = 0;
        boolean isMirrored = false;
        for (int i = 0; i < s.length(); i++) {
            int value = s.charAt(s.length() - 1 - i) - '0';
            for (int k = 0; k < i % 8; k++) {
                value = base[value];
            }
            turn = Math.floorMod(turn + (isMirrored ? -1 : 1) * (value % 5), 5);
            isMirrored ^= value > 4;
        }
        return turn == 0 && !isMirrored;
    }

    private static boolean distinct(String ten) {
        int[] counts = new int[10];
        ten.chars().forEach(c -> counts[c - '0']++);
        return java.util.Arrays.stream(counts).filter(c -> c > 1).count() == 1
                && java.util.Arrays.stream(counts).max().orElse(0) <= 3;
    }

    private IdNumbersTest() {
        type("US", "SSN", "3 2 4", where(r -> digits(r, 9), s -> Integer.parseInt(s.substring(0, 3)) < 900
                && !s.startsWith("666") && !s.startsWith("00", 3) && !s.endsWith("0000")));
        type("CA", "social insurance number", "3 3 3", where(r -> digits(r, 9), IdNumbersTest::luhn));
        type("MX", "CURP", "4 6 8",
                where(r -> pick(r, "ABCDEFG", 4) + ymd(r) + pick(r, "HM", 1) + "DF" + pick(r, "BCDFG", 3) + "0"
                        + digits(r, 1),
                        s -> java.util.stream.IntStream.range(0, 17).map(i -> (18 - i) * curpValue(s.charAt(i))).sum()
                                % 10 == (10 - s.charAt(17) + '0') % 10));
        type("BR", "CPF", "3 3 3 2",
                where(r -> digits(r, 11), s -> dot(s, "10 9 8 7 6 5 4 3 2") * 10 % 11 % 10 == s.charAt(9) - '0'
                        && dot(s, "11 10 9 8 7 6 5 4 3 2") * 10 % 11 % 10 == s.charAt(10) - '0'));
        type("BR", "CNPJ", "2 3 3 4 2",
                where(r -> digits(r, 8) + "0001" + two(r.nextInt(100)),
                        s -> (dot(s, "6 7 8 9 2 3 4 5 6 7 8 9") % 11 % 10 == s.charAt(12) - '0')
                                && dot(s, "5 6 7 8 9 2 3 4 5 6 7 8 9") % 11 % 10 == s.charAt(13) - '0'));
        type("AR", "CUIT", "2 8 1", mod11(r -> "20" + digits(r, 9), "5 4 3 2 7 6 5 4 3 2 1"));
        type("CL", "RUT", "2 3 3 1", mod11(r -> digits(r, 9), "3 2 7 6 5 4 3 2 1"));
        type("GB", "NHS", "3 3 4", mod11(r -> digits(r, 10), "10 9 8 7 6 5 4 3 2 1"));
        type("GB", "national insurance", "2 2 2 2 1",
                r -> pick(r, "ABCE", 1) + pick(r, "ABCE", 1) + digits(r, 6) + pick(r, "ABCD", 1));
        type("IE", "PPS number", "8", r -> {
            String s = digits(r, 7);
            return s + "WABCDEFGHIJKLMNOPQRSTUV".charAt((int) (dot(s, "8 7 6 5 4 3 2") % 23));
        });
        type("FR", "num\u00e9ro de s\u00e9curit\u00e9 sociale", "1 2 2 2 3 3 2", r -> {
            String s = (1 + r.nextInt(2)) + two(r.nextInt(100)) + two(1 + r.nextInt(12)) + two(1 + r.nextInt(95))
                    + digits(r, 6);
            return s + two(97 - mod(s, 97));
        });
        type("FR", "NIR", "1 2 2 2 3 3 2", r -> {
            boolean isSouth = r.nextBoolean();
            String s = "1" + two(r.nextInt(100)) + two(1 + r.nextInt(12));
            String rest = digits(r, 6);
            return s + (isSouth ? "2A" : "2B") + rest + two(97 - mod(s + (isSouth ? "19" : "18") + rest, 97));
        });
        type("DE", "Steuer-ID", "2 3 3 3", where(r -> digits(r, 11), s -> distinct(s.substring(0, 10)) && mod1110(s)));
        type("DE", "USt-IdNr.", "2 3 3 3", where(r -> "DE" + digits(r, 9), s -> mod1110(s.substring(2))));
        type("AT", "SVNR", "4 6",
                where(r -> digits(r, 4) + dmy(r), s -> dot(s, "3 7 9 0 5 8 4 2 1 6") % 11 == s.charAt(3) - '0'));
        type("CH", "AHV", "3 4 4 2",
                where(r -> "756" + digits(r, 10), s -> dot(s, "1 3 1 3 1 3 1 3 1 3 1 3 1") % 10 == 0));
        type("NL", "BSN", "4 2 3", where(r -> digits(r, 9), s -> Math.floorMod(dot(s, "9 8 7 6 5 4 3 2 -1"), 11) == 0));
        type("BE", "rijksregisternummer", "2 2 2 3 2", r -> {
            String s = ymd(r) + digits(r, 3);
            return s + two(97 - mod((r.nextBoolean() ? "2" : "") + s, 97));
        });
        type("LU", "matricule", "4 2 2 5", where(r -> "19" + ymd(r) + digits(r, 5),
                s -> luhn(s.substring(0, 12)) && verhoeff(s.substring(0, 11) + s.charAt(12))));
        type("ES", "DNI", "8 1", r -> {
            String s = digits(r, 8);
            return s + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(mod(s, 23));
        });
        type("ES", "NIE", "1 7 1", r -> {
            int first = r.nextInt(3);
            String s = digits(r, 7);
            return "XYZ".charAt(first) + s + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(mod(first + s, 23));
        });
        type("PT", "NIF", "3 3 3", where(r -> digits(r, 9),
                s -> dot(s, "9 8 7 6 5 4 3 2") % 11 < 2 ? s.charAt(8) == '0' : dot(s, "9 8 7 6 5 4 3 2 1") % 11 == 0));
        type("IT", "partita IVA", "11", where(r -> digits(r, 11), IdNumbersTest::luhn));
        type("GR", "AMKA", "6 5", where(r -> dmy(r) + digits(r, 5), IdNumbersTest::luhn));
        type("SE", "personnummer", "6 4", where(r -> ymd(r) + digits(r, 4), IdNumbersTest::luhn));
        type("NO", "f\u00f8dselsnummer", "6 5", where(r -> dmy(r) + digits(r, 5),
                s -> dot(s, "3 7 6 1 8 9 4 5 2 1") % 11 == 0 && dot(s, "5 4 3 2 7 6 5 4 3 2 1") % 11 == 0));
        type("DK", "CPR-nummer", "6 4", r -> dmy(r) + digits(r, 4));
        type("FI", "henkil\u00f6tunnus", "6 4", r -> {
            String s = dmy(r) + digits(r, 3);
            return s + "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt(mod(s, 31));
        });
        type("IS", "kennitala", "6 4",
                where(r -> dmy(r) + digits(r, 3) + "9", s -> dot(s, "3 2 7 6 5 4 3 2 1") % 11 == 0));
        type("EE", "isikukood", "11",
                where(r -> "3" + ymd(r) + digits(r, 4), s -> dot(s, "1 2 3 4 5 6 7 8 9 1") % 11 == s.charAt(10) - '0'));
        type("LT", "asmens kodas", "11",
                where(r -> "4" + ymd(r) + digits(r, 4), s -> dot(s, "1 2 3 4 5 6 7 8 9 1") % 11 == s.charAt(10) - '0'));
        type("LV", "personas kods", "6 5", where(r -> dmy(r) + "1" + digits(r, 4),
                s -> (1 + dot(s, "10 5 8 4 2 1 6 3 7 9")) % 11 == s.charAt(10) - '0'));
        type("PL", "PESEL", "11", where(r -> ymd(r) + digits(r, 5), s -> dot(s, "1 3 7 9 1 3 7 9 1 3 1") % 10 == 0));
        type("PL", "NIP", "3 3 2 2",
                where(r -> digits(r, 10), s -> dot(s, "6 5 7 2 3 4 5 6 7") % 11 == s.charAt(9) - '0'));
        type("CZ", "rodn\u00e9 \u010d\u00edslo", "6 4", where(r -> ymd(r) + digits(r, 4), s -> mod(s, 11) == 0));
        type("HU", "TAJ", "3 3 3", where(r -> digits(r, 9), s -> dot(s, "3 7 3 7 3 7 3 7") % 10 == s.charAt(8) - '0'));
        type("HR", "OIB", "11", where(r -> digits(r, 11), IdNumbersTest::mod1110));
        type("RS", "JMBG", "7 6", mod11(r -> two(1 + r.nextInt(28)) + two(1 + r.nextInt(12)) + "9" + digits(r, 8),
                "7 6 5 4 3 2 7 6 5 4 3 2 1"));
        type("SI", "EM\u0160O", "13", mod11(r -> two(1 + r.nextInt(28)) + two(1 + r.nextInt(12)) + "0" + digits(r, 8),
                "7 6 5 4 3 2 7 6 5 4 3 2 1"));
        type("RO", "CNP", "1 6 6", where(r -> "1" + ymd(r) + digits(r, 6),
                s -> dot(s, "2 7 9 1 4 6 3 5 8 2 7 9") % 11 == s.charAt(12) - '0'));
        type("BG", "\u0415\u0413\u041d", "10",
                where(r -> ymd(r) + digits(r, 4), s -> dot(s, "2 4 8 5 10 9 7 3 6") % 11 % 10 == s.charAt(9) - '0'));
        type("RU", "\u0421\u041d\u0418\u041b\u0421", "3 3 3 2",
                where(r -> digits(r, 11), s -> dot(s, "9 8 7 6 5 4 3 2 1") % 101 == Integer.parseInt(s.substring(9))));
        type("TR", "TC Kimlik No", "11",
                where(r -> digits(r, 11), s -> (dot(s, "7 9 7 9 7 9 7 9 7") % 10 == s.charAt(9) - '0')
                        && dot(s, "1 1 1 1 1 1 1 1 1 1") % 10 == s.charAt(10) - '0'));
        type("IL", "\u05ea\u05e2\u05d5\u05d3\u05ea \u05d6\u05d4\u05d5\u05ea", "9",
                where(r -> digits(r, 9), IdNumbersTest::luhn));
        type("ZA", "ID number", "6 4 3",
                where(r -> ymd(r) + digits(r, 4) + r.nextInt(2) + "8" + r.nextInt(10), IdNumbersTest::luhn));
        type("IN", "Aadhaar", "4 4 4", where(r -> (2 + r.nextInt(8)) + digits(r, 11), IdNumbersTest::verhoeff));
        type("IN", "PAN", "10",
                r -> pick(r, "ABCDEFGHK", 3) + "P" + pick(r, "ABCDEFGHK", 1) + digits(r, 4) + pick(r, "ABCDEFGHK", 1));
        type("CN", "\u8eab\u4efd\u8bc1", "6 8 4", r -> {
            String s = "110101" + "19" + ymd(r) + digits(r, 3);
            return s + "10X98765432".charAt((int) (dot(s, "7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2") % 11));
        });
        type("JP", "\u30de\u30a4\u30ca\u30f3\u30d0\u30fc", "4 4 4",
                where(r -> digits(r, 12), s -> dot(s, "6 5 4 3 2 7 6 5 4 3 2") % 11 < 2 ? s.charAt(11) == '0'
                        : dot(s, "6 5 4 3 2 7 6 5 4 3 2 1") % 11 == 0));
        type("KR", "\uc8fc\ubbfc\ub4f1\ub85d\ubc88\ud638", "6 7", r -> ymd(r) + (1 + r.nextInt(4)) + digits(r, 6));
        type("TH", "Thai national ID", "1 4 5 2 1",
                where(r -> digits(r, 13), s -> dot(s, "13 12 11 10 9 8 7 6 5 4 3 2 1") % 11 == 0
                        && dot(s, "13 12 11 10 9 8 7 6 5 4 3 2") % 11 > 1));
        type("AU", "TFN", "3 3 3", mod11(r -> digits(r, 9), "1 4 3 7 5 8 6 9 10"));
        type("NZ", "IRD", "3 3 3", mod11(r -> "1" + digits(r, 8), "3 2 7 6 5 4 3 2 1"));
        type("SG", "NRIC", "9", r -> {
            String s = digits(r, 7);
            return "S" + s + "JZIHGFEDCBA".charAt((int) (dot(s, "2 7 6 5 4 3 2") % 11));
        });
        type("AE", "Emirates ID", "3 4 7 1", where(r -> "7841" + digits(r, 11), IdNumbersTest::luhn));
    }

    private static int curpValue(char c) {
        // One place is kept between N and O.
        return Character.isDigit(c) ? c - '0' : c <= 'N' ? c - 'A' + 10 : c - 'A' + 11;
    }

    private static String grouped(String number, int[] groups, String separator) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int group : groups) {
            text.append(at == 0 ? "" : separator).append(number, at, at + group);
            at += group;
        }
        assertEquals(number.length(), at, "groups of " + number);
        return text.toString();
    }

    @Test
    void everyTypeIsRemovedWhereverItStands() {
        Random random = Seed.random("IdNumbersTest, types");
        Set<String> countries = new TreeSet<>();
        List<String> missed = new ArrayList<>();
        int count = 0;
        for (Type type : types) {
            countries.add(type.country());
            for (int i = 0; i < PER_TYPE; i++) {
                String number = grouped(type.make().apply(random), type.groups(), SEPARATORS[i % SEPARATORS.length]);
                String before = BEFORE[random.nextInt(BEFORE.length)] + type.cue()
                        + BETWEEN[random.nextInt(BETWEEN.length)];
                String text = before + number + BEHIND[random.nextInt(BEHIND.length)];
                Redaction redaction = Redaction.of(text);
                boolean isCovered = redaction.found().stream().anyMatch(
                        one -> one.start() <= before.length() && one.end() >= before.length() + number.length());
                if (!isCovered || redaction.text().contains(number)) {
                    missed.add(type.country() + " in \"" + text + "\": " + redaction.text());
                }
                assertEquals(text, redaction.fill(redaction.text()));
                count++;
            }
        }
        assertTrue(countries.size() >= 30, "countries: " + countries);
        assertEquals(List.of(), missed, missed.size() + " of " + count);
    }

    /** Two different numbers after each other are both removed. */
    @Test
    void oneNumberDoesNotHideAnother() {
        Random random = Seed.random("IdNumbersTest, pairs");
        for (int i = 0; i < 2000; i++) {
            Type first = types.get(random.nextInt(types.size()));
            Type second = types.get(random.nextInt(types.size()));
            String one = grouped(first.make().apply(random), first.groups(), random.nextBoolean() ? "" : " ");
            String other = grouped(second.make().apply(random), second.groups(), random.nextBoolean() ? "" : " ");
            String text = first.cue() + " " + one + (random.nextBoolean() ? " " : ", ") + second.cue() + " " + other
                    + " end";
            String redacted = Redaction.of(text).text();
            assertFalse(redacted.contains(one), text + " -> " + redacted);
            assertFalse(redacted.contains(other), text + " -> " + redacted);
        }
    }

    /** Numbers without a word around them: few of them are taken for a number of a person. */
    @Test
    void ordinaryNumbersStay() {
        Random random = Seed.random("IdNumbersTest, ordinary numbers");
        int n = 4000;
        int[] taken = new int[21];
        for (int length = 3; length <= 20; length++) {
            for (int i = 0; i < n; i++) {
                taken[length] += Detection.find("Order " + digits(random, length) + " was shipped.").isEmpty() ? 0 : 1;
            }
            double share = (double) taken[length] / n;
            // Checksums of cards hold for one number in ten of those with an issuer's first digits.
            assertTrue(share <= (length <= 10 || length == 12 || length == 20 ? 0.002 : 0.065),
                    length + " digits: " + share);
        }
    }
}
