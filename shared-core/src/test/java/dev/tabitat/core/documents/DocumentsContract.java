package dev.tabitat.core.documents;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.text.TextEncoding;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts, sheets and pages are read as people mean them, files are known by their bytes, and what is written is read
 * again.
 */
public final class DocumentsContract {

    private static final long SEED = 20_261_129L;

    private DocumentsContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("documents: plain text by its blank lines", DocumentsContract::plainText),
                Contract.of("documents: Markdown without its marks", DocumentsContract::markdown),
                Contract.of("documents: each row of a sheet says its columns", DocumentsContract::sheets),
                Contract.of("documents: a PDF's lines become paragraphs that know their boxes", DocumentsContract::pdf),
                Contract.of("documents: a PDF of pictures is named", DocumentsContract::pictures),
                Contract.of("documents: files are known by their bytes", DocumentsContract::sniffing),
                Contract.of("documents: encodings are found and guesses said", DocumentsContract::encodings),
                Contract.of("documents: what is written is read again, and damage is named", DocumentsContract::codec),
                Contract.of("documents: any text is a document that keeps its promises", DocumentsContract::fuzz));
    }

    private static void plainText(Check check) {
        String wrapped = "This is a paragraph of prose that somebody wrapped at sixty\ncolumns, so that its lines are joined again by the well-\nknown reader.";
        check.equal("headings, prose, lists, code, verse", List.of(
                "H1 INTRODUCTION",
                "P This is a paragraph of prose that somebody wrapped at sixty columns, so that its lines are joined again by the well-known reader.",
                "H2 Steps", "P First:", "L1 open it", "L2 gently", "L1 2. close it again", "C if (x) {\n  y();\n}",
                "P Roses are red,\nviolets are blue."),
                DocumentPromises.shown(PlainTextDocument.read("INTRODUCTION\r\n\r\n" + wrapped
                        + "\n\nSteps\n-----\nFirst:\n- open it\n  - gently\n2. close it\n   again\n\n    if (x) {\n      y();\n    }\n\n"
                        + "Roses are red,\nviolets are blue.\n")));
        DocumentText document = PlainTextDocument.read("\n" + wrapped);
        Place last = document.places().get(2);
        check.equal("lines are counted from the file's first", 4, last.number());
        check.equal("its stretch", "known reader.", document.text().substring(last.start(), last.end()));
        check.equal("capitals alone are no headings", List.of("P STOP.", "P COME HOME"),
                DocumentPromises.shown(PlainTextDocument.read("STOP.\n\nCOME HOME\n")));
    }

    private static void markdown(Check check) {
        String text = """
                ---
                title: "The *real* title"
                date: today
                ---
                # A [link](http://a.b "t") and `code *x*` #

                Some **bold** and _slanted_ text
                on two lines with snake_case_names, 2 * 3 * 4 &amp; \\*stars\\*.

                Setext
                ======
                - one
                  - two <b>deep</b>
                    goes on
                3. three
                > quoted ![a cat](cat.png)

                ```java
                int i = 0;

                i++;
                ```

                | a | b |
                |---|:-:|
                | 1 | x \\| y |

                <!-- left
                out -->
                See [the docs][Docs] and <https://a.b/c>.

                [docs]: http://x.y
                """;
        DocumentText document = MarkdownDocument.read(text);
        check.equal("its title", "The *real* title", document.title());
        check.equal("blocks",
                List.of("H1 A link and code *x*",
                        "P Some bold and slanted text on two lines with snake_case_names, 2 * 3 * 4 & *stars*.",
                        "H1 Setext", "L1 one", "L2 two deep goes on",
                        "L1 3. three", "Q quoted a cat", "C int i = 0;\n\ni++;", "R a: 1 \u00B7 b: x | y",
                        "P See the docs and https://a.b/c."),
                DocumentPromises.shown(document));
        Place second = document.places().get(2);
        check.equal("a place a line", "8 on two lines with snake_case_names, 2 * 3 * 4 & *stars*.",
                second.number() + " " + document.text().substring(second.start(), second.end()));
    }

    private static void sheets(Check check) {
        DocumentText document = CsvDocument
                .read("Name;City;Note\nAda;London;\n\"Grace \"\"Amazing\"\" Hopper\";New York;\"two\nlines\"\n");
        check.equal("rows",
                List.of("R Name: Ada \u00B7 City: London",
                        "R Name: Grace \"Amazing\" Hopper \u00B7 City: New York \u00B7 Note: two lines"),
                DocumentPromises.shown(document));
        check.equal("the header is row 1", 2, document.places().get(0).number());
        check.equal("no header", List.of("R 1 \u00B7 2", "R 3 \u00B7 4"),
                DocumentPromises.shown(CsvDocument.read("1,2\n3,4\n")));
        check.equal("one column", List.of("R Fruit: apple", "R Fruit: pear"),
                DocumentPromises.shown(CsvDocument.read("Fruit\napple\npear\n")));
        check.fails("too wide", Unsupported.class,
                () -> CsvDocument.read("a,".repeat(2000) + "\n" + "b,".repeat(2000)));
    }

    private static JsonArray piece(String text, double x, double y, double width, double size) {
        return JsonArray.of(text, x, y, width, size, true);
    }

    private static void pdf(Check check) {
        PdfAssembler pdf = new PdfAssembler("A report");
        for (int page = 1; page <= 4; page++) {
            List<Object> items = new ArrayList<>();
            items.add(piece("Yearly report", 72, 760, 100, 9));
            if (page == 1) {
                items.add(piece("Chapter One", 72, 700, 200, 20));
                items.add(piece("It was a fine day and the hyphen-", 72, 660, 300, 10));
                items.add(piece("ated words were joined", 72, 648, 300, 10));
                items.add(piece("to their rest.", 72, 636, 100, 10));
                items.add(piece("A second paragraph that", 90, 624, 280, 10));
                items.add(piece("begins indented.", 72, 612, 300, 10));
                items.add(piece("\u2022 a point", 72, 580, 80, 10));
                items.add(piece("\u2022 another", 72, 568, 80, 10));
            } else if (page < 4) {
                items.add(piece(page == 2 ? "A sentence runs over the end of this" : "page to the next one.", 72, 700,
                        300, 10));
            }
            items.add(piece("Page " + (page + 10), 290, 30, 40, 9));
            pdf.page(page, 600, 800, new JsonArray(JsonArray.of(items.toArray()).items()));
        }
        DocumentText document = pdf.finish();
        check.equal("blocks",
                List.of("P Yearly report", "H1 Chapter One",
                        "P It was a fine day and the hyphenated words were joined to their rest.",
                        "P A second paragraph that begins indented.", "L1 a point", "L1 another",
                        "P A sentence runs over the end of this page to the next one."),
                DocumentPromises.shown(document));
        check.equal("notices",
                List.of("Headers and footers that repeat are kept once.", "Page numbers are left out.",
                        "Page 4 holds no text but a header, a footer or a page number: it may be a scan."),
                document.notices());
        Place first = document.places().get(1);
        check.equal("its page", 1, first.number());
        check.near("left", 72 / 600.0, first.box().orElseThrow().left(), 1e-6);
        check.near("top", 1 - 720 / 800.0, first.box().orElseThrow().top(), 1e-6);
        check.near("height", 20 / 800.0, first.box().orElseThrow().height(), 1e-6);
        check.equal("the last line is on page 3", 3, document.places().get(document.places().size() - 1).number());
    }

    private static void pictures(Check check) {
        PdfAssembler pdf = new PdfAssembler("");
        pdf.page(1, 600, 800, JsonArray.of(piece(" ", 1, 1, 1, 1)));
        pdf.page(2, 600, 800, JsonArray.EMPTY);
        Unsupported scans = check.fails("scans", Unsupported.class, pdf::finish);
        check.isTrue("the remedy: " + scans.finding().remedy(), scans.finding().remedy().indexOf("OCR") >= 0);
        check.fails("a page twice", DamagedData.class, () -> pdf.page(2, 600, 800, JsonArray.EMPTY));
        check.fails("a page without height", DamagedData.class, () -> pdf.page(3, 600, 0, JsonArray.EMPTY));
        check.fails("a piece without a place", DamagedData.class,
                () -> pdf.page(4, 600, 800, JsonArray.of(JsonArray.of("text", 1, 2))));
    }

    private static void sniffing(Check check) {
        check.equal("PDF behind some bytes", Documents.Format.PDF,
                Documents.sniff("x.txt", Utf8.encode("\n\n%PDF-1.7 ...")));
        check.equal("Markdown", Documents.Format.MARKDOWN, Documents.sniff("a.MD", Utf8.encode("# x")));
        check.equal("CSV", Documents.Format.CSV, Documents.sniff("a.csv", Utf8.encode("a,b")));
        check.equal("HTML by content", Documents.Format.HTML, Documents.sniff("a", Utf8.encode(" <!DOCTYPE html><p>")));
        check.equal("text", Documents.Format.TEXT, Documents.sniff("notes", Utf8.encode("hello")));
        check.equal("DOCX", Documents.Format.DOCX, Documents.sniff("a.docx", Utf8.encode("PK\u0003\u0004....")));
        check.equal("EPUB", Documents.Format.EPUB,
                Documents.sniff("a.zip", Utf8.encode("PK\u0003\u0004....mimetypeapplication/epub+zip")));
        for (String bytes : List.of("", "  \n", "{\\rtf1", "GIF89a", "PK\u0003\u0004xl/", "\u0000asm",
                "a\u0001\u0002\u0003b", "PK\u0003\u0004mimetypeapplication/vnd.oasis.opendocument.text")) {
            Unsupported named = check.fails("named", Unsupported.class, () -> Documents.sniff("x", Utf8.encode(bytes)));
            check.isTrue("says what it seems to be: " + named.getMessage(),
                    named.getMessage().startsWith("The file seems to be ") && !named.finding().remedy().isEmpty());
        }
        check.fails("old Word", Unsupported.class,
                () -> Documents.sniff("a.doc", new byte[]{(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 0}));
        for (Documents.Format format : Documents.Format.values()) {
            check.equal("its name", format, Documents.Format.of(format.id()));
        }
        check.fails("no format", InvalidInput.class, () -> Documents.Format.of("doc"));
        check.fails("no text", Unsupported.class, () -> Documents.read(Documents.Format.TEXT, Slices.of(new byte[3])));
    }

    private static void encodings(Check check) {
        byte[] polish = {'s', (byte) 0xB3, 'o', 'w', 'o', ' ', 'j', 'a', (byte) 0x9F, (byte) 0xF1};
        DocumentText document = Documents.read(Documents.Format.TEXT, Slices.of(polish));
        check.equal("guessed", "s\u0142owo ja\u017A\u0144", document.text());
        check.isTrue("said: " + document.notices(), document.notices().get(0).indexOf("Windows-1250 was guessed") >= 0);
        check.equal("declared", "s\u0142", TextEncoding.decode(new byte[]{'s', (byte) 0xB3}, "ISO-8859-2").text());
        check.equal("found in XML", "koi8-r",
                TextEncoding.declared(Utf8.encode("<?xml version='1.0' encoding='KOI8-R'?>")));
        check.equal("UTF-16 by its zeros", TextEncoding.UTF_16_BE,
                TextEncoding.decode(new byte[]{0, 'a', 0, 'b'}).encoding());
    }

    private static void codec(Check check) {
        DocumentText document = MarkdownDocument.read("# T\u00EFtle \uD83D\uDE00\n\ntext\n\n- a\n- b\n");
        byte[] bytes = DocumentTextCodec.write(document);
        check.equal("read again", document, DocumentTextCodec.read(bytes));
        byte[] newer = bytes.clone();
        newer[4] = 2;
        check.fails("too new", Unsupported.class, () -> DocumentTextCodec.read(newer));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            check.fails("cut at " + length, DamagedData.class, () -> DocumentTextCodec.read(cut));
        }
        check.fails("one more", DamagedData.class,
                () -> DocumentTextCodec.read(Arrays.copyOf(bytes, bytes.length + 1)));
    }

    private static void fuzz(Check check) {
        SplitMix64 random = new SplitMix64(SEED);
        String alphabet = "ab *_`~#>|-=[]()!<&;\\\t\n\n\r:.1,\"\u0000\u00A0\uD83D\uDE00";
        for (int round = 0; round < 400; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(120); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                for (DocumentText document : List.of(PlainTextDocument.read(text.toString()),
                        MarkdownDocument.read(text.toString()), CsvDocument.read(text.toString()))) {
                    DocumentPromises.check(document);
                    check.equal("read again, seed " + SEED, document,
                            DocumentTextCodec.read(DocumentTextCodec.write(document)));
                }
            } catch (TabitatException refused) {
                check.isTrue("a refusal says something", !refused.getMessage().isEmpty());
            }
        }
    }
}
