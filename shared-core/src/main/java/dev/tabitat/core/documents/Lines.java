package dev.tabitat.core.documents;

import java.util.Arrays;

/** The lines of a text, whatever ends them: LF, CR LF or CR. */
final class Lines {

    private final String text;
    /** Start and end of each line in turn. */
    private final int[] bounds;

    Lines(String text) {
        this.text = text;
        int[] found = new int[64];
        int size = 0;
        for (int at = 0; at < text.length();) {
            int end = at;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            if (size == found.length) {
                found = Arrays.copyOf(found, 2 * size);
            }
            found[size++] = at;
            found[size++] = end;
            at = end + 1 < text.length() && text.charAt(end) == '\r' && text.charAt(end + 1) == '\n' ? end + 2
                    : end + 1;
        }
        bounds = Arrays.copyOf(found, size);
    }

    int count() {
        return bounds.length / 2;
    }

    /** Without its end. @param line from 0 */
    String get(int line) {
        return text.substring(bounds[2 * line], bounds[2 * line + 1]);
    }

    int length(int line) {
        return bounds[2 * line + 1] - bounds[2 * line];
    }

    boolean isBlank(int line) {
        for (int i = bounds[2 * line]; i < bounds[2 * line + 1]; i++) {
            if (!TextBuilder.isWhite(text.charAt(i)) && text.charAt(i) > ' ') {
                return false;
            }
        }
        return true;
    }

    /** Columns before the first letter, tabs to every fourth; of a blank line all of them. */
    static int indent(String line) {
        int columns = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\t') {
                columns += 4 - columns % 4;
            } else if (c == ' ') {
                columns++;
            } else {
                break;
            }
        }
        return columns;
    }

    /** The line without its first {@code columns} columns of white space, or without all where there are fewer. */
    static String unindented(String line, int columns) {
        int gone = 0;
        int i = 0;
        while (i < line.length() && gone < columns && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
            gone += line.charAt(i) == '\t' ? 4 - gone % 4 : 1;
            i++;
        }
        return " ".repeat(Math.max(0, gone - columns)) + line.substring(i);
    }

    /** Whether a line is nothing but at least {@code least} of one character, and white space at its ends. */
    static boolean isRule(String line, char rule, int least) {
        String bare = line.trim();
        for (int i = 0; i < bare.length(); i++) {
            if (bare.charAt(i) != rule) {
                return false;
            }
        }
        return bare.length() >= least;
    }
}
