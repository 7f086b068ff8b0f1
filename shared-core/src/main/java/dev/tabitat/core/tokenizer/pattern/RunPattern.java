package dev.tabitat.core.tokenizer.pattern;

import dev.tabitat.core.tokenizer.text.CharacterProperties;
import dev.tabitat.core.tokenizer.text.WordProperties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs of characters of one kind, as long as they are; of several alternatives the first that matches.
 *
 * <pre>
 * pattern = run {"|" run}
 * run     = (atom | "[" atom {atom} "]") ["+" | "{n}" | "{n,}" | "{n,m}"]
 * atom    = character without a meaning | "\" punctuation | "\n" | "\r" | "\t" | "\s" | "\p{L}" | "\p{N}"
 * </pre>
 */
final class RunPattern implements TextPattern {

    private static final int SPACE = -1;
    private static final int LETTER = -2;
    private static final int NUMBER = -3;
    private static final String SPECIAL = ".^$|()[]{}*+?";
    /** What has a meaning inside brackets too. */
    private static final String SPECIAL_IN_CLASS = "[]^-&";
    private static final int MAX_COUNT = 1000;
    private static final int MAX_ATOMS = 16;

    private final List<Run> runs;

    private RunPattern(List<Run> runs) {
        this.runs = runs;
    }

    /** The pattern of a regular expression of the grammar; null for any other. */
    static RunPattern find(String regex) {
        Parser parser = new Parser(regex);
        List<Run> runs = new ArrayList<>();
        do {
            Run run = parser.run();
            if (run == null || runs.size() == MAX_ATOMS) {
                return null;
            }
            runs.add(run);
        } while (parser.skip('|'));
        return parser.isAtEnd() ? new RunPattern(List.copyOf(runs)) : null;
    }

    @Override
    public int matchEnd(int[] points, int from, int to) {
        for (Run run : runs) {
            int end = run.matchEnd(points, from, to);
            if (end >= 0) {
                return end;
            }
        }
        return -1;
    }

    private record Run(int[] atoms, int least, int most) {

        int matchEnd(int[] points, int from, int to) {
            int at = from;
            while (at < to && at - from < most && isAtom(points[at])) {
                at++;
            }
            return at - from >= least ? at : -1;
        }

        private boolean isAtom(int point) {
            for (int atom : atoms) {
                boolean matches = switch (atom) {
                    case SPACE -> CharacterProperties.isSpace(point);
                    case LETTER -> WordProperties.isLetter(point);
                    case NUMBER -> WordProperties.isNumber(point);
                    default -> point == atom;
                };
                if (matches) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Reads runs; null, and no further, where the text is not in the grammar. */
    private static final class Parser {

        private static final int NONE = -9;

        private final String regex;
        private int at;

        Parser(String regex) {
            this.regex = regex;
        }

        boolean isAtEnd() {
            return at == regex.length();
        }

        boolean skip(char c) {
            if (at < regex.length() && regex.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        Run run() {
            int[] atoms = new int[MAX_ATOMS];
            int count = 0;
            if (skip('[')) {
                while (!skip(']')) {
                    int atom = count == MAX_ATOMS ? NONE : atom(SPECIAL_IN_CLASS);
                    if (atom == NONE) {
                        return null;
                    }
                    atoms[count++] = atom;
                }
            } else {
                atoms[count++] = atom(SPECIAL);
            }
            if (count == 0 || atoms[0] == NONE) {
                return null;
            }
            return quantified(Arrays.copyOf(atoms, count));
        }

        private int atom(String special) {
            if (isAtEnd()) {
                return NONE;
            }
            int point = regex.codePointAt(at);
            if (point != '\\') {
                at += Character.charCount(point);
                return special.indexOf(point) >= 0 ? NONE : point;
            }
            if (regex.startsWith("\\p{L}", at) || regex.startsWith("\\p{N}", at)) {
                at += 5;
                return regex.charAt(at - 2) == 'L' ? LETTER : NUMBER;
            }
            char escaped = at + 1 < regex.length() ? regex.charAt(at + 1) : 'x';
            at += 2;
            return switch (escaped) {
                case 's' -> SPACE;
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                default -> escaped < 0x80 && CharacterProperties.isPunctuation(escaped) ? escaped : NONE;
            };
        }

        private Run quantified(int[] atoms) {
            if (skip('+')) {
                return new Run(atoms, 1, Integer.MAX_VALUE);
            }
            if (!skip('{')) {
                return new Run(atoms, 1, 1);
            }
            int least = count();
            int most = !skip(',') ? least
                    : at < regex.length() && regex.charAt(at) == '}' ? Integer.MAX_VALUE : count();
            return least < 1 || most < least || !skip('}') ? null : new Run(atoms, least, most);
        }

        /** A number of up to 1,000, or -1. */
        private int count() {
            int start = at;
            int value = 0;
            while (at < regex.length() && regex.charAt(at) >= '0' && regex.charAt(at) <= '9' && value <= MAX_COUNT) {
                value = 10 * value + regex.charAt(at++) - '0';
            }
            return at == start || value > MAX_COUNT ? -1 : value;
        }
    }
}
