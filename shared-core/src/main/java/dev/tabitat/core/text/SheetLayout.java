package dev.tabitat.core.text;

import dev.tabitat.core.text.SeparatedValues.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the rows of a sheet lie: what stands above its table, which row names the columns, and the rows of values.
 *
 * @param above titles and lines of facts above the table, in order
 * @param names the row that names the columns; empty when there is none
 * @param isNamed how sure it is that {@code names} are names
 * @param rows the rows of values, in order
 */
public record SheetLayout(List<Row> above, Optional<Row> names, Certainty isNamed, List<Row> rows) {

    /** How sure it is that a row names columns. */
    public enum Certainty {
        /** Its words are names, or its columns hold numbers below words. */
        CERTAIN,
        /** It differs from what is below it as names do. */
        LIKELY,
        /** Nothing tells it from the rows below. */
        UNCLEAR,
        /** It is a row like those below. */
        NONE
    }

    private static final int MAX_ABOVE = 30;
    private static final int SAMPLE = 200;
    private static final int LONGEST_NAME = 100;
    private static final int MAX_WORDS = 8;
    private static final double ALIKE = 0.9;
    private static final double MOSTLY = 0.8;
    private static final Set<String> MISSING = Set.of("n/a", "na", "nan", "null", "none", "-", "?", "--", "nil");

    public SheetLayout {
        above = List.copyOf(above);
        rows = List.copyOf(rows);
    }

    /** @param rows as {@link SeparatedValues#rows} gives them */
    public static SheetLayout of(List<Row> rows) {
        int first = top(rows);
        Certainty certainty = certainty(rows, first);
        if (first > 0 && certainty == Certainty.NONE && rows.get(0).cells().size() == rows.get(first).cells().size()) {
            first = 0;
            certainty = certainty(rows, 0);
        }
        if (certainty == Certainty.NONE) {
            return new SheetLayout(rows.subList(0, first), Optional.empty(), certainty,
                    rows.subList(first, rows.size()));
        }
        return new SheetLayout(rows.subList(0, first), Optional.of(rows.get(first)), certainty,
                rows.subList(first + 1, rows.size()));
    }

    /** The row with which the table begins. */
    private static int top(List<Row> rows) {
        int most = Math.min(MAX_ABOVE, rows.size() - 2);
        if (most < 1) {
            return 0;
        }
        if (!isEven(rows, 0)) {
            for (int first = 1; first <= most; first++) {
                if (rows.get(first).cells().size() > 1 && rows.get(first).filled() > 1 && isEven(rows, first)
                        && areAbove(rows, first)) {
                    return first;
                }
            }
            return 0;
        }
        int first = 0;
        while (first < most && isTitle(rows.get(first))) {
            first++;
        }
        if (first > 0) {
            return first;
        }
        // Rows filled up to one width: a gap parts the facts from the table.
        for (int next = 1; next <= most; next++) {
            boolean isApart = rows.get(next).number() > rows.get(next - 1).number() + 1;
            if (isApart) {
                return areLess(rows, next) && certainty(rows, next) == Certainty.CERTAIN ? next : 0;
            }
        }
        return 0;
    }

    /** Whether most rows from here have as many cells as this one. */
    private static boolean isEven(List<Row> rows, int first) {
        int end = Math.min(rows.size(), first + SAMPLE);
        int width = rows.get(first).cells().size();
        int alike = 0;
        for (int i = first; i < end; i++) {
            alike += rows.get(i).cells().size() == width ? 1 : 0;
        }
        return alike >= ALIKE * (end - first);
    }

    private static boolean areAbove(List<Row> rows, int first) {
        int width = rows.get(first).cells().size();
        for (Row row : rows.subList(0, first)) {
            if (row.cells().size() >= width && !isTitle(row)) {
                return false;
            }
        }
        return true;
    }

    private static boolean areLess(List<Row> rows, int first) {
        int filled = rows.get(first).filled();
        for (Row row : rows.subList(0, first)) {
            if (row.filled() >= filled) {
                return false;
            }
        }
        return true;
    }

    /** A row of several cells of which only the first holds something. */
    private static boolean isTitle(Row row) {
        return row.cells().size() > 1 && row.filled() == 1 && !row.cells().get(0).trim().isEmpty();
    }

    /** Whether the row names the columns of the rows below it. */
    private static Certainty certainty(List<Row> rows, int at) {
        if (at + 1 >= rows.size()) {
            return Certainty.NONE;
        }
        List<List<String>> below = new ArrayList<>();
        rows.subList(at + 1, Math.min(rows.size(), at + 1 + SAMPLE)).forEach(row -> below.add(row.cells()));
        return certainty(rows.get(at).cells(), below);
    }

    /** Whether a text is what columns are called and values hardly ever are. */
    public static boolean isKnownName(String text) {
        return HeaderWords.isName(text);
    }

