package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Finds columns of prose whose lines are drawn row by row, and puts the lines of each column together. */
final class PdfColumns {

    private static final int MIN_LINES = 3;
    /** More lines than a page has that people read. */
    private static final int MAX_LINES = 500;
    private static final double MIN_GUTTER = 0.6;
    private static final double MAX_LEADING = 3.5;
    /**
     * A column of prose: so many characters a line, lines so full on average, so many of them in the midst of a
     * sentence.
     */
    private static final double MIN_CHARACTERS = 15;
    private static final double MIN_FILLED = 0.6;
    private static final double MIN_CONTINUING_SHARE = 0.3;

    /** @param lines column by column @param end of the lines that were taken, in the page's */
    record Found(List<PdfLine> lines, int end) {}

    private final double[] from;
    private final double[] to;
    private final List<List<PdfLine>> columns = new ArrayList<>();

    /** @param cells of the first line, which say where the gutters are */
    private PdfColumns(List<PdfLine> cells) {
        from = new double[cells.size() - 1];
        to = new double[cells.size() - 1];
        for (int i = 0; i + 1 < cells.size(); i++) {
            from[i] = cells.get(i).right;
            to[i] = cells.get(i + 1).left;
        }
        cells.forEach(cell -> columns.add(new ArrayList<>()));
    }

    /** Columns that begin with the line {@code at}; without lines where there are none. */
    static Found at(List<PdfLine> lines, int at) {
        List<PdfLine> first = fromLeft(lines.get(at));
        if (first.size() < 2) {
            return new Found(List.of(), at);
        }
        PdfColumns found = new PdfColumns(first);
        int end = at;
        while (end < Math.min(lines.size(), at + MAX_LINES)
                && (end == at || follows(lines.get(end - 1), lines.get(end))) && found.take(lines.get(end))) {
            end++;
        }
        for (List<PdfLine> column : found.columns) {
            if (!isProse(column)) {
                return new Found(List.of(), at);
            }
        }
        if (lines.get(at).rightToLeft) {
            Collections.reverse(found.columns);
        }
        List<PdfLine> inOrder = new ArrayList<>();
        found.columns.forEach(inOrder::addAll);
        return new Found(inOrder, end);
    }

    private static List<PdfLine> fromLeft(PdfLine line) {
        List<PdfLine> cells = new ArrayList<>(line.cells());
        cells.sort(Comparator.comparingDouble(cell -> cell.left));
        return cells;
    }

    private static boolean follows(PdfLine before, PdfLine line) {
        double gap = before.y - line.y;
        return gap > 0 && gap <= MAX_LEADING * Math.max(before.size, line.size);
    }

    /** Takes a line whose cells stand in the columns; false when one crosses a gutter. */
    private boolean take(PdfLine line) {
        double[] narrowFrom = from.clone();
        double[] narrowTo = to.clone();
        List<List<PdfLine>> parts = new ArrayList<>();
        columns.forEach(column -> parts.add(new ArrayList<>()));
        for (PdfLine cell : fromLeft(line)) {
            int column = 0;
            while (column < from.length && (cell.left + cell.right) / 2 > (from[column] + to[column]) / 2) {
                column++;
            }
            if (column > 0) {
                narrowTo[column - 1] = Math.min(narrowTo[column - 1], cell.left);
            }
            if (column < from.length) {
                narrowFrom[column] = Math.max(narrowFrom[column], cell.right);
            }
            parts.get(column).add(cell);
        }
        for (int i = 0; i < from.length; i++) {
            if (narrowTo[i] - narrowFrom[i] < MIN_GUTTER * line.size) {
                return false;
            }
        }
        for (int i = 0; i < from.length; i++) {
            from[i] = narrowFrom[i];
            to[i] = narrowTo[i];
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).isEmpty()) {
                columns.get(i).add(PdfLine.of(parts.get(i)));
            }
        }
        return true;
    }

    private static boolean isProse(List<PdfLine> column) {
        if (column.size() < MIN_LINES) {
            return false;
        }
        double characters = 0;
        double width = 0;
        double widest = 1;
        int goingOn = 0;
        for (int i = 0; i < column.size(); i++) {
            PdfLine line = column.get(i);
            for (int k = 0; k < line.text.length(); k++) {
                characters += ScriptLayout.isUnspaced(line.text.charAt(k)) ? 2 : 1;
            }
            width += line.right - line.left;
            widest = Math.max(widest, line.right - line.left);
            char first = line.text.charAt(0);
            goingOn += i > 0 && Character.isLetter(first) && !Character.isUpperCase(first)
                    && !Character.isTitleCase(first) ? 1 : 0;
        }
        return characters >= MIN_CHARACTERS * column.size() && width >= MIN_FILLED * widest * column.size()
                && goingOn >= MIN_CONTINUING_SHARE * (column.size() - 1);
    }
}
