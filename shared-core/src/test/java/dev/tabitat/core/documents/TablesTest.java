package dev.tabitat.core.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.retrieval.Chunker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Each row of a table says the names of its columns, whatever the document is written in, and spanned cells belong to
 * all they span.
 */
final class TablesTest {

    private static final List<String> FEES = List.of("R Group: Nursery \u00B7 Fee: 120 EUR \u00B7 Lunch: yes",
            "R Group: School \u00B7 Fee: 95 EUR");

    @Test
    void rowsNameTheirColumns() {
        assertEquals(FEES, markdown(
                "| Group | Fee | Lunch |\n|---|:-:|---|\n| Nursery | 120 EUR | yes |\n| School | 95 EUR | |\n"));
        assertEquals(FEES,
                markdown("Group | Fee | Lunch\n---|---|---\nNursery | **120 EUR** | yes\nSchool | 95 EUR\n"));
        assertEquals(FEES, html(
                "<table><tr><th>Group<th>Fee<th>Lunch<tr><td>Nursery<td>120 EUR<td>yes<tr><td>School<td>95 EUR<td></table>"));
        assertEquals(FEES, html(
                "<table><thead><tr><td>Group</td><td>Fee</td><td>Lunch</td></tr></thead><tbody><tr><td><p>Nursery</p></td><td>120<br>EUR</td><td><ul><li>yes</ul></td></tr>"
                        + "<tr><td>School</td><td>95 EUR</td><td></td></tr></tbody></table>"));
        assertEquals(FEES, docx(row("<w:tblHeader/>", "Group", "Fee", "Lunch") + row("", "Nursery", "120 EUR", "yes")
                + row("", "School", "95 EUR", "")));
        assertEquals(FEES,
                docx("<w:tblPr><w:tblLook w:val='04A0'/></w:tblPr>" + row("", "Group", "Fee", "Lunch")
                        + row("", "Nursery", "120 EUR", "yes") + row("", "School", "95 EUR", "")),
                "a first row that is formatted so, with numbers below");
        assertEquals(FEES, html(
                "<table><tr><td>Group<td>Fee<td>Lunch<tr><td>Nursery<td>120 EUR<td>yes<tr><td>School<td>95 EUR<td></table>"),
                "by the numbers below");
    }

    @Test
    void boldTypeMakesAHeader() {
        List<String> plain = List.of("R Behaviour: Shouting \u00B7 Consequence: A talk",
                "R Behaviour: Running \u00B7 Consequence: A walk");
        assertEquals(plain, html(
                "<table><tr><td><b>Behaviour</b><td><strong>Consequence</strong><tr><td>Shouting<td>A talk<tr><td>Running<td>A <b>walk</b></table>"));
        String bold = "<w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>%s</w:t></w:r></w:p></w:tc>";
        assertEquals(plain, docx("<w:tr>" + bold.replace("%s", "Behaviour") + bold.replace("%s", "Consequence")
                + "</w:tr>" + row("", "Shouting", "A talk") + row("", "Running", "A walk")));
        assertEquals(List.of("R Heizung: Gas", "R Keller: ja"),
                docx("<w:tr>" + bold.replace("%s", "Heizung") + cells("Gas") + "</w:tr><w:tr>"
                        + bold.replace("%s", "Keller") + cells("ja") + "</w:tr>"),
                "a first column in bold names what stands beside it");
    }

    @Test
    void tablesInMarkdownStandAnywhere() {
        assertEquals(List.of("P Our fees:", FEES.get(0), FEES.get(1), "P after"), markdown(
                "Our fees:\n| Group | Fee | Lunch |\n|---|---|---|\n| Nursery | 120 EUR | yes |\n| School | 95 EUR | |\n\nafter\n"));
        assertEquals(List.of(FEES.get(0), FEES.get(1), "P after"), markdown(
                "<table>\n<tr><th>Group</th><th>Fee</th><th>Lunch</th></tr>\n\n<tr><td>Nursery</td><td>120 EUR</td><td>yes</td></tr>\n"
                        + "<tr><td>School</td><td>95 EUR</td><td></td></tr>\n</table>\n\nafter\n"));
        assertEquals(List.of("L1 Fees", FEES.get(0), FEES.get(1)), markdown(
                "- Fees\n\n  | Group | Fee | Lunch |\n  |---|---|---|\n  | Nursery | 120 EUR | yes |\n  | School | 95 EUR | |\n"));
        assertEquals(FEES, markdown(
                "> | Group | Fee | Lunch |\n> |---|---|---|\n> | Nursery | 120 EUR | yes |\n> | School | 95 EUR | |\n"));
    }

