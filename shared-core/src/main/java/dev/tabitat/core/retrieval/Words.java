package dev.tabitat.core.retrieval;

import java.util.ArrayList;
import java.util.List;

/**
 * A text's words as they are compared, with where they stand, in the spelling of {@link SearchText}.
 *
 * <p>
 * Runs of letters and digits. What is joined by one sign ({@code INV-2231}, {@code 3.14}, {@code O'Brien},
 * {@code Wi-Fi}) comes in parts, and every run of neighbouring parts in one as well, without the signs, but with a full
 * stop between digits, so that {@code USB-C} is found in {@code USB-C-Kabel} and {@code wifi} in {@code Wi-Fi}; a
 * number with separated thousands comes without them too. A lone {@code s} behind an apostrophe is left out. Han, Kana,
 * Hangul and the scripts from Thai to Khmer, which part no words or glue endings to them, come as overlapping pairs.
 * {@code C++} and {@code C#} are words of their own; so are emoji and signs such as {@code §} and {@code €}. Nothing is
 * cut to its stem here: exact words matter.
 */
public final class Words {

    private static final int MAX_UNITS = 64;
    private static final int MAX_PARTS = 8;
    private static final int MAX_JOINED = 5;
    private static final int MAX_SIGNED = 8;

    private Words() {}

    /**
     * A word of a text.
     *
     * @param start of the source in the text, in UTF-16 code units
     * @param end behind it
     */
    public record Term(int start, int end, String text) {}

    /**
     * What is written as one.
     *
     * @param parts its words, at least one
     * @param wholes spellings of all of it as one word; empty where it is one word, or a run of pairs
     * @param joined spellings of runs of its neighbouring parts, all of it included, by their beginnings, the longest
     * first
     * @param isPaired whether its parts are overlapping pairs
     */
    public record Token(List<Term> parts, List<String> wholes, List<Term> joined, boolean isPaired) {
    }

    /** Takes a word. */
    @FunctionalInterface
    public interface Sink {

        /**
         * @param start of the source in the text, in UTF-16 code units
         * @param end behind it
         */
        void word(int start, int end, String term);

        /**
         * Takes neighbouring words that are joined, which come one by one as well; as a word unless it says otherwise.
         */
        default void joined(int start, int end, String term) {
            word(start, end, term);
        }
    }

