package dev.tabitat.core.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sheets as people have them: each row says its columns, nothing is lost, and rows keep the numbers of the file. */
final class SheetCasesTest {

    @Test
    void namesMayBeNumbersDatesOrBlank() {
        assertEquals(List.of("R 0 \u00B7 name: Anna \u00B7 ort: Ulm", "R 1 \u00B7 name: Bert \u00B7 ort: Bonn",
                "R 2 \u00B7 name: Carl \u00B7 ort: Kiel"), rows("h-index.csv"));
        assertEquals(List.of("R Name: Umsatz \u00B7 2023: 10 \u00B7 2024: 12",
                "R Name: Kosten \u00B7 2023: 7 \u00B7 2024: 8"), rows("h-years.csv"));
        assertEquals(List.of("R Quarter: Q1 \u00B7 2022: 1,5 \u00B7 2023: 2,5",
                "R Quarter: Q2 \u00B7 2022: 3,5 \u00B7 2023: 4,5"), rows("h-years2.csv"));
        assertEquals(List.of("R id: 1 \u00B7 name: Anna \u00B7 3: x", "R id: 2 \u00B7 name: Bert \u00B7 3: y"),
                rows("h-onenum.csv"));
        assertEquals(List.of("R Name: A \u00B7 2024-01: 1 \u00B7 2024-02: 2",
                "R Name: B \u00B7 2024-01: 3 \u00B7 2024-02: 4"), rows("h-dates.csv"));
        assertEquals(List.of("R name: Anna \u00B7 ort: Ulm", "R name: Bert \u00B7 ort: Bonn"), rows("h-lastempty.csv"));
        assertEquals(List.of("R 1 \u00B7 name: Anna \u00B7 x", "R 2 \u00B7 name: Bert \u00B7 y"),
                rows("csv-emptyhead.csv"));
        assertEquals(
                List.of("R Umsatz: Nord \u00B7 2021: 7 \u00B7 2022: 9", "R Umsatz: Süd \u00B7 2021: 3 \u00B7 2022: 4"),
                of("Umsatz\t2021\t2022\nNord\t7\t9\nSüd\t3\t4\n"), "years without a known name");
        assertEquals(List.of("R Nord \u00B7 01/2024: 7 \u00B7 02/2024: 9", "R Süd \u00B7 01/2024: 3 \u00B7 02/2024: 4"),
                of(";01/2024;02/2024\nNord;7;9\nSüd;3;4\n"), "nothing above the first column");
    }

    @Test
    void aRowOfValuesIsNoNames() {
        assertEquals(List.of("R I love this phone \u00B7 positive", "R Terrible battery \u00B7 negative",
                "R Screen is fine \u00B7 positive"), rows("csv-noheader-text.csv"));
        assertEquals(List.of("R Anna \u00B7 12", "R Bert \u00B7 7"), of("Anna,12\nBert,7\n"));
        assertEquals(List.of("R 2021 \u00B7 2022", "R 2023 \u00B7 2024"), of("2021,2022\n2023,2024\n"),
                "years below years");
        assertEquals(List.of("R Berlin \u00B7 12.01.2024 \u00B7 4,50", "R Bonn \u00B7 13.01.2024 \u00B7 3,50"),
                of("Berlin;12.01.2024;4,50\nBonn;13.01.2024;3,50\n"));
    }

    @Test
    void whatMayBeNamesOrValuesIsBothAndSaidSo() {
        DocumentText unclear = Cases.read("h-none-text.csv");
        assertEquals(List.of("R Anna \u00B7 Ulm", "R Anna: Bert \u00B7 Ulm: Bonn", "R Anna: Carl \u00B7 Ulm: Kiel"),
                DocumentPromises.shown(unclear));
        assertEquals(
                List.of("Row 1 may hold the names of the columns or values like the rows below: it was read as both."),
                unclear.notices());
        assertEquals(List.of(), Cases.read("h-years.csv").notices());
        assertEquals(List.of("Row 1 was taken as the names of the columns."),
                CsvDocument.read("Frucht;Farbe\nApfel;rot\nBirne;gelb\n").notices());
    }

