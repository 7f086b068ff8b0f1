package dev.tabitat.e2e.evaluation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tabitat.e2e.support.Desk;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Tab;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The app's own page with one encoder, in a browser profile of its own. */
final class SearchPage implements AutoCloseable {

    private final Lab lab = new Lab();
    private final Desk desk;

    SearchPage(HostProcess host, String encoder) {
        Tab tab = Tab.open(lab, host.url()).ready();
        tab.call("install", encoder);
        desk = new Desk(tab);
    }

    /**
     * Passages found, or what would have been found had anything been relevant, the best first.
     *
     * @param similarity of the nearest passage
     * @param score of the best passage
     */
    record Answer(List<JsonObject> passages, String verdict, OptionalDouble similarity, OptionalDouble score) {

        /** Whether anything was shown, weak or not. */
        boolean isFound() {
            return verdict.equals("found") || verdict.equals("weak");
        }
    }

    /** Takes a text in, and gives the document's id. */
    String add(String name, String type, String text) {
        return add(name, type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with a file of any kind. */
    String add(String name, String type, byte[] file) {
        JsonObject entry = desk.add(name, type, file);
        if (!entry.get("state").getAsString().equals("ready")) {
            throw new IllegalStateException("Not found by meaning: " + entry);
        }
        return entry.get("id").getAsString();
    }

    Answer search(String query, String mode, int k) {
        JsonObject answer = desk.search(query, Map.of("mode", mode, "k", k));
        List<JsonObject> passages = new ArrayList<>();
        JsonElement list = !answer.has("nearest") ? answer.get("passages") : answer.get("nearest");
        list.getAsJsonArray().forEach(one -> passages.add(one.getAsJsonObject()));
        JsonObject reason = answer.getAsJsonObject("reason");
        return new Answer(passages, answer.get("verdict").getAsString(), number(reason, "best_similarity"), number(reason, "best_score"));
    }

    private static OptionalDouble number(JsonObject json, String name) {
        return json.has(name) ? OptionalDouble.of(json.get(name).getAsDouble()) : OptionalDouble.empty();
    }

    void clear() {
        desk.removeAll();
    }

    @Override
    public void close() {
        lab.close();
    }
}
