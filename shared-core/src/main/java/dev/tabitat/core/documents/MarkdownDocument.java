package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The reader of Markdown, as far as a search needs its blocks: headings, paragraphs, lists with their depth, code,
 * quotes and tables. Marks, tags, comments and front matter are left out.
 *
 * <p>
 * Source: CommonMark 0.31.2; tables as in GitHub Flavored Markdown. A list inside a quote inside a list keeps its text
 * and its order, and has one depth only.
 */
public final class MarkdownDocument {

    private static final String BULLETS = "-*+";
    private static final int LONGEST_FRONT_MATTER = 200;
    private static final int CODE_INDENT = 4;

    private final Lines lines;
    private final TextBuilder out = new TextBuilder();
    private final Set<String> labels = new HashSet<>();
    private final ListMarker.Depths depths = new ListMarker.Depths();
    /** Lines of the paragraph or item that is open, and where it began. */
    private final List<String> open = new ArrayList<>();
    private int openedAt;
    private Block.Kind kind = Block.Kind.PARAGRAPH;
    private int level;
    private boolean inList;
    private int line;

    private MarkdownDocument(String text) {
        lines = new Lines(text);
    }

    /** @throws dev.tabitat.core.error.OutOfBudget when it is too long for a tab */
    public static DocumentText read(String text) {
        MarkdownDocument reader = new MarkdownDocument(text);
        reader.frontMatter();
        reader.findLabels();
        while (reader.line < reader.lines.count()) {
            reader.block();
        }
        reader.close();
        return reader.out.build();
    }

    private void frontMatter() {
        if (lines.count() == 0 || !lines.get(0).trim().equals("---")) {
            return;
        }
        for (int i = 1; i < Math.min(lines.count(), LONGEST_FRONT_MATTER); i++) {
            String text = lines.get(i).trim();
            if (text.equals("---") || text.equals("...")) {
                line = i + 1;
                break;
            }
        }
        for (int i = 1; i < line; i++) {
            String text = lines.get(i);
            if (text.startsWith("title:")) {
                String title = text.substring("title:".length()).trim();
                boolean quoted = title.length() > 1 && (title.charAt(0) == '"' || title.charAt(0) == '\'')
                        && title.charAt(title.length() - 1) == title.charAt(0);
                out.title(quoted ? title.substring(1, title.length() - 1) : title);
            }
        }
    }

    private void findLabels() {
        for (int i = line; i < lines.count(); i++) {
            String text = lines.length(i) > 2000 ? "" : lines.get(i).trim();
            int end = text.startsWith("[") ? text.indexOf("]:") : -1;
            if (end > 1) {
                labels.add(MarkdownInline.label(text.substring(1, end)));
            }
        }
    }

    private void block() {
        String full = lines.get(line);
        String text = unquoted(full);
        boolean quoted = text.length() < full.length();
        if (text.trim().isEmpty()) {
            close();
            line++;
            return;
        }
        int indent = Lines.indent(text);
        String bare = text.trim();
        Optional<ListMarker> marker = ListMarker.of(text, BULLETS, 9);
        if (fence(bare) > 0) {
            fenced(text, quoted);
        } else if (indent >= CODE_INDENT && open.isEmpty() && !inList) {
            indented(quoted);
        } else if (heading(bare) > 0 && indent < CODE_INDENT + (inList ? 20 : 0)) {
            close();
            inList &= indent > 0;
            write(List.of(withoutHashes(bare)), line, Block.Kind.HEADING, heading(bare));
            line++;
        } else if (!open.isEmpty() && kind != Block.Kind.LIST_ITEM
                && (Lines.isRule(bare, '=', 1) || Lines.isRule(bare, '-', 1))) {
            kind = Block.Kind.HEADING;
            level = bare.charAt(0) == '=' ? 1 : 2;
            close();
            line++;
        } else if (isBreak(bare)) {
            close();
            inList = false;
            line++;
        } else if (comment(bare) > 0) {
            close();
            skipTo(comment(bare) == 1 ? "-->" : comment(bare) == 2 ? "</script" : "</style");
        } else if (open.isEmpty() && bare.startsWith("[") && bare.length() <= 2000 && bare.indexOf("]:") > 1
                && !bare.startsWith("[^")) {
            line++;
        } else if (bare.regionMatches(true, 0, "<table", 0, 6)) {
            htmlTable();
        } else if (isTable(bare)) {
            table();
        } else if (marker.isPresent() && (open.isEmpty() || kind == Block.Kind.LIST_ITEM || !marker.get().ordered()
                || marker.get().number() == 1)) {
            item(text, marker.get(), indent);
        } else {
            prose(text, indent, quoted);
        }
    }

