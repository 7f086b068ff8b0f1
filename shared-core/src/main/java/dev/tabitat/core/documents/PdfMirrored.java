package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts right words of Hebrew and Arabic that come mirrored.
 *
 * <p>
 * PDFs hold such words as they look, left letter first, and pdf.js turns them round. Text recognition writes them in
 * reading order instead, so that they come out mirrored. The letters tell: some stand only at a word's end, or nearly
 * always at its start.
 */
final class PdfMirrored {

    /** Hebrew final letters, and the Arabic ta marbuta and alif maqsura. */
    private static final String LAST = "\u05DA\u05DD\u05DF\u05E3\u05E5\u0629\u0649";
    private static final String ARTICLE = "\u0627\u0644";
    private static final String MIRRORED_ARTICLE = "\u0644\u0627";

    /** Words of the document so far that speak for being mirrored, less those that speak against it. */
    private long balance;

    /** The page's pieces, turned round where they are mirrored. */
    List<PdfPiece> righted(List<PdfPiece> pieces) {
        long page = 0;
        for (PdfPiece piece : pieces) {
            page += piece.isAdded() ? 0 : balance(piece.text());
        }
        balance += page;
        if (page < 0 || page == 0 && balance <= 0) {
            return pieces;
        }
        List<PdfPiece> righted = new ArrayList<>(pieces.size());
        for (PdfPiece piece : pieces) {
            righted.add(piece.isAdded() || !ScriptLayout.hasRightToLeft(piece.text()) ? piece
                    : piece.withText(turned(piece.text())));
        }
        return righted;
    }

    private static long balance(String text) {
        long balance = 0;
        for (int at = 0; at < text.length();) {
            if (!ScriptLayout.isRightToLeft(text.charAt(at))) {
                at++;
                continue;
            }
            int end = at;
            while (end < text.length() && ScriptLayout.isRightToLeft(text.charAt(end))) {
                end++;
            }
            String word = text.substring(at, end);
            if (word.length() > 1) {
                balance += LAST.indexOf(word.charAt(0)) >= 0 ? 1 : 0;
                balance -= LAST.indexOf(word.charAt(word.length() - 1)) >= 0 ? 1 : 0;
            }
            if (word.length() > 3) {
                balance -= word.startsWith(ARTICLE) ? 1 : 0;
                balance += word.endsWith(MIRRORED_ARTICLE) && !word.startsWith(ARTICLE) ? 1 : 0;
            }
            at = end;
        }
        return balance;
    }

    /** Backwards, but for runs of other letters and of digits. */
    private static String turned(String text) {
        StringBuilder turned = new StringBuilder(text.length());
        for (int end = text.length(); end > 0;) {
            int start = end - 1;
            while (isKept(text, end - 1) && start > 0 && isKept(text, start - 1)) {
                start--;
            }
            turned.append(text, start, end);
            end = start;
        }
        return turned.toString();
    }

    /** Letters of other scripts, digits, and what stands between two digits. */
    private static boolean isKept(String text, int at) {
        char c = text.charAt(at);
        boolean isBetween = at > 0 && at + 1 < text.length() && ".,:/".indexOf(c) >= 0
                && Character.isDigit(text.charAt(at - 1)) && Character.isDigit(text.charAt(at + 1));
        return isBetween || Character.isLetterOrDigit(c) && !ScriptLayout.isRightToLeft(c) || Character.isSurrogate(c);
    }
}
