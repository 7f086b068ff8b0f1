package dev.tabitat.core.retrieval;

import java.util.Arrays;

/**
 * A stretch of a text in the one spelling in which words are compared, and for every character of it the place in the
 * original.
 *
 * <ul>
 * <li>small letters, Latin and Greek ones without their marks, katakana as hiragana, variants of Arabic letters as one;
 * <li>forms of other characters as those ({@link CompatibilityForms}); conjoining jamo and voiced kana as one
 * character;
 * <li>without marks, tatweel and what is not seen: zero-width characters, joiners, direction marks, variation
 * selectors, soft hyphens;
 * <li>hyphens and apostrophes as {@code '-'} and {@code '\''}, all spaces as {@code ' '}; line breaks stay.
 * </ul>
 *
 * <p>
 * This is the part of Unicode's form KC that matters for finding words; the class library of the compiled core has no
 * {@code java.text.Normalizer}. Linear in the text.
 */
final class SearchText {

    private static final int HANGUL = 0xAC00;
    private static final int LEADING = 0x1100;
    private static final int VOWEL = 0x1161;
    private static final int TRAILING = 0x11A7;
    /** Variants of Arabic letters, each before the letter that stands for it. */
    private static final String ARABIC = "\u0622\u0627\u0623\u0627\u0625\u0627\u0671\u0627\u0649\u064a\u06cc\u064a\u0626\u064a\u0624\u0648\u0629\u0647\u06c1\u0647\u06a9\u0643\u06aa\u0643\u06c0\u06d5\u06c2\u06c1\u06d3\u06d2";

    private final StringBuilder text;
    private int[] starts;
    private int[] ends;

    private SearchText(int capacity) {
        text = new StringBuilder(capacity);
        starts = new int[capacity];
        ends = new int[capacity];
    }

    static SearchText of(String original, int from, int to) {
        SearchText result = new SearchText(to - from + 8);
        for (int at = from; at < to;) {
            int point = point(original, at, to);
            int end = at + Character.charCount(point);
            result.take(point, at, end);
            at = end;
        }
        return result;
    }

    private static int point(String text, int at, int to) {
        char c = text.charAt(at);
        boolean isPair = Character.isHighSurrogate(c) && at + 1 < to && Character.isLowSurrogate(text.charAt(at + 1));
        return isPair ? Character.toCodePoint(c, text.charAt(at + 1)) : c;
    }

    int length() {
        return text.length();
    }

    char charAt(int place) {
        return text.charAt(place);
    }

    /** The code point at a place. */
    int point(int place) {
        char c = text.charAt(place);
        return Character.isHighSurrogate(c) && place + 1 < text.length()
                ? Character.toCodePoint(c, text.charAt(place + 1))
                : c;
    }

    String substring(int from, int to) {
        return text.substring(from, to);
    }

    /** Where the original of the character at a place begins. */
    int start(int place) {
        return starts[place];
    }

    /** Behind the original of the characters before {@code place}, with the marks that follow them. */
    int end(int place) {
        return ends[place - 1];
    }

    private void take(int point, int start, int end) {
        if (point < 0x80) {
            append(point >= 'A' && point <= 'Z' ? (char) (point + 32) : isSpace(point) ? ' ' : (char) point, start,
                    end);
            return;
        }
        if (isIgnored(point)) {
            extend(end);
            return;
        }
        if (isVoicing(point) && voice(point, end) || isJamo(point) && compose(point, end)) {
            return;
        }
        String form = CompatibilityForms.of(point);
        if (form.isEmpty()) {
            fold(point, start, end);
            return;
        }
        for (int at = 0; at < form.length();) {
            int part = form.codePointAt(at);
            if (!isIgnored(part) && !(isVoicing(part) && voice(part, end))) {
                fold(part, start, end);
            }
            at += Character.charCount(part);
        }
    }

    private void fold(int point, int start, int end) {
        if (point >= 0x30A1 && point <= 0x30F6) {
            append((char) (point - 0x60), start, end);
        } else if (point >= 0x622 && point <= 0x6D3 && ARABIC.indexOf(point) >= 0) {
            int at = ARABIC.indexOf(point);
            append(at % 2 == 0 ? ARABIC.charAt(at + 1) : (char) point, start, end);
        } else if (isSpace(point)) {
            append(' ', start, end);
        } else if (isHyphen(point)) {
            append('-', start, end);
        } else if (point == 0x2019 || point == 0x2BC || point == 0x2018 || point == 0x2032 || point == 0x2B9) {
            append('\'', start, end);
        } else if (point == 0x2044 || point == 0x2215) {
            append('/', start, end);
        } else {
            int before = text.length();
            Folding.append(text, point);
            noted(before, start, end);
        }
    }