    private void item(String text, ListMarker marker, int indent) {
        close();
        if (!inList) {
            depths.clear();
        }
        inList = true;
        open(Block.Kind.LIST_ITEM, depths.of(indent, 1), marker.text(text));
    }

    private void prose(String text, int indent, boolean quoted) {
        if (quoted && kind != Block.Kind.QUOTE) {
            close();
        }
        if (open.isEmpty()) {
            inList &= indent > 0;
            open(quoted ? Block.Kind.QUOTE : Block.Kind.PARAGRAPH, 0, text);
        } else {
            open.add(text);
            line++;
        }
    }

    private void open(Block.Kind kind, int level, String text) {
        this.kind = kind;
        this.level = level;
        openedAt = line;
        open.add(text);
        line++;
    }

    private void close() {
        if (!open.isEmpty()) {
            write(open, openedAt, kind, level);
            open.clear();
        }
    }

    private void write(List<String> text, int firstLine, Block.Kind kind, int level) {
        out.begin(kind, level);
        String plain = MarkdownInline.plain(String.join("\n", text), labels);
        int from = 0;
        for (int i = 0; i < text.size(); i++) {
            int end = plain.indexOf('\n', from);
            end = end < 0 ? plain.length() : end;
            place(plain.substring(Math.min(from, end), end), firstLine + i);
            from = Math.min(end + 1, plain.length());
        }
        out.end();
    }

    private void place(String text, int line) {
        int from = out.position();
        out.text(text);
        out.place(from, Place.Unit.LINE, line + 1, "", Optional.empty());
        out.text(" ");
    }

    /** The line behind its marks of quotation. */
    private static String unquoted(String line) {
        int at = 0;
        for (int end = 0; end < line.length()
                && (line.charAt(end) == ' ' && end - at < 3 || line.charAt(end) == '>'); end++) {
            at = line.charAt(end) == '>' ? end + 1 : at;
        }
        return at > 0 && at < line.length() && line.charAt(at) == ' ' ? line.substring(at + 1) : line.substring(at);
    }

    /** How many marks a fence has; 0 when it is none. */
    private static int fence(String bare) {
        char mark = bare.charAt(0);
        if (mark != '`' && mark != '~') {
            return 0;
        }
        int count = 1;
        while (count < bare.length() && bare.charAt(count) == mark) {
            count++;
        }
        return count >= 3 && (mark == '~' || bare.indexOf('`', count) < 0) ? count : 0;
    }

    private void fenced(String opening, boolean quoted) {
        close();
        char mark = opening.trim().charAt(0);
        int least = fence(opening.trim());
        int indent = Lines.indent(opening);
        out.begin(Block.Kind.CODE, 0);
        line++;
        while (line < lines.count()) {
            String text = quoted ? unquoted(lines.get(line)) : lines.get(line);
            if (Lines.isRule(text, mark, least)) {
                line++;
                break;
            }
            exact(Lines.unindented(text, indent));
        }
        out.end();
    }

    private void exact(String text) {
        int from = out.position();
        out.exact(text);
        out.place(from, Place.Unit.LINE, line + 1, "", Optional.empty());
        out.exact("\n");
        line++;
    }

    private void indented(boolean quoted) {
        out.begin(Block.Kind.CODE, 0);
        while (line < lines.count()) {
            String text = quoted ? unquoted(lines.get(line)) : lines.get(line);
            if (!text.trim().isEmpty() && Lines.indent(text) < CODE_INDENT) {
                break;
            }
            exact(Lines.unindented(text, CODE_INDENT));
        }
        out.end();
    }

