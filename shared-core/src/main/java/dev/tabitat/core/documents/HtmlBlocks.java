package dev.tabitat.core.documents;

import dev.tabitat.core.format.markup.HtmlTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A page's tokens as blocks of a text; of XHTML, the texts of SVG pictures are blocks too. Only elements that make
 * blocks, and those that are left out, are kept on a stack: it does not grow with inline markup, and not over 256
 * elements, as browsers have a limit too.
 */
final class HtmlBlocks {

    /** Whether a slash at the end of a tag ends its element. */
    enum Syntax {
        HTML,
        XHTML
    }

    private static final int MAX_DEPTH = 256;

    /**
     * How far down an element is looked for whose end tag may be left out: it is near, or the page is not what people
     * write.
     */
    private static final int NEAR = 64;

    private final HtmlTokenizer tokens;
    private final TextBuilder out;
    private final Consumer<String> title;
    private final Runnable endBlock;
    private final boolean isXhtml;
    private final Set<Integer> tablesOfData;
    /** Where these stand in a picture, their texts are not shown. */
    private static final Set<String> NOT_SHOWN = Set.of("defs", "symbol", "metadata", "clippath", "mask", "marker",
            "pattern", "style", "script");
    private static final Set<String> PICTURE_TEXTS = Set.of("text", "foreignobject");

    private final List<HtmlElement> stack = new ArrayList<>();
    /** How many elements of bold type are open. */
    private int bold;
    private int svg;
    /** Where on the stack the outermost picture stands whose texts are read; 0 when there is none. */
    private int picture;
    private boolean afterBreak;
    private boolean afterLine;

    /**
     * @param title where the page's title goes
     * @param endBlock closes the block that is open in {@code out}, saying where it stands
     */
    HtmlBlocks(String html, Syntax syntax, TextBuilder out, Consumer<String> title, Runnable endBlock) {
        this.tokens = new HtmlTokenizer(html);
        this.out = out;
        this.title = title;
        this.endBlock = endBlock;
        this.isXhtml = syntax == Syntax.XHTML;
        this.tablesOfData = HtmlTables.ofData(html);
        stack.add(new HtmlElement("", Block.Kind.PARAGRAPH, 0, 0, false, null));
    }

    /** Writes everything the page says; no block stays open. */
    void read() {
        for (HtmlTokenizer.Token token = tokens.next(); token != HtmlTokenizer.Token.EOF; token = tokens.next()) {
            if (token == HtmlTokenizer.Token.TEXT) {
                text(tokens.textValue());
            } else if (token == HtmlTokenizer.Token.END) {
                end(tokens.name());
            } else {
                start(tokens.name());
            }
        }
        if (stack.size() > 1) {
            pop(1);
        }
        flush();
    }

    private void text(String text) {
        HtmlElement context = top();
        if (context.leftOut) {
            return;
        }
        if (context.isInCell()) {
            context.table.append(text);
            if (bold > 0) {
                context.table.markBold(text);
            }
            return;
        }
        boolean isBlank = isBlank(text);
        if (!out.isOpen()) {
            if (isBlank && context.kind != Block.Kind.CODE) {
                return;
            }
            begin();
        }
        if (context.kind == Block.Kind.CODE) {
            out.exact(text);
            afterLine = text.endsWith("\n");
        } else {
            out.text(text);
        }
        afterBreak &= isBlank;
    }

    private void start(String name) {
        closeImplied(name);
        boolean isWhole = tokens.isSelfClosing() && (isXhtml || svg > 0);
        if (HtmlNames.BOLD.contains(name)) {
            bold += isWhole ? 0 : 1;
        } else if (name.equals("title")) {
            title(isWhole);
        } else if (HtmlNames.RAW.contains(name)) {
            if (!isWhole) {
                tokens.rawText();
            }
        } else if (HtmlNames.VOID.contains(name)) {
            empty(name);
        } else if (isPictureText(name)) {
            if (!isWhole) {
                pictureText(name);
            }
        } else if (HtmlNames.LEFT_OUT.contains(name) || isHidden(name) || top().leftOut) {
            if (!isWhole) {
                leaveOut(name);
            }
        } else if (HtmlNames.BLOCKS.contains(name)) {
            block(name);
            if (isWhole) {
                end(name);
            }
        } else if (name.equals("tspan") && picture > 0) {
            text(" ");
        }
    }

    private boolean isPictureText(String name) {
        if (picture == 0 || !top().leftOut || !PICTURE_TEXTS.contains(name) || stack.size() >= MAX_DEPTH) {
            return false;
        }
        for (int i = stack.size() - 1; i > picture; i--) {
            if (!stack.get(i).leftOut || NOT_SHOWN.contains(stack.get(i).name)) {
                return false;
            }
        }
        return true;
    }

    /** Begins a text in a picture: a paragraph, or a part of the cell that the picture stands in. */
    private void pictureText(String name) {
        HtmlElement around = stack.get(picture - 1);
        flush();
        stack.add(new HtmlElement(name, Block.Kind.PARAGRAPH, 0, around.lists, false,
                around.isInCell() ? around.table : null));
        text(" ");
    }

