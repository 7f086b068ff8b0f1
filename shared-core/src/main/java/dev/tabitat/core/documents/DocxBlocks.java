package dev.tabitat.core.documents;

import dev.tabitat.core.format.markup.XmlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A word processor's markup as blocks of a text. A paragraph in a cell is text of its row; a table or a text box inside
 * of something comes behind it. Paragraphs whose mark was deleted are one with the next.
 *
 * <p>
 * Source: ECMA-376, Office Open XML, part 1, "WordprocessingML"; part 3, "Markup Compatibility".
 */
final class DocxBlocks {

    private static final int MAX_LEVEL = 9;
    private static final int MAX_ALTERNATES = 1000;
    /**
     * Deleted and moved text, what things looked like before, instructions of fields, and properties that hold no text.
     */
    private static final Set<String> LEFT_OUT = Set.of(
            "del", "moveFrom", "delText", "delInstrText", "rt", "sectPr", "tblPrEx", "tblGrid", "sdtPr", "sdtEndPr",
            "ctrlPr");
    /** Beside a page's number a header says nothing else in so few letters. */
    private static final int PAGE_WORDS = 12;

    /** Where a part of a document is read from. */
    enum Part {
        TEXT,
        /** A header or footer: paragraphs of page numbers are left out. */
        MARGIN
    }

    private final TextBuilder out;
    private final DocxStyles styles;
    private final Part part;
    private final List<DocxFrame> frames = new ArrayList<>();
    /** Inside of what is not finished: comes behind it. */
    private final List<DocxFrame> later = new ArrayList<>();
    private final boolean[] taken = new boolean[MAX_ALTERNATES + 1];
    private int alternates;
    /** Of open fields, outer first: whether their result has started. */
    private final List<Boolean> results = new ArrayList<>();
    private int instructions;
    private boolean isHidden;
    private boolean isBold;
    private String font = "";
    /** Symbols without a counterpart in Unicode, by font. */
    private final Map<String, Integer> lostSymbols = new LinkedHashMap<>();
    /** Paragraphs outside of tables and boxes whose mark was deleted. */
    private final StringBuilder joined = new StringBuilder();
    private String heading = "";
    private int number = 1;

    DocxBlocks(TextBuilder out, DocxStyles styles, Part part) {
        this.out = out;
        this.styles = styles;
        this.part = part;
    }

