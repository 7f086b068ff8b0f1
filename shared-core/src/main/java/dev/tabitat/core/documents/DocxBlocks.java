package dev.tabitat.core.documents;

import dev.tabitat.core.format.markup.XmlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A word processor's markup as blocks of a text. A paragraph in a cell is text of its row; a table or a text box inside of something comes
 * behind it.
 *
 * <p>Source: ECMA-376, Office Open XML, part 1, "WordprocessingML"; part 3, "Markup Compatibility".
 */
final class DocxBlocks {

    private static final int MOST_LEVEL = 9;
    private static final int MOST_ALTERNATES = 1000;
    /** Deleted and moved text, what things looked like before, instructions of fields, and properties that hold no text. */
    private static final Set<String> LEFT_OUT = Set.of(
            "del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "sectPr", "tblPr", "tblPrEx", "tblGrid", "tcPr", "sdtPr", "sdtEndPr", "ctrlPr");

    private final TextBuilder out;
    private final DocxStyles styles;
    private final List<Frame> frames = new ArrayList<>();
    /** Inside of what is not finished: comes behind it. */
    private final List<Frame> later = new ArrayList<>();
    private final boolean[] taken = new boolean[MOST_ALTERNATES + 1];
    private int alternates;
    /** Of open fields, outer first: whether their result has started. */
    private final List<Boolean> results = new ArrayList<>();
    private int instructions;
    private boolean isHidden;
    private String heading = "";
    private int number = 1;

    DocxBlocks(TextBuilder out, DocxStyles styles) {
        this.out = out;
        this.styles = styles;
    }

    /** Writes a part of the document. @param heading goes before its first block; may be empty. @return whether there was a block */
    boolean read(XmlReader xml, String heading) {
        this.heading = heading;
        int first = number;
        results.clear();
        instructions = 0;
        for (XmlReader.Token token = xml.next(); token != XmlReader.Token.EOF; token = xml.next()) {
            if (token == XmlReader.Token.START) {
                start(xml, xml.name());
            } else if (token == XmlReader.Token.END) {
                end(xml.name());
            }
        }
        if (instructions > 0) {
            out.notice("A field of the document has no end; text behind it may be missing.");
        }
        return number > first;
    }

    private void start(XmlReader xml, String name) {
        switch (name) {
            case "p" -> frames.add(new Frame(Frame.Kind.PARAGRAPH));
            case "tr" -> frames.add(new Frame(Frame.Kind.ROW));
            case "txbxContent" -> frames.add(new Frame(Frame.Kind.BOX));
            case "tc" -> cell();
            case "pPr" -> paragraphProperties(xml);
            case "trPr" -> rowProperties(xml);
            case "r" -> isHidden = false;
            case "rPr" -> isHidden = isHidden(xml);
            case "t" -> append(xml.elementText().replace('\n', ' ').replace('\t', ' '));
            case "tab", "ptab" -> append("\t");
            case "br", "cr" -> append("\n");
            case "noBreakHyphen" -> append("-");
            case "sym" -> symbol(xml.attribute("char"));
            case "fldChar" -> field(xml.attribute("fldCharType"));
            case "AlternateContent" -> taken[++alternates] = false;
            case "Choice", "Fallback" -> alternative(xml);
            case "footnote", "endnote" -> note(xml);
            case "altChunk" -> out.notice("A part that was inserted as a file of its own was left out.");
            default -> {
                if (LEFT_OUT.contains(name)) {
                    xml.skip();
                }
            }
        }
    }

    private void end(String name) {
        switch (name) {
            case "p", "tr", "txbxContent" -> finish(frames.remove(frames.size() - 1));
            case "r" -> isHidden = false;
            case "AlternateContent" -> alternates--;
            default -> { }
        }
    }

    private void finish(Frame frame) {
        Frame parent = top();
        if (frame.kind == Frame.Kind.PARAGRAPH && parent != null && parent.kind == Frame.Kind.ROW) {
            parent.append(" ");
            parent.append(frame.cells.get(0));
        } else if (frame.kind != Frame.Kind.BOX && !frame.isDeleted) {
            later.add(frame);
            if (parent == null && later.size() > 1) {
                // It was begun before all that waits.
                later.add(0, later.remove(later.size() - 1));
            }
        }
        if (parent == null) {
            later.forEach(this::write);
            later.clear();
        }
    }

    private void write(Frame frame) {
        if (!heading.isEmpty() && frame.hasText()) {
            out.begin(Block.Kind.HEADING, 1);
            out.text(heading);
            endBlock();
            heading = "";
        }
        if (frame.kind == Frame.Kind.ROW) {
            out.begin(Block.Kind.ROW, 0);
            for (int i = 0; i < frame.cells.size(); i++) {
                if (i > 0) {
                    out.nextCell();
                }
                out.text(frame.cells.get(i));
            }
        } else {
            out.begin(frame.block, frame.level);
            lines(frame.cells.get(0));
        }
        endBlock();
    }

    private void endBlock() {
        if (out.end(Place.Unit.PARAGRAPH, number)) {
            number++;
        }
    }

    /** Text with its tabs and ends of lines. */
    private void lines(StringBuilder text) {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\t') {
                out.text(text.substring(from, i));
                if (c == '\n') {
                    out.lineFeed();
                } else {
                    out.exact("\t");
                }
                from = i + 1;
            }
        }
        out.text(text.substring(from));
    }

    private void append(String text) {
        Frame top = top();
        if (top != null && top.kind == Frame.Kind.PARAGRAPH && instructions == 0 && !isHidden) {
            top.append(text);
        }
    }

    /** Fonts of symbols have their own characters where Unicode has none. */
    private void symbol(String hex) {
        int value = 0;
        for (int i = 0; i < hex.length(); i++) {
            int digit = Character.digit(hex.charAt(i), 16);
            if (digit < 0 || i > 3) {
                return;
            }
            value = value << 4 | digit;
        }
        if (value < 0xE000 || value > 0xF8FF) {
            append(String.valueOf((char) value));
        }
    }

    private void cell() {
        Frame top = top();
        if (top != null && top.kind == Frame.Kind.ROW) {
            top.nextCell();
        }
    }

    private void field(String type) {
        if (type.equals("begin")) {
            results.add(false);
            instructions++;
        } else if (!results.isEmpty() && (type.equals("separate") || type.equals("end"))) {
            boolean inResult = results.remove(results.size() - 1);
            instructions -= inResult ? 0 : 1;
            if (type.equals("separate")) {
                results.add(true);
            }
        }
    }

    private void alternative(XmlReader xml) {
        if (taken[alternates]) {
            xml.skip();
        } else {
            taken[alternates] = alternates > 0;
        }
    }

    /** Lines that part notes from the text are kept among the notes. */
    private static void note(XmlReader xml) {
        String type = xml.attribute("type");
        if (!type.isEmpty() && !type.equals("normal")) {
            xml.skip();
        }
    }

    private void paragraphProperties(XmlReader xml) {
        String style = "";
        int outline = -1;
        int list = -1;
        boolean isNumbered = false;
        boolean isUnnumbered = false;
        int outside = xml.depth() - 1;
        while (xml.depth() > outside) {
            if (xml.next() != XmlReader.Token.START) {
                continue;
            }
            String value = xml.attribute("val");
            switch (xml.name()) {
                case "pPrChange", "rPr", "sectPr" -> xml.skip();
                case "pStyle" -> style = value;
                case "outlineLvl" -> outline = DocxStyles.number(value);
                case "ilvl" -> list = DocxStyles.number(value);
                case "numId" -> {
                    isUnnumbered = value.equals("0");
                    isNumbered = !isUnnumbered;
                }
                default -> { }
            }
        }
        Frame top = top();
        if (top == null || top.kind != Frame.Kind.PARAGRAPH) {
            return;
        }
        int heading = outline >= 0 ? DocxStyles.outline(outline) : styles.heading(style);
        int depth = isUnnumbered ? 0 : isNumbered ? Math.max(list, 0) + 1 : styles.list(style);
        if (heading > 0) {
            top.become(Block.Kind.HEADING, heading);
        } else if (depth > 0) {
            top.become(Block.Kind.LIST_ITEM, Math.min(depth, MOST_LEVEL));
        }
    }

    private void rowProperties(XmlReader xml) {
        Frame top = top();
        int outside = xml.depth() - 1;
        while (xml.depth() > outside) {
            if (xml.next() == XmlReader.Token.START) {
                if (xml.name().equals("trPrChange")) {
                    xml.skip();
                } else if (xml.name().equals("del") && top != null) {
                    top.isDeleted = true;
                }
            }
        }
    }

    private static boolean isHidden(XmlReader xml) {
        boolean hidden = false;
        int outside = xml.depth() - 1;
        while (xml.depth() > outside) {
            if (xml.next() == XmlReader.Token.START) {
                if (xml.name().equals("rPrChange")) {
                    xml.skip();
                } else if (xml.name().equals("vanish")) {
                    String value = xml.attribute("val");
                    hidden = !value.equals("0") && !value.equals("false") && !value.equals("off");
                }
            }
        }
        return hidden;
    }

    private Frame top() {
        return frames.isEmpty() ? null : frames.get(frames.size() - 1);
    }

    /** A paragraph, a row or a text box that is open. */
    private static final class Frame {
        enum Kind {
            PARAGRAPH,
            ROW,
            BOX
        }

        private final Kind kind;
        private final List<StringBuilder> cells = new ArrayList<>();
        private Block.Kind block = Block.Kind.PARAGRAPH;
        private int level;
        private boolean isDeleted;
        private boolean isInCell;

        Frame(Kind kind) {
            this.kind = kind;
            cells.add(new StringBuilder());
        }

        void become(Block.Kind block, int level) {
            this.block = block;
            this.level = level;
        }

        void append(CharSequence text) {
            cells.get(cells.size() - 1).append(text);
        }

        void nextCell() {
            if (isInCell) {
                cells.add(new StringBuilder());
            }
            isInCell = true;
        }

        boolean hasText() {
            for (StringBuilder cell : cells) {
                for (int i = 0; i < cell.length(); i++) {
                    if (!TextBuilder.isWhite(cell.charAt(i))) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
