package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds tables among a page's lines: lines that follow each other with gaps at the same places. */
final class PdfTables {

    /** More lines than a page has that people read. */
    private static final int MAX_LINES = 500;
    private static final double MAX_LEADING = 4.5;
    /** Sizes of the lines of a table differ by at most so much. */
    private static final double MAX_SIZE = 1.35;
    /** A line that stands closer to the one before than this share of the usual gap belongs to the same row. */
    private static final double SAME_ROW = 0.8;
    /** How far a cell may lie beside the column that it belongs to, in sizes. */
    private static final double BESIDE = 2;
    private static final double MIN_GUTTER = 0.1;
    /** Gaps of a justified line may be wide too: narrower ones than so many sizes are looked at again. */
    private static final double NARROW = 1.0;
    private static final double MAX_CONTINUING_SHARE = 0.4;

    /** @param table empty list of rows where there is none @param end of the lines that were taken */
    record Found(PdfTable table, int end) {}

    private final List<PdfLine> lines;
    private final int start;
    private double[] lefts;
    private double[] rights;
    /** Of each line taken: its cells by column, null where empty. */
    private final List<PdfLine[]> taken = new ArrayList<>();

    private PdfTables(List<PdfLine> lines, int start) {
        this.lines = lines;
        this.start = start;
    }

    /** A table that begins with the line {@code at}, or one without rows. */
    static Found at(List<PdfLine> lines, int at) {
        PdfTables table = new PdfTables(lines, at);
        List<PdfLine> first = table.cells(at);
        if (first.size() < 2 || isWords(first)) {
            return new Found(new PdfTable(List.of(), new double[0], new double[0]), at);
        }
        table.take(first);
        int end = at + 1;
        while (end < Math.min(lines.size(), at + MAX_LINES) && table.follows(end) && table.fits(table.cells(end))) {
            end++;
        }
        end = table.withoutLoneLines(end);
        if (!table.isTable()) {
            return new Found(new PdfTable(List.of(), new double[0], new double[0]), at);
        }
        return new Found(new PdfTable(table.rows(), table.lefts, table.rights), end);
    }

    /** From left to right. */
    private List<PdfLine> cells(int at) {
        List<PdfLine> cells = new ArrayList<>(lines.get(at).cells());
        cells.sort((a, b) -> Double.compare(a.left, b.left));
        return cells;
    }

    /** Words of Hebrew or Arabic that were placed one by one, as text recognition does. */
    private static boolean isWords(List<PdfLine> cells) {
        int words = 0;
        for (PdfLine cell : cells) {
            words += cell.text.indexOf(' ') < 0 && ScriptLayout.hasRightToLeft(cell.text) ? 1 : 0;
        }
        return cells.size() > 2 && words >= cells.size() - 1;
    }

    private void take(List<PdfLine> cells) {
        lefts = new double[cells.size()];
        rights = new double[cells.size()];
        for (int i = 0; i < cells.size(); i++) {
            lefts[i] = cells.get(i).left;
            rights[i] = cells.get(i).right;
        }
        taken.add(cells.toArray(new PdfLine[0]));
    }

    private boolean follows(int at) {
        PdfLine before = lines.get(at - 1);
        PdfLine line = lines.get(at);
        double gap = before.y - line.y;
        double large = Math.max(before.size, line.size);
        return gap > 0 && gap <= MAX_LEADING * large && large <= MAX_SIZE * Math.min(before.size, line.size)
                && line.rightToLeft == lines.get(start).rightToLeft;
    }

    /** Takes a line whose cells belong to one column each; the line behind the first may show another column. */
    private boolean fits(List<PdfLine> cells) {
        PdfLine[] row = placed(cells, lefts, rights);
        if (row == null && taken.size() == 1 && cells.size() == lefts.length + 1) {
            PdfLine[] first = placed(Arrays.asList(taken.get(0)), edges(cells, true), edges(cells, false));
            if (first != null) {
                lefts = edges(cells, true);
                rights = edges(cells, false);
                taken.set(0, first);
                row = placed(cells, lefts, rights);
            }
        }
        if (row == null) {
            return false;
        }
        double[] newLefts = lefts.clone();
        double[] newRights = rights.clone();
        for (PdfLine[] line : List.of(taken.get(0), row)) {
            for (int i = 0; i < line.length; i++) {
                newLefts[i] = line[i] == null ? newLefts[i] : Math.min(newLefts[i], line[i].left);
                newRights[i] = line[i] == null ? newRights[i] : Math.max(newRights[i], line[i].right);
            }
        }
        for (int i = 1; i < newLefts.length; i++) {
            if (newLefts[i] - newRights[i - 1] < MIN_GUTTER * cells.get(0).size) {
                return false;
            }
        }
        lefts = newLefts;
        rights = newRights;
        taken.add(row);
        return true;
    }

