package dev.tabitat.core.documents;

import static dev.tabitat.core.documents.PdfSamples.filled;
import static dev.tabitat.core.documents.PdfSamples.piece;
import static dev.tabitat.core.documents.PdfSamples.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Layouts of every kind that a page can have, made of pieces. */
final class PdfLayoutTest {

    private static List<String> shown(List<Object> items) {
        return DocumentPromises.shown(PdfSamples.pages(List.of(items)));
    }

    @SafeVarargs
    private static List<Object> page(List<Object>... parts) {
        List<Object> page = new ArrayList<>();
        for (List<Object> part : parts) {
            page.addAll(part);
        }
        return page;
    }

    private static String joined(String... lines) {
        return PdfSamples.paragraph(lines).text();
    }

    @Test
    void aWordPartedAtALinesEndIsJoined() {
        assertEquals("This is the information", joined("This is the infor-", "mation"));
        assertEquals("The development of the agreement is in good order",
                joined("The develop-", "ment of the agree-", "ment is in good order"));
        assertEquals("Der Vertrag und die Gemeindeordnung sind nicht neu",
                joined("Der Vertrag und die Gemeinde-", "ordnung sind nicht neu"));
        assertEquals("the thousand and one nights of the thousand",
                joined("the thousand and one nights of the thous-", "and"));
        assertEquals("AN INTERNATIONAL TREATY", joined("AN INTER-", "NATIONAL TREATY"));
        assertEquals("a softhyphen", joined("a soft\u00AD", "hyphen"));
    }

    @Test
    void aCompoundsHyphenIsKept() {
        assertEquals("a cost-effective plan is the best of all",
                joined("a cost-", "effective plan is the best of all"));
        assertEquals("the decision-making body of the firm is in town",
                joined("the decision-", "making body of the firm is in town"));
        assertEquals("a self-employed person in the city of that name",
                joined("a self-", "employed person in the city of that name"));
        assertEquals("in 2020\u20132021 and A\u2013B", joined("in 2020\u2013", "2021 and A\u2013", "B"));
        assertEquals("and/or more", joined("and/", "or more"));
        assertEquals("write to anna-lena@mail.example today", joined("write to anna-", "lena@mail.example today"));
        assertEquals("Pr\u00EAtez-vous les livres", joined("Pr\u00EAtez-", "vous les livres"));
        assertEquals("two- or three-year terms of the contract that is new",
                joined("two-", "or three-year terms of the contract that is new"));
        assertEquals("a dash - is not a hyphen", joined("a dash -", "is not a hyphen"));
    }

    @Test
    void linesWithoutSpacesBetweenWordsAreJoinedWithoutOne() {
        assertEquals("\u5408\u540C\u81EA\u7B7E\u5B57\u4E4B\u65E5\u8D77\u751F\u6548\u3002",
                joined("\u5408\u540C\u81EA\u7B7E\u5B57", "\u4E4B\u65E5\u8D77\u751F\u6548\u3002"));
        assertEquals("\u0E2A\u0E31\u0E0D\u0E0D\u0E32\u0E40\u0E0A\u0E48\u0E32",
                joined("\u0E2A\u0E31\u0E0D\u0E0D\u0E32", "\u0E40\u0E0A\u0E48\u0E32"));
        assertEquals("\uACC4\uC57D\uC11C \uB0B4\uC6A9", joined("\uACC4\uC57D\uC11C", "\uB0B4\uC6A9"),
                "Korean has spaces");
        assertEquals("\u4F7F\u7528 Excel \u8868\u683C", joined("\u4F7F\u7528", "Excel", "\u8868\u683C"));
    }

    @Test
    void aRaisedNumberIsAFootnotesAndAUnitsStays() {
        assertEquals("Area of 25 m2 as said 3 here", joinedRaised("Area of 25 m", "2", " as said", "3", " here"));
        assertEquals("the 1st day", joinedRaised("the 1", "st", " day"));
        assertEquals("the claim a holds", joinedRaised("the claim", "a", " holds"));
        assertEquals("le XIXe si\u00E8cle", joinedRaised("le XIX", "e", " si\u00E8cle"));
        assertEquals("in 2019 4 it grew", joinedRaised("in 2019", "4", " it grew"));
    }

    /** Every second part is raised and small. */
    private static String joinedRaised(String... parts) {
        List<Object> items = new ArrayList<>();
        double x = 60;
        for (int i = 0; i < parts.length; i++) {
            double size = i % 2 == 0 ? 10 : 6;
            items.add(piece(parts[i], x, i % 2 == 0 ? 700 : 704, size, 0));
            x += parts[i].length() * size / 2;
        }
        return PdfSamples.pages(List.of(items)).text();
    }

