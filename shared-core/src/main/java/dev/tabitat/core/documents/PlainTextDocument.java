package dev.tabitat.core.documents;

import java.util.Optional;

/**
 * The reader of plain text: paragraphs are parted by blank lines; hard-wrapped ones become one line each, verse and
 * other short lines stay apart. Headings only where they are underlined or in capitals, lists by their marks, indented
 * blocks as code.
 */
public final class PlainTextDocument {

    private static final String BULLETS = "-*\u2022\u2023\u25E6";
    private static final int CODE_INDENT = 4;
    private static final int LONGEST_CODE_LINE = 100;
    private static final int LONGEST_HEADING = 80;
    /** Prose is seldom wrapped to less. */
    private static final int MIN_WIDTH = 45;

    private final Lines lines;
    private final TextBuilder out = new TextBuilder();
    private final ListMarker.Depths depths = new ListMarker.Depths();
    private final int margin;

    private PlainTextDocument(String text) {
        lines = new Lines(text);
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < lines.count(); i++) {
            least = lines.isBlank(i) ? least : Math.min(least, Lines.indent(lines.get(i)));
        }
        margin = least;
    }

    /** @throws dev.tabitat.core.error.OutOfBudget when it is too long for a tab */
    public static DocumentText read(String text) {
        PlainTextDocument reader = new PlainTextDocument(text);
        int line = 0;
        while (line < reader.lines.count()) {
            if (reader.lines.isBlank(line)) {
                line++;
                continue;
            }
            int end = line;
            while (end < reader.lines.count() && !reader.lines.isBlank(end)) {
                end++;
            }
            reader.paragraph(line, end);
            line = end;
        }
        return reader.out.build();
    }

    private void paragraph(int first, int end) {
        if (ListMarker.of(lines.get(first), BULLETS, 3).isPresent()) {
            list(first, end);
            return;
        }
        if (isCode(first, end)) {
            code(first, end);
            return;
        }
        depths.clear();
        int level = end - first > 1 ? underline(first)
                : isCapitals(lines.get(first)) && end - first == 1 && goesOnInSmallLetters(end) ? 1 : 0;
        if (level > 0) {
            heading(first, level);
            int rest = first + (end - first > 1 ? 2 : 1);
            if (rest < end) {
                paragraph(rest, end);
            }
            return;
        }
        int list = first + 1;
        while (list < end && !(lines.get(list - 1).trim().endsWith(":")
                && ListMarker.of(lines.get(list), BULLETS, 3).isPresent())) {
            list++;
        }
        prose(first, list);
        if (list < end) {
            list(list, end);
        }
    }

    /** The level of the heading at {@code line} by the rule under it, or 0. */
    private int underline(int line) {
        String rule = lines.get(line + 1);
        int level = Lines.isRule(rule, '=', 3) ? 1 : Lines.isRule(rule, '-', 3) ? 2 : 0;
        boolean fits = lines.length(line) <= LONGEST_HEADING
                && Math.abs(rule.trim().length() - lines.get(line).trim().length()) <= 4;
        return fits ? level : 0;
    }

    private static boolean isCapitals(String line) {
        String bare = line.trim();
        int capitals = 0;
        for (int i = 0; i < bare.length(); i++) {
            if (Character.isLowerCase(bare.charAt(i))) {
                return false;
            }
            capitals += Character.isUpperCase(bare.charAt(i)) ? 1 : 0;
        }
        return capitals >= 4 && 2 * capitals > bare.length() && bare.length() <= LONGEST_HEADING
                && ".,;".indexOf(bare.charAt(bare.length() - 1)) < 0;
    }

    /** Where everything is in capitals, none of it is a heading. */
    private boolean goesOnInSmallLetters(int from) {
        int line = from;
        while (line < lines.count() && lines.isBlank(line)) {
            line++;
        }
        if (line == lines.count()) {
            return false;
        }
        String next = lines.get(line);
        for (int i = 0; i < next.length(); i++) {
            if (Character.isLowerCase(next.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private void heading(int line, int level) {
        out.begin(Block.Kind.HEADING, level);
        line(line, lines.get(line));
        out.end();
    }

    private void line(int line, String text) {
        int from = out.position();
        out.text(text);
        out.place(from, Place.Unit.LINE, line + 1, "", Optional.empty());
    }

    private boolean isCode(int first, int end) {
        for (int line = first; line < end; line++) {
            if (Lines.indent(lines.get(line)) < margin + CODE_INDENT || lines.length(line) > LONGEST_CODE_LINE) {
                return false;
            }
        }
        return true;
    }

    private void code(int first, int end) {
        int indent = Integer.MAX_VALUE;
        for (int line = first; line < end; line++) {
            indent = Math.min(indent, Lines.indent(lines.get(line)));
        }
        out.begin(Block.Kind.CODE, 0);
        for (int line = first; line < end; line++) {
            int from = out.position();
            out.exact(Lines.unindented(lines.get(line), indent));
            out.place(from, Place.Unit.LINE, line + 1, "", Optional.empty());
            out.exact("\n");
        }
        out.end();
    }

    private void list(int first, int end) {
        for (int line = first; line < end; line++) {
            String text = lines.get(line);
            Optional<ListMarker> marker = ListMarker.of(text, BULLETS, 3);
            if (marker.isPresent()) {
                if (out.isOpen()) {
                    out.end();
                }
                out.begin(Block.Kind.LIST_ITEM, depths.of(Lines.indent(text), 0));
                line(line, marker.get().text(text));
            } else {
                out.text(" ");
                line(line, text);
            }
        }
        out.end();
    }

    private void prose(int first, int end) {
        boolean wrapped = isWrapped(first, end);
        out.begin(Block.Kind.PARAGRAPH, 0);
        for (int line = first; line < end; line++) {
            String text = lines.get(line);
            if (line > first && !wrapped) {
                out.lineFeed();
            } else if (line > first && !isHyphenated(lines.get(line - 1), text)) {
                out.text(" ");
            }
            line(line, line > first ? text.trim() : text);
        }
        out.end();
    }

    /** Lines are wrapped where the first word of the next one would have made each longer than the longest is. */
    private boolean isWrapped(int first, int end) {
        int width = 0;
        for (int line = first; line < end; line++) {
            width = Math.max(width, lines.length(line));
        }
        int full = 0;
        for (int line = first; line + 1 < end; line++) {
            String next = lines.get(line + 1).trim();
            int word = next.indexOf(' ') < 0 ? next.length() : next.indexOf(' ');
            full += lines.length(line) + 1 + word > width - 2 ? 1 : 0;
        }
        return width >= MIN_WIDTH && width <= 2 * MIN_WIDTH + 30 && 10 * full >= 8 * (end - first - 1);
    }

    /** A line that was broken behind a hyphen goes on without a space. */
    private static boolean isHyphenated(String line, String next) {
        String before = line.trim();
        String after = next.trim();
        return before.length() > 1 && before.endsWith("-") && Character.isLetter(before.charAt(before.length() - 2))
                && Character.isLowerCase(after.charAt(0));
    }
}