    @Test
    void eachRowIsAPassageWithItsNames() {
        DocumentText text = MarkdownDocument
                .read("# Prices\n\n| Group | Fee |\n|---|---|\n| Nursery | 120 |\n| School | 95 |\n");
        List<String> passages = new ArrayList<>();
        Chunker.overWords(256, 160, 32).passages(text)
                .forEach(passage -> passages.add(text.text().substring(passage.start(), passage.end())));
        assertEquals(List.of("Prices\n\nGroup: Nursery \u00B7 Fee: 120", "Group: School \u00B7 Fee: 95"), passages);
    }

    @Test
    void cellsBelongToAllRowsThatTheySpan() {
        List<String> expected = List.of("R Day: Monday \u00B7 Time: 9:00 \u00B7 Room: A",
                "R Day: Monday \u00B7 Time: 11:00 \u00B7 Room: B", "R Day: Friday \u00B7 Time: 9:00 \u00B7 Room: C");
        assertEquals(expected, html(
                "<table><tr><th>Day<th>Time<th>Room<tr><td rowspan=2>Monday<td>9:00<td>A<tr><td>11:00<td>B<tr><td>Friday<td>9:00<td>C</table>"));
        String cell = "<w:tc><w:tcPr><w:vMerge%s/></w:tcPr><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>";
        assertEquals(expected, docx(row("<w:tblHeader/>", "Day", "Time", "Room")
                + "<w:tr>" + String.format(cell, " w:val='restart'", "Monday") + cells("9:00", "A") + "</w:tr><w:tr>"
                + String.format(cell, "", "") + cells("11:00", "B") + "</w:tr>"
                + row("", "Friday", "9:00", "C")));
        assertEquals(List.of("R a: 1 \u00B7 b: x", "R a: 2 \u00B7 b: x", "R a: 3 \u00B7 b: x"),
                html("<table><tr><th>a<th>b<tr><td>1<td rowspan=0>x<tr><td>2<tr><td>3</table>"), "to the end");
    }

    @Test
    void cellsBelongToAllColumnsThatTheySpan() {
        assertEquals(List.of("R Mon: 8 \u00B7 Tue, Wed: closed"),
                html("<table><tr><th>Mon<th>Tue<th>Wed<tr><td>8<td colspan=2>closed</table>"));
        List<String> quarters = List.of("R City: Ulm \u00B7 2023 Q1: 1 \u00B7 2023 Q2: 2 \u00B7 2024 Q1: 3",
                "R City: Bonn \u00B7 2023 Q1: 4 \u00B7 2023 Q2: 5 \u00B7 2024 Q1: 6");
        assertEquals(quarters, html(
                "<table><thead><tr><th rowspan=2>City<th colspan=2>2023<th>2024<tr><th>Q1<th>Q2<th>Q1<tbody><tr><td>Ulm<td>1<td>2<td>3<tr><td>Bonn<td>4<td>5<td>6</table>"));
        String wide = "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>2023</w:t></w:r></w:p></w:tc>";
        String down = "<w:tc><w:tcPr><w:vMerge%s/></w:tcPr><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>";
        assertEquals(quarters,
                docx("<w:tr><w:trPr><w:tblHeader/></w:trPr>" + String.format(down, " w:val='restart'", "City") + wide
                        + cells("2024") + "</w:tr><w:tr><w:trPr><w:tblHeader/></w:trPr>"
                        + String.format(down, "", "") + cells("Q1", "Q2", "Q1") + "</w:tr>"
                        + row("", "Ulm", "1", "2", "3") + row("", "Bonn", "4", "5", "6")));
    }

