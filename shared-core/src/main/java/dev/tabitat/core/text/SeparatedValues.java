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
 * file     = ["sep=" separator line end] *record
 * record   = cell *(separator cell) line end        separator: as the first line says, else comma, semicolon, tab or bar,
 *                                                   whichever gives even rows; none where no one does
 * cell     = blanks '"' *(any but '"', or '""') '"' blanks       only when a separator or a line's end follows
 *          / any text without separator and line end
 * </pre>
 *
 * Source: RFC 4180, read leniently; "sep=" as Excel and LibreOffice read it.
 */
public final class SeparatedValues {

    private static final int SNIFFED = 60;
    private static final int SNIFFED_CELLS = 1000;
    /** Between two that part rows evenly, the one that sentences or decimal numbers have loses. */
    private static final double PROSE = 0.1;
    /** Below lines that the separator does not part, so many of the rows must be alike. */
    private static final double ALIKE = 0.8;
    private static final String SEPARATORS = ",;\t|";
    private static final List<String> SEPARATOR_WORDS = List.of("comma", "semicolon", "tab", "bar");

    private SeparatedValues() {}

    /**
     * A record.
     *
     * @param number as a program for sheets shows it: from 1, blank records counted, a "sep=" line not
     * @param cells at least one
     */
    public record Row(int number, List<String> cells) {

        /** How many cells are not blank. */
        public int filled() {
            int filled = 0;
            for (String cell : cells) {
                filled += cell.trim().isEmpty() ? 0 : 1;
            }
            return filled;
        }
    }

    /** Where the records begin: behind a first line that names the separator. */
    private static int start(String text) {
        return declared(text).isEmpty() ? 0 : lineEnd(text, 0);
    }

