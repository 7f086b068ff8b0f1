package dev.tabitat.core.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.documents.DocumentText;
import dev.tabitat.core.documents.Documents;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions of one word that found nothing, or the wrong row first, in sheets whose rows begin with their names. */
final class SearchCasesTest {

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = SearchCasesTest.class.getResourceAsStream("/cases/" + name)) {
            return in.readAllBytes();
        }
    }

    /** A sheet whose rows can be found. */
    private static final class Sheet {

        private final DocumentText document;
        private final List<Passage> passages;
        private final WordIndex index = new WordIndex();

        Sheet(byte[] csv) {
            document = Documents.read(Documents.Format.CSV, Slices.of(csv));
            passages = Chunker.overWords(250, 160, 32).passages(document);
            index.add(PassageWords.of(document.text(), "a sheet", passages));
        }

        /** The names of the rows that are found for sure, the best first; a name is a letter and two digits. */
        List<String> find(String question) {
            WordIndex.Found found = index.find(QueryTerms.of(question, index), 10, RowRanges.all(index.size()));
            List<String> names = new ArrayList<>();
            for (int i = 0; i < found.hits().size(); i++) {
                Passage passage = passages.get(found.hits().rows()[i]);
                if (Relevance.judgeWords(found.shares()[i]).grade() == Relevance.Grade.FOUND) {
                    String row = document.text().substring(passage.start(), passage.end()).replace("text: ", "")
                            .replace("\"", "");
                    names.add(row.substring(0, 3));
                }
            }
            return names;
        }
    }

    private static void assertFirst(Sheet sheet, String question, String row) {
        List<String> found = sheet.find(question);
        assertTrue(!found.isEmpty() && found.get(0).equals(row),
                question + ": expected " + row + " first, found " + found);
    }

    private static void assertAll(JsonObject part) throws IOException {
        Sheet sheet = new Sheet(resource(part.string("file")));
        for (JsonObject query : part.array("queries").objects()) {
            assertFirst(sheet, query.string("query"), query.string("right").substring("first: row ".length()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"search-cjk-single-korean-lao", "search-compatibility-forms", "search-joined-variants",
            "search-part-of-compound", "search-symbols", "search-zero-width"})
    void theRightRowComesFirst(String name) throws IOException {
        JsonObject cases = JsonReader.readObject(resource(name + ".json"), JsonLimits.DEFAULT);
        assertAll(cases);
        if (cases.has("more")) {
            assertAll(cases.object("more"));
        }
    }

    @ParameterizedTest
    @CsvSource({"search.csv,Dampfschifffahrt,r09", "search.csv,Schlauch,r10", "search.csv,'1234,56',r23",
            "search.csv,50000,r23", "search.csv,'50 000',r23", "search.csv,reentry,r32", "search.csv,PhD,r43",
            "search.csv,ガイド,r38", "search.csv,first,r40", "search.csv,effect,r40", "search.csv,2.10.3,r28",
            "search.csv,'§ 5',r31", "search.csv,Kaefer oder Käfer,r30", "search.csv,H2O,r41",
            "search.csv,ΟΔΥΣΣΕΙΑ,r37", "search.csv,المهندس,r15", "search.csv,คนไทย ประเทศ,r17",
            "search.csv,Viet Nam,r34", "search.csv,Muller,r30", "sym.csv,80070057,s10", "sym.csv,reentry,s24",
            "sym.csv,10000,s27",
            "sym.csv,F#,s04", "sym.csv,COVID19,s30", "sym.csv,foo_bar,s21", "sym.csv,nginx.conf,s12",
            "sym.csv,connection refused,s11", "sym.csv,gpt-4o,s09", "sym.csv,ISO 9001,s16", "norm.csv,script,n29",
            "norm.csv,Chapter VIII,n30", "norm.csv,naïve,n12", "norm.csv,ǆ,n23", "norm.csv,resume,n25",
            "norm.csv,می روم,n26", "norm.csv,quoted,n20", "norm.csv,‫עברית‬,n27"})
    void othersOfTheSameKinds(String file, String question, String row) throws IOException {
        assertFirst(new Sheet(resource("files/" + file)), question, row);
    }

    @Test
    void aWordThatIsNotThereFindsNothing() throws IOException {
        Sheet sheet = new Sheet(resource("files/search.csv"));
        for (String question : List.of("elephant", "犬", "E-9999", "D++", "🎉", "98765")) {
            assertEquals(List.of(), sheet.find(question), question);
        }
    }
}
