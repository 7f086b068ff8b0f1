package dev.tabitat.core.documents;

import dev.tabitat.core.format.zip.ZipWriter;

/** Small documents of every kind that is made of markup. */
final class DocumentSamples {

    static final String HTML = "<!DOCTYPE html><html><head><title>Tea &amp; more</title><style>p{}</style><script>if (a<b) write('<p>x')</script></head><body>"
            + "<nav><a href='/'>Home</a></nav><h1>All about <em>tea</em></h1><p>Green  tea\n is &eacute;lite.<br>Black&nbsp;too.<p>Second"
            + "<ul><li>one<ul><li>inner</ul><li>two</ul><table><tr><th>Kind<th>Minutes<tr><td>green<td><p>2</p><p>or 3</p></table>"
            + "<pre>\n  a\n    b </pre><blockquote><p>Said.</p></blockquote><div hidden>secret</div><template><p>no</template><noscript>no</noscript>"
            + "<svg><style/><text>no</text></svg><p style='display: none'>no</p><img alt='no'>rest</body></html>";

    private static final String WORDS = " xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'";
    private static final String STYLES = "<w:styles" + WORDS
            + "><w:style w:type='paragraph' w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>"
            + "<w:style w:type='paragraph' w:styleId='Mine'><w:name w:val='Mine'/><w:basedOn w:val='Deep'/></w:style>"
            + "<w:style w:type='paragraph' w:styleId='Deep'><w:name w:val='Deep'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>"
            + "<w:style w:type='paragraph' w:styleId='Bullets'><w:name w:val='List Bullet'/><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:style></w:styles>";
    private static final String BODY = "<w:p><w:pPr><w:pStyle w:val='berschrift1'/></w:pPr><w:r><w:t>Order</w:t></w:r></w:p>"
            + "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t xml:space='preserve'>We </w:t></w:r><w:ins><w:r><w:t>gladly </w:t></w:r></w:ins>"
            + "<w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:r><w:t>order</w:t><w:tab/><w:t>tea</w:t><w:br/><w:t>today</w:t></w:r>"
            + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
            + "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText><w:t>wrong</w:t></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
            + "<w:r><w:t>5 May</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
            + "<w:p><w:pPr><w:pStyle w:val='Mine'/></w:pPr><w:r><w:t>Part</w:t></w:r></w:p>"
            + "<w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='2'/></w:numPr></w:pPr><w:r><w:t>item</w:t></w:r></w:p>"
            + "<w:p><w:pPr><w:pStyle w:val='Bullets'/></w:pPr><w:r><w:t>bullet</w:t></w:r></w:p>"
            + "<w:tbl><w:tblPr/><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p>"
            + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>nested</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr>"
            + "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
            + "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>"
            + "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent><w:t>around</w:t></w:r></w:p>";
    private static final String NOTES = "<w:footnotes" + WORDS
            + "><w:footnote w:type='separator' w:id='0'><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>"
            + "<w:footnote w:id='1'><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>";

    private static final String CONTAINER = "<container><rootfiles><rootfile full-path='OEBPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";
    private static final String OPF = "<?xml version='1.0'?><package xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata><dc:title>The Book</dc:title></metadata><manifest>"
            + "<item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/><item id='a' href='text/a%20b.xhtml' media-type='application/xhtml+xml'/>"
            + "<item id='b' href='../b.xhtml' media-type='application/xhtml+xml'/><item id='f' href='font.otf' media-type='font/otf'/>"
            + "<item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/></manifest>"
            + "<spine toc='ncx'><itemref idref='nav'/><itemref idref='a'/><itemref idref='b'/><itemref idref='b'/></spine></package>";
    private static final String NAV = "<html xmlns='http://www.w3.org/1999/xhtml'><body><nav epub:type='toc'><ol><li><a href='text/a%20b.xhtml#x'>The <i>first</i></a></li></ol></nav></body></html>";
    private static final String CHAPTER = "<?xml version='1.0'?><html><head><title/><script src='x.js'/></head><body><p>Once upon a time.</p></body></html>";
    private static final String LAST = "<html><head><title>page</title></head><body><h2>The end</h2><p>And <a id='x'/>so on.</p></body></html>";

    private DocumentSamples() {}

    static byte[] docx() {
        return docx(BODY);
    }

    static byte[] docx(String body) {
        return new ZipWriter().stored("[Content_Types].xml", "<Types/>")
                .deflated("docProps/core.xml",
                        "<cp:coreProperties xmlns:cp='c' xmlns:dc='d'><dc:title> Our  order </dc:title></cp:coreProperties>")
                .deflated("word/styles.xml", STYLES)
                .deflated("word/document.xml",
                        "<?xml version='1.0'?><w:document" + WORDS + "><w:body>" + body + "</w:body></w:document>")
                .deflated("word/footnotes.xml", NOTES)
                .stored("word/header1.xml", "<w:hdr" + WORDS + "><w:p><w:r><w:t>header</w:t></w:r></w:p></w:hdr>")
                .end();
    }

    /** A document of a body alone, nothing packed. */
    static byte[] bare(String body) {
        return new ZipWriter()
                .stored("word/document.xml", "<w:document" + WORDS + "><w:body>" + body + "</w:body></w:document>")
                .end();
    }

    static byte[] epub() {
        return book().end();
    }

    /** A book whose encryption file names one of its files. */
    static byte[] epub(String method, String encrypted) {
        return book().stored("META-INF/encryption.xml",
                "<encryption xmlns:enc='e'><enc:EncryptedData><enc:EncryptionMethod Algorithm='" + method
                        + "'/><enc:CipherData><enc:CipherReference URI='" + encrypted
                        + "'/></enc:CipherData></enc:EncryptedData></encryption>")
                .end();
    }

    private static ZipWriter book() {
        return new ZipWriter().stored("mimetype", "application/epub+zip").deflated("META-INF/container.xml", CONTAINER)
                .deflated("OEBPS/book.opf", OPF)
                .deflated("OEBPS/nav.xhtml", NAV).deflated("OEBPS/text/a b.xhtml", CHAPTER).deflated("b.xhtml", LAST);
    }
}
