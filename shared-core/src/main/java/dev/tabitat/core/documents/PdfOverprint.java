package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds text that was drawn twice at nearly the same place to look bold, or with a shadow, in one go or letter by
 * letter: it is read once, and counts as bold.
 */
final class PdfOverprint {

    /** Added to the number of a font whose text was drawn twice. */
    private static final int BOLD = 1 << 21;
    /** How far the copy may lie from the first, in sizes and in widths of the text. */
    private static final double MAX_SHIFT = 0.25;
    private static final double MAX_SHARE = 0.2;
    /** Copies of one text that are looked at. */
    private static final int MAX_REPEATS = 50;
    private static final double MIN_OVERLAP = 0.1;
    /** Of letters that were drawn twice one by one. */
    private static final int MIN_DOUBLED = 6;

    private PdfOverprint() {}

    /** Whether text of this font's number was drawn twice. */
    static boolean isBold(int font) {
        return font >= BOLD;
    }

    /** The pieces without copies, in their order. */
    static List<PdfPiece> merged(List<PdfPiece> pieces) {
        List<PdfPiece> merged = new ArrayList<>(pieces.size());
        Map<String, List<Integer>> places = new HashMap<>();
        for (PdfPiece piece : undoubled(pieces)) {
            if (piece.isBlank()) {
                merged.add(piece);
                continue;
            }
            List<Integer> alike = places.computeIfAbsent(withoutSpaces(piece.text()), text -> new ArrayList<>());
            int first = -1;
            for (int i = Math.max(0, alike.size() - MAX_REPEATS); i < alike.size() && first < 0; i++) {
                first = isCopy(merged.get(alike.get(i)), piece) ? alike.get(i) : -1;
            }
            if (first < 0) {
                alike.add(merged.size());
                merged.add(piece);
            } else if (!merged.get(first).isAdded() && !isBold(merged.get(first).font())) {
                merged.set(first, merged.get(first).withFont(merged.get(first).font() + BOLD));
            }
            if (first >= 0 && piece.endsLine()) {
                merged.add(new PdfPiece("", piece.x(), piece.y(), 0, 0, true, piece.font(), "", false));
            }
        }
        return merged;
    }

    private static boolean isCopy(PdfPiece first, PdfPiece piece) {
        double size = Math.max(first.size(), piece.size());
        double most = Math.min(MAX_SHIFT * size, MAX_SHARE * Math.max(first.width(), piece.width()));
        return Math.abs(first.x() - piece.x()) <= most && Math.abs(first.y() - piece.y()) <= MAX_SHIFT * size
                && Math.abs(first.size() - piece.size()) <= MAX_SHIFT * size
                && first.width() > 0 && piece.width() > 0;
    }

    private static String withoutSpaces(String text) {
        StringBuilder without = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!TextBuilder.isWhite(text.charAt(i))) {
                without.append(text.charAt(i));
            }
        }
        return without.toString();
    }

    /** Pieces that overlap the one before, and together have each letter twice, as one piece. */
    private static List<PdfPiece> undoubled(List<PdfPiece> pieces) {
        List<PdfPiece> undoubled = new ArrayList<>(pieces.size());
        for (int at = 0; at < pieces.size();) {
            int end = at + 1;
            while (end < pieces.size() && lieOnEachOther(pieces.get(end - 1), pieces.get(end))) {
                end++;
            }
            StringBuilder all = new StringBuilder();
            pieces.subList(at, end).forEach(piece -> all.append(piece.text()));
            String single = end > at + 2 ? halved(all.toString()) : "";
            if (single.isEmpty()) {
                undoubled.addAll(pieces.subList(at, end));
            } else {
                PdfPiece first = pieces.get(at);
                PdfPiece last = pieces.get(end - 1);
                undoubled.add(new PdfPiece(single, first.x(), first.y(), Math.max(0, last.right() - first.x()),
                        first.size(), last.endsLine(), first.font() + BOLD, "", first.spaced()));
            }
            at = end;
        }
        return undoubled;
    }

    private static boolean lieOnEachOther(PdfPiece before, PdfPiece piece) {
        return !before.isAdded() && !piece.isAdded() && !before.endsLine() && before.font() == piece.font()
                && piece.y() == before.y() && piece.x() >= before.x()
                && piece.x() < before.right() - MIN_OVERLAP * piece.size();
    }

    /** Every second letter, with the spaces; empty unless each letter comes twice. */
    private static String halved(String text) {
        StringBuilder half = new StringBuilder();
        int first = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (TextBuilder.isWhite(c)) {
                half.append(first < 0 ? " " : "");
            } else if (first < 0) {
                first = c;
            } else if (first != c) {
                return "";
            } else {
                half.append(c);
                first = -1;
            }
        }
        return first < 0 && withoutSpaces(text).length() >= MIN_DOUBLED ? half.toString() : "";
    }
}
