package dev.tabitat.core.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Labelled examples in the files that people and other programs write: read as they are meant, or left out by row and
 * said so.
 */
final class LabFilesTest {

    private static final Map<String, Integer> FIVE_EACH = Map.of("negative", 5, "positive", 5);
    private static final String TEN = "{\"text\":\"a %d\",\"label\":\"x\"}";

    @Test
    void everyGivenFileGivesTenExamplesAndItsNotices() throws IOException {
        expect("lab-csv-other-names.csv");
        expect("lab-csv-sepline.csv");
        expect("lab-csv-spacequote.csv");
        expect("lab-csv-unquoted-comma.csv",
                "1 row with more cells than there are columns: a comma was read as part of the text (row 2).");
        expect("lab-json-data-wrapper.jsonl", "The examples are those in \u201cdata\u201d of the file.");
        expect("lab-jsonl-array.jsonl");
        expect("lab-jsonl-pretty-array.jsonl");
        expect("lab-jsonl-trailing-comma.jsonl");
        expect("lab-jsonl-cats.jsonl",
                "10 rows with scores by label, of which the highest was taken (the first is row 1).");
        expect("lab-jsonl-doccano.jsonl", "10 rows whose label was taken out of a list of one (the first is row 1).");
        expect("lab-jsonl-labelarray.jsonl",
                "10 rows whose label was taken out of a list of one (the first is row 1).");
        expect("lab-jsonl-nan.jsonl",
                "10 rows with NaN or Infinity, which JSON has not, read as empty there (the first is row 1).");
        expect("lab-jsonl-one-broken.jsonl", "1 row of broken JSON left out (row 11).");
        expect("lab-jsonl-single.jsonl",
                "10 rows written as Python writes objects, not as JSON, and read all the same (the first is row 1).");
    }

    private static void expect(String name, String... notices) throws IOException {
        try (InputStream in = LabFilesTest.class.getResourceAsStream("cases/" + name)) {
            Sheet sheet = Sheet.read(in.readAllBytes());
            CleanedExamples cleaning = clean(sheet);
            assertEquals(FIVE_EACH, cleaning.examples().counts(), name);
            assertEquals("Great phone, love it", sheet.rows().get(0).get(sheet.textColumn()), name);
            assertEquals(List.of(notices), cleaning.notices(), name);
        }
    }

    private static CleanedExamples clean(Sheet sheet) {
        return CleanedExamples.of(sheet, sheet.textColumn(), sheet.labelColumn());
    }

    private static CleanedExamples clean(String text) {
        return clean(Sheet.read(Utf8.encode(text)));
    }

    @Test
    void aForeignHeaderIsNoExample() {
        CleanedExamples cleaning = clean(
                "Satz,Wertung\nAlles gut hier,plus\nNichts geht mehr,minus\nSehr zufrieden,plus\nNie wieder,minus\n");
        assertEquals(Map.of("minus", 2, "plus", 2), cleaning.examples().counts());
        CleanedExamples odd = clean(
                "Zin;Oordeel\nHet is goed;plus\nNiets werkt;min\nErg tevreden;plus\nNooit weer;min\n");
        assertEquals(Map.of("min", 2, "plus", 2), odd.examples().counts());
        assertEquals(List.of("Row 1 was read as the names of the columns, not as an example: Zin, Oordeel."),
                odd.notices());
        CleanedExamples none = clean(
                "Alles gut hier,plus\nNichts geht mehr,minus\nSehr zufrieden,plus\nNie wieder,minus\n");
        assertEquals(Map.of("minus", 2, "plus", 2), none.examples().counts(), "without one");
        assertEquals(List.of(), none.notices());
    }

    @Test
    void aRowWithTooManyCellsIsMendedOrLeftOut() {
        CleanedExamples cleaning = clean(
                "id,text,label\n1,\"good, really\",yes\n2,bad, really, bad,no\n3,bad,no\n4,well,perhaps not, today\n");
        assertEquals(Map.of("no", 2, "yes", 1), cleaning.examples().counts());
        assertTrue(cleaning.examples().items().contains(new Example("bad, really, bad", "no")));
        assertEquals(
                List.of("1 row with more cells than there are columns: a comma was read as part of the text (row 3).",
                        "1 row with more cells than there are columns left out (row 5)."),
                cleaning.notices());
    }

    @Test
    void linesAboveTheTableAndCommentsAreNoExamples() {
        CleanedExamples cleaning = clean("Export of 2024\n\ntext,label\none,a\ntwo,b\n");
        assertEquals(Map.of("a", 1, "b", 1), cleaning.examples().counts());
        assertEquals(List.of("1 row above the table left out (row 1)."), cleaning.notices());
        assertEquals(List.of(), clean(
                "// made by hand\n{\"text\":\"one\",\"label\":\"a\"}\n\n# more\n{\"text\":\"two\",\"label\":\"b\"}\n")
                .notices());
        assertEquals(Map.of("a", 1, "b", 1),
                clean("[ // list\n{\"text\":\"one\",\"label\":\"a\"}, /* two */ {\"text\":\"two\",\"label\":\"b\"},\n]")
                        .examples().counts());
    }

    @Test
    void rowNumbersAreThoseOfTheFile() {
        assertEquals(List.of("1 row without a label left out (row 5)."),
                clean("text,label\n\none,a\n\ntwo,\nthree,b\n").notices());
        assertEquals(List.of("1 row of broken JSON left out (row 3)."),
                clean("{\"text\":\"one\",\"label\":\"a\"}\n\n{oops}\n{\"text\":\"two\",\"label\":\"b\"}\n").notices());
    }