    @Test
    void rowsBelongToTheSectionOfTheTableAboveThem() {
        assertEquals(
                List.of("R Prices 2026", "R Adults", "R Adults \u00B7 Ticket: Day \u00B7 Price: 8",
                        "R Adults \u00B7 Ticket: Month \u00B7 Price: 60", "R Children",
                        "R Children \u00B7 Ticket: Day \u00B7 Price: 4"),
                html("<table><tr><td colspan=2>Prices 2026<tr><th>Ticket<th>Price<tr><td colspan=2>Adults<tr><td>Day<td>8<tr><td>Month<td>60<tr><td colspan=2>Children<tr><td>Day<td>4</table>"));
    }

    @Test
    void aHeadingOfARowNamesIt() {
        assertEquals(List.of("R Name: Anna Q", "R Phone: 0301"),
                html("<table><tr><th>Name<td>Anna Q<tr><th>Phone<td>0301</table>"));
        assertEquals(List.of("R Name: Anna Q", "R Adresse: Gasse 1", "R Beruf: Lehrerin"),
                docx(row("", "Name", "Anna Q") + row("", "Adresse:", "Gasse 1") + row("", "Beruf", "Lehrerin")));
        assertEquals(List.of("R Mode: fast \u00B7 Speed: 9", "R Mode: slow \u00B7 Speed: 2"),
                html("<table><tr><td><th>Speed<tr><th>fast<td>9<tr><th>slow<td>2</table>".replace("<tr><td><th>",
                        "<tr><th>Mode<th>")));
    }

    @Test
    void nothingOfATableIsLost() {
        assertEquals(List.of("R Name | Note | City", "R Name: Anna \u00B7 City: Ulm"),
                html("<table><tr><th>Name<th>Note<th>City<tr><td>Anna<td><td>Ulm</table>"), "a name without a value");
        assertEquals(List.of("R Name | City"), html("<table><tr><th>Name<th>City</table>"), "a header alone");
        assertEquals(List.of("R a | b"), markdown("|a|b|\n|-|-|\n"), "a header alone");
        assertEquals(List.of("R a: x \u00B7 b: y \u00B7 more"), markdown("|a|b|\n|-|-|\n|x|y|more|\n"),
                "more cells than names");
        assertEquals(List.of("P before", "R red | blue", "R green | white", "P after"),
                html("before<table><tr><td>red<td>blue<tr><td>green<td>white</table>after"), "no header");
    }

    @Test
    void tablesThatLayOutAPageAreNoData() {
        assertEquals(List.of("H1 Tea", "P Green.", "P Black."),
                html("<table><tr><td><h1>Tea</h1><p>Green.</p></td></tr><tr><td><p>Black.</p></td></tr></table>")
                        .stream()
                        .map(block -> block.startsWith("R ") ? "P " + block.substring(2) : block).toList());
        assertEquals(FEES, html(
                "<table><tr><td>Menu<td><table><tr><th>Group<th>Fee<th>Lunch<tr><td>Nursery<td>120 EUR<td>yes<tr><td>School<td>95 EUR<td></table></table>")
                .subList(1, 3));
    }

    private static List<String> markdown(String text) {
        return DocumentPromises.shown(MarkdownDocument.read(text));
    }

    private static List<String> html(String page) {
        return DocumentPromises.shown(HtmlDocument.read(page));
    }

    private static List<String> docx(String table) {
        List<String> blocks = DocumentPromises
                .shown(DocxDocument.read(Slices.of(DocumentSamples.docx("<w:tbl>" + table + "</w:tbl>"))));
        return blocks.subList(0, blocks.size() - 2);
    }

    private static String row(String properties, String... cells) {
        return "<w:tr><w:trPr>" + properties + "</w:trPr>" + cells(cells) + "</w:tr>";
    }

    private static String cells(String... cells) {
        StringBuilder xml = new StringBuilder();
        for (String cell : cells) {
            xml.append("<w:tc><w:p><w:r><w:t>").append(cell).append("</w:t></w:r></w:p></w:tc>");
        }
        return xml.toString();
    }
}
