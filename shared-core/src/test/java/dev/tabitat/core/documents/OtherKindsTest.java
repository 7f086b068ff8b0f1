package dev.tabitat.core.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.Unsupported;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files of other kinds are named with what to do and what can be added; texts of people stay texts. */
final class OtherKindsTest {

    private static final String MAIL = "From: Anna <anna@example.org>\r\nTo: Bert <bert@example.org>\r\nSubject: Hello\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8gd29tYmF0IHRleHQu\r\n";
    private static final String SAVED = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\"\r\n\r\nCaf=C3=A9 wombat li=\r\nne";

    @Test
    void mailAndSavedPagesAreNamed() {
        for (String name : new String[]{"a.eml", "a", "a.bin", "a.txt"}) {
            refused(name, MAIL, "an e-mail message");
        }
        refused("a.mhtml", SAVED, "a saved page in one file (MHTML)");
        refused("a", SAVED, "a saved page in one file (MHTML)");
        refused("a.mht", "anything", "a saved page in one file (MHTML)");
        refused("inbox",
                "From anna@example.org Mon Nov 30 09:00:00 2026\nReturn-Path: <a@example.org>\nReceived: by x\nSubject: y\n\nText\n",
                "a mailbox");
    }

    @Test
    void dataIsNamed() {
        refused("a.json", "{\"a\": \"\\u00e4\"}", "JSON data");
        refused("a.jsonl", "{\"a\": 1}\n{\"a\": 2}\n", "JSON data");
        refused("data", "[\n  {\n    \"name\": \"x\"\n  }\n]", "JSON data");
        refused("a.ipynb", "{\"cells\": [{\"cell_type\": \"markdown\"}], \"nbformat\": 4}", "a notebook (Jupyter)");
        refused("a.xml", "<?xml version=\"1.0\"?><orders><o>1</o></orders>", "XML data");
        refused("a.xml", "<orders><o>1</o></orders>", "XML data");
        refused("feed", "<?xml version='1.0'?><rss/>", "XML data");
        refused("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>", "a picture (SVG)");
        refused("drawing", "<?xml version='1.0'?><!-- x --><svg/>", "a picture (SVG)");
        refused("a.tex", "\\documentclass{article}\\begin{document}x", "a TeX file");
        refused("chapter", "\\documentclass[a4]{book}", "a TeX file");
        refused("a.ics", "BEGIN:VCALENDAR\r\nSUMMARY:x", "a calendar (iCalendar)");
        refused("b", "BEGIN:VCARD\nFN:Anna", "an address book (vCard)");
        refused("id.txt", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n",
                "a key or certificate (PEM)");
    }

    @Test
    void bytesThatAreNoTextAreNamed() {
        Random random = new Random(20_261_130L);
        byte[] bytes = new byte[4096];
        random.nextBytes(bytes);
        assertThrows(Unsupported.class, () -> Documents.sniff("a.txt", bytes), "random bytes");
        byte[] wide = new byte[4096];
        for (int i = 0; i < wide.length; i += 2) {
            wide[i] = (byte) (random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(255));
            wide[i + 1] = (byte) random.nextInt(256);
        }
        assertThrows(Unsupported.class, () -> Documents.sniff("a.txt", wide), "numbers of two bytes");
        Unsupported picture = assertThrows(Unsupported.class,
                () -> Documents.sniff("a.txt", "\u0089PNG\r\n".getBytes(StandardCharsets.ISO_8859_1)));
        assertTrue(
                picture.finding().remedy()
                        .endsWith("PDF, DOCX, EPUB, HTML, Markdown, CSV and text files can be added."),
                picture.finding().remedy());
    }

    @Test
    void textsOfPeopleStayTexts() {
        assertEquals(Documents.Format.TEXT,
                sniff("mail.txt", "From: Anna\nTo: Bert\nSubject: Boiler\n\nDear Bert,\nthe boiler is broken.\n"));
        assertEquals(Documents.Format.TEXT, sniff("emails", "From: Anna\nTo: Bert\nDate: today\n\nDear Bert"));
        assertEquals(Documents.Format.TEXT, sniff("a.txt", "{\"a\": 1} is how JSON looks"));
        assertEquals(Documents.Format.TEXT, sniff("notes", "[1] Smith, 2020\n[2] Jones"));
        assertEquals(Documents.Format.TEXT, sniff("readme", "\\o/ hooray"));
        assertEquals(Documents.Format.MARKDOWN, sniff("a.md", "<svg/> is a tag"));
        assertEquals(Documents.Format.HTML,
                sniff("a.xml", "<?xml version='1.0'?><html xmlns='x'><body>y</body></html>"));
        assertEquals(Documents.Format.HTML,
                sniff("a.xhtml", "<?xml version='1.0'?><!DOCTYPE html><html><svg/></html>"));
        assertEquals(Documents.Format.CSV, sniff("a.csv", "json,xml\n{},<a/>\n"));
        assertEquals(Documents.Format.TEXT, Documents.sniff("a.txt", "Übung мир".getBytes(StandardCharsets.UTF_16LE)));
    }

    private static Documents.Format sniff(String name, String text) {
        return Documents.sniff(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String name, String text, String what) {
        Unsupported named = assertThrows(Unsupported.class, () -> sniff(name, text), name);
        assertEquals("The file seems to be " + what + ".", named.getMessage(), name);
        assertEquals(what, named.finding().found());
        assertEquals(name, named.finding().where());
        assertTrue(named.finding().remedy().length() > 80 && named.finding().remedy().contains("DOCX, EPUB, HTML"),
                named.finding().remedy());
    }
}