    private void append(char c, int start, int end) {
        text.append(c);
        noted(text.length() - 1, start, end);
    }

    private void noted(int from, int start, int end) {
        if (text.length() > starts.length) {
            starts = Arrays.copyOf(starts, 2 * text.length());
            ends = Arrays.copyOf(ends, 2 * text.length());
        }
        for (int i = from; i < text.length(); i++) {
            starts[i] = start;
            ends[i] = end;
        }
    }

    /** A mark belongs to the character before it. */
    private void extend(int end) {
        if (text.length() > 0 && ends[text.length() - 1] <= end) {
            ends[text.length() - 1] = end;
        }
    }

    private char last() {
        return text.length() == 0 ? 0 : text.charAt(text.length() - 1);
    }

    private static boolean isVoicing(int point) {
        return point == 0x3099 || point == 0x309A;
    }

    /** Kana with a voiced or semi-voiced sound mark behind it become one character. */
    private boolean voice(int mark, int end) {
        char kana = last();
        boolean isVoiced = mark == 0x3099 && (kana >= 0x304B && kana <= 0x3061 && kana % 2 == 1 || kana == 0x3064
                || kana == 0x3066 || kana == 0x3068
                || kana >= 0x306F && kana <= 0x307B && kana % 3 == 0);
        boolean isSemiVoiced = mark == 0x309A && kana >= 0x306F && kana <= 0x307B && kana % 3 == 0;
        if (isVoiced || isSemiVoiced || mark == 0x3099 && kana == 0x3046) {
            text.setCharAt(text.length() - 1, kana == 0x3046 ? '\u3094' : (char) (kana + mark - 0x3098));
        }
        extend(end);
        return true;
    }

    private static boolean isJamo(int point) {
        return point >= VOWEL && point < VOWEL + 21 || point > TRAILING && point < TRAILING + 28;
    }

    /** A vowel or a trailing consonant joins the syllable before it. @return whether there is one that it can join */
    private boolean compose(int jamo, int end) {
        char before = last();
        int syllable = before - HANGUL;
        if (jamo < TRAILING && before >= LEADING && before < LEADING + 19) {
            text.setCharAt(text.length() - 1, (char) (HANGUL + ((before - LEADING) * 21 + jamo - VOWEL) * 28));
        } else if (jamo > TRAILING && syllable >= 0 && syllable < 11172 && syllable % 28 == 0) {
            text.setCharAt(text.length() - 1, (char) (before + jamo - TRAILING));
        } else {
            return false;
        }
        extend(end);
        return true;
    }

    private static boolean isIgnored(int c) {
        return c == 0xAD || c == 0x34F || c == 0x640 || c == 0x115F || c == 0x1160 || c >= 0x180B && c <= 0x180F
                || c >= 0x200B && c <= 0x200F || c >= 0x202A && c <= 0x202E
                || c >= 0x2060 && c <= 0x206F || c == 0x61C || c == 0x3164 || c >= 0xFE00 && c <= 0xFE0F || c == 0xFEFF
                || c == 0xFFA0 || c >= 0xE0000 && c <= 0xE0FFF
                || c >= 0x1F3FB && c <= 0x1F3FF || isMark(c);
    }

    /** Marks that are not compared. Where vowels are marks (from Thai to Khmer, which are cut into pairs) they are. */
    private static boolean isMark(int c) {
        return c >= 0x300 && c <= 0x36F || c > 0x36F && !isVoicing(c) && !Words.isPaired(c)
                && Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private static boolean isHyphen(int c) {
        return c >= 0x2010 && c <= 0x2015 || c == 0x2212 || c == 0xFE58 || c == 0xFE63 || c == 0x2043 || c == 0x58A;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == 0xA0 || c == 0x1680 || c >= 0x2000 && c <= 0x200A || c == 0x202F
                || c == 0x205F || c == 0x3000;
    }
}