    private void title(boolean isWhole) {
        String text = isWhole ? "" : tokens.escapableRawText();
        if (!top().leftOut) {
            title.accept(text);
        }
    }

    private boolean isHidden(String name) {
        // Pages hide all of themselves until a script has run.
        if (name.equals("body") || name.equals("html")) {
            return false;
        }
        boolean isMark = name.equals("a") && (" " + tokens.attribute("class") + " ").contains(" headerlink ");
        if (isMark || tokens.has("hidden") || name.equals("dialog") && !tokens.has("open")) {
            return true;
        }
        String style = tokens.attribute("style");
        return !style.isEmpty() && isInvisible(style);
    }

    private static boolean isInvisible(String style) {
        String plain = style.replace(" ", "").toLowerCase(Locale.ROOT);
        return plain.contains("display:none") || plain.contains("visibility:hidden");
    }

    private void empty(String name) {
        if (top().leftOut) {
            return;
        }
        if (top().isInCell()) {
            top().table.append(" ");
        } else if (name.equals("hr")) {
            flush();
        } else if (name.equals("br") && out.isOpen()) {
            lineBreak();
        }
    }

    /** Two breaks in a row part paragraphs. */
    private void lineBreak() {
        Block.Kind kind = top().kind;
        if (kind == Block.Kind.CODE) {
            out.exact("\n");
            afterLine = true;
        } else if (kind == Block.Kind.ROW || kind == Block.Kind.HEADING) {
            out.text(" ");
        } else if (afterBreak) {
            flush();
        } else {
            out.lineFeed();
            afterBreak = true;
        }
    }

    private void leaveOut(String name) {
        boolean first = !top().leftOut;
        if (first || stack.size() < MAX_DEPTH) {
            stack.add(new HtmlElement(name, top().kind, top().level, top().lists, true, null));
            svg += name.equals("svg") ? 1 : 0;
            picture = first && isXhtml && name.equals("svg") && !tokens.has("hidden") ? stack.size() - 1 : picture;
        }
        if (first && HtmlNames.BLOCKS.contains(name)) {
            part();
        }
    }

    private void block(String name) {
        HtmlElement parent = top();
        HtmlElement element = element(name, parent);
        if (parent.table != null && !name.equals("table")) {
            tablePart(name, element);
            return;
        }
        boolean ownBlock = element.kind != parent.kind || element.level != parent.level;
        if (HtmlNames.CELLS.contains(name) && parent.kind == Block.Kind.ROW) {
            cell(parent);
        } else if (ownBlock || !isOneBlock(parent.kind)) {
            flush();
        } else {
            part();
        }
        if (stack.size() < MAX_DEPTH) {
            stack.add(element);
        }
        if (name.equals("tr")) {
            flush();
            begin();
        }
    }

    /** A row, a cell or something else inside of a table of data. */
    private void tablePart(String name, HtmlElement element) {
        if (stack.size() >= MAX_DEPTH) {
            return;
        }
        stack.add(element);
        if (name.equals("tr")) {
            element.table.beginRow(isOpen("thead"), 0);
        } else if (HtmlNames.CELLS.contains(name)) {
            element.table.beginCell(span("colspan", 1), span("rowspan", 1), name.equals("th"));
        } else if (element.isInCell()) {
            element.table.append(" ");
        }
    }