    @Test
    void whatStandsAboveTheNamesIsNoName() {
        List<String> account = List.of("H1 Kontoauszug 2024",
                "R Datum: 01.02.2024 \u00B7 Betrag: -12,50 \u00B7 Text: Miete",
                "R Datum: 02.02.2024 \u00B7 Betrag: -3,20 \u00B7 Text: Kaffee");
        assertEquals(account, rows("h-title.csv"));
        assertEquals(account, rows("h-title-pad.csv"));
        assertEquals(List.of("P Kontonummer: DE00", "P Zeitraum: Jan",
                "R Datum: 01.02.2024 \u00B7 Betrag: -12,50 \u00B7 Text: Miete"), rows("h-meta.csv"));
        assertEquals(List.of("H1 Monthly report", "R name: Anna \u00B7 ort: Ulm \u00B7 age: 3",
                "R name: Bert \u00B7 ort: Bonn \u00B7 age: 4"), rows("csv-titleline.csv"));
        assertEquals(List.of("H1 Attendance", "P Spring term", "R pupil: Mia \u00B7 days: 12",
                "R pupil: Ben \u00B7 days: 9"), of("Attendance\nSpring term\n\npupil,days\nMia,12\nBen,9\n"));
        assertEquals(
                List.of("P Konto: DE00", "P Inhaber: Anna Q", "R Datum: 01.02. \u00B7 Betrag: 5 \u00B7 Text: Miete",
                        "R Datum: 02.02. \u00B7 Betrag: 6 \u00B7 Text: Brot"),
                of("Konto:;DE00;\nInhaber:;Anna Q;\n;;\nDatum;Betrag;Text\n01.02.;5;Miete\n02.02.;6;Brot\n"),
                "filled up to one width");
    }

    @Test
    void aLineThatNamesTheSeparatorIsNoRow() {
        for (String name : List.of("csv-sepline.csv", "h-sep.csv", "h-sep-quoted.csv")) {
            DocumentText sheet = Cases.read(name);
            assertTrue(sheet.text().toLowerCase(java.util.Locale.ROOT).startsWith("name: anna \u00B7 ort: ulm")
                    && !sheet.text().contains("sep="), sheet.text());
            assertEquals(2, sheet.places().get(0).number(), "as a program for sheets counts");
        }
        assertEquals(List.of("R a: 1, 2 \u00B7 b: 3"), of("SEP=^\r\na^b\r\n1, 2^3\r\n"));
        assertTrue(CsvDocument.read("sep=note,b\n1,2\n").text().contains("sep=note"),
                "a name that begins alike is none");
    }

    @Test
    void blanksAroundQuotesAreNoText() {
        assertEquals(List.of("R name: Anna \u00B7 text: a, b", "R name: Bert \u00B7 text: c, d"),
                rows("h-spacequote.csv"));
        assertEquals(List.of("R a: 1 \u00B7 b: x, y \u00B7 c: 3"), rows("csv-space-quote.csv"));
        assertEquals(List.of("R name: Anna \u00B7 text: a; b"), of("name; text\n\"Anna\" ; \"a; b\" \n"));
        assertEquals(List.of("R name: Anna \u00B7 text: said \"no\" twice"),
                of("name\ttext\nAnna\tsaid \"no\" twice\n"));
    }

    @Test
    void oneColumnStaysOne() {
        assertEquals(List.of("R text: alpha, beta", "R text: gamma, delta"), rows("h-semicolon-in-one.csv"));
        assertEquals(List.of("R text: first, with comma", "R text: second; with semicolon", "R text: third"),
                rows("csv-onecol.csv"));
        assertEquals(List.of("R price: 1,50", "R price: 2,75", "R price: 3,20"), of("price\n1,50\n2,75\n3,20\n"),
                "decimal commas");
        assertEquals(List.of("R labels: red,green,blue", "R labels: small,big,huge"),
                of("labels\nred,green,blue\nsmall,big,huge\n"), "lists in one column");
        assertEquals(List.of("R notes: Milk, bread", "R notes: Eggs"), of("notes\n\"Milk, bread\"\nEggs\n"));
    }

    @Test
    void decimalCommasDoNotPart() {
        assertEquals(List.of("R Artikel: Brot \u00B7 Preis: 2,50", "R Artikel: Milch \u00B7 Preis: 1,19"),
                of("Artikel;Preis\nBrot;2,50\nMilch;1,19\n"));
        assertEquals(List.of("R Artikel: Brot \u00B7 Preis: 2,50", "R Artikel: Milch \u00B7 Preis: 1,19"),
                of("Artikel\tPreis\nBrot\t2,50\nMilch\t1,19\n"));
    }

    @Test
    void rowsKeepTheirNumbers() {
        List<Integer> numbers = new ArrayList<>();
        Cases.read("a.csv", "",
                "name,city\n\nAnna,Ulm\n,,\n \r\n\"Bert\nB.\",Bonn\nCarl,Kiel\n".getBytes(StandardCharsets.UTF_8))
                .places().forEach(place -> numbers.add(place.number()));
        assertEquals(List.of(3, 6, 7), numbers, "blank rows count, and lines in a cell are no rows");
    }

    private static List<String> rows(String name) {
        return DocumentPromises.shown(Cases.read(name));
    }

    private static List<String> of(String csv) {
        return DocumentPromises.shown(CsvDocument.read(csv));
    }
}
