package dev.tabitat.core.documents;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.text.SeparatedValues;
import dev.tabitat.core.text.SheetLayout;
import java.util.List;

/**
 * The reader of sheets: each row becomes a block "Name: value · Name: value", without its empty cells. A title above
 * the table becomes a heading and other lines above it paragraphs. Where nothing tells whether the first row holds
 * names, it is both: names, and a row.
 */
public final class CsvDocument {

    private static final int MAX_COLUMNS = 1000;
    private static final int LONGEST_TITLE = 100;
    /** No text has it, so each line is one cell. */
    private static final char NO_SEPARATOR = '\u0000';

    private CsvDocument() {}

    /**
     * @throws Unsupported when it has more than 1000 columns
     * @throws dev.tabitat.core.error.OutOfBudget when it is too long for a tab
     */
    public static DocumentText read(String text) {
        TextBuilder out = new TextBuilder();
        List<SeparatedValues.Row> rows = SeparatedValues.rows(text,
                SeparatedValues.separator(text).orElse(NO_SEPARATOR), Integer.MAX_VALUE, MAX_COLUMNS + 1);
        if (rows.isEmpty()) {
            return out.build();
        }
        rows.forEach(CsvDocument::requireWidth);
        SheetLayout layout = SheetLayout.of(rows);
        layout.above().forEach(row -> above(out, row));
        List<String> names = layout.names().map(SeparatedValues.Row::cells).orElse(List.of());
        if (layout.isNamed() == SheetLayout.Certainty.UNCLEAR) {
            SeparatedValues.Row first = layout.names().get();
            out.notice("Row " + first.number()
                    + " may hold the names of the columns or values like the rows below: it was read as both.");
            row(out, List.of(), first);
        }
        if (layout.isNamed() == SheetLayout.Certainty.LIKELY) {
            out.notice("Row " + layout.names().get().number() + " was taken as the names of the columns.");
        }
        layout.rows().forEach(row -> row(out, names, row));
        return out.build();
    }

    private static void requireWidth(SeparatedValues.Row row) {
        if (row.cells().size() > MAX_COLUMNS) {
            throw new Unsupported("The sheet is too wide.",
                    Finding.at("row " + row.number()).expected("at most " + MAX_COLUMNS + " columns").found("more")
                            .remedy("Leave out columns that need not be searchable."));
        }
    }

    private static void above(TextBuilder out, SeparatedValues.Row row) {
        boolean isTitle = row.filled() == 1 && !out.hasBlocks();
        String first = row.cells().get(0).trim();
        boolean isHeading = isTitle && first.length() <= LONGEST_TITLE && !first.endsWith(":");
        out.begin(isHeading ? Block.Kind.HEADING : Block.Kind.PARAGRAPH, isHeading ? 1 : 0);
        TableRow.cells(out, List.of(), row.cells());
        out.end(Place.Unit.ROW, row.number(), "");
    }

    private static void row(TextBuilder out, List<String> names, SeparatedValues.Row row) {
        out.begin(Block.Kind.ROW, 0);
        TableRow.cells(out, names, row.cells());
        out.end(Place.Unit.ROW, row.number(), "");
    }
}
