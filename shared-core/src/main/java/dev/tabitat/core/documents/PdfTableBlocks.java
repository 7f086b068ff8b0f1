package dev.tabitat.core.documents;

import java.util.List;
import java.util.Optional;

/**
 * Writes tables of a PDF as a sheet's rows are written ({@link CsvDocument}): each row is a block "Name: value · Name:
 * value", without its empty cells. The header comes once, also where it repeats on each page.
 */
final class PdfTableBlocks {

    private static final String BETWEEN = " \u00B7 ";

    private final TextBuilder out;
    private final PdfLineJoins joins;
    /** The table before and its names; null and empty without. */
    private PdfTable before;
    private List<String> names = List.of();

    PdfTableBlocks(TextBuilder out, PdfLineJoins joins) {
        this.out = out;
        this.joins = joins;
    }

    void write(PdfElement.Grid grid) {
        PdfTable table = grid.table();
        boolean repeats = !names.isEmpty() && table.texts(0).equals(names);
        boolean hasHeader = repeats || table.hasHeader();
        if (!hasHeader && !(grid.isFirst() && before != null && table.isLike(before))) {
            names = List.of();
        }
        if (hasHeader && !repeats) {
            names = table.texts(0);
            header(table);
        }
        int from = hasHeader ? 1 : 0;
        boolean hasGroups = table.hasGroups(from);
        String group = "";
        for (int i = from; i < table.rows().size(); i++) {
            PdfTable.Row row = table.rows().get(i);
            group = hasGroups && !row.isEmpty(0) ? row.text(0) : group;
            row(row, group);
        }
        before = table;
    }

    private void header(PdfTable table) {
        out.begin(Block.Kind.ROW, 0);
        for (List<PdfLine> cell : table.rows().get(0).cells()) {
            cell(cell);
            out.text(" ");
        }
        out.end();
    }

    /** @param group what stands for an empty first cell */
    private void row(PdfTable.Row row, String group) {
        out.begin(Block.Kind.ROW, 0);
        boolean isFirst = true;
        boolean isLabelled = false;
        for (int column = 0; column < row.cells().size(); column++) {
            boolean isGroup = column == 0 && row.isEmpty(0) && !group.isEmpty();
            if (row.isEmpty(column) && !isGroup) {
                continue;
            }
            out.text(isFirst ? "" : isLabelled ? " " : BETWEEN);
            String name = column < names.size() ? names.get(column) : "";
            if (!name.isEmpty()) {
                out.text(name.endsWith(":") ? name + " " : name + ": ");
            }
            if (isGroup) {
                out.text(group);
            } else {
                cell(row.cells().get(column));
            }
            isLabelled = names.isEmpty() && row.text(column).endsWith(":");
            isFirst = false;
        }
        out.end();
    }

    private void cell(List<PdfLine> cell) {
        for (int i = 0; i < cell.size(); i++) {
            PdfLine line = cell.get(i);
            PdfLineJoins.Join join = i + 1 < cell.size() ? joins.between(line.text, cell.get(i + 1).text)
                    : PdfLineJoins.Join.NOTHING;
            int from = out.position();
            out.text(join == PdfLineJoins.Join.WITHOUT_HYPHEN ? line.text.substring(0, line.text.length() - 1)
                    : line.text);
            out.place(from, Place.Unit.PAGE, line.sheet.number(), "", Optional.of(line.box()));
            out.text(join == PdfLineJoins.Join.SPACE ? " " : "");
        }
    }
}