    /** Whether such an element is open inside of the nearest table. */
    private boolean isOpen(String name) {
        for (int i = stack.size() - 1; i > 0 && !stack.get(i).isTable; i--) {
            if (stack.get(i).name.equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** A number of one to four digits in an attribute. */
    private int span(String attribute, int otherwise) {
        String digits = tokens.attribute(attribute).trim();
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9' || i > 3) {
                return otherwise;
            }
            value = 10 * value + digits.charAt(i) - '0';
        }
        return digits.isEmpty() ? otherwise : value;
    }

    private HtmlElement element(String name, HtmlElement parent) {
        Table table = parent.table;
        if (HtmlNames.HEADINGS.contains(name)) {
            return new HtmlElement(name, Block.Kind.HEADING, name.charAt(1) - '0', parent.lists, false, table);
        }
        return switch (name) {
            case "ul", "ol", "menu", "dir" ->
                new HtmlElement(name, Block.Kind.PARAGRAPH, 0, parent.lists + 1, false, table);
            case "li" ->
                new HtmlElement(name, Block.Kind.LIST_ITEM, Math.max(1, parent.lists), parent.lists, false, table);
            case "tr" -> new HtmlElement(name, Block.Kind.ROW, 0, parent.lists, false, table);
            case "table" -> new HtmlElement(name, Block.Kind.PARAGRAPH, 0, parent.lists, false,
                    tablesOfData.contains(tokens.position()) ? new Table() : null);
            case "pre", "listing", "xmp" -> new HtmlElement(name, Block.Kind.CODE, 0, parent.lists, false, table);
            case "blockquote" -> new HtmlElement(name, Block.Kind.QUOTE, 0, parent.lists, false, table);
            default -> new HtmlElement(name, parent.kind, parent.level, parent.lists, false, table);
        };
    }

    private void cell(HtmlElement row) {
        if (!out.isOpen()) {
            begin();
        } else if (row.cells > 0) {
            out.nextCell();
        }
        row.cells++;
    }

    /** Closes elements whose end tags may be left out. */
    private void closeImplied(String name) {
        if (!HtmlNames.BLOCKS.contains(name)) {
            if (HtmlNames.RUBY.contains(name) && HtmlNames.RUBY.contains(top().name)) {
                pop(stack.size() - 1);
            }
            return;
        }
        if (!HtmlNames.IN_PARAGRAPHS.contains(name)) {
            close(HtmlNames.PARAGRAPHS, HtmlNames.SCOPES);
        }
        switch (name) {
            case "li" -> close(HtmlNames.LIST_ITEMS, HtmlNames.LISTS);
            case "dt", "dd" -> close(HtmlNames.TERMS, HtmlNames.TERM_LISTS);
            case "td", "th" -> close(HtmlNames.CELLS, HtmlNames.ROWS_AND_TABLES);
            case "tr" -> close(HtmlNames.ROWS, HtmlNames.TABLES);
            case "tbody", "thead", "tfoot" -> {
                close(HtmlNames.ROWS, HtmlNames.TABLES);
                close(HtmlNames.ROW_GROUPS, HtmlNames.TABLES);
            }
            default -> {
                if (HtmlNames.HEADINGS.contains(name) && HtmlNames.HEADINGS.contains(top().name)) {
                    pop(stack.size() - 1);
                }
            }
        }
    }

    /** Closes the nearest of the wanted elements that stands above a boundary. */
    private void close(Set<String> wanted, Set<String> boundary) {
        for (int i = stack.size() - 1; i > 0 && i >= stack.size() - NEAR; i--) {
            String open = stack.get(i).name;
            if (wanted.contains(open)) {
                pop(i);
                return;
            }
            if (boundary.contains(open) || HtmlNames.LEFT_OUT.contains(open)) {
                return;
            }
        }
    }

    private void end(String name) {
        if (HtmlNames.BOLD.contains(name)) {
            bold = Math.max(0, bold - 1);
            return;
        }
        if (name.equals("ruby") && HtmlNames.RUBY.contains(top().name)) {
            pop(stack.size() - 1);
        }
        if (!HtmlNames.BLOCKS.contains(name) && !top().leftOut
                && !(picture > 0 && (PICTURE_TEXTS.contains(name) || name.equals("svg")))) {
            return;
        }
        boolean isTable = HtmlNames.TABLE_PARTS.contains(name);
        boolean isItem = name.equals("li");
        for (int i = stack.size() - 1; i > 0; i--) {
            HtmlElement open = stack.get(i);
            if (open.name.equals(name)) {
                pop(i);
                return;
            }
            if (isTable ? open.isTable : open.isScope || isItem && open.isList) {
                break;
            }
        }
        if (HtmlNames.BLOCKS.contains(name) && !top().leftOut) {
            part();
        }
    }

    private void pop(int from) {
        HtmlElement below = stack.get(from - 1);
        boolean isPart = false;
        boolean isOther = false;
        while (stack.size() > from) {
            HtmlElement closed = stack.remove(stack.size() - 1);
            svg -= closed.leftOut && closed.name.equals("svg") ? 1 : 0;
            isPart |= HtmlNames.BLOCKS.contains(closed.name) && !HtmlNames.CELLS.contains(closed.name);
            isOther |= closed.kind != below.kind || closed.level != below.level;
            closed(closed);
        }
        picture = from <= picture ? 0 : picture;
        if (below.isInCell()) {
            below.table.append(" ");
            return;
        }
        if (!isPart || below.leftOut) {
            return;
        }
        if (isOther) {
            flush();
        } else {
            part();
        }
    }

    /** Ends what a closed element of a table of data began. */
    private void closed(HtmlElement element) {
        if (PICTURE_TEXTS.contains(element.name) && !element.leftOut) {
            flush();
        }
        if (element.table == null) {
            return;
        }
        if (HtmlNames.CELLS.contains(element.name)) {
            element.table.endCell();
        } else if (element.name.equals("tr")) {
            element.table.endRow();
        } else if (element.isTable) {
            flush();
            element.table.write(out, row -> endBlock.run());
        }
    }

    /** Parts what comes from what is written: by a space or a line feed in what stays one block, else by a new one. */
    private void part() {
        if (!out.isOpen()) {
            return;
        }
        if (top().kind == Block.Kind.CODE) {
            out.exact(afterLine ? "" : "\n");
            afterLine = true;
        } else if (isOneBlock(top().kind)) {
            out.text(" ");
        } else {
            flush();
        }
    }

    private static boolean isOneBlock(Block.Kind kind) {
        return kind == Block.Kind.ROW || kind == Block.Kind.HEADING || kind == Block.Kind.CODE;
    }

    private void begin() {
        out.begin(top().kind, top().level);
        afterBreak = false;
    }

    private void flush() {
        if (out.isOpen()) {
            endBlock.run();
        }
        afterBreak = false;
    }

    private HtmlElement top() {
        return stack.get(stack.size() - 1);
    }

    private static boolean isBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!TextBuilder.isWhite(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
