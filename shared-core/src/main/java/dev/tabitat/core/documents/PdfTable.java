package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A table of a page: rows of cells, each cell with its lines from top to bottom. */
final class PdfTable {

    private static final int LONGEST_NAME = 100;
    /** A header's gap to the first row, against that between rows. */
    private static final double HEADER_GAP = 1.3;
    private static final double OTHER_SIZE = 0.03;
    private static final double MAX_DIGITS = 0.6;

    /**
     * A row. @param cells by column, without lines where it is empty @param gap from the row before, in points; 0 of
     * the first one
     */
    record Row(List<List<PdfLine>> cells, double gap) {

        String text(int column) {
            StringBuilder text = new StringBuilder();
            for (PdfLine line : cells.get(column)) {
                text.append(text.length() == 0 ? "" : " ").append(line.text);
            }
            return text.toString();
        }

        boolean isEmpty(int column) {
            return cells.get(column).isEmpty();
        }

        int filled() {
            int filled = 0;
            for (List<PdfLine> cell : cells) {
                filled += cell.isEmpty() ? 0 : 1;
            }
            return filled;
        }
    }

    private final List<Row> rows;
    private final double[] lefts;
    private final double[] rights;

    PdfTable(List<Row> rows, double[] lefts, double[] rights) {
        this.rows = rows;
        this.lefts = lefts;
        this.rights = rights;
    }

    int columns() {
        return lefts.length;
    }

    List<Row> rows() {
        return rows;
    }

    /** The cells of a row as texts. */
    List<String> texts(int row) {
        List<String> texts = new ArrayList<>();
        for (int column = 0; column < columns(); column++) {
            texts.add(rows.get(row).text(column));
        }
        return texts;
    }

    /** Whether its columns stand where those of another one do. */
    boolean isLike(PdfTable other) {
        for (int i = 0; i < columns() && columns() == other.columns(); i++) {
            if (lefts[i] > other.rights[i] || rights[i] < other.lefts[i]) {
                return false;
            }
        }
        return columns() == other.columns();
    }

    /**
     * Whether the first row names the columns: short different names (the first may be missing), and something that
     * sets it apart, be that a font, a gap below it, or numbers in a column whose name has none.
     */
    boolean hasHeader() {
        if (rows.size() < 2 || rows.get(0).filled() < Math.max(2, columns() - 1) || areLabels()) {
            return false;
        }
        Set<String> seen = new HashSet<>();
        for (int column = 0; column < columns(); column++) {
            String name = rows.get(0).text(column);
            boolean isMissing = name.isEmpty() && column == 0;
            if (!isMissing && (name.isEmpty() || name.length() > LONGEST_NAME || !hasLetter(name) || !seen.add(name))) {
                return false;
            }
        }
        return hasOwnLook() || hasOwnGap() || namesNumbers();
    }

    /** Two columns of "Name:" and a value are no table with a header. */
    private boolean areLabels() {
        int labels = 0;
        for (Row row : rows) {
            labels += row.text(0).endsWith(":") ? 1 : 0;
        }
        return columns() == 2 && 2 * labels >= rows.size();
    }

    private boolean hasOwnLook() {
        int other = 0;
        PdfLine name = firstLine(rows.get(0));
        for (int i = 1; i < rows.size(); i++) {
            PdfLine line = firstLine(rows.get(i));
            other += line.font != name.font || Math.abs(line.size - name.size) > OTHER_SIZE * line.size ? 1 : 0;
        }
        return 2 * other > rows.size() - 1;
    }

    private static PdfLine firstLine(Row row) {
        for (List<PdfLine> cell : row.cells()) {
            if (!cell.isEmpty()) {
                return cell.get(0);
            }
        }
        throw new IllegalStateException("A row without cells.");
    }

    private boolean hasOwnGap() {
        double most = 0;
        for (int i = 2; i < rows.size(); i++) {
            most = Math.max(most, rows.get(i).gap());
        }
        return most > 0 && rows.get(1).gap() > HEADER_GAP * most;
    }

    /** A column without digits in its name, and numbers in most of its other cells, while no name holds digits only. */
    private boolean namesNumbers() {
        for (int column = 0; column < columns(); column++) {
            int numbers = 0;
            int cells = 0;
            for (int i = 1; i < rows.size(); i++) {
                cells += rows.get(i).isEmpty(column) ? 0 : 1;
                numbers += hasDigit(rows.get(i).text(column)) ? 1 : 0;
            }
            if (cells > 0 && numbers >= MAX_DIGITS * cells && !rows.get(0).isEmpty(column)
                    && !hasDigit(rows.get(0).text(column))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the first column names groups of rows, once each: most of its cells are empty, and the first row's is
     * not.
     *
     * @param from the first row that is no header
     */
    boolean hasGroups(int from) {
        int empty = 0;
        for (int i = from; i < rows.size(); i++) {
            boolean isEmpty = rows.get(i).isEmpty(0);
            empty += isEmpty ? 1 : 0;
            if (isEmpty && rows.get(i).filled() < columns() - 1) {
                return false;
            }
        }
        return columns() > 2 && rows.size() > from && !rows.get(from).isEmpty(0) && 2 * empty >= rows.size() - from;
    }

    private static boolean hasDigit(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLetter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetter(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