    /**
     * Whether cells name the columns of the rows below them.
     *
     * @param below at least one row; each may be shorter or longer
     */
    public static Certainty certainty(List<String> names, List<List<String>> below) {
        Evidence evidence = new Evidence();
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (int column = 0; column < names.size(); column++) {
            String name = names.get(column).trim();
            List<String> values = new ArrayList<>();
            for (List<String> row : below) {
                if (column < row.size() && !row.get(column).trim().isEmpty()) {
                    values.add(row.get(column).trim());
                }
            }
            if (name.length() > LONGEST_NAME) {
                return Certainty.NONE;
            }
            if (!name.isEmpty()) {
                evidence.isTwice |= seen.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum) > 1;
                evidence.take(name, values);
            } else if (column == 0 && isIndex(values)) {
                evidence.typed++;
            }
        }
        return evidence.certainty();
    }

    /** Numbers that count rows from 0 or 1, as exports write them without a name. */
    private static boolean isIndex(List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (!value.equals(Integer.toString(i)) && !value.equals(Integer.toString(i + 1))) {
                return false;
            }
        }
        return values.size() > 1;
    }

    /** What speaks for names and what against. */
    private static final class Evidence {

        private int names;
        private int known;
        private int typed;
        private int likely;
        private int periods;
        private int numbers;
        private int recurring;
        private boolean isTwice;
        private boolean isSentence;

        void take(String name, List<String> values) {
            double numeric = share(values, true);
            if (isNumber(name)) {
                boolean isPeriod = period(name) && (values.isEmpty() || share(values, false) < MOSTLY);
                periods += isPeriod ? 1 : 0;
                numbers += !isPeriod && numeric >= MOSTLY ? 1 : 0;
                return;
            }
            if (MISSING.contains(name.toLowerCase(Locale.ROOT))) {
                return;
            }
            names++;
            known += HeaderWords.isName(name) ? 1 : 0;
            typed += numeric >= MOSTLY ? 1 : 0;
            Set<String> different = new HashSet<>();
            long letters = 0;
            boolean areSmall = values.size() > 1;
            for (String value : values) {
                different.add(value.toLowerCase(Locale.ROOT));
                letters += value.length();
                areSmall &= Character.isLowerCase(value.charAt(0));
            }
            recurring += different.contains(name.toLowerCase(Locale.ROOT)) ? 1 : 0;
            int words = words(name);
            isSentence |= words > MAX_WORDS || words > 2 && ".!".indexOf(name.charAt(name.length() - 1)) >= 0;
            boolean isShort = words <= 3 && ".!?".indexOf(name.charAt(name.length() - 1)) < 0;
            boolean areFew = values.size() >= 4 && different.size() * 2 <= values.size();
            boolean areLong = !values.isEmpty() && letters > 30L * values.size()
                    && letters > 4L * name.length() * values.size();
            likely += isShort && (areFew || areLong || areSmall && Character.isUpperCase(name.charAt(0))) ? 1 : 0;
            isSentence |= !isShort && areFew;
        }

        Certainty certainty() {
            boolean arePeriods = periods > 1 || periods > 0 && known + typed > 0;
            if (names == 0 && !arePeriods || recurring > 0 && known < 2) {
                return Certainty.NONE;
            }
            if (known > 0 || arePeriods || typed > 0 && numbers == 0 && !isSentence) {
                return Certainty.CERTAIN;
            }
            if (numbers > 0 || isTwice || isSentence) {
                return Certainty.NONE;
            }
            return likely > 0 ? Certainty.LIKELY : Certainty.UNCLEAR;
        }
    }

    /** The share of values that are numbers, dates or amounts; or of those only that are years or months. */
    private static double share(List<String> values, boolean isAnyNumber) {
        int numbers = 0;
        for (String value : values) {
            numbers += isAnyNumber ? isMeasure(value) ? 1 : 0 : period(value) ? 1 : 0;
        }
        return values.isEmpty() ? 0 : (double) numbers / values.size();
    }

    /** A year, alone or with its month or quarter: 2024, 2024-01, 01/2024. */
    private static boolean period(String text) {
        int run = 0;
        boolean hasYear = false;
        for (int i = 0; i <= text.length(); i++) {
            boolean isDigit = i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
            if (isDigit) {
                run++;
            } else {
                hasYear |= run == 4 && (text.startsWith("19", i - 4) || text.startsWith("20", i - 4));
                run = 0;
            }
        }
        return hasYear && text.length() <= 10 && isNumber(text);
    }

    /** A number, a date, a time or an amount without letters. */
    private static boolean isNumber(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                digits++;
            } else if ("+-.,:/%'\u20AC$\u00A3 eETZ\u2212\u00A0".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return digits > 0;
    }

    /** A number with a short unit too: "12 EUR", "5 km". */
    private static boolean isMeasure(String text) {
        if (isNumber(text) || MISSING.contains(text.toLowerCase(Locale.ROOT))) {
            return true;
        }
        int letters = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            letters += Character.isLetter(text.charAt(i)) ? 1 : 0;
            digits += Character.isDigit(text.charAt(i)) ? 1 : 0;
        }
        return digits > 0 && letters <= 3 && text.length() <= 30
                && (Character.isDigit(text.charAt(0)) || "+-\u2212\u20AC$\u00A3".indexOf(text.charAt(0)) >= 0);
    }

    private static int words(String text) {
        int words = 1;
        for (int i = 0; i < text.length(); i++) {
            words += text.charAt(i) == ' ' ? 1 : 0;
        }
        return words;
    }
}
