package dev.tabitat.e2e.evaluation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tabitat.e2e.support.DocumentsApi;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Tab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The app's own page with one encoder, in a browser profile of its own. */
final class SearchPage implements AutoCloseable {

    private static final int BATCH = 64;

    private final Lab lab = new Lab();
    private final Tab tab;
    private final DocumentsApi documentsApi;
    private final String encoder;

    SearchPage(HostProcess host, String encoder) {
        this.encoder = encoder;
        tab = Tab.open(lab, host.url()).ready();
        tab.call("install", encoder);
        documentsApi = new DocumentsApi(tab);
    }

    /**
     * Passages found, or what would have been found had anything been relevant, the best first.
     *
     * @param similarity of the nearest passage
     * @param score of the best passage
     * @param milliseconds that the page says it took
     */
    record Answer(List<JsonObject> passages, String verdict, OptionalDouble similarity, OptionalDouble score,
            double milliseconds) {

        /** Whether anything was shown, weak or not. */
        boolean isFound() {
            return verdict.equals("found") || verdict.equals("weak");
        }
    }

    String encoder() {
        return encoder;
    }

    /** Takes a text in, and gives the document's id. */
    String add(String name, String type, String text) {
        return add(name, type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with a file of any kind. */
    String add(String name, String type, byte[] file) {
        JsonObject entry = documentsApi.add(name, type, file);
        if (!entry.get("state").getAsString().equals("ready")) {
            throw new IllegalStateException("Not found by meaning: " + entry);
        }
        return entry.get("id").getAsString();
    }

    Answer search(String query, String mode, int k) {
        JsonObject answer = documentsApi.search(query, Map.of("mode", mode, "k", k));
        List<JsonObject> passages = new ArrayList<>();
        JsonElement list = !answer.has("nearest") ? answer.get("passages") : answer.get("nearest");
        list.getAsJsonArray().forEach(one -> passages.add(one.getAsJsonObject()));
        JsonObject reason = answer.getAsJsonObject("reason");
        return new Answer(passages, answer.get("verdict").getAsString(), number(reason, "best_similarity"),
                number(reason, "best_score"), answer.get("total_duration").getAsDouble() / 1e6);
    }

    private static OptionalDouble number(JsonObject json, String name) {
        return json.has(name) ? OptionalDouble.of(json.get(name).getAsDouble()) : OptionalDouble.empty();
    }

    /** Every document's entry. */
    List<JsonObject> documents() {
        List<JsonObject> entries = new ArrayList<>();
        documentsApi.list().forEach(entry -> entries.add(entry.getAsJsonObject()));
        return entries;
    }

    /** A document's whole text. @param entry as {@link #documents} has it */
    String text(JsonObject entry) {
        return documentsApi.read(entry.get("id").getAsString(), 0, entry.get("characters").getAsInt()).get("text")
                .getAsString();
    }

    /** The encoder's vector of each text, of unit length. */
    Map<String, float[]> embed(Collection<String> texts) {
        Map<String, float[]> vectors = new HashMap<>();
        List<String> all = new ArrayList<>(new LinkedHashSet<>(texts));
        for (int from = 0; from < all.size(); from += BATCH) {
            List<String> batch = all.subList(from, Math.min(all.size(), from + BATCH));
            JsonArray made = tab.call("embed", Map.of("model", encoder, "input", batch)).getAsJsonObject()
                    .getAsJsonArray("embeddings");
            for (int at = 0; at < batch.size(); at++) {
                JsonArray numbers = made.get(at).getAsJsonArray();
                float[] vector = new float[numbers.size()];
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = numbers.get(i).getAsFloat();
                }
                vectors.put(batch.get(at), vector);
            }
        }
        return vectors;
    }

    void clear() {
        documentsApi.removeAll();
    }

    @Override
    public void close() {
        lab.close();
    }
}
