package dev.tabitat.core.documents;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonString;

/**
 * A piece of text on a page of a PDF.
 *
 * @param x of its left edge, in points from the page's left edge
 * @param y of its baseline, in points from the page's lower edge
 * @param width in points, as is the letters' {@code size}
 * @param endsLine whether the one that made the PDF ended a line behind it
 * @param font the same number for the same font; {@link #ADDED} for what a person filled in or put on top of the page
 * @param name of the field that it was filled into; empty without
 * @param spaced whether white space stands before it
 */
record PdfPiece(String text, double x, double y, double width, double size, boolean endsLine, int font, String name,
        boolean spaced) {

    static final int ADDED = -1;
    /** Coordinates are held within so many points. */
    static final double FURTHEST = 1e6;

    private static final int MIN_PARTS = 6;
    private static final int MAX_PARTS = 8;
    private static final int MAX_FONTS = 1 << 20;
    private static final String EXPECTED = "[text, x, y, width, height, endsLine] and perhaps font and field";

    /**
     * Reads {@code [text, x, y, width, height, endsLine, font, name]}; the last two may be missing. @throws DamagedData
     * when it is none
     */
    static PdfPiece parse(Json json, String where) {
        if (!(json instanceof JsonArray parts) || parts.size() < MIN_PARTS || parts.size() > MAX_PARTS
                || !(parts.get(0) instanceof JsonString text)
                || !(parts.get(5) instanceof JsonBool ends)) {
            throw new DamagedData("A piece of a page's text is none.",
                    Finding.at(where).expected(EXPECTED).found(json.kind()));
        }
        int font = parts.size() > 6 ? (int) Math.max(ADDED, Math.min(MAX_FONTS, number(parts.get(6), where))) : 0;
        String name = "";
        if (parts.size() > 7) {
            if (!(parts.get(7) instanceof JsonString field)) {
                throw new DamagedData("A piece of a page's text names no field.",
                        Finding.at(where).expected(EXPECTED).found(parts.get(7).kind()));
            }
            name = field.value();
        }
        return new PdfPiece(text.value(), coordinate(parts.get(1), where), coordinate(parts.get(2), where),
                Math.max(0, coordinate(parts.get(3), where)),
                Math.max(0, coordinate(parts.get(4), where)), ends.equals(JsonBool.of(true)), font, name, false);
    }

    private static double coordinate(Json json, String where) {
        return Math.max(-FURTHEST, Math.min(FURTHEST, number(json, where)));
    }

    private static double number(Json json, String where) {
        if (!(json instanceof JsonNumber number)) {
            throw new DamagedData("A piece of a page's text has no position.",
                    Finding.at(where).expected("a number").found(json.kind()));
        }
        return number.doubleValue();
    }

    double right() {
        return x + width;
    }

    boolean isAdded() {
        return font == ADDED;
    }

    boolean isBlank() {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > ' ' && !TextBuilder.isWhite(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    PdfPiece withText(String other) {
        return new PdfPiece(other, x, y, width, size, endsLine, font, name, spaced);
    }

    PdfPiece withFont(int other) {
        return new PdfPiece(text, x, y, width, size, endsLine, other, name, spaced);
    }

    PdfPiece behindSpace() {
        return spaced ? this : new PdfPiece(text, x, y, width, size, endsLine, font, name, true);
    }
}
