package dev.tabitat.core.retrieval;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * A text's words as they are compared, with where they stand.
 *
 * <p>Runs of letters and digits, small and without accents. What is joined by one hyphen, underscore, dot, slash, colon, plus or at sign
 * ({@code INV-2231}, {@code 3.14}) comes whole and in parts, the whole first, so that exact names are found. An apostrophe parts; a lone
 * {@code s} behind it is left out. Han, Kana and Thai, which write no spaces, come as overlapping pairs. Nothing is cut to its stem:
 * exact words matter.
 */
public final class Words {

    private static final int MOST_UNITS = 64;
    private static final int MOST_PARTS = 8;

    private Words() {}

    /** Takes a word. */
    @FunctionalInterface
    public interface Sink {

        /**
         * @param start of the source in the text, in UTF-16 code units
         * @param end behind it
         */
        void word(int start, int end, String term);
    }

    /** The different words of a question, in order. */
    public static List<String> query(String text) {
        LinkedHashSet<String> terms = new LinkedHashSet<>();
        each(text, 0, text.length(), (start, end, term) -> terms.add(term));
        return new ArrayList<>(terms);
    }

    /** Hands over every word of {@code text} from {@code from} to {@code to}; linear in its length. */
    public static void each(String text, int from, int to, Sink sink) {
        Scanner scanner = new Scanner(text, to, sink);
        for (int at = from; at < to; ) {
            int point = point(text, at, to);
            if (isPaired(point)) {
                at = scanner.pairs(at);
            } else if (isWord(point)) {
                at = scanner.compound(at);
            } else {
                at += Character.charCount(point);
            }
        }
    }

    private static int point(String text, int at, int to) {
        char c = text.charAt(at);
        boolean isPair = Character.isHighSurrogate(c) && at + 1 < to && Character.isLowSurrogate(text.charAt(at + 1));
        return isPair ? Character.toCodePoint(c, text.charAt(at + 1)) : c;
    }

    private static boolean isWord(int point) {
        return point < 0x80 ? point >= 'a' && point <= 'z' || point >= 'A' && point <= 'Z' || point >= '0' && point <= '9'
                : !isPaired(point) && Character.isLetterOrDigit(point);
    }

    /** Marks stay with their letter and are not compared. */
    private static boolean isMark(int point) {
        return point >= 0x300 && point <= 0x36F || point >= 0x591 && point <= 0x5C7 || point >= 0x64B && point <= 0x65F || point == 0xAD
                || point > 0x36F && Character.getType(point) == Character.NON_SPACING_MARK && !isPaired(point);
    }

    private static boolean isPaired(int point) {
        return point >= 0xE00 && (point < 0xE80 || point >= 0x3040 && point < 0x3100 || point >= 0x31F0 && point < 0x3200 || point >= 0x3400 && point < 0x4DC0
                || point >= 0x4E00 && point < 0xA000 || point >= 0xF900 && point < 0xFB00 || point >= 0x20000 && point < 0x40000);
    }

    private static boolean isJoint(char c) {
        return c == '-' || c == '_' || c == '.' || c == '/' || c == ':' || c == '+' || c == '@' || c == '\u2010' || c == '\u2011';
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '\u2019' || c == '\u02BC';
    }

    /** Reads words of one text. */
    private static final class Scanner {

        private final String text;
        private final int to;
        private final Sink sink;
        private final int[] starts = new int[MOST_PARTS];
        private final int[] ends = new int[MOST_PARTS];
        private final String[] terms = new String[MOST_PARTS];

        Scanner(String text, int to, Sink sink) {
            this.text = text;
            this.to = to;
            this.sink = sink;
        }

        /** A run without spaces as overlapping pairs. @return behind it */
        int pairs(int from) {
            int before = -1;
            int at = from;
            int points = 0;
            while (at < to && isPaired(point(text, at, to))) {
                int next = at + Character.charCount(point(text, at, to));
                if (before >= 0) {
                    sink.word(before, next, text.substring(before, next));
                }
                before = at;
                at = next;
                points++;
            }
            if (points == 1) {
                sink.word(from, at, text.substring(from, at));
            }
            return at;
        }

        /** A word, or several with joints between. @return behind it */
        int compound(int from) {
            int parts = 0;
            int at = from;
            boolean isJoined = true;
            while (isJoined && parts < MOST_PARTS) {
                starts[parts] = at;
                terms[parts] = word(at);
                at = ends[parts];
                parts++;
                isJoined = at + 1 < to && isJoint(text.charAt(at)) && isWord(point(text, at + 1, to));
                at = isJoined && parts < MOST_PARTS ? at + 1 : at;
            }
            if (parts > 1 && ends[parts - 1] - from <= MOST_UNITS) {
                StringBuilder whole = new StringBuilder(terms[0]);
                for (int i = 1; i < parts; i++) {
                    char joint = text.charAt(starts[i] - 1);
                    whole.append(joint == '\u2010' || joint == '\u2011' ? '-' : joint).append(terms[i]);
                }
                sink.word(from, ends[parts - 1], whole.toString());
            }
            for (int i = 0; i < parts; i++) {
                sink.word(starts[i], ends[i], terms[i]);
            }
            return possessive(at);
        }

        /** One run of letters and digits; where it ends goes to the next place of {@link #ends}. */
        private String word(int from) {
            StringBuilder term = new StringBuilder();
            int at = from;
            while (at < to) {
                int point = point(text, at, to);
                boolean isMark = isMark(point);
                if (!isMark && !isWord(point)) {
                    break;
                }
                if (!isMark && term.length() < MOST_UNITS) {
                    Folding.append(term, point);
                }
                at += Character.charCount(point);
            }
            int part = 0;
            while (starts[part] != from) {
                part++;
            }
            ends[part] = at;
            return term.toString();
        }

        /** Leaves out a lone s behind an apostrophe. */
        private int possessive(int at) {
            boolean isOne = at + 1 < to && isApostrophe(text.charAt(at)) && (text.charAt(at + 1) == 's' || text.charAt(at + 1) == 'S')
                    && (at + 2 >= to || !isWord(point(text, at + 2, to)));
            return isOne ? at + 2 : at;
        }
    }
}