    @Test
    void otherShapesOfJsonAreRead() {
        Map<String, Integer> one = Map.of("a", 1, "b", 1);
        assertEquals(one, clean("[[\"text\",\"label\"],[\"one\",\"a\"],[\"two\",\"b\"]]").examples().counts(),
                "arrays of cells");
        assertEquals(one, clean("[\"one thing\",\"a\"]\n[\"two things\",\"b\"]\n").examples().counts(),
                "arrays in lines");
        assertEquals(one, clean("{\"text\":[\"one\",\"two\"],\"label\":[\"a\",\"b\"]}").examples().counts(), "columns");
        assertEquals(one, clean("{\"text\":{\"0\":\"one\",\"1\":\"two\"},\"label\":{\"0\":\"a\",\"1\":\"b\"}}")
                .examples().counts(), "pandas");
        assertEquals(one,
                clean("{\"columns\":[\"text\",\"label\"],\"index\":[0,1],\"data\":[[\"one\",\"a\"],[\"two\",\"b\"]]}")
                        .examples().counts(),
                "pandas, split");
        assertEquals(one, clean(
                "{\"meta\":{\"n\":2},\"examples\":[{\"text\":\"one\",\"labels\":[\"a\"]},{\"text\":\"two\",\"labels\":[\"b\"]}]}")
                .examples().counts(), "a wrapper");
        assertEquals(one, clean(
                "{\"set\":{\"name\":\"x\",\"rows\":[{\"text\":\"one\",\"label\":\"a\"},{\"text\":\"two\",\"label\":\"b\"}]}}")
                .examples().counts(), "a wrapper in a wrapper");
        assertEquals(one, clean("{\"17\":{\"text\":\"one\",\"label\":\"a\"},\"18\":{\"text\":\"two\",\"label\":\"b\"}}")
                .examples().counts(), "by id");
        assertEquals(one, clean(
                "{\"id\":1,\"text\":\"one\",\"annotations\":[{\"label\":\"a\",\"user\":1}]}\n{\"id\":2,\"text\":\"two\",\"annotations\":[{\"label\":\"b\",\"user\":1}]}\n")
                .examples().counts());
        assertEquals(one, clean(
                "{\"fields\":{\"text\":\"one\"},\"label\":[\"a\"]}\n{\"fields\":{\"text\":\"two\"},\"label\":[\"b\"]}\n")
                .examples().counts(), "an object in an object");
        assertEquals(one, clean(
                "[{\"data\":{\"text\":\"one\"},\"annotations\":[{\"result\":[{\"value\":{\"choices\":[\"a\"]}}]}]},{\"data\":{\"text\":\"two\"},\"annotations\":[{\"result\":[{\"value\":{\"choices\":[\"b\"]}}]}]}]")
                .examples().counts(), "Label Studio");
    }

    @Test
    void severalLabelsAreLeftOutAndSaid() {
        CleanedExamples cleaning = clean(
                "{\"text\":\"one\",\"label\":[\"a\",\"b\"]}\n{\"text\":\"two\",\"label\":[\"b\"]}\n{\"text\":\"three\",\"label\":[]}\n{\"text\":\"four\",\"label\":{\"a\":0.5,\"b\":0.5}}\n");
        assertEquals(Map.of("b", 1), cleaning.examples().counts());
        assertEquals(List.of("2 rows without one label for the whole text left out (the first is row 1).",
                "1 row whose label was taken out of a list of one (row 2).",
                "1 row without a label left out (row 3)."), cleaning.notices());
    }

    @Test
    void aFileThatIsNoJsonSaysWhatToDo() {
        DamagedData broken = assertThrows(DamagedData.class,
                () -> clean("{\"text\": \"a\nb\", \"label\"}\n{text: b}\n"));
        assertTrue(broken.finding().remedy().contains("JSON array") && broken.finding().where().contains("line 1"),
                broken.finding().toString());
        TabitatException cut = assertThrows(TabitatException.class,
                () -> clean("[{\"text\":\"one\",\"label\":\"a\"},{\"text\":\"tw"));
        assertTrue(!cut.finding().remedy().isEmpty(), cut.finding().toString());
        assertEquals(List.of("1 row of broken JSON left out (row 3)."),
                clean("[\n{\"text\":\"one\",\"label\":\"a\"},\n{\"text\":\"tw\"o\",\"label\":\"a\"},\n{\"text\":\"two\",\"label\":\"b\"}\n]\n")
                        .notices(),
                "one broken object of a list");
        assertEquals(Map.of("a", 1, "b", 1), clean("[INST] one,a\n[INST] two,b\n").examples().counts(),
                "a bracket is no JSON yet");
    }

    @Test
    void labelsThatDifferByUnicodeFormAreOne() {
        for (String label : List.of("café", "Übung", "정상", "tiếng Việt", "ἀγαθός")) {
            String composed = Normalizer.normalize(label, Normalizer.Form.NFC);
            String decomposed = Normalizer.normalize(label, Normalizer.Form.NFD);
            CleanedExamples cleaning = clean(
                    "text,label\none," + composed + "\ntwo," + decomposed + "\nthree," + composed + "\nfour,other\n");
            assertEquals(Map.of(composed, 3, "other", 1), cleaning.examples().counts(), label);
            assertEquals(1, cleaning.notices().size(), cleaning.notices().toString());
            assertTrue(cleaning.notices().get(0).contains("form of accents"), cleaning.notices().get(0));
        }
    }

    @Test
    void manyRowsAreCountedNotListed() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            lines.append(i % 5 == 4 ? "{broken" : TEN.replace("%d", i + "")).append('\n');
        }
        CleanedExamples cleaning = clean(lines.toString());
        assertEquals(400, cleaning.examples().items().size());
        assertEquals(List.of("100 rows of broken JSON left out (the first is row 5)."), cleaning.notices());
    }
}
