package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line of a page, or a cell's part of one: pieces on one baseline in the order in which they are read, with their
 * text.
 *
 * <p>
 * Lengths in points, y from the page's lower edge.
 */
final class PdfLine {

    /** A gap of so many sizes between two pieces is a space. */
    private static final double SPACE = 0.2;
    /** A gap of so many sizes may part two columns. */
    private static final double CELL_GAP = 0.7;
    /** What is that much smaller and stands that much higher, in sizes of the line, is raised. */
    private static final double SMALLER = 0.9;
    private static final double HIGHER = 0.12;
    /** Two letters before a raised number that are a unit: {@code cm2} is no footnote. */
    private static final String UNITS = " mm cm dm km hm ft yd mi nm pm ha ";
    private static final String BULLETS = "\u2022\u2023\u25E6\u25AA\u25CF\u2013\u2014\u00B7*-";
    private static final int MARKER_DIGITS = 3;

    /** The page that a line stands on. */
    record Sheet(int number, double width, double height) {}

    final Sheet sheet;
    final List<PdfPiece> pieces;
    final boolean rightToLeft;
    final String text;
    final double left;
    final double right;
    final double y;
    final double size;
    /** Of most letters, {@link PdfPiece#ADDED} where all was filled in, and whether all others are of it. */
    final int font;
    final boolean oneFont;
    /** Found when first asked for; null before. */
    private List<PdfLine> cells;

    /** @param pieces at least one that is not blank, in any order; blank ones are left out before */
    PdfLine(Sheet sheet, List<PdfPiece> pieces, double y) {
        this.sheet = sheet;
        this.y = y;
        StringBuilder all = new StringBuilder();
        Map<Integer, Integer> fonts = new HashMap<>();
        double from = Double.MAX_VALUE;
        double to = -Double.MAX_VALUE;
        double largest = 1;
        for (PdfPiece piece : pieces) {
            all.append(piece.text()).append(' ');
            if (!piece.isAdded()) {
                fonts.merge(piece.font(), piece.text().length(), Integer::sum);
            }
            from = Math.min(from, piece.x());
            to = Math.max(to, piece.right());
            largest = Math.max(largest, piece.size());
        }
        left = from;
        right = to;
        size = largest;
        int most = PdfPiece.ADDED;
        for (Map.Entry<Integer, Integer> entry : fonts.entrySet()) {
            most = most == PdfPiece.ADDED || entry.getValue() > fonts.get(most) ? entry.getKey() : most;
        }
        font = most;
        oneFont = fonts.size() <= 1;
        rightToLeft = ScriptLayout.isRightToLeft(all.toString());
        this.pieces = ordered(pieces, rightToLeft);
        text = joined();
    }

    /** By their places; in a line from right to left, runs of pieces from left to right keep theirs. */
    private static List<PdfPiece> ordered(List<PdfPiece> pieces, boolean rightToLeft) {
        List<PdfPiece> ordered = new ArrayList<>(pieces);
        if (!rightToLeft) {
            ordered.sort(Comparator.comparingDouble(PdfPiece::x));
            return ordered;
        }
        ordered.sort((a, b) -> Double.compare(b.right(), a.right()));
        for (int at = 0; at < ordered.size(); at++) {
            int end = at;
            while (end < ordered.size() && !ScriptLayout.hasRightToLeft(ordered.get(end).text())) {
                end++;
            }
            if (end > at + 1) {
                ordered.subList(at, end).sort(Comparator.comparingDouble(PdfPiece::x));
            }
            at = Math.max(at, end);
        }
        return ordered;
    }

    private String joined() {
        StringBuilder joined = new StringBuilder();
        boolean isSpacedOut = isSpacedOut();
        double usualGap = isSpacedOut ? usualGap() : 0;
        boolean hasSpaced = false;
        for (PdfPiece piece : pieces) {
            hasSpaced |= PdfLetterSpacing.isSpaced(piece.text());
        }
        for (int i = 0; i < pieces.size(); i++) {
            PdfPiece piece = pieces.get(i);
            boolean isNear = isSpacedOut && i > 0 && isLetter(piece) && isLetter(pieces.get(i - 1))
                    && gap(i) <= 1.4 * usualGap;
            if (i > 0 && !isNear && isSpaced(joined, i)) {
                joined.append(' ');
            }
            joined.append(hasSpaced ? PdfLetterSpacing.joined(piece.text()) : piece.text());
        }
        return joined.toString().trim();
    }

