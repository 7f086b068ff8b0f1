package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tabitat.e2e.support.DocumentsApi;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Words that found nothing, or the wrong row first, in three sheets: found by words, and by meaning and words too. */
final class SearchCasesIT {

    private static final String ENCODER = "all-minilm-l6-v2:q8";
    private static final Path CASES = Path.of(System.getProperty("tabitat.root"), "shared-core", "src", "test",
            "resources", "cases");
    private static final List<String> CASES_OF_ROWS = List.of("search-cjk-single-korean-lao",
            "search-compatibility-forms", "search-joined-variants", "search-part-of-compound", "search-symbols",
            "search-zero-width");

    private static HostProcess host;
    private static Lab lab;
    private static DocumentsApi documentsApi;
    private static final Map<String, String> SHEETS = new HashMap<>();

    @BeforeAll
    static void open() throws IOException {
        host = HostProcess.start();
        lab = new Lab();
        Tab tab = Tab.open(lab, host.url()).ready();
        tab.call("install", ENCODER);
        documentsApi = new DocumentsApi(tab);
        for (String name : List.of("search.csv", "sym.csv", "norm.csv")) {
            JsonObject entry = documentsApi.add(name, "text/csv",
                    Files.readAllBytes(CASES.resolve("files").resolve(name)));
            assertEquals("ready", entry.get("state").getAsString(), entry.toString());
            SHEETS.put("files/" + name, entry.get("id").getAsString());
        }
    }

    @AfterAll
    static void close() {
        lab.close();
        host.close();
    }

    private static JsonObject cases(String name) throws IOException {
        return JsonParser.parseString(Files.readString(CASES.resolve(name + ".json"))).getAsJsonObject();
    }

    /** The name of the first row, or what was said instead. */
    private static String first(String query, String mode, String file) {
        JsonObject answer = documentsApi.search(query, Map.of("mode", mode, "documents", List.of(SHEETS.get(file))));
        JsonArray passages = answer.getAsJsonArray("passages");
        return passages.isEmpty() ? answer.get("verdict").getAsString()
                : passages.get(0).getAsJsonObject().get("text").getAsString().replace("text: ", "").replace("\"", "")
                        .substring(0, 3);
    }

    private static void gather(JsonObject part, String mode, List<String> wrong) {
        for (JsonElement one : part.getAsJsonArray("queries")) {
            String query = one.getAsJsonObject().get("query").getAsString();
            String right = one.getAsJsonObject().get("right").getAsString().substring("first: row ".length());
            String found = first(query, mode, part.get("file").getAsString());
            if (!found.equals(right)) {
                wrong.add(mode + " " + query + ": " + found + " instead of " + right);
            }
        }
    }

    @Test
    void theRightRowComesFirstByWordsAndByBoth() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String name : CASES_OF_ROWS) {
            for (String mode : List.of("words", "hybrid")) {
                gather(cases(name), mode, wrong);
                if (cases(name).has("more")) {
                    gather(cases(name).getAsJsonObject("more"), mode, wrong);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void aQuestionInAScriptThatTheEncoderDoesNotKnowIsAnsweredByWords() throws IOException {
        for (JsonElement one : cases("search-meaning-unknown-tokens").getAsJsonArray("cases")) {
            String query = one.getAsJsonObject().get("query").getAsString();
            String right = one.getAsJsonObject().get("right_row").getAsString();
            String file = right.startsWith("s") ? "files/sym.csv" : "files/search.csv";
            JsonObject answer = documentsApi.search(query, Map.of("documents", List.of(SHEETS.get(file))));
            assertEquals("words", answer.get("mode").getAsString(), answer.toString());
            assertTrue(answer.get("notice").getAsString().contains("does not support the script"), answer.toString());
            assertEquals(right, first(query, "hybrid", file), query);
        }
    }

    @Test
    void whatNoRowHoldsIsNotFoundInAScriptThatTheEncoderDoesNotKnow() {
        for (String query : List.of("\u72AC", "\uD83C\uDF89", "\u0E9E\u0EB2\u0EAA\u0EB2", "\uBC14\uB2E4")) {
            assertEquals("nothing_relevant", first(query, "hybrid", "files/sym.csv"), query);
        }
    }
}
