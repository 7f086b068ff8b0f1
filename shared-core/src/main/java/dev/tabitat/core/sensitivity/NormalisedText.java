package dev.tabitat.core.sensitivity;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A text in one spelling for all that looks alike, and for every place in it the place in the original. Detectors
 * search this text, so that a number is found however it is written:
 *
 * <ul>
 * <li>invisible characters (zero-width, soft hyphen, direction marks, variation selectors) are left out;
 * <li>each run of horizontal white space, tabs included, is one {@code ' '}; a line break (CR LF, U+2028 ...) is one
 * {@code '\n'} without blanks around it, an empty line stays two breaks;
 * <li>every dash is {@code '-'}, every typographic quote {@code '"'} or {@code '\''}, every slash {@code '/'};
 * <li>decimal digits of all scripts, and the circled, raised and mathematical ones, are 0 to 9;
 * <li>full-width, mathematical and ligature letters are plain ones, and a Latin letter with one combining mark is one
 * character.
 * </ul>
 *
 * <p>
 * This is the part of NFKC (Unicode Standard Annex 15) that matters for what the detectors look for; the class library
 * of the compiled core has no {@code java.text.Normalizer}. Case is kept. Linear in the text.
 */
final class NormalisedText {

    /** The zeros of decimal digits (Unicode, general category Nd); each is followed by its one to nine. */
    private static final int[] ZEROS = {0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6,
            0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810,
            0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0,
            0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136,
            0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0,
            0x11f50, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2,
            0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950, 0x1fbf0};
    /** A combining mark, then pairs of a letter and the letter with it. */
    private static final String[] COMPOSITIONS = {
            "\u0300A\u00c0E\u00c8I\u00ccN\u01f8O\u00d2U\u00d9a\u00e0e\u00e8i\u00ecn\u01f9o\u00f2u\u00f9",
            "\u0301A\u00c1C\u0106E\u00c9G\u01f4I\u00cdL\u0139N\u0143O\u00d3R\u0154S\u015aU\u00daY\u00ddZ\u0179a\u00e1c\u0107e\u00e9g\u01f5i\u00edl\u013an\u0144o\u00f3r\u0155s\u015bu\u00fay\u00fdz\u017a",
            "\u0302A\u00c2C\u0108E\u00caG\u011cH\u0124I\u00ceJ\u0134O\u00d4S\u015cU\u00dbW\u0174Y\u0176a\u00e2c\u0109e\u00eag\u011dh\u0125i\u00eej\u0135o\u00f4s\u015du\u00fbw\u0175y\u0177",
            "\u0303A\u00c3I\u0128N\u00d1O\u00d5U\u0168a\u00e3i\u0129n\u00f1o\u00f5u\u0169",
            "\u0304A\u0100E\u0112I\u012aO\u014cU\u016aa\u0101e\u0113i\u012bo\u014du\u016b",
            "\u0306A\u0102E\u0114G\u011eI\u012cO\u014eU\u016ca\u0103e\u0115g\u011fi\u012do\u014fu\u016d",
            "\u0307C\u010aE\u0116G\u0120I\u0130Z\u017bc\u010be\u0117g\u0121z\u017c",
            "\u0308A\u00c4E\u00cbI\u00cfO\u00d6U\u00dcY\u0178a\u00e4e\u00ebi\u00efo\u00f6u\u00fcy\u00ff",
            "\u030aA\u00c5U\u016ea\u00e5u\u016f",
            "\u030bO\u0150U\u0170o\u0151u\u0171",
            "\u030cA\u01cdC\u010cD\u010eE\u011aG\u01e6H\u021eI\u01cfK\u01e8L\u013dN\u0147O\u01d1R\u0158S\u0160T\u0164U\u01d3Z\u017da\u01cec\u010dd\u010fe\u011bg\u01e7h\u021fi\u01d0j\u01f0k\u01e9l\u013en\u0148o\u01d2r\u0159s\u0161t\u0165u\u01d4z\u017e",
            "\u0326S\u0218T\u021as\u0219t\u021b",
            "\u0327C\u00c7G\u0122K\u0136L\u013bN\u0145R\u0156S\u015eT\u0162c\u00e7g\u0123k\u0137l\u013cn\u0146r\u0157s\u015ft\u0163",
            "\u0328A\u0104E\u0118I\u012eO\u01eaU\u0172a\u0105e\u0119i\u012fo\u01ebu\u0173"};
    private static final Map<Integer, Character> COMPOSED = new HashMap<>();
    private static final String[] LIGATURES = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};

    static {
        for (String row : COMPOSITIONS) {
            for (int i = 1; i < row.length(); i += 2) {
                COMPOSED.put(row.charAt(0) << 16 | row.charAt(i), row.charAt(i + 1));
            }
        }
    }

    private final StringBuilder builder;
    /** For each unit of the normalised text, where the characters that it stands for begin and end in the original. */
    private int[] starts;
    private int[] ends;
    private String text;

    private NormalisedText(int capacity) {
        builder = new StringBuilder(capacity);
        starts = new int[capacity];
        ends = new int[capacity];
    }

    static NormalisedText of(String original) {
        NormalisedText result = new NormalisedText(original.length() + 16);
        for (int i = 0; i < original.length();) {
            int codePoint = original.codePointAt(i);
            int end = i + Character.charCount(codePoint);
            result.add(codePoint, original, i, end);
            i = end;
        }
        result.text = result.builder.toString();
        return result;
    }

    /** The normalised text. */
    String text() {
        return text;
    }

    /** Where the unit at {@code place} of the normalised text begins in the original. */
    int originalStart(int place) {
        return starts[place];
    }

    /**
     * The place in the original behind a span that ends at {@code end} (exclusive, at least 1) of the normalised text.
     */
    int originalEnd(int end) {
        return ends[end - 1];
    }

    private void add(int codePoint, String original, int start, int end) {
        if (codePoint > 32 && codePoint < 127) {
            append((char) codePoint, start, end);
            return;
        }
        if (isInvisible(codePoint)) {
            return;
        }
        if (isBreak(codePoint)) {
            boolean isSecondHalf = codePoint == '\n' && start > 0 && original.charAt(start - 1) == '\r';
            if (last() == ' ') {
                builder.setLength(builder.length() - 1);
            }
            if (!isSecondHalf) {
                append('\n', start, end);
            }
        } else if (isSpace(codePoint)) {
            if (last() == ' ') {
                ends[builder.length() - 1] = end;
            } else if (last() != '\n') {
                append(' ', start, end);
            }
        } else if (!compose(codePoint, end)) {
            addFolded(codePoint, start, end);
        }
    }

    private void addFolded(int codePoint, int start, int end) {
        int digit = digit(codePoint);
        if (digit >= 0) {
            append((char) ('0' + digit), start, end);
        } else if (isDash(codePoint)) {
            append('-', start, end);
        } else if (codePoint > 0xff00 && codePoint < 0xff5f) {
            append((char) (codePoint - 0xfee0), start, end);
        } else if (codePoint >= 0x1d400 && codePoint < 0x1d6a4) {
            // Mathematical alphabets: thirteen times A to Z and a to z.
            int letter = (codePoint - 0x1d400) % 52;
            append((char) (letter < 26 ? 'A' + letter : 'a' + letter - 26), start, end);
        } else if (codePoint >= 0xfb00 && codePoint <= 0xfb06) {
            String letters = LIGATURES[codePoint - 0xfb00];
            for (int i = 0; i < letters.length(); i++) {
                append(letters.charAt(i), start, end);
            }
        } else if (codePoint < 0x10000) {
            append(punctuation((char) codePoint), start, end);
        } else {
            append(Character.highSurrogate(codePoint), start, end);
            append(Character.lowSurrogate(codePoint), start, end);
        }
    }

    private boolean compose(int mark, int end) {
        Character composed = mark >= 0x300 && mark < 0x330 ? COMPOSED.get(mark << 16 | last()) : null;
        if (composed == null) {
            return false;
        }
        builder.setCharAt(builder.length() - 1, composed);
        ends[builder.length() - 1] = end;
        return true;
    }

    private char last() {
        return builder.isEmpty() ? 0 : builder.charAt(builder.length() - 1);
    }

    private void append(char unit, int start, int end) {
        int place = builder.length();
        if (place == starts.length) {
            starts = Arrays.copyOf(starts, 2 * place);
            ends = Arrays.copyOf(ends, 2 * place);
        }
        builder.append(unit);
        starts[place] = start;
        ends[place] = end;
    }

    private static boolean isInvisible(int c) {
        return c == 0xad || c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 || c >= 0x17b4 && c <= 0x17b5
                || c >= 0x180b && c <= 0x180e || c >= 0x200b && c <= 0x200f
                || c >= 0x202a && c <= 0x202e || c >= 0x2060 && c <= 0x206f || c == 0x3164 || c >= 0xfe00 && c <= 0xfe0f
                || c == 0xfeff || c >= 0xe0000 && c <= 0xe0fff;
    }

    private static boolean isBreak(int c) {
        return c >= '\n' && c <= '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == 0xa0 || c == 0x1680 || c >= 0x2000 && c <= 0x200a || c == 0x202f
                || c == 0x205f || c == 0x2800 || c == 0x3000;
    }

    private static boolean isDash(int c) {
        return c >= 0x2010 && c <= 0x2015 || c == 0x2043 || c == 0x207b || c == 0x208b || c == 0x2212 || c == 0x2796
                || c == 0x58a || c == 0x5be || c == 0x1806 || c == 0x2e3a || c == 0x2e3b
                || c == 0x301c || c == 0xfe31 || c == 0xfe32 || c == 0xfe58 || c == 0xfe63;
    }

    /** The value of a digit beyond ASCII; -1 for anything else. */
    private static int digit(int c) {
        if (c < 0x660) {
            return c == 0xb9 ? 1 : c == 0xb2 || c == 0xb3 ? c - 0xb0 : -1;
        }
        if (c == 0x2070 || c >= 0x2074 && c <= 0x2079 || c >= 0x2080 && c <= 0x2089) {
            return c % 16;
        }
        if (c >= 0x2460 && c <= 0x2468 || c == 0x24ea) {
            return c == 0x24ea ? 0 : c - 0x245f;
        }
        int at = Arrays.binarySearch(ZEROS, c);
        int zero = at >= 0 ? c : at == -1 ? -10 : ZEROS[-at - 2];
        return c - zero < 10 && zero >= 0 ? c - zero : -1;
    }

    private static char punctuation(char c) {
        return switch (c) {
            case '\u2018', '\u2019', '\u201a', '\u201b', '\u02bc', '\u2032' -> '\'';
            case '\u201c', '\u201d', '\u201e', '\u201f', '\u2033', '\u00ab', '\u00bb' -> '"';
            case '\u2044', '\u2215' -> '/';
            case '\u2024', '\u3002', '\ufe52' -> '.';
            case '\ufe55', '\u2236' -> ':';
            case '\ufe6b' -> '@';
            case '\ufe62' -> '+';
            default -> c;
        };
    }
}
