package dev.tabitat.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/** What a name holds is seen, and nothing around it moves. */
final class VisibleTextTest {

    @Test
    void aDirectionOverrideIsWrittenOut() {
        assertEquals("[U+202E]txt.exe.md", VisibleText.of("\u202Etxt.exe.md"));
        assertEquals("annual[U+202E]fdp.md", VisibleText.isolated("annual\u202Efdp.md"));
    }

    @Test
    void allDirectionControlsAndInvisibleCharactersAreWrittenOut() {
        for (String control : new String[]{"202A", "202B", "202C", "202D", "202E", "2066", "2067", "2068", "2069",
                "200E", "200F", "061C", "200B", "2060", "FEFF", "2028",
                "0000", "000A", "001B", "007F", "0085"}) {
            char c = (char) Integer.parseInt(control, 16);
            assertEquals("a[U+" + control + "]b", VisibleText.of("a" + c + "b"));
            assertEquals("[U+" + control + "]", VisibleText.isolated(String.valueOf(c)));
        }
    }

    @Test
    void ordinaryNamesStayAsTheyAre() {
        for (String name : new String[]{"", "notes.md", "M\u00fcnchen 2026 (final).pdf",
                "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.txt", "\ud83d\udc69\u200d\ud83d\udcbb.md",
                "\u65e5\u672c\u8a9e.csv"}) {
            assertSame(name, VisibleText.of(name));
        }
    }

    @Test
    void aMessageKeepsItsLines() {
        assertEquals("line 1: [U+202E]x\n\tline 2[U+0000]", VisibleText.message("line 1: \u202Ex\n\tline 2\u0000"));
        assertSame("as it is", VisibleText.message("as it is"));
    }

    @Test
    void aNameFromRightToLeftIsIsolatedInASentence() {
        assertEquals("\u2068\u05d3\u05d5\u05d7.pdf\u2069", VisibleText.isolated("\u05d3\u05d5\u05d7.pdf"));
        assertEquals("\u2068\u062a\u0642\u0631\u064a\u0631 [U+202E]x\u2069",
                VisibleText.isolated("\u062a\u0642\u0631\u064a\u0631 \u202Ex"));
        assertEquals("report.pdf", VisibleText.isolated("report.pdf"));
    }
}
