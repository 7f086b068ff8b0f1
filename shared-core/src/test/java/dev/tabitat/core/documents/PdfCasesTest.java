package dev.tabitat.core.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Real PDFs, one of each kind that was once read wrongly, are read as a person reads them. */
final class PdfCasesTest {

    private static final String REPORT = "P The quick report describes how the various parts of the system work together over a longer period of time, and which of them were measured. ";
    private static final List<String> SECTIONS = List.of(
            "P Alpha section about the delivery of goods to the north. It was late.",
            "P Beta section about payment in thirty days, net. No discount.",
            "P Gamma section about damage in transit and claims. See terms.",
            "P Delta section about courts and the law that applies. The end.");

    private static void reads(String file, String... blocks) {
        assertEquals(List.of(blocks), DocumentPromises.shown(PdfSamples.file(file)), file);
    }

    private static void says(String file, String... notices) {
        assertEquals(List.of(notices), PdfSamples.file(file).notices(), file);
    }

    @Test
    void aHyphenThatTheAuthorWroteStays() {
        reads("pdf-hyph-real", REPORT
                + "The offers made in spring are all based on the price-determining factors, which were fixed in the annual meeting of the board. "
                + "Later the price-determining factors were changed again and");
        reads("pdf-hyph-real-only", REPORT
                + "The offers made in spring are all based on the price-determining factors, which were fixed in the annual meeting of the board "
                + "and then changed again a few weeks later by the manager.");
        reads("pdf-hyph-ident", REPORT
                + "Please pay the open sum of the older invoice number INV-2231 before the end of the month. The compound that was found is n-tridecanal, which is a simple "
                + "aldehyde. During the years of COVID-19 the laboratory was closed. The address is given to us by e-mail only. The talks between Mrs Smith and her mother-in-law took place in the "
                + "years 1990-1995 and the type of the plane was a Boeing 747-400 with a wide body.");
        reads("pdf-hyph-caps", REPORT
                + "In the meeting of spring the lawyers of Mrs Meyer-Landrut met the people of the Baden-W\u00FCrttemberg office, and the Anglo-Saxon side agreed with the plan "
                + "to write to the office.");
        reads("pdf-hyph-url", REPORT
                + "All of the data can be had from https://data.example/very-long-path/report_final.pdf by everyone who asks, and the key is given as sha256:ab12-cd34 in the text.");
        reads("pdf-hyph-suspended",
                "P Der Kunde zahlt die vollen Kosten, und zwar auch alle vracht- en verzendkosten sowie Nord- und S\u00FCdfracht. Die Anlage dient zum Ein- und Ausgang der Waren, "
                        + "und die Gesellschaft haftet nur f\u00FCr Vor- oder Nachteile, die dem Kunden unmittelbar entstanden sind.");
    }

    @Test
    void scriptsAreReadAsTheyAreWritten() {
        reads("pdf-ar-presentation",
                "P \u062A\u0642\u0631\u064A\u0631 \u0639\u0646 \u0627\u0644\u0645\u062E\u0627\u0637\u0631");
        assertTrue(PdfSamples.file("pdf-he-logical-words").text().startsWith(
                "\u05D3\u05D5\u05D7 \u05E2\u05DC \u05D4\u05E1\u05D9\u05DB\u05D5\u05E0\u05D9\u05DD \u05E9\u05DC \u05D4\u05D1\u05E0\u05E7 "));
        assertTrue(PdfSamples.file("pdf-he-logical-words").text()
                .contains(" \u05D1\u05E9\u05E0\u05EA 2023 \u05D0\u05D9\u05E9\u05D5\u05E8 "));
        reads("pdf-cjk-join",
                "P \u4F1A\u8B70\u5BA4\u306E\u4E88\u7D04\u306F\u7DCF\u52D9\u90E8\u306E\u627F\u8A8D\u304C\u5FC5\u8981\u3067\u3059\u3002");
        assertTrue(PdfSamples.file("pdf-cjk").text().indexOf(' ') < 0);
    }

    @Test
    void whatIsDrawnInOddWaysIsReadOnce() {
        reads("pdf-fakebold", "H1 Bold heading", "P Normal text under it.");
        reads("pdf-kern", "P Words without space characters Kerned text", "P LETTERSPACED", "P SPREAD");
        reads("pdf-superscript", "P The claim holds 12 in all cases and H2O is wet.");
        reads("pdf-cols-rowmajor",
                "P Left column one starts with a longer text that goes on over several lines and then ends here in the left side.",
                "P Right column begins its own story about other things and continues for some lines to finish in the right side.");
    }

