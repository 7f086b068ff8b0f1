package dev.tabitat.core.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.zip.ZipWriter;
import dev.tabitat.core.text.JvmDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** E-books: chapters of whatever type hold text are read, others are named by what they are. */
final class BookCasesTest {

    private static final String PAGE = "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Alpha.</p></body></html>";

    @Test
    void pagesAreReadUnderAnyTypeOfXml() {
        DocumentText types = Cases.read("epub2-types.epub");
        assertEquals(List.of("P Alpha aardvark.", "P Beta badger.", "P Gamma gecko."), DocumentPromises.shown(types));
        assertEquals(List.of(), types.notices());
        assertEquals("Alpha aardvark.", Cases.read("epub-textxml.epub").text());
        assertEquals("Alpha.", book("media-type='Application/XHTML+XML; charset=utf-8'", "").text());
        assertEquals("Alpha.", book("", "").text(), "without a type");
    }

    @Test
    void fallbacksStandInForWhatIsNotRead() {
        DocumentText fallback = Cases.read("epub-fallback.epub");
        assertEquals("Alpha aardvark.", fallback.text());
        assertEquals(List.of(), fallback.notices());
        assertEquals("Alpha.", chain("application/pdf", "b").text(), "over two steps");
        assertEquals(List.of("Chapter 1 was left out: it is of the type application/pdf, which is not read."),
                chain("application/pdf", "x").notices().subList(0, 1), "a fallback to itself");
        assertEquals(List.of("Chapter 1 is a picture; pictures are not read."),
                chain("image/png", "none").notices().subList(0, 1));
    }

    private static DocumentText chain(String type, String fallback) {
        return EpubDocument
                .read(Slices.of(archive(
                        "<item id='x' href='x' media-type='" + type + "' fallback='" + fallback
                                + "'/><item id='b' href='b' media-type='font/otf' fallback='a'/>"
                                + "<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>",
                        "<itemref idref='x'/>").stored("x", "x").stored("b", "b").stored("a.xhtml", PAGE).end()));
    }

    @Test
    void textsOfPicturesAreRead() {
        DocumentText svg = Cases.read("epub-svg.epub");
        assertEquals(List.of("P Svgtext ostrich", "P Beta badger.", "P Inlinesvg emu"), DocumentPromises.shown(svg));
        assertEquals(List.of(), svg.notices());
        assertEquals(List.of("P before", "P one two", "P three", "P after"), DocumentPromises.shown(
                book("", "<p>before</p><svg><defs><text>no</text></defs><g><text>one<tspan x='1'>two</tspan></text><g>"
                        + "<text/><text>three</text></g></g><title>no</title><path d='x'/></svg><p>after</p>")));
        assertEquals(List.of("R City: Ulm \u00B7 Flag: red white"), DocumentPromises.shown(book("",
                "<table><tr><th>City</th><th>Flag</th></tr><tr><td>Ulm</td><td><svg><text>red</text><text>white</text></svg></td></tr></table>")));
        assertEquals(List.of("P seen"),
                DocumentPromises.shown(book("", "<div hidden='hidden'><svg><text>no</text></svg></div><p>seen</p>")));
        DocumentText drawing = EpubDocument.read(Slices.of(archive(
                "<item id='a' href='a.svg' media-type='image/svg+xml'/><item id='b' href='b.xhtml' media-type='application/xhtml+xml'/>",
                "<itemref idref='a'/><itemref idref='b'/>").stored("a.svg", "<svg><path d='M0'/></svg>")
                .stored("b.xhtml", PAGE).end()));
        assertEquals(List.of("Chapter 1 is a picture without text."), drawing.notices());
    }

    @Test
    void chaptersDeclareTheirEncoding() {
        assertEquals("会議室の予約", Cases.read("epub-sjis.epub").text());
        assertEquals("שלום עולם", Cases.read("epub-1255.epub").text());
        byte[] guessed = "<html><body><p>Größe und Länge</p></body></html>".getBytes(Charset.forName("windows-1252"));
        DocumentText text = EpubDocument.read(Slices
                .of(archive("<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>", "<itemref idref='a'/>")
                        .stored("a.xhtml", guessed).end()),
                new JvmDecoder());
        assertEquals(List.of(
                "Chapter 1 does not say how its characters are encoded; Windows-1252 was guessed from its letters."),
                text.notices());
    }

    private static DocumentText book(String type, String body) {
        String page = body.isEmpty() ? PAGE : "<html><body>" + body + "</body></html>";
        return EpubDocument.read(Slices.of(archive("<item id='a' href='a.xhtml' " + type + "/>", "<itemref idref='a'/>")
                .stored("a.xhtml", page.getBytes(StandardCharsets.UTF_8)).end()));
    }

    private static ZipWriter archive(String items, String spine) {
        return new ZipWriter().stored("META-INF/container.xml", "<c><rootfile full-path='o.opf'/></c>").stored("o.opf",
                "<package><manifest>" + items + "</manifest><spine>" + spine + "</spine></package>");
    }
}
