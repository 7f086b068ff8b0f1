package dev.tabitat.core.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records of cells as text files have them.
 *
 * <pre>
 * record   = cell *(separator cell) line end        separator: comma, semicolon, tab or bar, whichever gives even rows
 * cell     = '"' *(any but '"', or '""') '"'        only when a separator or a line's end follows the closing mark
 *          / any text without separator and line end
 * </pre>
 *
 * Source: RFC 4180, read leniently.
 */
public final class SeparatedValues {

    private static final int SNIFFED = 60;
    private static final int SNIFFED_CELLS = 1000;
    /** Between two that part rows evenly, the one that sentences have loses. */
    private static final double PROSE = 0.1;
    private static final String SEPARATORS = ",;\t|";
    private static final List<String> SEPARATOR_WORDS = List.of("comma", "semicolon", "tab", "bar");

    private SeparatedValues() {}

    /** What parts the cells; nothing when none of the four parts any. */
    public static Optional<Character> separator(String text) {
        int best = -1;
        double bestScore = -1;
        for (int s = 0; s < SEPARATORS.length(); s++) {
            double even = evenness(rows(text, SEPARATORS.charAt(s), SNIFFED, SNIFFED_CELLS));
            double score = even - PROSE * spaced(text, SEPARATORS.charAt(s));
            if (even > 0 && score > bestScore) {
                bestScore = score;
                best = s;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(SEPARATORS.charAt(best));
    }

    /** What a person calls a separator. */
    public static String word(char separator) {
        return SEPARATOR_WORDS.get(SEPARATORS.indexOf(separator));
    }

    /** The share of these characters that white space follows, as in sentences. */
    private static double spaced(String text, char separator) {
        int all = 0;
        int spaced = 0;
        for (int i = 0; i + 1 < text.length() && all < 1000; i++) {
            if (text.charAt(i) == separator) {
                all++;
                spaced += text.charAt(i + 1) == ' ' ? 1 : 0;
            }
        }
        return all == 0 ? 0 : (double) spaced / all;
    }

    /** The share of rows that have as many cells as most, where most have several. */
    private static double evenness(List<List<String>> rows) {
        Map<Integer, Integer> widths = new LinkedHashMap<>();
        rows.forEach(row -> widths.merge(row.size(), 1, Integer::sum));
        double best = 0;
        for (Map.Entry<Integer, Integer> width : widths.entrySet()) {
            best = width.getKey() > 1 ? Math.max(best, (double) width.getValue() / rows.size()) : best;
        }
        return best;
    }

    /**
     * Records that are not blank.
     *
     * @param most how many are read
     * @param mostCells how many cells of each are kept
     */
    public static List<List<String>> rows(String text, char separator, int most, int mostCells) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        int at = 0;
        while (at < text.length() && rows.size() < most) {
            int end = text.charAt(at) == '"' ? closing(text, at, separator) : -1;
            if (end >= 0) {
                add(row, unquoted(text, at + 1, end), mostCells);
                at = end + 1;
            } else {
                int from = at;
                while (at < text.length() && text.charAt(at) != separator && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                    at++;
                }
                add(row, text.substring(from, at), mostCells);
            }
            if (at < text.length() && text.charAt(at) == separator) {
                at++;
                if (at < text.length()) {
                    continue;
                }
                add(row, "", mostCells);
            }
            while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
                at++;
            }
            if (row.size() > 1 || !row.get(0).trim().isEmpty()) {
                rows.add(row);
            }
            row = new ArrayList<>();
        }
        return rows;
    }

    private static void add(List<String> row, String cell, int mostCells) {
        if (row.size() < mostCells) {
            row.add(cell);
        }
    }

    /** Where the quoted cell that begins at {@code at} ends, or -1 when it is not quoted after all. */
    private static int closing(String text, int at, char separator) {
        for (int i = at + 1; i < text.length(); i++) {
            if (text.charAt(i) == '"') {
                if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    i++;
                } else {
                    boolean ends = i + 1 == text.length() || text.charAt(i + 1) == separator || text.charAt(i + 1) == '\n' || text.charAt(i + 1) == '\r';
                    return ends ? i : -1;
                }
            }
        }
        return -1;
    }

    private static String unquoted(String text, int from, int to) {
        StringBuilder cell = new StringBuilder();
        for (int i = from; i < to; i++) {
            cell.append(text.charAt(i));
            if (text.charAt(i) == '"') {
                i++;
            }
        }
        return cell.toString();
    }
}
