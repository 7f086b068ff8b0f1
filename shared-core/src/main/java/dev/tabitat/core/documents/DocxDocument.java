package dev.tabitat.core.documents;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.markup.XmlReader;
import dev.tabitat.core.text.PlatformDecoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The reader of word processors' documents (.docx).
 *
 * <pre>
 * file = zip archive: "word/document.xml" or what "_rels/.rels" names as the document, and beside it "styles.xml",
 *        "footnotes.xml", "endnotes.xml", "comments.xml"; "_rels/document.xml.rels" names headers and footers;
 *        "docProps/core.xml" holds the title
 * </pre>
 *
 * What headers say stands before everything, and what footers say behind the text, each paragraph once and without page
 * numbers. Notes and comments come at the end under headings of their own. What was deleted or is hidden is left out.
 * Places are paragraphs, each a part of the heading above it.
 *
 * <p>
 * Source: ECMA-376, Office Open XML, parts 1 and 2.
 */
public final class DocxDocument {

    private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};
    private static final String USUAL = "word/document.xml";
    private static final String NOTES = "Notes";
    private static final String COMMENTS = "Comments";

    private DocxDocument() {}

    /** As {@link #read(Slices, PlatformDecoder)}, where the platform decodes nothing. */
    public static DocumentText read(Slices file) {
        return read(file, PlatformDecoder.NONE);
    }

    /**
     * A document's text.
     *
     * @throws dev.tabitat.core.error.DamagedData when the file is no such document, is cut off or malformed
     * @throws Unsupported when it is protected, or of another kind
     * @throws dev.tabitat.core.error.OutOfBudget when it is too long
     */
    public static DocumentText read(Slices file, PlatformDecoder decoder) {
        requireOpen(file);
        Packaged files = new Packaged(file, decoder);
        String document = document(files);
        String folder = document.substring(0, document.lastIndexOf('/') + 1);
        String styles = folder + "styles.xml";
        TextBuilder out = new TextBuilder();
        out.title(title(files));
        DocxStyles formats = files.has(styles) ? new DocxStyles(files.xml(styles)) : new DocxStyles();
        DocxBlocks blocks = new DocxBlocks(out, formats, DocxBlocks.Part.TEXT);
        Set<String> said = new HashSet<>();
        blocks.paragraphs(margins(files, document, "/header", formats, said));
        blocks.read(files.xml(document), "");
        blocks.paragraphs(margins(files, document, "/footer", formats, said));
        boolean anyNotes = false;
        for (String notes : new String[]{"footnotes.xml", "endnotes.xml"}) {
            if (files.has(folder + notes)) {
                anyNotes |= blocks.read(files.xml(folder + notes), anyNotes ? "" : NOTES);
            }
        }
        if (files.has(folder + "comments.xml")) {
            blocks.read(files.xml(folder + "comments.xml"), COMMENTS);
        }
        DocumentText text = out.build();
        if (text.blocks().isEmpty()) {
            out.notice("The document holds no text; pictures are not read.");
            return out.build();
        }
        return text;
    }

    /** The paragraphs of all headers or footers that are not in {@code said}, which takes them. */
    private static List<String> margins(Packaged files, String document, String type, DocxStyles styles,
            Set<String> said) {
        int slash = document.lastIndexOf('/') + 1;
        String relations = document.substring(0, slash) + "_rels/" + document.substring(slash) + ".rels";
        List<String> paragraphs = new ArrayList<>();
        if (!files.has(relations)) {
            return paragraphs;
        }
        Set<String> parts = new LinkedHashSet<>();
        XmlReader xml = files.xml(relations);
        for (XmlReader.Token token = xml.next(); token != XmlReader.Token.EOF; token = xml.next()) {
            if (token == XmlReader.Token.START && xml.attribute("Type").endsWith(type)
                    && !xml.attribute("TargetMode").equals("External")) {
                parts.add(Packaged.resolve(document, xml.attribute("Target")));
            }
        }
        for (String part : parts) {
            if (files.has(part)) {
                TextBuilder margin = new TextBuilder();
                new DocxBlocks(margin, styles, DocxBlocks.Part.MARGIN).read(files.xml(part), "");
                DocumentText text = margin.build();
                for (Block block : text.blocks()) {
                    String paragraph = text.text().substring(block.start(), block.end());
                    if (said.add(paragraph)) {
                        paragraphs.add(paragraph);
                    }
                }
            }
        }
        return paragraphs;
    }

    private static void requireOpen(Slices file) {
        byte[] first = file.read(0, (int) Math.min(OLE.length, file.length()));
        if (java.util.Arrays.equals(first, OLE)) {
            throw new Unsupported("The file is protected with a password or an old .doc.",
                    Finding.at("file, byte 0").expected("a .docx without a password").found("an OLE file")
                            .remedy("Open it in a word processor and save it as .docx without a password."));
        }
    }

    private static String document(Packaged files) {
        if (files.has(USUAL)) {
            return USUAL;
        }
        String relations = "_rels/.rels";
        if (files.has(relations)) {
            XmlReader xml = files.xml(relations);
            for (XmlReader.Token token = xml.next(); token != XmlReader.Token.EOF; token = xml.next()) {
                String target = token == XmlReader.Token.START && xml.attribute("Type").endsWith("/officeDocument")
                        ? Packaged.resolve("", xml.attribute("Target"))
                        : "";
                if (files.has(target) && target.endsWith(".xml") && !target.startsWith("xl/")
                        && !target.startsWith("ppt/")) {
                    return target;
                }
            }
        }
        String kind = files.has("xl/workbook.xml") ? "a spreadsheet"
                : files.has("ppt/presentation.xml") ? "a presentation"
                        : files.has("META-INF/container.xml") ? "an e-book"
                                : files.has("content.xml") ? "an OpenDocument file" : "another archive";
        throw new Unsupported("The file is no .docx document.",
                Finding.at("file").expected(USUAL + " in it").found(kind)
                        .remedy("Save it as .docx, PDF or plain text, then import it again."));
    }

    private static String title(Packaged files) {
        String core = "docProps/core.xml";
        if (files.has(core)) {
            XmlReader xml = files.xml(core);
            for (XmlReader.Token token = xml.next(); token != XmlReader.Token.EOF; token = xml.next()) {
                if (token == XmlReader.Token.START && xml.name().equals("title")) {
                    return xml.elementText();
                }
            }
        }
        return "";
    }
}