    /** The separator that the first line names, as {@code sep=;} with or without quotes. */
    private static Optional<Character> declared(String text) {
        int end = 0;
        while (end < text.length() && end < 40 && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        String line = text.substring(0, end);
        boolean isQuoted = line.startsWith("\"");
        String bare = isQuoted ? line.substring(1) : line;
        if (bare.length() < 5 || !bare.regionMatches(true, 0, "sep=", 0, 4)) {
            return Optional.empty();
        }
        char separator = bare.charAt(4);
        for (int i = 5; i < bare.length(); i++) {
            if (bare.charAt(i) != ' ' && bare.charAt(i) != '"' && bare.charAt(i) != separator) {
                return Optional.empty();
            }
        }
        return separator == '"' || Character.isLetterOrDigit(separator) ? Optional.empty() : Optional.of(separator);
    }

    /** What parts the cells; nothing when the file has one column. */
    public static Optional<Character> separator(String text) {
        Optional<Character> declared = declared(text);
        if (declared.isPresent()) {
            return declared;
        }
        int best = -1;
        double bestScore = -1;
        for (int s = 0; s < SEPARATORS.length(); s++) {
            double spaced = spaced(text, SEPARATORS.charAt(s));
            double even = evenness(text, SEPARATORS.charAt(s), rows(text, SEPARATORS.charAt(s), SNIFFED, SNIFFED_CELLS),
                    spaced);
            double score = even - PROSE * spaced - (isDecimal(text, SEPARATORS.charAt(s)) ? PROSE : 0);
            if (even > 0 && score > bestScore) {
                bestScore = score;
                best = s;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(SEPARATORS.charAt(best));
    }

    /** What a person calls a separator. */
    public static String word(char separator) {
        int known = SEPARATORS.indexOf(separator);
        return known < 0 ? "\u201c" + separator + "\u201d" : SEPARATOR_WORDS.get(known);
    }

    /** The share of these characters outside of quotation marks that white space follows, as in sentences. */
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

    /**
     * The share of rows that have as many cells as most, where most have several; 0 when the character is no separator.
     */
    private static double evenness(String text, char separator, List<Row> rows, double spaced) {
        int first = 0;
        while (first < rows.size() && rows.get(first).cells().size() == 1) {
            first++;
        }
        if (first == rows.size()) {
            return 0;
        }
        List<Row> parted = rows.subList(first, rows.size());
        Map<Integer, Integer> widths = new LinkedHashMap<>();
        parted.forEach(row -> widths.merge(row.cells().size(), 1, Integer::sum));
        int width = 1;
        int single = widths.getOrDefault(1, 0);
        for (Map.Entry<Integer, Integer> one : widths.entrySet()) {
            width = one.getKey() > 1 && one.getValue() > (width == 1 ? 0 : widths.get(width)) ? one.getKey() : width;
        }
        double share = (double) widths.get(width) / parted.size();
        if (single * 2 > parted.size()) {
            return 0;
        }
        return first == 0 || isBelowTitle(text, separator, rows, first, width, share, spaced) ? share : 0;
    }

    /**
     * Whether rows without the separator stand above a table, rather than above one column of texts that happen to hold
     * it.
     */
    private static boolean isBelowTitle(String text, char separator, List<Row> rows, int first, int width, double share,
            double spaced) {
        boolean isApart = rows.get(first).number() > rows.get(first - 1).number() + 1;
        boolean isProse = spaced > 0.5 || isDecimal(text, separator);
        if (share < ALIKE || rows.size() - first < 2) {
            return false;
        }
        if (isApart) {
            return !isProse || width > 2;
        }
        List<List<String>> below = new ArrayList<>();
        rows.subList(first + 1, rows.size()).forEach(row -> below.add(row.cells()));
        boolean isNamed = SheetLayout.certainty(rows.get(first).cells(), below) == SheetLayout.Certainty.CERTAIN;
        return !isProse && (width > 2 && isNamed || separator != ',' && share == 1);
    }

    /** Whether most of these commas stand between digits. */
    private static boolean isDecimal(String text, char separator) {
        int all = 0;
        int decimal = 0;
        for (int i = 1; separator == ',' && i + 1 < text.length() && all < 1000; i++) {
            if (text.charAt(i) == ',') {
                all++;
                decimal += Character.isDigit(text.charAt(i - 1)) && Character.isDigit(text.charAt(i + 1)) ? 1 : 0;
            }
        }
        return decimal * 2 > all;
    }

    /**
     * Records that hold something; blank ones are counted.
     *
     * @param separator a character that no text has for one cell a line
     * @param most how many are read
     * @param mostCells how many cells of each are kept
     */
    public static List<Row> rows(String text, char separator, int most, int mostCells) {
        List<Row> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        int number = 1;
        int at = start(text);
        while (at < text.length() && rows.size() < most) {
            int open = separator == ' ' ? at : blanks(text, at, separator);
            int end = open < text.length() && text.charAt(open) == '"' ? closing(text, open, separator) : -1;
            if (end >= 0) {
                add(row, unquoted(text, open + 1, end), mostCells);
                at = blanks(text, end + 1, separator);
            } else {
                int from = at;
                while (at < text.length() && text.charAt(at) != separator && text.charAt(at) != '\n'
                        && text.charAt(at) != '\r') {
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
            at = lineEnd(text, at);
            Row read = new Row(number++, row);
            if (read.filled() > 0) {
                rows.add(read);
            }
            row = new ArrayList<>();
        }
        return rows;
    }

    /** Behind the line's end at or behind {@code from}. */
    private static int lineEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return at + 1 < text.length() && text.charAt(at) == '\r' && text.charAt(at + 1) == '\n' ? at + 2
                : Math.min(at + 1, text.length());
    }

    private static int blanks(String text, int from, char separator) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t' || text.charAt(at) == '\u00A0')
                && text.charAt(at) != separator) {
            at++;
        }
        return at;
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
                    int after = blanks(text, i + 1, separator);
                    boolean ends = after == text.length() || text.charAt(after) == separator
                            || text.charAt(after) == '\n' || text.charAt(after) == '\r';
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