    private static double[] edges(List<PdfLine> cells, boolean isLeft) {
        return cells.stream().mapToDouble(cell -> isLeft ? cell.left : cell.right).toArray();
    }

    /** The cells by column; null when one stands in several columns, or beside all. */
    private static PdfLine[] placed(List<PdfLine> cells, double[] lefts, double[] rights) {
        PdfLine[] row = new PdfLine[lefts.length];
        for (int i = 0; i < cells.size(); i++) {
            PdfLine cell = cells.get(i);
            int column = -1;
            for (int k = 0; k < lefts.length; k++) {
                boolean overlaps = cell.left < rights[k] && cell.right > lefts[k];
                if (overlaps && column >= 0) {
                    return null;
                }
                column = overlaps ? k : column;
            }
            if (column < 0) {
                column = cells.size() == lefts.length ? i : nearest(cell, lefts, rights);
            }
            if (column < 0 || row[column] != null) {
                return null;
            }
            row[column] = cell;
        }
        return row;
    }

    private static int nearest(PdfLine cell, double[] lefts, double[] rights) {
        int nearest = -1;
        double least = BESIDE * cell.size;
        for (int k = 0; k < lefts.length; k++) {
            double distance = Math.max(lefts[k] - cell.right, cell.left - rights[k]);
            if (distance < least) {
                nearest = k;
                least = distance;
            }
        }
        return nearest;
    }

    private static int filled(PdfLine[] row) {
        int filled = 0;
        for (PdfLine cell : row) {
            filled += cell == null ? 0 : 1;
        }
        return filled;
    }

    /**
     * Leaves lines with one cell behind the last full one to the text below, unless they stand close. @return behind
     * the last line kept
     */
    private int withoutLoneLines(int end) {
        double usual = usualGap();
        int kept = end;
        while (kept > start + 1 && filled(taken.get(taken.size() - 1)) == 1 && !standsClose(kept - 1, usual)) {
            taken.remove(taken.size() - 1);
            kept--;
        }
        return kept;
    }

    private boolean standsClose(int at, double usual) {
        return gap(at) < SAME_ROW * usual;
    }

    private double gap(int at) {
        return lines.get(at - 1).y - lines.get(at).y;
    }

    /** Between lines with several cells, the one in the middle. */
    private double usualGap() {
        double[] gaps = new double[taken.size()];
        int count = 0;
        for (int i = 1; i < taken.size(); i++) {
            if (filled(taken.get(i)) > 1) {
                gaps[count++] = gap(start + i);
            }
        }
        Arrays.sort(gaps, 0, count);
        return count == 0 ? 0 : gaps[count / 2];
    }

    private boolean isTable() {
        int several = 0;
        int goingOn = 0;
        int cells = 0;
        double gutters = 0;
        int gaps = 0;
        for (PdfLine[] row : taken) {
            several += filled(row) > 1 ? 1 : 0;
            PdfLine before = null;
            for (PdfLine cell : row) {
                if (cell == null) {
                    continue;
                }
                cells++;
                goingOn += Character.isLowerCase(cell.text.charAt(0)) ? 1 : 0;
                if (before != null) {
                    gutters += (cell.left - before.right) / cell.size;
                    gaps++;
                }
                before = cell;
            }
        }
        boolean isJustified = gutters < NARROW * gaps && goingOn > MAX_CONTINUING_SHARE * cells;
        return several >= 2 && !isJustified;
    }

    /** Lines as rows: what stands close below a row, or goes on with the one cell of it, belongs to it. */
    private List<PdfTable.Row> rows() {
        double usual = usualGap();
        List<PdfTable.Row> rows = new ArrayList<>();
        for (int i = 0; i < taken.size(); i++) {
            PdfLine[] line = taken.get(i);
            if (i > 0 && (filled(line) < line.length && standsClose(start + i, usual)
                    || goesOn(rows.get(rows.size() - 1), line))) {
                for (int column = 0; column < line.length; column++) {
                    if (line[column] != null) {
                        rows.get(rows.size() - 1).cells().get(column).add(line[column]);
                    }
                }
                continue;
            }
            List<List<PdfLine>> cells = new ArrayList<>();
            for (PdfLine cell : line) {
                cells.add(cell == null ? new ArrayList<>() : new ArrayList<>(List.of(cell)));
            }
            rows.add(new PdfTable.Row(cells, i == 0 ? 0 : gap(start + i)));
        }
        return rows;
    }

    /** A lone cell that goes on with the sentence or the word above it. */
    private static boolean goesOn(PdfTable.Row above, PdfLine[] line) {
        for (int column = 0; column < line.length && filled(line) == 1; column++) {
            if (line[column] != null && !above.isEmpty(column)) {
                String text = above.text(column);
                return Character.isLowerCase(line[column].text.charAt(0))
                        || ",-".indexOf(text.charAt(text.length() - 1)) >= 0;
            }
        }
        return false;
    }
}
