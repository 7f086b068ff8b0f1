package dev.tabitat.core.documents;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.markup.HtmlTokenizer;
import dev.tabitat.core.format.markup.XmlReader;
import dev.tabitat.core.format.zip.ZipLimits;
import dev.tabitat.core.format.zip.ZipReader;
import dev.tabitat.core.format.zip.ZipWriter;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Documents made of markup say the same everywhere, and what is hostile in them is refused or harmless. */
public final class DocumentFormatsContract {

    private DocumentFormatsContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("zip: files come back as they were packed, one at a time", DocumentFormatsContract::zip),
                Contract.of("zip: archives that are cut off, lie or unpack to too much are refused",
                        DocumentFormatsContract::hostileZip),
                Contract.of("markup: HTML is forgiven, XML is not, nothing is expanded",
                        DocumentFormatsContract::markup),
                Contract.of("html: pages become blocks, without what is hidden or does something",
                        DocumentFormatsContract::html),
                Contract.of("html: pages that are nested or broken are read all the same",
                        DocumentFormatsContract::brokenHtml),
                Contract.of("docx: headings, lists, rows and notes; nothing deleted, nothing twice",
                        DocumentFormatsContract::docx),
                Contract.of("docx: protected and other files are told apart", DocumentFormatsContract::otherThanDocx),
                Contract.of("epub: chapters in reading order, by their names", DocumentFormatsContract::epub));
    }

    private static void zip(Check check) {
        byte[] large = new byte[100_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * i >> 7);
        }
        byte[] file = new ZipWriter().stored("a", "one").deflated("d/b", large).stored("d/", "")
                .deflated("../../etc/x", "two").deflated("empty", "").stored("\u00e4", "").end("PK\u0005\u0006 a note");
        ZipReader zip = ZipReader.open(Slices.of(file));
        check.equal("names", List.of("a", "d/b", "../../etc/x", "empty", "\u00e4"), new ArrayList<>(zip.names()));
        check.equal("stored", "one", Utf8.decode(zip.read("a")));
        check.isTrue("deflated", Arrays.equals(large, zip.read("d/b")));
        check.equal("a name is a key only", "two", Utf8.decode(zip.read("../../etc/x")));
        check.equal("nothing", 0, zip.read("empty").length);
        check.isTrue("what is not there", !zip.has("b"));
        check.fails("what is not there", DamagedData.class, () -> zip.read("b"));
        check.equal("an empty archive", 0, ZipReader.open(Slices.of(new ZipWriter().end())).names().size());
    }

    private static void hostileZip(Check check) {
        byte[] sound = new ZipWriter().deflated("a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").stored("b", "bbbb").end();
        check.fails("nothing", DamagedData.class, () -> ZipReader.open(Slices.of(new byte[0])));
        check.fails("no archive", DamagedData.class, () -> ZipReader.open(Slices.of(Utf8.encode("<html>".repeat(10)))));
        for (int length = 1; length < sound.length; length++) {
            byte[] cut = Arrays.copyOf(sound, length);
            check.fails("cut off at " + length, DamagedData.class, () -> ZipReader.open(Slices.of(cut)));
        }
        byte[] plain = Utf8.encode("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        byte[] packed = ZipWriter.deflate(plain);
        refuses(check, "encrypted", Unsupported.class, new ZipWriter().add("a", plain, packed, 8, plain.length, 1));
        refuses(check, "LZMA", Unsupported.class, new ZipWriter().add("a", plain, packed, 14, plain.length, 0));
        refuses(check, "longer than it says", DamagedData.class,
                new ZipWriter().add("a", plain, packed, 8, plain.length - 1, 0));
        refuses(check, "shorter than it says", DamagedData.class,
                new ZipWriter().add("a", plain, packed, 8, plain.length + 1, 0));
        refuses(check, "much shorter than it says", DamagedData.class,
                new ZipWriter().add("a", plain, packed, 8, 200_000_000, 0));
        refuses(check, "cut off", DamagedData.class,
                new ZipWriter().add("a", plain, Arrays.copyOf(packed, packed.length - 1), 8, plain.length, 0));
        refuses(check, "other bytes", DamagedData.class,
                new ZipWriter().add("a", new byte[48], packed, 8, plain.length, 0));
        refuses(check, "no deflate", DamagedData.class,
                new ZipWriter().add("a", plain, new byte[]{7, 7, 7, 7, 7}, 8, plain.length, 0));
        refuses(check, "a stored one of two sizes", DamagedData.class,
                new ZipWriter().add("a", plain, plain, 0, plain.length - 1, 0));
        check.fails("two of a name", DamagedData.class,
                () -> ZipReader.open(Slices.of(new ZipWriter().stored("a", "1").stored("a", "2").end())));
        ZipLimits small = new ZipLimits(2, 100, 150);
        byte[] bomb = new ZipWriter().deflated("a", "a".repeat(100)).deflated("b", "b".repeat(101)).end();
        ZipReader zip = ZipReader.open(Slices.of(bomb), small);
        check.fails("a file too large", OutOfBudget.class, () -> zip.read("b"));
        check.equal("one that is not", 100, zip.read("a").length);
        check.fails("too much together", OutOfBudget.class, () -> zip.read("a"));
        byte[] many = new ZipWriter().stored("a", "").stored("b", "").stored("c", "").end();
        check.fails("too many", OutOfBudget.class, () -> ZipReader.open(Slices.of(many), small));
        byte[] twice = new ZipWriter().stored("a", "1").stored("b", "1").end();
        // The second entry of the directory points to the first file.
        twice[64 + 47 + 42] = 0;
        check.fails("overlapping", DamagedData.class, () -> ZipReader.open(Slices.of(twice)).read("b"));
        byte[] wide = new ZipWriter().stored("a", "1").end();
        Arrays.fill(wide, wide.length - 6, wide.length - 2, (byte) 0xFF);
        check.fails("ZIP64", Unsupported.class, () -> ZipReader.open(Slices.of(wide)));
    }

    private static <T extends dev.tabitat.core.error.TabitatException> void refuses(Check check, String what,
            Class<T> type, ZipWriter archive) {
        ZipReader zip = ZipReader.open(Slices.of(archive.stored("other", "fine").end()));
        T refused = check.fails(what, type, () -> zip.read("a"));
        check.isTrue(what + " says where: " + refused.finding().where(), refused.finding().where().contains("\"a\""));
        check.equal(what + " leaves the others", "fine", Utf8.decode(zip.read("other")));
    }

    private static void markup(Check check) {
        check.equal("tags and texts", List.of("<a>", "1 < 2", "</a>", "<b>", "&<"),
                tokens("<A HREF=x>1 < 2</a ><!-- <c> --><?x?><!doctype html><b/>&amp;<"));
        check.equal("references", List.of("\u00e9\u00e9 \u20ac\u201c\uFFFD\uFFFD &unknown; &\u00e9x\u03b1"),
                tokens("&eacute;&eacute &#8364;&#x93;&#xD800;&#99999999999; &unknown; &&eacutex&alpha;"));
        check.equal("what is cut off", List.of("a"), tokens("a<b c='"));
        check.equal("comments", List.of("a", "b", "c"), tokens("a<!-->b<!-- -- --!>c<!-- "));
        check.equal("characters", List.of("<p>"), tokens("<![CDATA[<p>]]>"));
        HtmlTokenizer link = new HtmlTokenizer("<a href=\"?a=1&copy=2&amp;b\" Title = x hidden title=y>");
        link.next();
        check.equal("a link", "?a=1&copy=2&b", link.attribute("href"));
        check.equal("the first of two", "x", link.attribute("title"));
        check.isTrue("one without a value", link.has("hidden") && !link.has("id"));
        HtmlTokenizer raw = new HtmlTokenizer("<script>a</b></scripts>c</SCRIPT x>d");
        raw.next();
        check.equal("a script", "a</b></scripts>c", raw.rawText());
        raw.next();
        check.equal("behind it", "d", raw.textValue());

        XmlReader xml = new XmlReader(
                "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;]>'> <!-- ]> -->]><x:a y:b='&lt;1&#65;'>&l;&amp;<![CDATA[<&]]><c/></x:a>",
                "test");
        xml.next();
        check.equal("without its prefix", "a", xml.name());
        check.equal("an attribute", "<1A", xml.attribute("b"));
        check.equal("nothing expanded", "&l;&<&", xml.elementText());
        check.equal("its end", XmlReader.Token.EOF, xml.next());
        for (String broken : List.of("<a>", "<a></b>", "</a>", "<a b>", "<a b=c>", "<a b='", "<>", "<a", "<!--",
                "<![CDATA[", "<!DOCTYPE [", "<a b='1'c='2'/>", "< a/>")) {
            check.fails(broken, DamagedData.class, () -> drain(new XmlReader(broken, "test")));
        }
        check.fails("nested too deeply", OutOfBudget.class, () -> drain(new XmlReader("<a>".repeat(100_000), "test")));
    }

    private static void drain(XmlReader xml) {
        while (xml.next() != XmlReader.Token.EOF) {
            xml.depth();
        }
    }

    private static List<String> tokens(String html) {
        HtmlTokenizer tokens = new HtmlTokenizer(html);
        List<String> shown = new ArrayList<>();
        for (HtmlTokenizer.Token token = tokens.next(); token != HtmlTokenizer.Token.EOF; token = tokens.next()) {
            shown.add(token == HtmlTokenizer.Token.TEXT ? tokens.textValue()
                    : token == HtmlTokenizer.Token.START ? "<" + tokens.name() + ">" : "</" + tokens.name() + ">");
        }
        return shown;
    }

    private static void html(Check check) {
        DocumentText page = HtmlDocument.read(DocumentSamples.HTML);
        check.equal("title", "Tea & more", page.title());
        check.equal("blocks",
                List.of("P Home", "H1 All about tea", "P Green tea is \u00e9lite.\nBlack too.", "P Second", "L1 one",
                        "L2 inner", "L1 two", "R Kind: green \u00B7 Minutes: 2 or 3",
                        "C   a\n    b", "Q Said.", "P rest"),
                DocumentPromises.shown(page));
        check.equal("rows are close", "1 | 2\n3", HtmlDocument.read("<table><tr><td>1<td>2<tr><td>3</table>").text());
        Place last = page.places().get(page.places().size() - 1);
        check.equal("the last place", "PARAGRAPH 11 All about tea rest", last.unit() + " " + last.number() + " "
                + last.part() + " " + page.text().substring(last.start(), last.end()));
        check.equal("a title by a heading", "One two", HtmlDocument.read("<p>x<h2>One <b>two</b></h2>").title());
        check.equal("nothing", "", HtmlDocument.read("").text());
        check.equal("a plain text", List.of("P a < b & c"), blocks("a < b & c"));
    }

    private static void brokenHtml(Check check) {
        check.equal("nested tables", List.of("R a", "R 1 | 2", "R 3", "R b | c"),
                blocks("<table><tr><td>a<table><tr><td>1<td>2<tr><td>3</table>b<td>c</table>"));
        check.equal("an empty cell", List.of("R | b"),
                blocks("<table><tr><td></td><td>b</td><td></td></tr><tr><td> </td></tr></table>"));
        check.equal("hidden paragraphs end", List.of("P seen"), blocks("<p hidden>x<p>seen"));
        check.equal("a hidden word", List.of("P ac"), blocks("<p>a<span hidden>b<span>b</span>b</span>c</p>"));
        check.equal("a script that never ends", List.of("P a"), blocks("a<script><p>b"));
        check.equal("markup in names", List.of("P a"), blocks("<p title='<b>x</b>' onclick=\"<script>\">a<x<y>"));
        check.equal("two breaks", List.of("P a\nb", "P c"), blocks("a<br>b<br> <br/>c"));
        check.equal("lines of code", List.of("C a\nb"), blocks("<pre><div>a</div><div>b</div></pre>"));
        check.equal("stray ends", List.of("P a", "P b"), blocks("</td></p>a</div></p></table>b</li>"));
        check.equal("controls and halves of characters", List.of("P a\uFFFDb c"),
                blocks("a\uD800\u0000\u0007b\u0085c&#1;"));
        check.equal("100,000 tags in each other", List.of("P deep"), blocks("<div>".repeat(100_000) + "deep"));
        check.equal("lists and tables too", 1,
                blocks("<ul><li><table><tr><td><blockquote>".repeat(20_000) + "deep").size());
        check.equal("hidden ones", List.of(), blocks("<div hidden>".repeat(100_000) + "deep"));
        check.equal("inline ones", List.of("P deep"), blocks("<b><span>".repeat(100_000) + "deep"));
    }

    private static List<String> blocks(String html) {
        return DocumentPromises.shown(HtmlDocument.read(html));
    }

    private static void docx(Check check) {
        DocumentText text = DocxDocument.read(Slices.of(DocumentSamples.docx()));
        check.equal("title", "Our order", text.title());
        check.equal("blocks",
                List.of("H1 Order", "P We gladly order\ttea\ntoday", "P 5 May", "H3 Part", "L2 item", "L1 bullet",
                        "R a b | | c", "R nested", "P around", "P box",
                        "H1 Notes", "P A note."),
                DocumentPromises.shown(text));
        check.equal("places", text.blocks().size(), text.places().size());
        check.equal("a heading belongs to itself", "Order", text.places().get(0).part());
        check.equal("a part", "5 Part", text.places().get(4).number() + " " + text.places().get(4).part());
        check.equal("no notices", List.of(), text.notices());
        DocumentText empty = DocxDocument
                .read(Slices.of(new ZipWriter().stored("word/document.xml", "<w:document/>").end()));
        check.equal("an empty one says so", 1, empty.notices().size());
        DocumentText other = DocxDocument.read(Slices.of(new ZipWriter()
                .stored("_rels/.rels",
                        "<R><Relationship Type='http://x/officeDocument' Target='/word/document2.xml'/></R>")
                .stored("word/document2.xml", "<d><p><pPr><pStyle val='Heading2'/></pPr><r><t>Here</t></r></p></d>")
                .end()));
        check.equal("at another place", List.of("H2 Here"), DocumentPromises.shown(other));
    }

    private static void otherThanDocx(Check check) {
        Unsupported old = check.fails("an OLE file", Unsupported.class, () -> DocxDocument
                .read(Slices.of(new byte[]{(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 0, 0, 0, 0})));
        check.isTrue(old.getMessage(), old.getMessage().contains("protected with a password or an old .doc"));
        Unsupported sheet = check.fails("a sheet", Unsupported.class,
                () -> DocxDocument.read(Slices.of(new ZipWriter().stored("xl/workbook.xml", "<w/>").end())));
        check.equal("which it is", "a spreadsheet", sheet.finding().found());
        check.fails("text", DamagedData.class, () -> DocxDocument.read(Slices.of(Utf8.encode("text"))));
        check.fails("markup that is cut off", DamagedData.class, () -> DocxDocument
                .read(Slices.of(new ZipWriter().stored("word/document.xml", "<w:document><w:p>").end())));
        check.fails("nested too deeply", OutOfBudget.class,
                () -> DocxDocument.read(Slices.of(DocumentSamples.docx("<w:tbl><w:tr><w:tc>".repeat(50_000)))));
    }

    private static void epub(Check check) {
        DocumentText book = EpubDocument.read(Slices.of(DocumentSamples.epub()));
        check.equal("title", "The Book", book.title());
        check.equal("blocks", List.of("P Once upon a time.", "H2 The end", "P And so on."),
                DocumentPromises.shown(book));
        List<String> places = new ArrayList<>();
        book.places().forEach(place -> places.add(place.unit() + " " + place.number() + " " + place.part() + ": "
                + book.text().substring(place.start(), place.end())));
        check.equal("places",
                List.of("CHAPTER 1 The first: Once upon a time.", "CHAPTER 2 The end: The end\n\nAnd so on."), places);
        check.fails("an encrypted chapter", Unsupported.class, () -> EpubDocument.read(Slices
                .of(DocumentSamples.epub("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/text/a%20b.xhtml"))));
        check.equal("an encrypted font", 3,
                EpubDocument.read(Slices.of(DocumentSamples.epub("http://ns.adobe.com/pdf/enc#RC", "OEBPS/font.otf")))
                        .blocks().size());
        check.fails("no book", DamagedData.class, () -> EpubDocument.read(Slices.of(DocumentSamples.docx())));
        check.equal("references", List.of("a/c d", "c", "b/e", "", "a/b/"),
                List.of(Packaged.resolve("a/b", "./c%20d?q#x"), Packaged.resolve("a/b", "/c"),
                        Packaged.resolve("a/b/c", "../../b/e"),
                        Packaged.resolve("a/b", "../../../etc"), Packaged.resolve("a/b/c", "#x")));
    }
}
