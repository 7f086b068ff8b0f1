package dev.tabitat.core.documents;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.zip.ZipWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: a document is refused with a reason, or what comes of it keeps its promises. */
final class DocumentFuzzTest {

    private static final int ROUNDS = 3_000;
    /** What takes time that grows with its square takes longer than a test may at this length. */
    private static final int LARGE = 250_000;
    private static final int CHANGES = 5_000;
    private static final String[] PIECES = {
            "<p>", "</p>", "<div>", "</div>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "<ul>",
            "</ul>", "<li>", "</li>", "<h1>", "</h1>", "<h6>", "<pre>", "</pre>",
            "<br>", "<hr>", "<svg>", "</svg>", "<svg/>", "<template>", "</template>", "<p hidden>", "<span hidden>",
            "</span>", "<script>", "</script>", "<title>", "</title>", "<!--", "-->",
            "<![CDATA[", "]]>", "<ruby>", "<rt>", "</ruby>", "<blockquote>", "</blockquote>", "<caption>", "<tbody>",
            "<dl>", "<dt>", "<dd>", "<dialog>", "<body>", "</body>", "&amp;", "&#0;",
            "&#xD83D;", "\uD83D", "\uDE00", "\uD83D\uDE00", "\u0000", "\u00A0", "\u200B", "\u2028", "\r\n", "\t", " ",
            "a", "b c", "<", ">", "\"", "'", "=", "&", "<a href='", "/>",
            "<th colspan=2>", "<td rowspan=3>", "<td colspan=0 rowspan=0>", "<thead>", "</thead>", "<tfoot>", "<text>",
            "</text>", "<tspan x='1'>", "<foreignObject>"
    };
    private static final String[] WORD_PIECES = {
            "<w:p>", "</w:p>", "<w:p>", "</w:p>", "<w:r><w:t>a</w:t></w:r>",
            "<w:r><w:tab/><w:br/><w:t> \uD83D </w:t></w:r>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>",
            "</w:tc>",
            "<w:txbxContent>", "</w:txbxContent>", "<mc:AlternateContent>", "</mc:AlternateContent>", "<mc:Choice>",
            "</mc:Choice>", "<mc:Fallback>", "</mc:Fallback>", "<w:fldChar w:fldCharType='begin'/>",
            "<w:fldChar w:fldCharType='separate'/>", "<w:fldChar w:fldCharType='end'/>",
            "<w:pPr><w:outlineLvl w:val='3'/></w:pPr>",
            "<w:pPr><w:numPr><w:ilvl w:val='9'/><w:numId w:val='1'/></w:numPr></w:pPr>",
            "<w:del>", "</w:del>", "<w:trPr><w:del/></w:trPr>", "<w:sym w:char='20AC'/>", "<w:sym w:char='D83D'/>",
            "<w:rPr><w:vanish/></w:rPr>",
            "<w:tcPr><w:gridSpan w:val='3'/></w:tcPr>", "<w:tcPr><w:vMerge/></w:tcPr>",
            "<w:trPr><w:tblHeader/></w:trPr>", "<w:tblPr><w:tblLook w:val='04A0'/></w:tblPr>",
            "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", "<w:sym w:font='Symbol' w:char='F061'/>",
            "<w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr>"
    };

    private final Random random = Seed.random("DocumentFuzzTest");

    @Test
    void everyTruncationIsRefusedOrKeepsThePromises() {
        for (byte[] sound : List.of(DocumentSamples.docx(), DocumentSamples.epub())) {
            for (int length = 0; length < sound.length; length++) {
                byte[] cut = Arrays.copyOf(sound, length);
                assertFalse(keeps(file -> DocxDocument.read(Slices.of(file)), cut), "docx of " + length + " bytes");
                assertFalse(keeps(file -> EpubDocument.read(Slices.of(file)), cut), "epub of " + length + " bytes");
            }
        }
        for (int length = 0; length <= DocumentSamples.HTML.length(); length++) {
            DocumentPromises.check(HtmlDocument.read(DocumentSamples.HTML.substring(0, length)));
        }
    }

    @Test
    void changedBytesAreRefusedOrKeepThePromises() {
        changed(file -> DocxDocument.read(Slices.of(file)), DocumentSamples.docx());
        changed(file -> EpubDocument.read(Slices.of(file)), DocumentSamples.epub());
    }

