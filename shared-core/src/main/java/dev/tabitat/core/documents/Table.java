package dev.tabitat.core.documents;

import dev.tabitat.core.text.SheetLayout;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * A table of a document: its rows are collected, then written as one block each, "Name: value · Name: value" where a
 * row names the columns, else "value | value". What a cell says that spans rows or columns belongs to each row, and to
 * all columns, that it spans.
 *
 * <pre>
 * table   = [title rows] *(*header *row)         title row: one cell over all columns, above everything
 * header  = a row that is marked as one, or consists of header cells; the first row in bold; where there is none, the first row, if it is
 *           certain to hold names
 * section = a row of one cell over all columns; it is written, and stands before each row below it
 * names   = the texts of all header rows above a column, from the top
 * </pre>
 *
 * In a table of two columns without a header, whose first column names what stands beside, each row is "Name: value".
 * The header itself is written only where a column's name would be lost, because no row has a value there.
 */
final class Table {

    /** What a document says of its first row, where no row is marked as a header. */
    enum FirstRow {
        UNKNOWN,
        /** It is formatted as a header; many programs do so by default. */
        FORMATTED
    }

    private static final int MAX_COLUMNS = 1000;
    /** Beyond this, cells are taken to span nothing. */
    private static final long MAX_SLOTS = 4_000_000;
    private static final int SAMPLE = 60;

    private final List<Row> rows = new ArrayList<>();
    private FirstRow firstRow = FirstRow.UNKNOWN;
    private Row row;
    private Cell cell;
    /** Of the grid, while it is written: for each column the cell above and how many rows it still spans. */
    private Cell[] above = {};
    private int[] left = {};
    private int width;

    void setFirstRow(FirstRow firstRow) {
        this.firstRow = firstRow;
    }

    /**
     * Begins a row.
     *
     * @param isHeader whether it is marked as naming the columns
     * @param tag handed back when it is written
     */
    void beginRow(boolean isHeader, int tag) {
        endRow();
        row = new Row(isHeader, tag);
    }

    /**
     * Begins a cell, and a row where none is open.
     *
     * @param columns how many it spans, at least 1
     * @param rowCount how many rows it spans, at least 1; 0 for all below
     */
    void beginCell(int columns, int rowCount, boolean isHeader) {
        if (row == null) {
            row = new Row(false, 0);
        }
        cell = new Cell(Math.max(1, Math.min(columns, MAX_COLUMNS)),
                rowCount == 0 ? Integer.MAX_VALUE : Math.max(1, rowCount), isHeader);
        row.cells.add(cell);
    }

    /** Says of the open cell that it continues the one above. */
    void continueAbove() {
        if (cell != null) {
            cell.continuesAbove = true;
        }
    }

    boolean isInCell() {
        return cell != null;
    }

    /** Adds text to the open cell. */
    void append(CharSequence text) {
        cell.text.append(text);
    }

    /** Says that text in bold type was added to the open cell. */
    void markBold(CharSequence text) {
        addBold(letters(text));
    }

    /** Says that so many letters of the open cell are in bold type. */
    void addBold(int letters) {
        cell.bold += letters;
    }

