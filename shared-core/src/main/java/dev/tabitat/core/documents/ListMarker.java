package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What begins an item of a list: a bullet, or a number with a full stop or a bracket.
 *
 * @param ordered whether it is a number, which stays part of the text
 * @param number its value; 0 for a bullet
 * @param length characters of the line before the item's text
 */
record ListMarker(boolean ordered, int number, int length) {

    /** Finds one at the start of a line, behind white space. @param bullets the characters that are bullets */
    static Optional<ListMarker> of(String line, String bullets, int mostDigits) {
        int at = 0;
        while (at < line.length() && TextBuilder.isWhite(line.charAt(at))) {
            at++;
        }
        if (at == line.length()) {
            return Optional.empty();
        }
        if (bullets.indexOf(line.charAt(at)) >= 0) {
            return ends(line, at + 1) ? Optional.of(new ListMarker(false, 0, textStart(line, at + 1)))
                    : Optional.empty();
        }
        int number = 0;
        int digits = 0;
        while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9' && digits <= mostDigits) {
            number = 10 * number + line.charAt(at) - '0';
            at++;
            digits++;
        }
        boolean marks = digits > 0 && digits <= mostDigits && at < line.length()
                && (line.charAt(at) == '.' || line.charAt(at) == ')');
        return marks && ends(line, at + 1) ? Optional.of(new ListMarker(true, number, textStart(line, at + 1)))
                : Optional.empty();
    }

    private static boolean ends(String line, int at) {
        return at >= line.length() || TextBuilder.isWhite(line.charAt(at));
    }

    private static int textStart(String line, int from) {
        int at = from;
        while (at < line.length() && TextBuilder.isWhite(line.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The item's text: a number stays, a bullet goes. */
    String text(String line) {
        return ordered ? line.trim() : line.substring(length);
    }

    /** How deep items lie in each other, by how far they stand to the right. */
    static final class Depths {

        private static final int MOST = 20;

        private final List<Double> lefts = new ArrayList<>();

        /** The depth of the next item, from 1. @param slack by how much one may differ and lie as deep */
        int of(double left, double slack) {
            while (!lefts.isEmpty() && lefts.get(lefts.size() - 1) > left + slack) {
                lefts.remove(lefts.size() - 1);
            }
            boolean deeper = lefts.isEmpty() || lefts.get(lefts.size() - 1) < left - slack;
            if (deeper && lefts.size() < MOST) {
                lefts.add(left);
            }
            return lefts.size();
        }

        void clear() {
            lefts.clear();
        }
    }
}