    /** From the piece before to the {@code i}-th, in points; negative where they overlap. */
    private double gap(int i) {
        PdfPiece before = pieces.get(i - 1);
        PdfPiece piece = pieces.get(i);
        return piece.x() >= before.x() ? piece.x() - before.right() : before.x() - piece.right();
    }

    private boolean isSpaced(StringBuilder before, int i) {
        PdfPiece piece = pieces.get(i);
        boolean isNote = i == 1 && isRaised(pieces.get(0)) && Character.isDigit(pieces.get(0).text().charAt(0))
                && !isRaised(piece);
        boolean isFootnote = isNote || isRaised(piece) && isFootnoteBehind(before, piece.text());
        return piece.spaced() || isFootnote || gap(i) > SPACE * size || piece.isAdded() || pieces.get(i - 1).isAdded();
    }

    private boolean isRaised(PdfPiece piece) {
        return piece.size() < SMALLER * size && piece.y() - y > HIGHER * size;
    }

    /**
     * A raised number belongs to a unit or to a single letter ({@code m2}), a raised letter to a number or a numeral;
     * else it is a footnote's.
     */
    private static boolean isFootnoteBehind(StringBuilder before, String raised) {
        int from = before.length();
        boolean isSmall = false;
        while (from > 0 && Character.isLetter(before.charAt(from - 1))) {
            isSmall |= Character.isLowerCase(before.charAt(from - 1));
            from--;
        }
        int letters = before.length() - from;
        if (Character.isDigit(raised.charAt(0))) {
            return letters != 1 && (letters != 2 || UNITS.indexOf(" " + before.substring(from) + " ") < 0);
        }
        return raised.length() == 1 && Character.isLetter(raised.charAt(0)) && letters > 2 && isSmall;
    }

    private static boolean isLetter(PdfPiece piece) {
        return piece.text().length() == 1 && Character.isLetter(piece.text().charAt(0))
                && !ScriptLayout.isUnspaced(piece.text().charAt(0));
    }

    /** Whether its letters stand one by one, with gaps between that are wide enough for spaces. */
    private boolean isSpacedOut() {
        int letters = 0;
        for (PdfPiece piece : pieces) {
            letters += isLetter(piece) ? 1 : 0;
        }
        return letters >= 4 && 4 * letters >= 3 * pieces.size();
    }

    /** The gap in the middle of all by width. */
    private double usualGap() {
        double[] gaps = new double[pieces.size() - 1];
        for (int i = 1; i < pieces.size(); i++) {
            gaps[i - 1] = gap(i);
        }
        Arrays.sort(gaps);
        return gaps[gaps.length / 2];
    }

    /** What wide gaps part, in reading order; a list's mark stays with its text. */
    List<PdfLine> cells() {
        cells = cells == null ? List.copyOf(parted()) : cells;
        return cells;
    }

    private List<PdfLine> parted() {
        List<PdfLine> cells = new ArrayList<>();
        List<PdfPiece> cell = new ArrayList<>();
        boolean isSpacedOut = isSpacedOut();
        for (int i = 0; i < pieces.size(); i++) {
            if (i > 0 && gap(i) > CELL_GAP * size && !isSpacedOut) {
                cells.add(new PdfLine(sheet, cell, y));
                cell = new ArrayList<>();
            }
            cell.add(pieces.get(i));
        }
        cells.add(new PdfLine(sheet, cell, y));
        boolean isItem = cells.size() == 2 && ListMarker.of(cells.get(0).text + " x", BULLETS, MARKER_DIGITS)
                .filter(marker -> marker.length() > cells.get(0).text.length()).isPresent();
        return isItem ? List.of(this) : cells;
    }

    /** Several parts of lines with one baseline as one. */
    static PdfLine of(List<PdfLine> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        List<PdfPiece> pieces = new ArrayList<>();
        parts.forEach(part -> pieces.addAll(part.pieces));
        return new PdfLine(parts.get(0).sheet, pieces, parts.get(0).y);
    }

    /** What makes it an item of a list; a mark alone is none: a sentence may end with a number. */
    Optional<ListMarker> marker() {
        return ListMarker.of(text, BULLETS, MARKER_DIGITS).filter(marker -> marker.length() < text.length());
    }

    /** Its rectangle as shares of the page. */
    Place.Box box() {
        double from = share(left / sheet.width());
        double top = share(1 - (y + size) / sheet.height());
        double to = share(right / sheet.width());
        double bottom = share(1 - y / sheet.height());
        return new Place.Box((float) from, (float) top, (float) Math.max(0, to - from),
                (float) Math.max(0, bottom - top));
    }

    private static double share(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
