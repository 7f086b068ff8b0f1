package dev.tabitat.core.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.zip.ZipWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Word processors' documents: what stands around the text, symbols, and what tracked changes leave. */
final class WordCasesTest {

    @Test
    void headersAndFootersAreReadOnce() {
        assertEquals(List.of("P Acme Pelican GmbH", "P Letter body.", "P Ref QX-55123"),
                DocumentPromises.shown(Cases.read("docx-header2.docx")));
        byte[] letter = new ZipWriter().stored("word/document.xml", "<d><p><r><t>Body.</t></r></p></d>")
                .stored("word/_rels/document.xml.rels",
                        "<R><Relationship Type='x/header' Target='h1.xml'/><Relationship Type='x/header' Target='h2.xml'/><Relationship Type='x/footer' Target='f.xml'/>"
                                + "<Relationship Type='x/header' Target='gone.xml'/></R>")
                .stored("word/h1.xml",
                        "<hdr><p><r><t>Acme</t></r></p><p><r><t>Page </t><fldChar fldCharType='begin'/><instrText> PAGE </instrText><fldChar fldCharType='separate'/><t>7</t><fldChar fldCharType='end'/></r></p></hdr>")
                .stored("word/h2.xml", "<hdr><p><r><t>Acme</t></r></p><p><r><t>Second page</t></r></p></hdr>")
                .stored("word/f.xml",
                        "<ftr><p><fldSimple instr='PAGE'><r><t>1</t></r></fldSimple></p><tbl><tr><tc><p><r><t>Bank</t></r></p></tc><tc><p><r><t>DE00 1234</t></r></p></tc></tr></tbl></ftr>")
                .end();
        assertEquals(List.of("P Acme", "P Second page", "P Body.", "P Bank | DE00 1234"),
                DocumentPromises.shown(DocxDocument.read(Slices.of(letter))),
                "each paragraph once, without page numbers");
    }

    @Test
    void notesAndCommentsAreRead() {
        assertEquals(List.of("P Claim holds.", "H1 Notes", "P Footy quokka", "P Endy numbat", "H1 Comments",
                "P Commy bilby"), DocumentPromises.shown(Cases.read("docx-notes.docx")));
    }

    @Test
    void symbolsAreCharactersOrSaidToBeLost() {
        assertEquals("alpha \u03B1 check \u2713 done", Cases.read("docx-sym.docx").text());
        assertEquals("\u03B2 \u2264 \u2211 \u2192", read(
                "<w:p><w:r><w:sym w:font='Symbol' w:char='F062'/><w:t xml:space='preserve'> </w:t><w:sym w:font='symbol' w:char='00A3'/><w:t> </w:t>"
                        + "<w:sym w:font='Symbol' w:char='F0E5'/><w:t> </w:t><w:sym w:font='Wingdings' w:char='F0E0'/></w:r></w:p>")
                .text());
        assertEquals("\u20AC 5",
                read("<w:p><w:r><w:sym w:font='Arial' w:char='20AC'/><w:t> 5</w:t></w:r></w:p>").text());
        assertEquals("angle \u03B1", read(
                "<w:p><w:r><w:t>angle </w:t></w:r><w:r><w:rPr><w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/></w:rPr><w:t>\uF061</w:t></w:r></w:p>")
                .text());
        DocumentText lost = read(
                "<w:p><w:r><w:t>a</w:t><w:sym w:font='Webdings' w:char='F0FF'/><w:sym w:font='Webdings' w:char='F0FE'/></w:r></w:p>");
        assertEquals("a", lost.text());
        assertEquals(List.of("2 symbols of the font Webdings without a known character were left out."),
                lost.notices());
        assertEquals(List.of(), read(
                "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:sym w:font='Webdings' w:char='F0FF'/></w:r><w:r><w:t>a</w:t></w:r></w:p>")
                .notices(), "a hidden one is not missed");
    }

    @Test
    void aDeletedParagraphMarkPartsNothing() {
        assertEquals(List.of("P The wombat sleeps."), DocumentPromises.shown(Cases.read("docx-deleted-mark.docx")));
        String deleted = "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>";
        String plain = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>";
        assertEquals(List.of("P abc", "P d"), body(deleted.replace("%s", "a") + deleted.replace("%s", "b")
                + plain.replace("%s", "c") + plain.replace("%s", "d")), "two in a row");
        assertEquals(List.of("H1 ab"),
                body(deleted.replace("%s", "a")
                        + "<w:p><w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:r><w:t>b</w:t></w:r></w:p>"),
                "the last mark formats it");
        assertEquals(List.of("P a", "R x | y"),
                body(deleted.replace("%s", "a") + "<w:tbl><w:tr><w:tc>" + plain.replace("%s", "x") + "</w:tc><w:tc>"
                        + deleted.replace("%s", "y") + "</w:tc></w:tr></w:tbl>"),
                "nothing of the same text follows");
        assertEquals(List.of("P a"), body(deleted.replace("%s", "a")), "the last one");
        assertEquals(List.of("P new text"), body(
                "<w:p><w:r><w:t>new </w:t></w:r><w:del><w:r><w:delText>old </w:delText></w:r></w:del><w:moveFrom><w:r><w:t>moved </w:t></w:r></w:moveFrom><w:ins><w:r><w:t>text</w:t></w:r></w:ins></w:p>"));
    }

    private static DocumentText read(String body) {
        return DocxDocument.read(Slices.of(new ZipWriter()
                .stored("word/document.xml", "<w:document><w:body>" + body + "</w:body></w:document>").end()));
    }

    private static List<String> body(String body) {
        return DocumentPromises.shown(read(body));
    }
}