    @Test
    void randomBytesAreRefusedOrKeepThePromises() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            DocumentPromises.check(HtmlDocument.read(new String(bytes, StandardCharsets.UTF_16LE)));
            if (bytes.length > 4) {
                bytes[0] = 'P';
                bytes[1] = 'K';
                bytes[2] = 3;
                bytes[3] = 4;
            }
            assertFalse(keeps(file -> DocxDocument.read(Slices.of(file)), bytes), "random bytes are no archive");
        }
    }

    @Test
    void pagesOfAnyTagsKeepThePromises() {
        for (int round = 0; round < 4 * ROUNDS; round++) {
            String html = pieces(PIECES, 1 + random.nextInt(40));
            check(html, HtmlDocument::read);
        }
    }

    @Test
    void markupOfAnyElementsKeepsThePromises() {
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String body = balanced(2 + random.nextInt(30));
            read += keeps(xml -> DocxDocument.read(Slices.of(DocumentSamples.bare(xml))), body) ? 1 : 0;
            keeps(xml -> DocxDocument.read(Slices.of(DocumentSamples.bare(xml))),
                    pieces(WORD_PIECES, 1 + random.nextInt(10)));
        }
        assertTrue(read > ROUNDS / 2, read + " of " + ROUNDS + " were read");
    }

    @Test
    void chaptersOfAnythingKeepThePromises() {
        for (int round = 0; round < ROUNDS; round++) {
            String chapter = pieces(PIECES, random.nextInt(20));
            String opf = "<package><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/><item id='n' href='"
                    + (random.nextBoolean() ? "a.xhtml" : "n.xhtml")
                    + "' properties='nav'/></manifest><spine><itemref idref='a'/><itemref idref='"
                    + (random.nextBoolean() ? "n" : "none") + "'/></spine></package>";
            byte[] book = new ZipWriter().stored("META-INF/container.xml", "<c><rootfile full-path='o.opf'/></c>")
                    .stored("o.opf", opf)
                    .stored("a.xhtml", chapter.getBytes(StandardCharsets.UTF_8))
                    .stored("n.xhtml", ("<nav><a href='a.xhtml'>" + pieces(PIECES, 5)).getBytes(StandardCharsets.UTF_8))
                    .end();
            check(chapter, text -> EpubDocument.read(Slices.of(book)));
        }
    }

    /** Not timed: what takes more than linear time would not come to an end here. */
    @Test
    void longHostilePagesComeToAnEnd() {
        for (String unit : List.of("<", "<a ", "&", "&#", "<a b='", "<!-", "<!--", "-", "</", "<p>", "</p>", "<table>",
                "<td><p>", "<p hidden>", "<svg><p>", "<script", "</script", "<b>", "</b>", "<h1>a",
                "<br>", "<?", "<![CDATA[", "<x a=", "<li>", "<ul>", "<title>", "\u0000", "<p title=\"", "&amp", "<rt>",
                "<div><table></div>", "<dialog>", " ", "\uD83D", "<table><tr><td colspan=1000>",
                "<tr><th rowspan=9999>a", "<svg><text>a", "<text>a</text><svg>", "<thead><th colspan=999>a<tr>")) {
            String page = unit.repeat(LARGE / unit.length());
            try {
                HtmlDocument.read(page);
                HtmlDocument.read("<script>" + page);
                HtmlDocument.read("<pre>" + page);
                HtmlDocument.read("<?xml version='1.0'?><table><tr><th>" + page + "</table>");
            } catch (TabitatException reason) {
                assertFalse(reason.finding().where().isEmpty(), reason.toString());
            }
        }
    }

    private void changed(Function<byte[], DocumentText> reader, byte[] sound) {
        int read = 0;
        for (int round = 0; round < CHANGES; round++) {
            byte[] bytes = sound.clone();
            for (int change = 1 + random.nextInt(3); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            read += keeps(reader, bytes) ? 1 : 0;
        }
        assertTrue(read > 0 && read < CHANGES / 2, read + " of " + CHANGES + " were read");
    }

    /** @return whether it was read; else it was refused with a reason */
    private static <T> boolean keeps(Function<T, DocumentText> reader, T document) {
        try {
            DocumentPromises.check(reader.apply(document));
            return true;
        } catch (TabitatException reason) {
            assertTrue(!reason.getMessage().isEmpty() && !reason.finding().where().isEmpty(), reason.toString());
            return false;
        }
    }

    private static void check(String html, Function<String, DocumentText> reader) {
        try {
            DocumentPromises.check(reader.apply(html));
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError("of " + html, failed);
        }
    }

    private String pieces(String[] pieces, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    /** Elements that are closed as they were opened. */
    private String balanced(int count) {
        StringBuilder xml = new StringBuilder();
        Deque<String> open = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            String piece = WORD_PIECES[random.nextInt(WORD_PIECES.length)];
            if (piece.startsWith("</")) {
                xml.append(open.isEmpty() ? "" : open.pop());
            } else {
                xml.append(piece);
                if (piece.indexOf('>') == piece.length() - 1 && !piece.endsWith("/>")) {
                    open.push("</" + piece.substring(1));
                }
            }
        }
        while (!open.isEmpty()) {
            xml.append(open.pop());
        }
        return xml.toString();
    }
}
