package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.List;

/** A paragraph, a table, a row or a text box that is open. */
final class DocxFrame {
    enum Kind {
        PARAGRAPH,
        TABLE,
        ROW,
        BOX
    }

    final Kind kind;
    final List<StringBuilder> cells = new ArrayList<>();
    /** Of a row: how many columns each cell spans; negative for one that continues the cell above. */
    final List<Integer> spans = new ArrayList<>();
    /** Of a row: how many letters of each cell are in bold type. */
    private final List<Integer> boldLetters = new ArrayList<>();
    final Table table = new Table();
    /** Paragraphs in it whose mark was deleted. */
    final StringBuilder joined = new StringBuilder();
    Block.Kind block = Block.Kind.PARAGRAPH;
    int level;
    /** Of a paragraph: how many of its letters are in bold type. */
    int bold;
    boolean isDeleted;
    boolean isMarkDeleted;
    boolean isPageNumber;
    boolean isHeader;
    private boolean isInCell;

    DocxFrame(Kind kind) {
        this.kind = kind;
        cells.add(new StringBuilder());
        spans.add(1);
        boldLetters.add(0);
    }

    void addBold(int letters) {
        int last = boldLetters.size() - 1;
        boldLetters.set(last, boldLetters.get(last) + letters);
    }

    void span(int columns) {
        int last = spans.size() - 1;
        spans.set(last, spans.get(last) < 0 ? -columns : columns);
    }

    void continueAbove() {
        int last = spans.size() - 1;
        spans.set(last, -Math.abs(spans.get(last)));
    }

    /** Adds the row to a table. */
    void addTo(Table table) {
        if (isDeleted) {
            return;
        }
        table.beginRow(isHeader, 0);
        for (int i = 0; i < cells.size(); i++) {
            table.beginCell(Math.abs(spans.get(i)), 1, false);
            table.append(cells.get(i));
            table.addBold(boldLetters.get(i));
            if (spans.get(i) < 0) {
                table.continueAbove();
            }
        }
        table.endRow();
    }

    void become(Block.Kind block, int level) {
        this.block = block;
        this.level = level;
    }

    void append(CharSequence text) {
        cells.get(cells.size() - 1).append(text);
    }

    void nextCell() {
        if (isInCell) {
            cells.add(new StringBuilder());
            spans.add(1);
            boldLetters.add(0);
        }
        isInCell = true;
    }

    boolean hasText() {
        if (kind == Kind.TABLE) {
            return table.hasText();
        }
        for (StringBuilder cell : cells) {
            for (int i = 0; i < cell.length(); i++) {
                if (!TextBuilder.isWhite(cell.charAt(i))) {
                    return true;
                }
            }
        }
        return false;
    }
}
