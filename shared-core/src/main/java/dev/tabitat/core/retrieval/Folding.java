package dev.tabitat.core.retrieval;

/** Letters as they are compared: small, and Latin ones without their marks. The same on every platform. */
final class Folding {

    /** For U+00C0 to U+024F the letter below the marks; a star where it is two letters, a dash where it stays. */
    private static final String LATIN = "aaaaaa*ceeeeiiiidnooooo-ouuuuy**aaaaaa*ceeeeiiiidnooooo-ouuuuy*yaaaaaaccccccccddddeeeeeeeeeegggggggg"
            + "hhhhiiiiiiiiii**jjkkkllllllllllnnnnnnnnnoooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz-bbbb---c"
            + "c-ddd-e--ffg---ikkl--nnooo--pp------tttuu-vyyzz--------w----*********aaiioouuuuuuuuuueaaaa**ggggkkoo"
            + "oo--j***gg-wnnaa**ooaaaaeeeeiiiioooorrrruuuusstt--hhnd--zzaaeeooooooooyylnt---accltsz--b------------";

    /** The same for U+1E00 to U+1EFF. */
    private static final String MORE_LATIN = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssss"
            + "ssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy----*-aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeee"
            + "iiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy------";

    /** The letter below the marks of each eight from U+1F00 on; a star where they are not all of one letter. */
    private static final String EXTENDED_GREEK = "\u03b1\u03b1\u03b5\u03b5\u03b7\u03b7\u03b9\u03b9\u03bf\u03bf\u03c5\u03c5\u03c9\u03c9**"
            + "\u03b1\u03b1\u03b7\u03b7\u03c9\u03c9\u03b1\u03b1\u03b7*\u03b9\u03b9****";

    private static final int FIRST = 0xC0;
    private static final int FIRST_GREEK = 0x1F00;
    private static final int FIRST_MORE = 0x1E00;

    private Folding() {}

    /** Appends a letter or digit as it is compared. */
    static void append(StringBuilder to, int point) {
        if (point < 0x80) {
            to.append((char) (point >= 'A' && point <= 'Z' ? point + 32 : point));
            return;
        }
        if (point >= FIRST_GREEK && point < FIRST_GREEK + 0x100) {
            char letter = EXTENDED_GREEK.charAt(point - FIRST_GREEK >> 3);
            to.append(letter != '*' ? letter : mixedGreek(point));
            return;
        }
        char base = base(point);
        if (base == '*') {
            to.append(pair(point));
        } else if (base != '-') {
            to.append(base);
        } else {
            int small = Character.toLowerCase(point);
            to.appendCodePoint(greek(small == 0x451 ? 0x435 : small));
        }
    }

    private static char base(int point) {
        if (point >= FIRST && point < FIRST + LATIN.length()) {
            return LATIN.charAt(point - FIRST);
        }
        return point >= FIRST_MORE && point < FIRST_MORE + MORE_LATIN.length() ? MORE_LATIN.charAt(point - FIRST_MORE)
                : '-';
    }

    private static String pair(int point) {
        return switch (point) {
            case 0xDF, 0x1E9E -> "ss";
            case 0xC6, 0xE6, 0x1E2, 0x1E3, 0x1FC, 0x1FD -> "ae";
            case 0x152, 0x153 -> "oe";
            case 0xDE, 0xFE -> "th";
            case 0x132, 0x133 -> "ij";
            case 0x1C7, 0x1C8, 0x1C9 -> "lj";
            case 0x1CA, 0x1CB, 0x1CC -> "nj";
            default -> "dz";
        };
    }

    /** Of those that share their eight with another letter. */
    private static char mixedGreek(int point) {
        if (point >= 0x1F70 && point < 0x1F80) {
            return "\u03b1\u03b1\u03b5\u03b5\u03b7\u03b7\u03b9\u03b9\u03bf\u03bf\u03c5\u03c5\u03c9\u03c9**"
                    .charAt(point - 0x1F70);
        }
        return switch (point) {
            case 0x1FC8, 0x1FC9 -> '\u03b5';
            case 0x1FCA, 0x1FCB, 0x1FCC -> '\u03b7';
            case 0x1FE4, 0x1FE5, 0x1FEC -> '\u03c1';
            case 0x1FF8, 0x1FF9 -> '\u03bf';
            case 0x1FE0, 0x1FE1, 0x1FE2, 0x1FE3, 0x1FE6, 0x1FE7, 0x1FE8, 0x1FE9, 0x1FEA, 0x1FEB -> '\u03c5';
            case 0x1FF2, 0x1FF3, 0x1FF4, 0x1FF6, 0x1FF7, 0x1FFA, 0x1FFB, 0x1FFC -> '\u03c9';
            default -> ' ';
        };
    }

    /** Greek vowels without their accents, one form of sigma, and of the Latin s. */
    private static int greek(int small) {
        return switch (small) {
            case 0x3AC -> 0x3B1;
            case 0x3AD -> 0x3B5;
            case 0x3AE -> 0x3B7;
            case 0x390, 0x3AF, 0x3CA -> 0x3B9;
            case 0x3CC -> 0x3BF;
            case 0x3B0, 0x3CB, 0x3CD -> 0x3C5;
            case 0x3CE -> 0x3C9;
            case 0x3C2 -> 0x3C3;
            case 0x17F, 0x1E9B -> 's';
            default -> small;
        };
    }
}
