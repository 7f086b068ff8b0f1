package dev.tabitat.core.examples;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import java.util.List;
import java.util.Optional;

/**
 * The one label of an example in a file of JSON: a string, a list of one (doccano, Argilla), an object that holds it,
 * or scores by label of which one is highest (spaCy's "cats").
 */
final class JsonLabel {

    private static final List<String> HOLDERS = List.of("label", "value", "name", "class", "category", "choices",
            "result", "labels");
    private static final int MAX_DEPTH = 6;

    private JsonLabel() {}

    /**
     * @param number of the row, for what is noted
     * @return the label, empty text where there is none; nothing when there are several
     */
    static Optional<String> of(Json value, int number, RowNotices notes) {
        Optional<String> label = label(value, 0);
        if (label.isEmpty()) {
            notes.add("without one label for the whole text left out", number);
        } else if (value instanceof JsonObject object && !label.get().isEmpty()) {
            notes.add(areScores(object) ? "with scores by label, of which the highest was taken"
                    : "whose label was taken out of an object", number);
        } else if (value instanceof JsonArray && !label.get().isEmpty()) {
            notes.add("whose label was taken out of a list of one", number);
        }
        return label;
    }

    private static Optional<String> label(Json value, int depth) {
        if (value instanceof JsonString string) {
            return Optional.of(string.value());
        }
        if (value == JsonNull.NULL || depth > MAX_DEPTH) {
            return Optional.of("");
        }
        if (value instanceof JsonArray list) {
            return list.size() == 0 ? Optional.of("")
                    : list.size() > 1 ? Optional.empty() : label(list.get(0), depth + 1);
        }
        if (value instanceof JsonObject object) {
            return areScores(object) ? highest(object) : held(object, depth);
        }
        return Optional.of(value.toString());
    }

    private static Optional<String> held(JsonObject object, int depth) {
        for (String name : HOLDERS) {
            if (object.has(name)) {
                return label(object.get(name), depth + 1);
            }
        }
        return object.names().size() == 1 ? label(object.get(object.names().iterator().next()), depth + 1)
                : Optional.of("");
    }

    private static boolean areScores(JsonObject object) {
        for (String name : object.names()) {
            if (HOLDERS.contains(name)
                    || !(object.get(name) instanceof JsonNumber) && !(object.get(name) instanceof JsonBool)) {
                return false;
            }
        }
        return !object.isEmpty();
    }

    private static Optional<String> highest(JsonObject scores) {
        String best = "";
        double score = 0;
        boolean isTied = false;
        for (String name : scores.names()) {
            double own = scores.get(name) instanceof JsonBool ? scores.bool(name) ? 1 : 0 : scores.number(name);
            isTied = own == score && own > 0 || isTied && own <= score;
            best = own > score ? name : best;
            score = Math.max(score, own);
        }
        return isTied ? Optional.empty() : Optional.of(best);
    }
}