    private static int letters(CharSequence text) {
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            letters += TextBuilder.isWhite(text.charAt(i)) ? 0 : 1;
        }
        return letters;
    }

    void endCell() {
        cell = null;
    }

    void endRow() {
        endCell();
        if (row != null && !row.cells.isEmpty()) {
            rows.add(row);
        }
        row = null;
    }

    boolean hasText() {
        for (Row one : rows) {
            for (Cell each : one.cells) {
                if (!TableRow.isBlank(each.text)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Writes the rows; no block may be open.
     *
     * @param endRow closes the open block, given the row's tag
     */
    void write(TextBuilder out, IntConsumer endRow) {
        endRow();
        List<Line> lines = lines();
        int first = 0;
        while (first + 1 < lines.size() && isSection(lines.get(first)) && !lines.get(first).row.isHeader) {
            plain(out, lines.get(first++), endRow);
        }
        int guessed = first;
        if (lines.stream().noneMatch(Line::isHeader) && first + 1 < lines.size() && lines.get(first).isBold()
                && !lines.get(first + 1).isBold()) {
            lines.get(first).row.isHeader = true;
        }
        boolean isMarked = lines.stream().anyMatch(Line::isHeader);
        SheetLayout.Certainty certainty = isMarked ? SheetLayout.Certainty.NONE : guess(lines, first);
        boolean isPaired = !isMarked && isPaired(lines, first);
        List<String> names = List.of();
        String section = "";
        for (int i = first; i < lines.size(); i++) {
            Line line = lines.get(i);
            boolean isHeader = line.isHeader() || !isPaired && i == guessed && isNames(certainty);
            if (isHeader && hasBodyBelow(lines, i)) {
                int end = i + 1;
                while (end < lines.size() && lines.get(end).isHeader()) {
                    end++;
                }
                names = names(lines.subList(i, end));
                section = "";
                header(out, lines, i, end, names, certainty, endRow);
                i = end - 1;
            } else if (isSection(line)) {
                plain(out, line, endRow);
                section = line.cells[0].text.toString().trim();
            } else if (!names.isEmpty()) {
                named(out, line, names, section, endRow);
            } else {
                unnamed(out, line, isPaired, section, endRow);
            }
        }
        rows.clear();
    }

    /** Every row with the cells that stand in its columns, those from above too. */
    private List<Line> lines() {
        width = 0;
        for (Row one : rows) {
            int columns = 0;
            for (Cell each : one.cells) {
                columns += each.columns;
            }
            width = Math.max(width, Math.min(columns, MAX_COLUMNS));
        }
        long slots = (long) width * rows.size();
        boolean hasSpans = slots <= MAX_SLOTS;
        above = new Cell[width];
        left = new int[width];
        List<Line> lines = new ArrayList<>();
        for (Row one : rows) {
            Line line = hasSpans ? line(one)
                    : new Line(one, one.cells.subList(0, Math.min(MAX_COLUMNS, one.cells.size())).toArray(new Cell[0]));
            if (line.hasText()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private Line line(Row one) {
        Cell[] cells = new Cell[width];
        int column = 0;
        for (Cell each : one.cells) {
            column = fromAbove(cells, column, false);
            for (int i = 0; i < each.columns && column < width; i++, column++) {
                boolean isContinued = each.continuesAbove && above[column] != null && TableRow.isBlank(each.text);
                cells[column] = isContinued ? above[column] : each;
                above[column] = cells[column];
                left[column] = each.rows - 1;
            }
        }
        fromAbove(cells, column, true);
        return new Line(one, cells);
    }

    /** Takes over cells that span this row. @param all whether to go on to the last column */
    private int fromAbove(Cell[] cells, int from, boolean all) {
        int column = from;
        while (column < width && (all || left[column] > 0)) {
            if (left[column] > 0) {
                cells[column] = above[column];
                left[column] -= left[column] == Integer.MAX_VALUE ? 0 : 1;
            } else {
                above[column] = null;
            }
            column++;
        }
        return column;
    }

    private boolean isNames(SheetLayout.Certainty certainty) {
        return switch (certainty) {
            case CERTAIN -> true;
            case LIKELY -> firstRow == FirstRow.FORMATTED;
            case UNCLEAR -> firstRow == FirstRow.FORMATTED && width > 2;
            case NONE -> false;
        };
    }

    private SheetLayout.Certainty guess(List<Line> lines, int first) {
        if (width < 2 || lines.size() - first < 2) {
            return SheetLayout.Certainty.NONE;
        }
        List<List<String>> below = new ArrayList<>();
        lines.subList(first + 1, Math.min(lines.size(), first + 1 + SAMPLE)).forEach(line -> below.add(line.texts()));
        return SheetLayout.certainty(lines.get(first).texts(), below);
    }

    /** Whether the first of two columns names what stands in the second. */
    private boolean isPaired(List<Line> lines, int first) {
        int named = 0;
        for (Line line : lines.subList(first, lines.size())) {
            if (line.cells.length != 2 || line.cells[0] == null || line.cells[0] == line.cells[1]) {
                return false;
            }
            String name = line.cells[0].text.toString().trim();
            boolean isBold = line.cells[0].isBold() && (line.cells[1] == null || !line.cells[1].isBold());
            named += line.cells[0].isHeader || isBold || name.endsWith(":") || SheetLayout.isKnownName(name) ? 1 : 0;
        }
        return lines.size() - first > 1 && named * 2 >= lines.size() - first && named > 1;
    }

    private static boolean hasBodyBelow(List<Line> lines, int at) {
        for (int i = at + 1; i < lines.size(); i++) {
            if (!lines.get(i).isHeader()) {
                return true;
            }
        }
        return false;
    }

    /** Whether one cell fills the row, over more than one column. */
    private static boolean isSection(Line line) {
        for (Cell each : line.cells) {
            if (each != line.cells[0]) {
                return false;
            }
        }
        return line.cells.length > 1;
    }

    private List<String> names(List<Line> headers) {
        List<String> names = new ArrayList<>();
        for (int column = 0; column < width; column++) {
            Set<Cell> cells = new LinkedHashSet<>();
            Set<String> parts = new LinkedHashSet<>();
            for (Line header : headers) {
                if (column < header.cells.length && header.cells[column] != null && !isSection(header)
                        && cells.add(header.cells[column]) && !TableRow.isBlank(header.cells[column].text)) {
                    parts.add(TextBuilder.clean(header.cells[column].text.toString()));
                }
            }
            names.add(String.join(" ", parts));
        }
        return names;
    }

    /**
     * Writes header rows that would be lost: titles over all columns, names of columns without a value, and a row that
     * is no certain header.
     */
    private void header(TextBuilder out, List<Line> lines, int first, int end, List<String> names,
            SheetLayout.Certainty certainty, IntConsumer endRow) {
        boolean isUnclear = certainty == SheetLayout.Certainty.UNCLEAR;
        boolean[] hasValue = new boolean[width];
        int below = end;
        while (below < lines.size() && !lines.get(below).isHeader()) {
            Line line = lines.get(below++);
            for (int column = 0; column < line.cells.length && !isSection(line); column++) {
                hasValue[column] |= line.cells[column] != null && !TableRow.isBlank(line.cells[column].text);
            }
        }
        boolean isLost = isUnclear;
        for (int column = 0; column < width; column++) {
            isLost |= !hasValue[column] && !names.get(column).isEmpty();
        }
        for (Line header : lines.subList(first, end)) {
            if (isLost || isSection(header)) {
                plain(out, header, endRow);
            }
        }
    }

    private static void plain(TextBuilder out, Line line, IntConsumer endRow) {
        out.begin(Block.Kind.ROW, 0);
        Cell before = null;
        for (int column = 0; column < line.cells.length; column++) {
            Cell each = line.cells[column];
            if (each == null || each != before) {
                if (column > 0) {
                    out.nextCell();
                }
                out.text(each == null ? "" : each.text);
            }
            before = each;
        }
        endRow.accept(line.row.tag);
    }

    private static void named(TextBuilder out, Line line, List<String> names, String section, IntConsumer endRow) {
        List<String> cellNames = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        if (!section.isEmpty()) {
            cellNames.add("");
            texts.add(section);
        }
        for (int column = 0; column < line.cells.length;) {
            Cell each = line.cells[column];
            Set<String> own = new LinkedHashSet<>();
            int end = column;
            while (end < line.cells.length && line.cells[end] == each) {
                if (!names.get(end).isEmpty()) {
                    own.add(names.get(end));
                }
                end++;
            }
            cellNames.add(String.join(", ", own));
            texts.add(each == null ? "" : each.text.toString());
            column = end;
        }
        out.begin(Block.Kind.ROW, 0);
        TableRow.cells(out, cellNames, texts);
        endRow.accept(line.row.tag);
    }

    private static void unnamed(TextBuilder out, Line line, boolean isPaired, String section, IntConsumer endRow) {
        Cell first = line.cells.length == 0 ? null : line.cells[0];
        boolean isNamed = first != null && !TableRow.isBlank(first.text)
                && (isPaired || first.isHeader && !line.isHeader() && line.hasValue());
        if (!isNamed && section.isEmpty()) {
            plain(out, line, endRow);
            return;
        }
        List<String> names = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        if (!section.isEmpty()) {
            names.add("");
            texts.add(section);
        }
        String name = isNamed ? TextBuilder.clean(first.text.toString()) : "";
        Cell before = isNamed ? first : null;
        for (Cell each : line.cells) {
            if (each != null && each != before && !TableRow.isBlank(each.text)) {
                names.add(name);
                texts.add(each.text.toString());
                name = "";
            }
            before = each;
        }
        if (!name.isEmpty()) {
            names.add("");
            texts.add(name);
        }
        out.begin(Block.Kind.ROW, 0);
        TableRow.cells(out, names, texts);
        endRow.accept(line.row.tag);
    }

    /** A row as it was read. */
    private static final class Row {
        private final List<Cell> cells = new ArrayList<>();
        private final int tag;
        private boolean isHeader;

        Row(boolean isHeader, int tag) {
            this.isHeader = isHeader;
            this.tag = tag;
        }
    }

    private static final class Cell {
        private final StringBuilder text = new StringBuilder();
        private final int rows;
        private final boolean isHeader;
        private final int columns;
        private boolean continuesAbove;
        /** How many letters are in bold type. */
        private int bold;

        Cell(int columns, int rows, boolean isHeader) {
            this.columns = columns;
            this.rows = rows;
            this.isHeader = isHeader;
        }

        boolean isBold() {
            int letters = letters(text);
            return letters > 0 && bold >= letters;
        }
    }

    /** A row with a cell, or null, for each column. */
    private record Line(Row row, Cell[] cells) {

        boolean isHeader() {
            if (row.isHeader) {
                return true;
            }
            int headers = 0;
            for (Cell each : row.cells) {
                if (!each.isHeader && !TableRow.isBlank(each.text)) {
                    return false;
                }
                headers += each.isHeader ? 1 : 0;
            }
            return headers > 1;
        }

        /** Whether all of several cells are in bold type. */
        boolean isBold() {
            int filled = 0;
            for (Cell each : row.cells) {
                if (!TableRow.isBlank(each.text)) {
                    filled++;
                    if (!each.isBold()) {
                        return false;
                    }
                }
            }
            return filled > 1;
        }

        boolean hasText() {
            for (Cell each : cells) {
                if (each != null && !TableRow.isBlank(each.text)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether something stands beside the first cell. */
        boolean hasValue() {
            for (Cell each : cells) {
                if (each != null && each != cells[0] && !TableRow.isBlank(each.text)) {
                    return true;
                }
            }
            return false;
        }

        List<String> texts() {
            List<String> texts = new ArrayList<>();
            for (Cell each : cells) {
                texts.add(each == null ? "" : TextBuilder.clean(each.text.toString()));
            }
            return texts;
        }
    }
}