    /**
     * Writes a part of the document. @param heading goes before its first block; may be empty. @return whether there
     * was a block
     */
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
        flushJoined(null);
        if (instructions > 0) {
            out.notice("A field of the document has no end; text behind it may be missing.");
        }
        lostSymbols.forEach((font, count) -> out.notice((count == 1 ? "1 symbol" : count + " symbols") + " of the font "
                + TextBuilder.clean(font) + " without a known character were left out."));
        return number > first;
    }

    /** Writes paragraphs that were read elsewhere. */
    void paragraphs(List<String> texts) {
        for (String text : texts) {
            out.begin(Block.Kind.PARAGRAPH, 0);
            out.exact(text);
            endBlock();
        }
    }

    private void start(XmlReader xml, String name) {
        switch (name) {
            case "p" -> frames.add(new DocxFrame(DocxFrame.Kind.PARAGRAPH));
            case "tbl" -> {
                flushJoined(top());
                frames.add(new DocxFrame(DocxFrame.Kind.TABLE));
            }
            case "tblPr" -> tableProperties(xml);
            case "tr" -> frames.add(new DocxFrame(DocxFrame.Kind.ROW));
            case "tcPr" -> cellProperties(xml);
            case "txbxContent" -> frames.add(new DocxFrame(DocxFrame.Kind.BOX));
            case "tc" -> cell();
            case "pPr" -> paragraphProperties(xml);
            case "trPr" -> rowProperties(xml);
            case "r" -> resetRun();
            case "rPr" -> runProperties(xml);
            case "t" -> append(unicode(xml.elementText().replace('\n', ' ').replace('\t', ' ')));
            case "instrText" -> instruction(xml.elementText());
            case "fldSimple" -> instruction(xml.attribute("instr"));
            case "tab", "ptab" -> append("\t");
            case "br", "cr" -> append("\n");
            case "noBreakHyphen" -> append("-");
            case "sym" -> symbol(xml.attribute("font"), xml.attribute("char"));
            case "fldChar" -> field(xml.attribute("fldCharType"));
            case "AlternateContent" -> taken[++alternates] = false;
            case "Choice", "Fallback" -> alternative(xml);
            case "footnote", "endnote", "comment" -> note(xml);
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
            case "p", "tr", "tbl", "txbxContent" -> {
                flushJoined(top());
                finish(frames.remove(frames.size() - 1));
            }
            case "tc" -> flushJoined(top());
            case "footnote", "endnote", "comment" -> flushJoined(null);
            case "r" -> resetRun();
            case "AlternateContent" -> alternates--;
            default -> {
            }
        }
    }

    private void finish(DocxFrame frame) {
        DocxFrame parent = top();
        if (frame.kind == DocxFrame.Kind.PARAGRAPH) {
            StringBuilder before = parent == null ? joined : parent.joined;
            frame.cells.get(0).insert(0, before);
            before.setLength(0);
            if (frame.isMarkDeleted) {
                before.append(frame.cells.get(0));
                frame.cells.get(0).setLength(0);
            }
        }
        if (frame.kind == DocxFrame.Kind.PARAGRAPH && parent != null && parent.kind == DocxFrame.Kind.ROW) {
            parent.append(" ");
            parent.append(frame.cells.get(0));
            parent.addBold(frame.bold);
        } else if (frame.kind == DocxFrame.Kind.ROW && parent != null && parent.kind == DocxFrame.Kind.TABLE) {
            frame.addTo(parent.table);
        } else if (frame.kind != DocxFrame.Kind.BOX && !frame.isDeleted) {
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

    private void write(DocxFrame frame) {
        if (!heading.isEmpty() && frame.hasText()) {
            out.begin(Block.Kind.HEADING, 1);
            out.text(heading);
            endBlock();
            heading = "";
        }
        if (frame.kind == DocxFrame.Kind.ROW) {
            frame.addTo(frame.table);
        }
        if (frame.kind != DocxFrame.Kind.PARAGRAPH) {
            frame.table.write(out, row -> endBlock());
        } else if (part == Part.TEXT || !frame.isPageNumber || letters(frame.cells.get(0)) > PAGE_WORDS) {
            out.begin(frame.block, frame.level);
            lines(frame.cells.get(0));
            endBlock();
        }
    }

    private static int letters(CharSequence text) {
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            letters += Character.isLetter(text.charAt(i)) ? 1 : 0;
        }
        return letters;
    }

    /** Writes what waits for a next paragraph that does not come. @param frame around it; null for the document */
    private void flushJoined(DocxFrame frame) {
        StringBuilder waiting = frame == null ? joined : frame.joined;
        if (waiting.length() == 0) {
            return;
        }
        DocxFrame last = new DocxFrame(DocxFrame.Kind.PARAGRAPH);
        finish(last);
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
        DocxFrame top = top();
        if (top != null && top.kind == DocxFrame.Kind.PARAGRAPH && instructions == 0 && !isHidden) {
            top.append(text);
            top.bold += isBold ? shown(text) : 0;
        }
    }

    private static int shown(String text) {
        int shown = 0;
        for (int i = 0; i < text.length(); i++) {
            shown += TextBuilder.isWhite(text.charAt(i)) ? 0 : 1;
        }
        return shown;
    }

    private void resetRun() {
        isHidden = false;
        isBold = false;
        font = "";
    }

    /** What a field inserts: the number of a page says nothing of its own. */
    private void instruction(String instruction) {
        DocxFrame top = top();
        if (top != null && (instruction.contains("PAGE") && !instruction.contains("PAGEREF"))) {
            top.isPageNumber = true;
        }
    }

    /** Text in a font of symbols stands in the private area of Unicode. */
    private String unicode(String text) {
        if (!DocxSymbols.isOne(font)) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(c >= 0xF000 && c <= 0xF0FF ? known(font, c) : String.valueOf(c));
        }
        return plain.toString();
    }

    private String known(String font, int value) {
        Optional<String> found = DocxSymbols.unicode(font, value);
        if (found.isEmpty()) {
            lostSymbols.merge(font.trim().isEmpty() ? "of the text" : font, 1, Integer::sum);
        }
        return found.orElse("");
    }

    private void symbol(String font, String hex) {
        int value = 0;
        for (int i = 0; i < hex.length(); i++) {
            int digit = Character.digit(hex.charAt(i), 16);
            if (digit < 0 || i > 3) {
                return;
            }
            value = value << 4 | digit;
        }
        if (instructions == 0 && !isHidden && !hex.isEmpty()) {
            append(known(font, value));
        }
    }

    private void cell() {
        DocxFrame top = top();
        if (top != null && top.kind == DocxFrame.Kind.ROW) {
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
        boolean isMarkDeleted = false;
        int outside = xml.depth() - 1;
        while (xml.depth() > outside) {
            if (xml.next() != XmlReader.Token.START) {
                continue;
            }
            String value = xml.attribute("val");
            switch (xml.name()) {
                case "pPrChange", "sectPr" -> xml.skip();
                case "rPr" -> isMarkDeleted = isMarkDeleted(xml);
                case "pStyle" -> style = value;
                case "outlineLvl" -> outline = DocxStyles.number(value);
                case "ilvl" -> list = DocxStyles.number(value);
                case "numId" -> {
                    isUnnumbered = value.equals("0");
                    isNumbered = !isUnnumbered;
                }
                default -> {
                }
            }
        }
        DocxFrame top = top();
        if (top == null || top.kind != DocxFrame.Kind.PARAGRAPH) {
            return;
        }
        top.isMarkDeleted = isMarkDeleted;
        int heading = outline >= 0 ? DocxStyles.outline(outline) : styles.heading(style);
        int depth = isUnnumbered ? 0 : isNumbered ? Math.max(list, 0) + 1 : styles.list(style);
        if (heading > 0) {
            top.become(Block.Kind.HEADING, heading);
        } else if (depth > 0) {
            top.become(Block.Kind.LIST_ITEM, Math.min(depth, MAX_LEVEL));
        }
    }

    /** Whether the properties of a paragraph's mark say that it was deleted or moved away. */
    private static boolean isMarkDeleted(XmlReader xml) {
        boolean isDeleted = false;
        int outside = xml.depth() - 1;
        while (xml.depth() > outside) {
            if (xml.next() == XmlReader.Token.START) {
                if (xml.name().equals("rPrChange")) {
                    xml.skip();
                } else {
                    isDeleted |= xml.name().equals("del") || xml.name().equals("moveFrom");
                }
            }
        }
        return isDeleted;
    }

    private void tableProperties(XmlReader xml) {
        DocxFrame top = top();
        int outside = xml.depth() - 1;
        while (xml.depth() > outside) {
            if (xml.next() == XmlReader.Token.START && xml.name().equals("tblLook") && top != null) {
                String value = xml.attribute("firstRow");
                int bit = xml.attribute("val").length() == 4 ? Character.digit(xml.attribute("val").charAt(2), 16) : 0;
                boolean isFormatted = value.isEmpty() ? bit > 0 && (bit & 2) != 0 : isOn(value);
                top.table.setFirstRow(isFormatted ? Table.FirstRow.FORMATTED : Table.FirstRow.UNKNOWN);
            }
        }
    }

    private void cellProperties(XmlReader xml) {
        DocxFrame top = top();
        int outside = xml.depth() - 1;
        while (xml.depth() > outside) {
            if (xml.next() != XmlReader.Token.START || top == null || top.kind != DocxFrame.Kind.ROW) {
                continue;
            }
            if (xml.name().equals("gridSpan")) {
                top.span(small(xml.attribute("val")));
            } else if (xml.name().equals("vMerge") && !xml.attribute("val").equals("restart")) {
                top.continueAbove();
            } else if (xml.name().equals("tcPrChange")) {
                xml.skip();
            }
        }
    }

    /** A number of one to three digits; else 1. */
    private static int small(String digits) {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9' || i > 2) {
                return 1;
            }
            value = 10 * value + digits.charAt(i) - '0';
        }
        return Math.max(1, value);
    }

    private static boolean isOn(String value) {
        return !value.equals("0") && !value.equals("false") && !value.equals("off");
    }

    private void rowProperties(XmlReader xml) {
        DocxFrame top = top();
        int outside = xml.depth() - 1;
        while (xml.depth() > outside) {
            if (xml.next() == XmlReader.Token.START) {
                if (xml.name().equals("trPrChange")) {
                    xml.skip();
                } else if (xml.name().equals("del") && top != null) {
                    top.isDeleted = true;
                } else if (xml.name().equals("tblHeader") && top != null) {
                    top.isHeader = isOn(xml.attribute("val"));
                } else if (xml.name().equals("gridBefore") && top != null && top.kind == DocxFrame.Kind.ROW) {
                    top.nextCell();
                    top.span(small(xml.attribute("val")));
                }
            }
        }
    }

    private void runProperties(XmlReader xml) {
        boolean hidden = false;
        int outside = xml.depth() - 1;
        while (xml.depth() > outside) {
            if (xml.next() == XmlReader.Token.START) {
                if (xml.name().equals("rPrChange")) {
                    xml.skip();
                } else if (xml.name().equals("vanish")) {
                    hidden = isOn(xml.attribute("val"));
                } else if (xml.name().equals("b")) {
                    isBold = isOn(xml.attribute("val"));
                } else if (xml.name().equals("rFonts")) {
                    String ascii = xml.attribute("ascii");
                    font = ascii.isEmpty() ? xml.attribute("hAnsi") : ascii;
                }
            }
        }
        isHidden = hidden;
    }

    private DocxFrame top() {
        return frames.isEmpty() ? null : frames.get(frames.size() - 1);
    }
}
