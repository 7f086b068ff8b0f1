package dev.tabitat.core.documents;

/** Joins letters that were spaced out to be emphasised ({@code S A L E}) to words again. */
final class PdfLetterSpacing {

    private static final int MIN_LETTERS = 4;

    private PdfLetterSpacing() {}

    /** Whether a text holds a run of at least four single letters that are no list of the alphabet. */
    static boolean isSpaced(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (isSingle(text, at) && runEnd(text, at) >= at + 2 * MIN_LETTERS - 1
                    && !isAlphabet(text, at, runEnd(text, at))) {
                return true;
            }
        }
        return false;
    }

    /** The text of a line that is spaced somewhere, with every run of single letters as one word. */
    static String joined(String text) {
        StringBuilder joined = new StringBuilder(text.length());
        for (int at = 0; at < text.length();) {
            int end = isSingle(text, at) ? runEnd(text, at) : at;
            if (end > at + 1 && !isAlphabet(text, at, end)) {
                for (int letter = at; letter < end; letter += 2) {
                    joined.append(text.charAt(letter));
                }
                at = end;
            } else {
                joined.append(text.charAt(at));
                at++;
            }
        }
        return joined.toString();
    }

    /** A letter between white space or the text's ends. */
    private static boolean isSingle(String text, int at) {
        return Character.isLetter(text.charAt(at)) && !ScriptLayout.isUnspaced(text.charAt(at))
                && (at == 0 || isSpace(text, at - 1)) && (at + 1 == text.length() || isSpace(text, at + 1));
    }

    private static boolean isSpace(String text, int at) {
        return TextBuilder.isWhite(text.charAt(at));
    }

    /**
     * Behind the last of the single letters that follow each other from {@code at}, one space between them; the case
     * may change once.
     */
    private static int runEnd(String text, int at) {
        int last = at;
        while (last + 2 < text.length() && isSpace(text, last + 1) && isSingle(text, last + 2)
                && (last == at || Character.isUpperCase(text.charAt(last))
                        || !Character.isUpperCase(text.charAt(last + 2)))) {
            last += 2;
        }
        return last + 1;
    }

    /** {@code A B C D}: each letter is the next one. */
    private static boolean isAlphabet(String text, int from, int end) {
        for (int at = from + 2; at < end; at += 2) {
            if (text.charAt(at) != text.charAt(at - 2) + 1) {
                return false;
            }
        }
        return true;
    }
}
