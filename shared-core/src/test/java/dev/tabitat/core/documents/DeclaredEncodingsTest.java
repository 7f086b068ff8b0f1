package dev.tabitat.core.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.zip.ZipWriter;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.text.JvmDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a page, an XML file or its sender declares counts before any guess, and no notice says otherwise. */
final class DeclaredEncodingsTest {

    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry("gbk", "住房合同第二条"), Map.entry("gb18030", "会议室㐀𠀀"), Map.entry("big5", "租賃契約書"),
            Map.entry("windows-31j", "賃貸契約①"), Map.entry("euc-jp", "賃貸契約"),
            Map.entry("iso-2022-jp", "賃貸契約"), Map.entry("euc-kr", "임대차 계약"), Map.entry("windows-1255", "חוזה שכירות"),
            Map.entry("windows-1256", "عقد الإيجار"),
            Map.entry("windows-1257", "Nuomos sutartis šį žodį"), Map.entry("iso-8859-4", "Üürileping šõna"),
            Map.entry("koi8-u", "договір оренди їжі"), Map.entry("windows-874", "สัญญาเช่า"),
            Map.entry("macintosh", "Öffnung für Gäste"), Map.entry("ibm866", "Договор аренды"),
            Map.entry("iso-8859-3", "Ĉiuj ĝojas"));

    @Test
    void everyGivenFileIsReadAsItDeclares() {
        JsonObject cases = JsonReader.readObject(Cases.bytes("declared-encodings.json"), new JsonLimits(1 << 20, 8));
        for (JsonObject one : cases.array("cases").objects()) {
            String name = one.string("add_as");
            DocumentText document = Cases.read(name, one.stringOr("mime", ""), Cases.bytes(name));
            String wanted = one.string("right").substring("text contains ".length());
            assertTrue(document.text().contains(wanted), name + ": " + document.text());
            assertEquals(List.of(), document.notices(), name);
        }
    }

    @Test
    void everyWayToDeclareIsHeard() {
        SENTENCES.forEach((label, sentence) -> {
            for (String head : List.of("<meta charset=" + label + ">",
                    "<META CHARSET='" + label.toUpperCase(java.util.Locale.ROOT) + "' />",
                    "<!-- <meta charset=utf-8> --><script charset=utf-8 src=x></script><meta content=\"text/html;charset="
                            + label + "\" http-equiv=content-type>",
                    "<meta name=description content='charset=utf-8'><meta charset=\" " + label + " \">")) {
                assertRead(sentence, label, "", head + "<p>" + sentence);
            }
            assertRead(sentence, label, "",
                    "<?xml version='1.0' encoding='" + label + "'?><html><body><p>" + sentence + "</p></body></html>");
            assertRead(sentence, label, "text/html;charset=" + label, "<meta charset=utf-8><p>" + sentence);
            assertRead(sentence, label, "text/html; Charset=\"" + label + "\"", "<p>" + sentence);
        });
    }

    private static void assertRead(String sentence, String label, String mediaType, String page) {
        DocumentText document = Cases.read("page.html", mediaType, page.getBytes(charset(label)));
        assertTrue(document.text().contains(sentence), label + " in " + page + ": " + document.text());
        assertEquals(List.of(), document.notices());
    }

    private static Charset charset(String label) {
        return Charset.forName(label.equals("macintosh") ? "x-MacRoman"
                : label.equals("gbk") ? "GB18030" : label.equals("windows-874") ? "x-windows-874" : label);
    }

    @Test
    void aSenderSaysItOfTextsAndSheetsToo() {
        assertEquals("賃貸契約", Cases
                .read("a.txt", "text/plain;charset=Shift_JIS", "賃貸契約".getBytes(Charset.forName("windows-31j"))).text());
        assertEquals("Name: Иван \u00B7 Ort: Киев", Cases
                .read("a.csv", "text/csv; charset=koi8-u", "Name;Ort\nИван;Киев\n".getBytes(Charset.forName("koi8-u")))
                .text());
        assertEquals("Grüße", Cases
                .read("a.md", "text/markdown; charset=utf-16le", "Grüße".getBytes(StandardCharsets.UTF_16LE)).text());
    }

    @Test
    void aByteOrderMarkCountsForMore() {
        assertEquals("Grüße", Cases.read("a.html", "text/html; charset=shift_jis",
                "\uFEFF<meta charset=gbk><p>Grüße".getBytes(StandardCharsets.UTF_8)).text());
        assertEquals("Grüße", Cases
                .read("a.html", "", "\uFEFF<meta charset=gbk><p>Grüße".getBytes(StandardCharsets.UTF_16BE)).text());
    }

    @Test
    void whatIsDeclaredAndNotSupportedIsNamed() {
        byte[] page = "<meta charset='x-klingon'><p>Größe".getBytes(Charset.forName("windows-1252"));
        DocumentText document = Cases.read("a.html", "", page);
        assertEquals("Größe", document.text());
        assertEquals(List.of(
                "The file declares the encoding \u201cx-klingon\u201d, which is not supported; Windows-1252 was guessed from its letters."),
                document.notices());
        byte[] japanese = "<meta charset='shift_jis'><p>賃貸契約".getBytes(Charset.forName("windows-31j"));
        assertTrue(Documents.read(Documents.Format.HTML, Slices.of(japanese)).notices().get(0)
                .contains("\u201cshift_jis\u201d, which is not supported"), "without the platform");
        assertEquals(List.of(
                "The file declares the encoding \u201cx-klingon\u201d, which is not supported; it was read as UTF-8."),
                Cases.read("a.html", "", "<meta charset='x-klingon'><p>Größe".getBytes(StandardCharsets.UTF_8))
                        .notices(),
                "UTF-8 is no guess");
        assertEquals(1, Cases.read("a.html", "",
                "<meta charset=iso-2022-kr><p>A page that is long enough for two controls to be few, since controls shift its alphabet: \u001B$)C \u000E4k\u000F"
                        .getBytes(StandardCharsets.US_ASCII))
                .notices().size(), "what browsers refuse to decode");
    }

    @Test
    void filesInArchivesDeclareTheirEncodingToo() {
        String declaration = "<?xml version=\"1.0\" encoding=\"%s\"?>";
        byte[] docx = new ZipWriter().stored("word/document.xml",
                (declaration.replace("%s", "windows-1251") + "<d><p><r><t>Договор</t></r></p></d>")
                        .getBytes(Charset.forName("windows-1251")))
                .end();
        assertEquals("Договор", DocxDocument.read(Slices.of(docx), new JvmDecoder()).text());
        byte[] wide = new ZipWriter().stored("word/document.xml",
                (declaration.replace("%s", "UTF-16") + "<d><p><r><t>Договор</t></r></p></d>")
                        .getBytes(StandardCharsets.UTF_16))
                .end();
        assertEquals("Договор", DocxDocument.read(Slices.of(wide), new JvmDecoder()).text());
    }
}
