package dev.tabitat.core.tokenizer.pattern;

import dev.tabitat.core.tokenizer.text.CharacterProperties;
import dev.tabitat.core.tokenizer.text.WordProperties;

/**
 * A run of characters of one kind, as long as it is.
 *
 * <pre>
 * pattern = atom [quantifier]
 * atom    = character without a meaning | "\" punctuation | "\n" | "\r" | "\t" | "\s" | "\p{L}" | "\p{N}"
 * quantifier = "+" | "{n}" | "{n,}" | "{n,m}"
 * </pre>
 */
final class RunPattern implements TextPattern {

    private static final int SPACE = -1;
    private static final int LETTER = -2;
    private static final int NUMBER = -3;
    private static final String SPECIAL = ".^$|()[]{}*+?\\";
    private static final int MAX_COUNT = 1000;

    private final int atom;
    private final int least;
    private final int most;

    private RunPattern(int atom, int least, int most) {
        this.atom = atom;
        this.least = least;
        this.most = most;
    }

    /** The pattern of a regular expression of the grammar; null for any other. */
    static RunPattern find(String regex) {
        if (regex.isEmpty()) {
            return null;
        }
        int first = regex.codePointAt(0);
        int at = Character.charCount(first);
        int atom = first;
        if (first == '\\') {
            if (regex.length() == 1) {
                return null;
            }
            char escaped = regex.charAt(1);
            at = 2;
            if (regex.startsWith("\\p{L}") || regex.startsWith("\\p{N}")) {
                atom = regex.charAt(3) == 'L' ? LETTER : NUMBER;
                at = 5;
            } else if (escaped == 's') {
                atom = SPACE;
            } else if (escaped == 'n' || escaped == 'r' || escaped == 't') {
                atom = escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : '\t';
            } else if (escaped < 0x80 && CharacterProperties.isPunctuation(escaped)) {
                atom = escaped;
            } else {
                return null;
            }
        } else if (SPECIAL.indexOf(first) >= 0) {
            return null;
        }
        return quantified(atom, regex.substring(at));
    }

    private static RunPattern quantified(int atom, String quantifier) {
        if (quantifier.isEmpty()) {
            return new RunPattern(atom, 1, 1);
        }
        if (quantifier.equals("+")) {
            return new RunPattern(atom, 1, Integer.MAX_VALUE);
        }
        if (!quantifier.startsWith("{") || !quantifier.endsWith("}") || quantifier.length() < 3) {
            return null;
        }
        String inner = quantifier.substring(1, quantifier.length() - 1);
        int comma = inner.indexOf(',');
        int least = count(comma < 0 ? inner : inner.substring(0, comma));
        int most = comma < 0 ? least
                : comma == inner.length() - 1 ? Integer.MAX_VALUE : count(inner.substring(comma + 1));
        return least < 1 || most < least ? null : new RunPattern(atom, least, most);
    }

    /** A number of up to four digits, or -1. */
    private static int count(String digits) {
        if (digits.isEmpty() || digits.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = 10 * value + c - '0';
        }
        return value > MAX_COUNT ? -1 : value;
    }

    @Override
    public int matchEnd(int[] points, int from, int to) {
        int at = from;
        while (at < to && at - from < most && isAtom(points[at])) {
            at++;
        }
        return at - from >= least ? at : -1;
    }

    private boolean isAtom(int point) {
        return switch (atom) {
            case SPACE -> CharacterProperties.isSpace(point);
            case LETTER -> WordProperties.isLetter(point);
            case NUMBER -> WordProperties.isNumber(point);
            default -> point == atom;
        };
    }
}