    @Test
    void lettersThatWereSpacedOutAreAWordAndListsOfLettersAreNot() {
        assertEquals("SUMMARY of it", joined("S U M M A R Y of it"));
        assertEquals("The Contract here", joined("The C o n t r a c t here"));
        assertEquals("A B C D E", joined("A B C D E"));
        assertEquals("1 2 3 4 5 and I a m", joined("1 2 3 4 5 and I a m"));
        List<Object> wide = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            wide.add(piece("NOTICE".substring(i, i + 1), 60 + 15 * i, 700));
        }
        assertEquals(List.of("P NOTICE"), shown(wide));
    }

    @Test
    void textDrawnTwiceIsReadOnceAndTextThatRepeatsTwice() {
        assertEquals(List.of("P Total 5 5"), shown(List.of(piece("Total", 60, 700), piece("Total", 60.2, 700.1),
                piece("5", 100, 700), piece("5", 110, 700))));
        assertEquals(List.of("P no no"), shown(List.of(piece("no", 60, 700), piece("no", 73, 700))));
    }

    @Test
    void columnsThatAreDrawnOneAfterTheOtherStayInOrder() {
        List<Object> items = new ArrayList<>();
        for (int column = 0; column < 2; column++) {
            for (int i = 0; i < 14; i++) {
                items.add(piece((column == 0 ? "left" : "right") + " line number " + i + " of a text that goes on",
                        60 + 250 * column, 700 - 12 * i));
            }
        }
        String text = PdfSamples.pages(List.of(items)).text();
        assertTrue(text.indexOf("left line number 13") < text.indexOf("right line number 0"), text);
    }

    @Test
    void threeColumnsDrawnRowByRowAreReadOneByOne() {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            for (int column = 0; column < 3; column++) {
                items.add(piece("col " + column + " goes on line " + i + " here", 40 + 180 * column, 700 - 12 * i));
            }
        }
        String text = PdfSamples.pages(List.of(items)).text();
        assertTrue(text.indexOf("col 0 goes on line 4") < text.indexOf("col 1 goes on line 0"), text);
        assertTrue(text.indexOf("col 1 goes on line 4") < text.indexOf("col 2 goes on line 0"), text);
    }

    @Test
    void aTableWithoutAHeaderNamesNothingThatIsNotThere() {
        assertEquals(List.of("R Ada \u00B7 London \u00B7 logic", "R Grace \u00B7 New York \u00B7 compilers"),
                shown(page(row(700, 60, "Ada", 160, "London", 260, "logic"),
                        row(686, 60, "Grace", 160, "New York", 260, "compilers"))));
        assertEquals(List.of("R Name: Ada", "R Born: 1815"),
                shown(page(row(700, 60, "Name:", 160, "Ada"), row(686, 60, "Born:", 160, "1815"))));
    }

    @Test
    void aHeaderInAFontOfItsOwnNamesTheCellsAndAnEmptyOneNamesNothing() {
        List<Object> header = List.of(piece("House", 160, 700, 10, 1), piece("Room", 260, 700, 10, 1));
        assertEquals(
                List.of("R House Room", "R Cat \u00B7 House: yes \u00B7 Room: no",
                        "R Dog \u00B7 House: asked \u00B7 Room: no"),
                shown(page(header, row(686, 60, "Cat", 160, "yes", 260, "no"),
                        row(672, 60, "Dog", 160, "asked", 260, "no"))));
    }

    @Test
    void cellsWithSeveralLinesAreOneRowAndAParagraphBelowIsNone() {
        List<Object> items = page(row(700, 60, "Item", 200, "Price"), row(680, 60, "Lost key, outside"),
                row(669, 60, "office hours"), row(680, 200, "95"), row(649, 60, "Reminder", 200, "12"),
                row(620, 60, "All of the prices in this table are net of tax and in euros."));
        assertEquals(List.of("R Item Price", "R Item: Lost key, outside office hours \u00B7 Price: 95",
                "R Item: Reminder \u00B7 Price: 12", "P All of the prices in this table are net of tax and in euros."),
                shown(items));
    }

    @Test
    void aTableThatGoesOnOnTheNextPageKeepsItsNames() {
        List<Object> first = page(row(700, 60, "Part", 160, "Count"), row(686, 60, "nut", 160, "4"),
                row(672, 60, "bolt", 160, "5"));
        List<Object> second = page(row(760, 60, "washer", 160, "6"), row(746, 60, "screw", 160, "7"));
        assertEquals(
                List.of("R Part Count", "R Part: nut \u00B7 Count: 4", "R Part: bolt \u00B7 Count: 5",
                        "R Part: washer \u00B7 Count: 6", "R Part: screw \u00B7 Count: 7"),
                DocumentPromises.shown(PdfSamples.pages(List.of(first, second))));
    }

    @Test
    void aListIsNoTable() {
        assertEquals(List.of("L1 1. first thing", "L1 2. second thing", "L1 3. third thing"),
                shown(page(row(700, 60, "1.", 90, "first thing"), row(686, 60, "2.", 90, "second thing"),
                        row(672, 60, "3.", 90, "third thing"))));
        assertEquals(List.of("L1 one", "L1 two"),
                shown(page(row(700, 60, "\u2022", 80, "one"), row(686, 60, "\u2022", 80, "two"))));
    }

    @Test
    void aSubheadingInAFontOfItsOwnOrWithANumberDoesNotRunIntoItsParagraph() {
        List<Object> items = page(List.of(piece("Holding deposit", 60, 700, 10, 1)),
                row(688, 60, "It is taken from everyone who asks for a home and is kept for a"),
                row(676, 60, "week, then it is given back."),
                List.of(piece("References", 60, 652, 10, 1)),
                row(640, 60, "We ask for two of them, and we do call the people who wrote them."));
        assertEquals(List.of("H1 Holding deposit",
                "P It is taken from everyone who asks for a home and is kept for a week, then it is given back.",
                "H1 References",
                "P We ask for two of them, and we do call the people who wrote them."), shown(items));
        List<Object> numbered = page(row(700, 60, "The text before ends here."), row(676, 60, "2.1 Notice"),
                row(664, 60, "Notice is one month and is given"), row(652, 60, "in writing."),
                row(640, 60, "It ends with a month."));
        assertEquals("H1 2.1 Notice", shown(numbered).get(1));
        List<Object> italics = page(row(700, 60, "A word in the midst of a paragraph is no heading, and"),
                List.of(piece("a whole line of another font is none either, since it", 60, 688, 10, 1)),
                row(676, 60, "goes on."), row(664, 60, "And so on for a while, so that this font is the body's."));
        assertEquals(1, shown(italics).size());
    }

    @Test
    void programTextIsNoHeadingAndANumberAtASentencesEndNoItem() {
        List<Object> items = page(row(700, 60, "The syntax of it is shown here, and goes on in the next paragraph:"),
                List.of(JsonArray.of("BEGIN value", 60, 670, 66, 10, false, 1, "")),
                row(640, 60, "The most that is allowed by the law of this country is at"), row(628, 60, "100."));
        items.add(JsonArray.of("iiii wide", 200, 590, 20, 10, false, 0, ""));
        List<String> blocks = shown(items);
        assertEquals("P BEGIN value", blocks.get(1));
        assertEquals("P The most that is allowed by the law of this country is at 100.", blocks.get(2));
    }

    @Test
    void columnsFromRightToLeftBeginAtTheRight() {
        String[] words = {
                "\u05D4\u05D9\u05D5\u05DD \u05D9\u05E6\u05D0\u05E0\u05D5 \u05DC\u05D3\u05E8\u05DA \u05D0\u05E8\u05D5\u05DB\u05D4 ",
                "\u05D0\u05EA\u05DE\u05D5\u05DC \u05E0\u05E9\u05D0\u05E8\u05E0\u05D5 \u05D1\u05D1\u05D9\u05EA \u05D4\u05D9\u05E9\u05DF "};
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            items.add(piece(words[0] + i, 320, 700 - 12 * i));
            items.add(piece(words[1] + i, 60, 700 - 12 * i));
        }
        String text = PdfSamples.pages(List.of(items)).text();
        assertTrue(text.indexOf(words[0] + 3) >= 0 && text.indexOf(words[0] + 3) < text.indexOf(words[1] + 0), text);
    }

    @Test
    void whatRepeatsInTheBodyIsKeptOnEveryPage() {
        DocumentText document = withEdges(4, page -> row(640, 60, "Dear customer, this is your bill."));
        assertEquals(8, document.blocks().size(), document.text());
        assertEquals(List.of(), document.notices());
    }

    private static DocumentText withEdges(int pages, IntFunction<List<Object>> edges) {
        String[] numbers = {"one", "two", "three", "four", "five", "six"};
        List<List<Object>> made = new ArrayList<>();
        for (int i = 1; i <= pages; i++) {
            made.add(page(edges.apply(i), row(500, 60, "Body of page " + numbers[i - 1] + " is here.")));
        }
        return PdfSamples.pages(made);
    }

    @Test
    void numbersThatMeanSomethingAreKept() {
        String text = withEdges(4, page -> row(780, 60, "Invoice " + (1000 + page))).text();
        for (int page = 1; page <= 4; page++) {
            assertTrue(text.contains("Invoice " + (1000 + page)), text);
        }
        String sums = withEdges(4, page -> row(40, 60, "" + 35 * page * page)).text();
        assertTrue(sums.contains("35\n") && sums.contains("140") && sums.contains("315") && sums.contains("560"), sums);
    }

    @Test
    void pageNumbersOfManyKindsAreLeftOut() {
        for (String form : List.of("%", "- % -", "Page %", "Page % of 5", "Seite % von 5", "p. %", "% / 5",
                "\u7B2C%\u9875", "P\u00E1gina % de 5", "Strona % z 5")) {
            DocumentText document = withEdges(5, page -> row(30, 280, form.replace("%", "" + page)));
            assertEquals(5, document.blocks().size(), form + ": " + document.text());
            assertEquals(List.of("Page numbers are left out."), document.notices(), form);
        }
        DocumentText two = withEdges(2, page -> row(30, 280, "Page " + page + " of 2"));
        assertEquals(2, two.blocks().size(), two.text());
        DocumentText other = withEdges(2, page -> row(30, 280, "Page " + page));
        assertEquals(List.of(), other.notices(), "two alike might be chance");
    }

    @Test
    void aHeaderWithThePagesNumberIsKeptOnce() {
        DocumentText document = withEdges(5, page -> row(780, 60, "Annual report of the guild", 400, "" + page));
        assertEquals(6, document.blocks().size(), document.text());
        assertTrue(document.text().startsWith("Annual report of the guild"), document.text());
        assertEquals(List.of("Headers and footers that repeat are kept once."), document.notices());
    }

    @Test
    void aFooterDoesNotPartTheParagraphThatRunsOverThePagesEnd() {
        List<List<Object>> pages = new ArrayList<>();
        for (String line : List.of("The first sentence goes on over the", "end of the page, and over the",
                "next one too.")) {
            pages.add(page(row(700, 60, line), row(30, 60, "The guild, Salter's Row 4")));
        }
        assertEquals(List.of("P The first sentence goes on over the end of the page, and over the next one too.",
                "P The guild, Salter's Row 4"), DocumentPromises.shown(PdfSamples.pages(pages)));
    }

    @Test
    void aFieldsValueStandsInItsLineElseItsNameDoes() {
        assertEquals(List.of("R Surname: Wombatson", "R City: Quokkaville"),
                shown(page(row(700, 60, "Surname:"), row(680, 60, "City:"),
                        List.of(filled("Wombatson", 160, 701, "f[0].a"), filled("Quokkaville", 160, 681, "f[0].b")))));
        assertEquals(List.of("P Above is something.", "P Remarks: first line second line", "P Below is more."),
                shown(page(row(700, 60, "Above is something."), row(640, 60, "Below is more."), List
                        .of(filled("first line", 160, 682, "Remarks"), filled("second line", 160, 670, "Remarks")))));
        assertEquals(List.of("P Text.", "P typed"),
                shown(page(row(700, 60, "Text."), List.of(filled("typed", 160, 600, "form1[0].Text7[0]")))));
    }

    @Test
    void hebrewInEitherOrderIsRead() {
        String words = "\u05D4\u05E1\u05DB\u05DD \u05E9\u05DB\u05D9\u05E8\u05D5\u05EA \u05D1\u05D9\u05DF \u05D4\u05E6\u05D3\u05D3\u05D9\u05DD";
        String mirrored = new StringBuilder(words).reverse().toString();
        assertEquals(words, joined(words));
        assertEquals(words, joined(mirrored));
        assertEquals("\u05DE\u05D7\u05D9\u05E8 12.50 \u05E9\u05E7\u05DC\u05D9\u05DD",
                joined("\u05DD\u05D9\u05DC\u05E7\u05E9 12.50 \u05E8\u05D9\u05D7\u05DE"));
        String arabic = "\u0627\u0644\u0645\u062E\u0627\u0637\u0631 \u0627\u0644\u0645\u0627\u0644\u064A\u0629";
        assertEquals(arabic, joined(arabic));
        assertEquals(arabic, joined(new StringBuilder(arabic).reverse().toString()));
    }

    @Test
    void aPieceThatIsNoneIsNamed() {
        PdfAssembler pdf = new PdfAssembler("");
        for (JsonArray piece : List.of(JsonArray.of("a", 1, 2, 3, 4), JsonArray.of("a", 1, 2, 3, 4, true, "font"),
                JsonArray.of("a", 1, 2, 3, 4, true, 0, 7), JsonArray.of("a", 1, 2, 3, 4, true, 0, "", 1))) {
            DamagedData damaged = Assertions.assertThrows(DamagedData.class,
                    () -> pdf.page(1, 600, 800, JsonArray.of(piece)));
            assertEquals("page 1, item 0", damaged.finding().where());
            assertFalse(damaged.finding().expected().isEmpty());
        }
    }
}