    @Test
    void whatWasFilledInIsReadAndWhatIsHiddenIsNot() {
        reads("pdf-form", "P Application form Surname:", "P City:", "P surname: Wombatson", "P Plan:",
                "P city: Quokkaville", "P plan: Platypus", "P u: K\u00F6ala");
        reads("pdf-annots", "P Page text here.", "P Freetext dugong");
        says("pdf-annots", "2 comments on pages are left out.");
        reads("pdf-layers", "P Layer on text.");
        says("pdf-layers", "Text on layers that are switched off is left out.");
    }

    @Test
    void headersAreKeptOnceAndPageNumbersLeftOut() {
        reads("pdf-header-repeat", "P Invoice INV-7781 - Pelican Ltd", SECTIONS.get(0), SECTIONS.get(1),
                SECTIONS.get(2), SECTIONS.get(3));
        says("pdf-header-repeat", "Headers and footers that repeat are kept once.", "Page numbers are left out.");
        reads("pdf-hdr-3", "P Invoice INV-7781 - Pelican Ltd", SECTIONS.get(0), SECTIONS.get(1), SECTIONS.get(2));
        says("pdf-hdr-3", "Headers and footers that repeat are kept once.");
        reads("pdf-repeat-content", "P Total due 250 EUR", SECTIONS.get(0), SECTIONS.get(1), SECTIONS.get(2),
                SECTIONS.get(3));
        reads("pdf-pagenum-of", SECTIONS.toArray(new String[0]));
        says("pdf-pagenum-of", "Page numbers are left out.");
    }

    @Test
    void aTablesHeaderComesOnceAndNamesEachRowsCells() {
        reads("pdf-tablehead-repeat", "R Article Qty Price", row("Bolt M0", 0, "3,40"), row("Nut M0", 0, "0,95"),
                row("Bolt M1", 1, "3,40"), row("Nut M1", 1, "0,95"),
                row("Bolt M2", 2, "3,40"), row("Nut M2", 2, "0,95"), row("Bolt M3", 3, "3,40"),
                row("Nut M3", 3, "0,95"));
        says("pdf-tablehead-repeat");
    }

    private static String row(String article, int quantity, String price) {
        return "R Article: " + article + " \u00B7 Qty: " + quantity + " \u00B7 Price: " + price;
    }

    @Test
    void aLongerDocumentHasItsHeadingsParagraphsColumnsNotesAndTables() {
        List<String> blocks = DocumentPromises.shown(PdfSamples.file("tenancy-terms"));
        assertEquals(
                List.of("H1 Terms of tenancy", "H2 1. Words used here", "H2 2. Before you move in",
                        "H3 2.1 Holding deposit", "H3 2.2 References", "H3 2.3 Keys and inventory", "H2 3. Money",
                        "H3 3.1 Rent", "H3 3.2 Security deposit", "H3 3.3 Bills", "H2 4. Table of fees",
                        "H2 5. Living in the home", "H3 5.1 People", "H3 5.2 Noise", "H3 5.3 Animals", "H3 5.4 Smoking",
                        "H3 5.5 Walls and changes", "H3 5.6 Garden and bins", "H3 5.7 Damp and frost",
                        "H3 5.8 Visits by us", "H2 6. Repairs", "H2 7. Insurance", "H2 8. Ending the tenancy",
                        "H3 8.1 Notice by you", "H3 8.2 Notice by the landlord", "H3 8.3 Moving out", "H2 9. Students",
                        "H2 10. Complaints and contact"),
                blocks.stream().filter(block -> block.startsWith("H")).toList());
        assertEquals("P Fennimore & Tate Lettings Terms of tenancy, edition 2026", blocks.get(0));
        for (String block : List.of("R Group Occasion Home to yourself Room in a shared home",
                "R Group: Pets \u00B7 Occasion: Large dog (over 20 kg), a month \u00B7 Home to yourself: \u00A335 \u00B7 Room in a shared home: not allowed",
                "R Group: During the tenancy \u00B7 Occasion: Lost key or fob, each \u00B7 Home to yourself: \u00A325 and the cost of cutting \u00B7 Room in a shared home: \u00A315",
                "R Group: At the end \u00B7 Occasion: Cleaning, when the home is not handed back clean \u00B7 Home to yourself: at cost, \u00A3110 to \u00A3260 \u00B7 Room in a shared home: \u00A360",
                "R Kind: Soon \u00B7 Examples: no heating from May to September, oven, refrigerator, a leaking tap \u00B7 We begin within: 5 working days",
                "P Air the rooms twice a day for ten minutes. In winter keep the heating at 12 degrees at least, even when you travel. Tell us at once about mould that is larger than a hand.",
                "P 1 For homes let by the room it is a flat sum of \u00A375.")) {
            assertTrue(blocks.contains(block), block + "\n" + String.join("\n", blocks));
        }
        assertEquals(87, blocks.size());
    }
}
