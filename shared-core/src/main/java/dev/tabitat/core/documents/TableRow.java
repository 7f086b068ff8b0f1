package dev.tabitat.core.documents;

import java.util.List;

/**
 * The text of a row of a table: each cell that holds something behind the name of its column, "Name: value · Name:
 * value".
 */
final class TableRow {

    private static final String BETWEEN = " \u00B7 ";

    private TableRow() {}

    /**
     * Writes cells into the open block.
     *
     * @param names of the columns; may be fewer than cells, and blank
     */
    static void cells(TextBuilder out, List<String> names, List<String> cells) {
        boolean isFirst = true;
        boolean endsName = false;
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            if (isBlank(cell)) {
                continue;
            }
            out.text(isFirst ? "" : endsName ? " " : BETWEEN);
            if (column < names.size() && !isBlank(names.get(column))) {
                name(out, names.get(column));
            }
            out.text(cell);
            endsName = names.isEmpty() && cell.trim().endsWith(":");
            isFirst = false;
        }
    }

    /** Writes a column's name and a colon, where it has none. */
    static void name(TextBuilder out, String name) {
        String bare = name.trim();
        out.text(bare);
        out.text(bare.endsWith(":") ? " " : ": ");
    }

    static boolean isBlank(CharSequence cell) {
        for (int i = 0; i < cell.length(); i++) {
            if (cell.charAt(i) > ' ' && !TextBuilder.isWhite(cell.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
