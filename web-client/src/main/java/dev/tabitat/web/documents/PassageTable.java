package dev.tabitat.web.documents;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.retrieval.Passage;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a document's passages begin and end, as it is kept: {@code {contexts: [text], passages: [[start, end,
 * context]]}}.
 */
final class PassageTable {

    private static final JsonLimits LIMITS = new JsonLimits(256 << 20, 8);

    private PassageTable() {}

    static byte[] write(List<Passage> passages) {
        Map<String, Integer> contexts = new LinkedHashMap<>();
        List<Json> rows = new ArrayList<>(passages.size());
        for (Passage passage : passages) {
            Integer context = contexts.get(passage.context());
            if (context == null) {
                context = contexts.size();
                contexts.put(passage.context(), context);
            }
            rows.add(JsonArray.of(passage.start(), passage.end(), context));
        }
        return Utf8.encode(JsonObject.of("contexts", JsonArray.ofStrings(new ArrayList<>(contexts.keySet())),
                "passages", new JsonArray(rows)).toString());
    }

    /** @throws DamagedData when it is no such table */
    static List<Passage> read(byte[] bytes) {
        JsonObject json = JsonReader.readObject(bytes, LIMITS);
        List<String> contexts = json.array("contexts").strings();
        List<Passage> passages = new ArrayList<>();
        for (Json row : json.array("passages").items()) {
            int[] numbers = numbers(row);
            if (numbers.length != 3 || numbers[0] < 0 || numbers[1] < numbers[0] || numbers[2] < 0
                    || numbers[2] >= contexts.size()) {
                throw new DamagedData("A table of passages is damaged.",
                        Finding.at("passages, row " + passages.size()).expected("start, end and context").found(row));
            }
            passages.add(new Passage(numbers[0], numbers[1], contexts.get(numbers[2])));
        }
        return passages;
    }

    private static int[] numbers(Json row) {
        List<Json> items = row instanceof JsonArray array ? array.items() : List.of();
        int[] numbers = new int[items.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = items.get(i) instanceof JsonNumber number && number.isWhole() ? (int) number.longValue() : -1;
        }
        return numbers;
    }
}
