package dev.tabitat.core.documents;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.text.SeparatedValues;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The reader of sheets: each row becomes a block "Header: value · Header: value", without its empty cells. */
public final class CsvDocument {

    private static final int MOST_COLUMNS = 1000;
    private static final int LONGEST_NAME = 100;
    /** No text has it, so each line is one cell. */
    private static final char NO_SEPARATOR = '\u0000';
    private static final String BETWEEN = " \u00B7 ";

    private CsvDocument() {}

    /**
     * @throws Unsupported when it has more than 1000 columns
     * @throws dev.tabitat.core.error.OutOfBudget when it is too long for a tab
     */
    public static DocumentText read(String text) {
        TextBuilder out = new TextBuilder();
        List<List<String>> rows = SeparatedValues.rows(text, SeparatedValues.separator(text).orElse(NO_SEPARATOR), Integer.MAX_VALUE, MOST_COLUMNS + 1);
        if (rows.isEmpty()) {
            return out.build();
        }
        boolean hasHeader = isHeader(rows);
        for (int i = hasHeader ? 1 : 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            if (row.size() > MOST_COLUMNS) {
                throw new Unsupported("The sheet is too wide.", Finding.at("row " + (i + 1)).expected("at most " + MOST_COLUMNS + " columns").found("more")
                        .remedy("Leave out columns that nobody searches."));
            }
            out.begin(Block.Kind.ROW, 0);
            boolean first = true;
            for (int column = 0; column < row.size(); column++) {
                if (!hasLetter(row.get(column))) {
                    continue;
                }
                out.text(first ? "" : BETWEEN);
                if (hasHeader && column < rows.get(0).size()) {
                    out.text(rows.get(0).get(column));
                    out.text(": ");
                }
                out.text(row.get(column));
                first = false;
            }
            out.end(Place.Unit.ROW, i + 1, "");
        }
        return out.build();
    }

    private static boolean hasLetter(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            if (cell.charAt(i) > ' ' && !TextBuilder.isWhite(cell.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Names are short, differ, and are no numbers. */
    private static boolean isHeader(List<List<String>> rows) {
        Set<String> seen = new HashSet<>();
        for (String cell : rows.get(0)) {
            String name = cell.trim();
            if (name.isEmpty() || name.length() > LONGEST_NAME || isNumber(name) || !seen.add(name)) {
                return false;
            }
        }
        return rows.size() > 1 && rows.get(0).size() <= MOST_COLUMNS;
    }

    private static boolean isNumber(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                digits++;
            } else if ("+-.,:/%'\u20AC$ eE".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return digits > 0;
    }
}