    /** What is written as one, in order. */
    public static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        Scanner scanner = new Scanner(SearchText.of(text, 0, text.length()));
        for (Token token = scanner.next(); token != null; token = scanner.next()) {
            tokens.add(token);
        }
        return tokens;
    }

    /**
     * Hands over every word of {@code text} from {@code from} to {@code to}, by their beginnings, the longest first;
     * linear in its length.
     */
    public static void each(String text, int from, int to, Sink sink) {
        Scanner scanner = new Scanner(SearchText.of(text, from, to));
        for (Token token = scanner.next(); token != null; token = scanner.next()) {
            int next = 0;
            for (Term part : token.parts()) {
                while (next < token.joined().size() && token.joined().get(next).start() <= part.start()) {
                    Term joined = token.joined().get(next++);
                    sink.joined(joined.start(), joined.end(), joined.text());
                }
                sink.word(part.start(), part.end(), part.text());
            }
        }
    }

    private static boolean isWord(int point) {
        if (point < 0x80) {
            return point >= 'a' && point <= 'z' || isDigit(point);
        }
        return !isPaired(point)
                && (Character.isLetterOrDigit(point) || Character.getType(point) == Character.COMBINING_SPACING_MARK);
    }

    private static boolean isDigit(int point) {
        return point >= '0' && point <= '9';
    }

    /** Whether a character is of a script that is cut into pairs. */
    static boolean isPaired(int point) {
        return point >= 0xE00 && (point < 0xF00 || point >= 0x1000 && point < 0x10A0
                || point >= 0x1780 && point < 0x1800 || point >= 0x3040 && point < 0x3100
                || point >= 0x31F0 && point < 0x3200 || point >= 0x3400 && point < 0x4DC0
                || point >= 0x4E00 && point < 0xA000 || point >= 0xAC00 && point < 0xD7A4
                || point >= 0xF900 && point < 0xFB00 || point >= 0x20000 && point < 0x40000);
    }

    private static boolean isPairedWord(int point) {
        return isPaired(point) && (Character.isLetterOrDigit(point) || isMark(point));
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /**
     * Whether a sign is looked for as people look for words: emoji, currencies, paragraphs. Frames and shapes are not.
     */
    private static boolean isSign(int point) {
        if (point < 0x80) {
            return point == '$' || point == '%';
        }
        int type = Character.getType(point);
        boolean isSymbol = type == Character.OTHER_SYMBOL || type == Character.CURRENCY_SYMBOL
                || type == Character.MATH_SYMBOL;
        return point == 0xA7 || isSymbol && !(point >= 0x2500 && point < 0x2600);
    }

    private static boolean isJoint(char c) {
        return c == '-' || c == '_' || c == '.' || c == '/' || c == ':' || c == '+' || c == '@' || c == '\''
                || c == '&';
    }

    /** Reads what one text is written of. */
    private static final class Scanner {

        private final SearchText text;
        private int at;
        private final int[] starts = new int[MAX_PARTS];
        private final int[] ends = new int[MAX_PARTS];

        Scanner(SearchText text) {
            this.text = text;
        }

        /** @return null behind the last one */
        Token next() {
            while (at < text.length()) {
                int point = text.point(at);
                if (isPairedWord(point)) {
                    return pairs();
                }
                if (isWord(point)) {
                    int behind = isDigit(point) ? thousands() : -1;
                    return behind > 0 ? number(behind) : compound();
                }
                int start = at;
                at += Character.charCount(point);
                if (isSign(point)) {
                    return new Token(List.of(term(start, at)), List.of(), List.of(), false);
                }
            }
            return null;
        }

        private Term term(int from, int to) {
            return new Term(text.start(from), text.end(to), text.substring(from, Math.min(to, from + MAX_UNITS)));
        }

        private int behind(int place) {
            return place + Character.charCount(text.point(place));
        }

        private boolean isWordAt(int place) {
            return place < text.length() && isWord(text.point(place));
        }

        private boolean isDigitAt(int place) {
            return place >= 0 && place < text.length() && isDigit(text.charAt(place));
        }

        /** A run without spaces as overlapping pairs. */
        private Token pairs() {
            List<Term> parts = new ArrayList<>();
            int first = at;
            int before = -1;
            while (at < text.length() && isPairedWord(text.point(at))) {
                int next = behind(at);
                if (before >= 0) {
                    parts.add(term(before, next));
                }
                before = at;
                at = next;
            }
            if (parts.isEmpty()) {
                parts.add(term(first, at));
            }
            return new Token(parts, List.of(), List.of(), true);
        }

        /** Behind a number whose thousands are separated here; -1 where there is none. */
        private int thousands() {
            int place = at;
            while (isDigitAt(place) && place - at < 4) {
                place++;
            }
            if (place - at > 3 || place >= text.length()) {
                return -1;
            }
            char separator = text.charAt(place);
            if (separator != ',' && separator != '.' && separator != '\'' && separator != ' ') {
                return -1;
            }
            int groups = 0;
            while (place < text.length() && text.charAt(place) == separator && isDigitAt(place + 1)
                    && isDigitAt(place + 2) && isDigitAt(place + 3) && !isDigitAt(place + 4)) {
                place += 4;
                groups++;
            }
            if (groups == 0) {
                return -1;
            }
            boolean hasDecimals = place < text.length() && (text.charAt(place) == '.' || text.charAt(place) == ',')
                    && text.charAt(place) != separator && isDigitAt(place + 1);
            if (hasDecimals) {
                place++;
                while (isDigitAt(place)) {
                    place++;
                }
            }
            boolean goesOn = isWordAt(place) || place + 1 < text.length() && separator != ' '
                    && text.charAt(place) == separator && isWordAt(place + 1);
            return goesOn ? -1 : place;
        }

        private Token number(int end) {
            List<Term> parts = new ArrayList<>();
            StringBuilder plain = new StringBuilder();
            StringBuilder spelled = new StringBuilder();
            int first = at;
            char separator = 0;
            while (at < end) {
                int from = at;
                while (at < end && isDigitAt(at)) {
                    at++;
                }
                parts.add(term(from, at));
                plain.append(text.substring(from, at));
                spelled.append(spelled.length() == 0 ? "" : ".").append(text.substring(from, at));
                if (at < end) {
                    separator = separator == 0 ? text.charAt(at) : separator;
                    plain.append(text.charAt(at) == separator ? "" : ".");
                    at++;
                }
            }
            List<String> wholes = separator == ' ' ? List.of(plain.toString())
                    : List.of(plain.toString(), spelled.toString());
            List<Term> joined = new ArrayList<>();
            wholes.forEach(whole -> joined.add(new Term(text.start(first), text.end(end), whole)));
            return new Token(parts, wholes, joined, false);
        }

        /** A word, or several with joints between. */
        private Token compound() {
            int parts = 0;
            boolean isJoined = true;
            while (isJoined) {
                starts[parts] = at;
                while (isWordAt(at)) {
                    at = behind(at);
                }
                ends[parts++] = at;
                int next = joint();
                isJoined = next > 0 && parts < MAX_PARTS;
                at = isJoined ? next : at;
            }
            List<Term> words = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                words.add(term(starts[i], ends[i]));
            }
            List<Term> joined = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                for (int j = parts - 1; j > i; j--) {
                    boolean isWhole = i == 0 && j == parts - 1;
                    if ((isWhole || j - i < MAX_JOINED) && ends[j] - starts[i] <= MAX_UNITS) {
                        spell(joined, i, j);
                    }
                }
            }
            List<String> wholes = new ArrayList<>();
            int end = text.end(ends[parts - 1]);
            for (Term one : joined) {
                if (one.start() == words.get(0).start() && one.end() == end) {
                    wholes.add(one.text());
                }
            }
            if (parts == 1) {
                signed(words, wholes, joined);
            }
            possessive();
            return new Token(words, wholes, joined, false);
        }

        /** Where the part behind a joint here begins; -1 where there is none. */
        private int joint() {
            if (at + 1 >= text.length()) {
                return -1;
            }
            char c = text.charAt(at);
            if (isJoint(c) && isWordAt(at + 1) && !(c == '\'' && isPossessive())) {
                return at + 1;
            }
            if (c == ',' && isDigitAt(at - 1) && isDigitAt(at + 1)) {
                return at + 1;
            }
            // A word that was parted at a line's end, which may have become a space.
            int next = at + 1;
            while (c == '-' && next < text.length() && next <= at + 2
                    && (text.charAt(next) == '\n' || text.charAt(next) == '\r' || text.charAt(next) == ' ')) {
                next++;
            }
            return c == '-' && isWordAt(next) && !isDigitAt(next) && !isDigitAt(at - 1) ? next : -1;
        }

        /** All from one part to another in one; versions without their v as well. */
        private void spell(List<Term> joined, int from, int to) {
            StringBuilder all = new StringBuilder(text.substring(starts[from], ends[from]));
            for (int i = from + 1; i <= to; i++) {
                boolean isNumber = isDigitAt(ends[i - 1] - 1) && isDigitAt(starts[i]);
                all.append(isNumber ? "." : "").append(text.substring(starts[i], ends[i]));
            }
            String whole = all.toString();
            joined.add(new Term(text.start(starts[from]), text.end(ends[to]), whole));
            if (whole.charAt(0) == 'v' && isDigitAt(starts[from] + 1) && whole.indexOf('.') > 0) {
                joined.add(new Term(text.start(starts[from]), text.end(ends[to]), whole.substring(1)));
            }
        }

        /** {@code C++} and {@code C#}; of longer words both spellings. */
        private void signed(List<Term> words, List<String> wholes, List<Term> joined) {
            String word = words.get(0).text();
            boolean isPlus = at + 1 < text.length() && text.charAt(at) == '+' && text.charAt(at + 1) == '+';
            boolean isSharp = at < text.length() && text.charAt(at) == '#';
            int next = at + (isPlus ? 2 : 1);
            if (!isPlus && !isSharp || word.length() > MAX_SIGNED || isDigitAt(at - 1)
                    || isWordAt(next) && !isDigitAt(next)) {
                return;
            }
            Term whole = new Term(words.get(0).start(), text.end(next), word + (isPlus ? "++" : "#"));
            at = next;
            if (word.length() <= 2) {
                words.set(0, whole);
            } else {
                wholes.add(whole.text());
                joined.add(whole);
            }
        }

        private boolean isPossessive() {
            return at + 1 < text.length() && text.charAt(at + 1) == 's' && !isWordAt(at + 2);
        }

        /** Leaves out a lone s behind an apostrophe. */
        private void possessive() {
            if (at < text.length() && text.charAt(at) == '\'' && isPossessive()) {
                at += 2;
            }
        }
    }
}