    private static int heading(String bare) {
        int hashes = 0;
        while (hashes < bare.length() && bare.charAt(hashes) == '#') {
            hashes++;
        }
        return hashes >= 1 && hashes <= 6
                && (hashes == bare.length() || bare.charAt(hashes) == ' ' || bare.charAt(hashes) == '\t') ? hashes : 0;
    }

    private static String withoutHashes(String bare) {
        String text = bare.substring(heading(bare)).trim();
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '#') {
            end--;
        }
        return end == 0 ? "" : text.charAt(end - 1) == ' ' ? text.substring(0, end) : text;
    }

    private static boolean isBreak(String bare) {
        char mark = bare.charAt(0);
        if (mark != '*' && mark != '-' && mark != '_') {
            return false;
        }
        int count = 0;
        for (int i = 0; i < bare.length(); i++) {
            if (bare.charAt(i) != mark && bare.charAt(i) > ' ') {
                return false;
            }
            count += bare.charAt(i) == mark ? 1 : 0;
        }
        return count >= 3;
    }

    /** 1 for a comment, 2 for a script, 3 for a style sheet; else 0. */
    private static int comment(String bare) {
        return bare.startsWith("<!--") ? 1 : bare.startsWith("<script") ? 2 : bare.startsWith("<style") ? 3 : 0;
    }

    private void skipTo(String end) {
        while (line < lines.count() && lines.get(line).indexOf(end) < 0) {
            line++;
        }
        line++;
    }

    private boolean isTable(String bare) {
        if (bare.indexOf('|') < 0 || line + 1 >= lines.count()) {
            return false;
        }
        String delimiters = unquoted(lines.get(line + 1)).trim();
        // Right below a paragraph both rows must have the same cells, as GitHub requires everywhere.
        return isDelimiters(delimiters) && (open.isEmpty() || bars(bare) == bars(delimiters));
    }

    /** How many bars part the cells of a row. */
    private static int bars(String row) {
        int bars = 0;
        for (int i = row.startsWith("|") ? 1 : 0; i + 1 < row.length(); i++) {
            bars += row.charAt(i) == '|' && row.charAt(i - (i > 0 ? 1 : 0)) != '\\' ? 1 : 0;
        }
        return bars;
    }

    /** A table in HTML, up to the line that ends it; its rows stand where it begins. */
    private void htmlTable() {
        close();
        int first = line;
        StringBuilder html = new StringBuilder();
        boolean isOpen = true;
        while (isOpen && line < lines.count()) {
            String text = unquoted(lines.get(line++));
            html.append(text).append('\n');
            isOpen = !text.toLowerCase(Locale.ROOT).contains("</table");
        }
        new HtmlBlocks(html.toString(), HtmlBlocks.Syntax.HTML, out, title -> {},
                () -> out.end(Place.Unit.LINE, first + 1, "")).read();
    }

    private static boolean isDelimiters(String row) {
        boolean dash = false;
        boolean bar = false;
        for (int i = 0; i < row.length(); i++) {
            if ("|-: \t".indexOf(row.charAt(i)) < 0) {
                return false;
            }
            dash |= row.charAt(i) == '-';
            bar |= row.charAt(i) == '|';
        }
        return dash && bar;
    }

    private void table() {
        close();
        int delimiters = line + 1;
        Table table = new Table();
        while (line < lines.count()) {
            String row = unquoted(lines.get(line)).trim();
            if (row.indexOf('|') < 0) {
                break;
            }
            if (line != delimiters) {
                table.beginRow(line < delimiters, line + 1);
                row(row, table);
            }
            line++;
        }
        table.write(out, number -> out.end(Place.Unit.LINE, number, ""));
    }

    private void row(String row, Table table) {
        int from = row.startsWith("|") ? 1 : 0;
        while (from < row.length()) {
            int end = from;
            while (end < row.length() && row.charAt(end) != '|') {
                end += row.charAt(end) == '\\' && end + 1 < row.length() ? 2 : 1;
            }
            table.beginCell(1, 1, false);
            table.append(MarkdownInline.plain(row.substring(from, Math.min(end, row.length())), labels));
            from = end + 1;
        }
    }
}
