package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes lines of a page's pieces: those on one baseline, in the order in which the page draws them.
 *
 * <p>
 * Pages mostly draw in reading order, column by column, so a piece joins the line before or one shortly before that,
 * never one far up. What was filled into fields is drawn behind everything else and goes where it stands.
 */
final class PdfPageLines {

    /**
     * Baselines of one line differ by at most so many sizes; those of pieces in a row, and of raised and lowered ones,
     * by more.
     */
    private static final double BASELINE = 0.25;
    private static final double SHIFT = 0.5;
    private static final double SCRIPT_SHIFT = 0.65;
    private static final double SCRIPT_GAP = 0.6;
    private static final double SCRIPT_SIZE = 0.85;
    /** Two pieces of a line may overlap by so many sizes. */
    private static final double OVERLAP = 0.5;
    /**
     * A cell with several lines is followed by the next cell's first line, which goes back by so many lines and sizes
     * at most.
     */
    private static final int LINES_BACK = 8;
    private static final double SIZES_BACK = 12;

    /** What is filled in beyond that many pieces comes behind everything else. */
    private static final int MAX_FILLED = 2000;

    private final List<Row> rows = new ArrayList<>();

    private PdfPageLines() {}

    /** A line in the making. */
    private static final class Row {
        final List<PdfPiece> pieces = new ArrayList<>();
        double left;
        double right;
        double y;
        double size;

        Row(PdfPiece piece) {
            left = piece.x();
            right = piece.right();
            y = piece.y();
            size = Math.max(1, piece.size());
            pieces.add(piece);
        }

        void add(PdfPiece piece) {
            // A first piece that is so much smaller was a raised one.
            y = piece.size() > size / SCRIPT_SIZE ? piece.y() : y;
            left = Math.min(left, piece.x());
            right = Math.max(right, piece.right());
            size = Math.max(size, piece.size());
            pieces.add(piece);
        }
    }

    /** The page's lines without blank ones. */
    static List<PdfLine> of(PdfLine.Sheet sheet, List<PdfPiece> pieces) {
        PdfPageLines page = new PdfPageLines();
        boolean spaced = false;
        boolean ended = true;
        for (PdfPiece piece : pieces) {
            if (piece.isBlank()) {
                spaced |= !piece.text().isEmpty();
                ended |= piece.endsLine();
            } else if (!piece.isAdded()) {
                boolean isSpaced = !ended && spaced || TextBuilder.isWhite(piece.text().charAt(0));
                page.add(isSpaced ? piece.behindSpace() : piece, ended);
                spaced = TextBuilder.isWhite(piece.text().charAt(piece.text().length() - 1));
                ended = piece.endsLine();
            }
        }
        int filled = 0;
        for (PdfPiece piece : pieces) {
            if (piece.isAdded() && !piece.isBlank() && filled++ < MAX_FILLED) {
                page.addFilled(piece);
            } else if (piece.isAdded() && !piece.isBlank()) {
                page.rows.add(new Row(piece));
            }
        }
        List<PdfLine> lines = new ArrayList<>(page.rows.size());
        for (Row row : page.rows) {
            PdfLine line = new PdfLine(sheet, row.pieces, row.y);
            if (!line.text.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private void add(PdfPiece piece, boolean ended) {
        Row last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
        if (last != null && (goesOn(last, piece, ended) || isScript(last, piece))) {
            last.add(piece);
            return;
        }
        for (int at = rows.size() - 2; at >= Math.max(0, rows.size() - LINES_BACK); at--) {
            Row row = rows.get(at);
            if (row.y - last.y > SIZES_BACK * piece.size()) {
                break;
            }
            if (isLevel(row, piece, BASELINE) && piece.x() > row.right && last.y < row.y) {
                row.add(piece);
                return;
            }
        }
        rows.add(new Row(piece));
    }

    private static boolean isLevel(Row row, PdfPiece piece, double slack) {
        return Math.abs(row.y - piece.y()) <= slack * Math.max(1, Math.max(row.size, piece.size()));
    }

    /** On one baseline without lying on each other; right behind each other it may be a little off. */
    private static boolean goesOn(Row row, PdfPiece piece, boolean ended) {
        double size = Math.max(1, Math.max(row.size, piece.size()));
        boolean isBehind = piece.x() >= row.right - OVERLAP * size;
        boolean isBefore = piece.right() <= row.left + OVERLAP * size;
        return isLevel(row, piece, ended || !isBehind ? BASELINE : SHIFT) && (isBehind || isBefore);
    }

    /** A raised or lowered piece beside a line, or a line beside a raised piece that it began with. */
    private static boolean isScript(Row row, PdfPiece piece) {
        double large = Math.max(1, Math.max(row.size, piece.size()));
        double gap = piece.x() - row.right;
        return Math.min(row.size, piece.size()) <= SCRIPT_SIZE * large && isLevel(row, piece, SCRIPT_SHIFT)
                && gap <= SCRIPT_GAP * large && gap >= -OVERLAP * large;
    }

    /**
     * Into the line that it stands in, else as a line of its own below the nearest one above, with its field's name.
     */
    private void addFilled(PdfPiece piece) {
        Row beside = null;
        int above = -1;
        for (int at = 0; at < rows.size(); at++) {
            Row row = rows.get(at);
            if (isLevel(row, piece, SHIFT)
                    && (beside == null || Math.abs(row.y - piece.y()) < Math.abs(beside.y - piece.y()))) {
                beside = row;
            }
            boolean isNearer = above < 0 || row.y < rows.get(above).y || row.y == rows.get(above).y && at > above;
            above = row.y > piece.y() && isNearer ? at : above;
        }
        if (beside != null) {
            beside.add(piece);
        } else {
            PdfPiece before = above < 0 ? piece.withText("") : lastOf(rows.get(above));
            boolean isNamed = isName(piece.name())
                    && !(before.isAdded() && before.name().equals(piece.name()) && !before.text().isEmpty());
            rows.add(above + 1, new Row(isNamed ? piece.withText(piece.name() + ": " + piece.text()) : piece));
        }
    }

    private static PdfPiece lastOf(Row row) {
        return row.pieces.get(row.pieces.size() - 1);
    }

    /** Whether people can read it: programs name fields {@code form1[0].Text7[0]}. */
    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if ("[]#_".indexOf(name.charAt(i)) >= 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
