package dev.tabitat.web.kernelhost;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.kernels.backend.Rates;
import dev.tabitat.kernels.kernel.Int8Dot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was found about int8 in this browser, as a note for the next visit: another browser measures again. */
final class Int8Note {

    private Int8Note() {}

    static String write(Int8Choice choice, String browser) {
        List<Json> ways = new ArrayList<>();
        for (Int8Choice.Tried tried : choice.tried()) {
            JsonObject way = JsonObject.of("way", tried.dot().name(), "refusal", tried.refusal());
            ways.add(tried.rates().isPresent() ? way.with("gops", numbers(tried.rates().get().samples())) : way);
        }
        return JsonObject.of("browser", browser, "ways", new JsonArray(ways)).toString();
    }

    private static JsonArray numbers(double[] samples) {
        List<Json> numbers = new ArrayList<>();
        for (double sample : samples) {
            numbers.add(JsonNumber.of(sample));
        }
        return new JsonArray(numbers);
    }

    /** Every way that was tried; nothing when the note is another browser's, or cannot be read. */
    static Optional<List<Int8Choice.Tried>> read(String note, String browser) {
        try {
            JsonObject json = JsonReader.readObject(note, JsonLimits.DEFAULT);
            if (!json.string("browser").equals(browser)) {
                return Optional.empty();
            }
            List<Int8Choice.Tried> ways = new ArrayList<>();
            for (Json item : json.array("ways").items()) {
                Optional<Int8Choice.Tried> way = way((JsonObject) item);
                if (way.isEmpty()) {
                    return Optional.empty();
                }
                ways.add(way.get());
            }
            return Optional.of(ways);
        } catch (TabitatException | ClassCastException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Int8Choice.Tried> way(JsonObject json) {
        for (Int8Dot dot : Int8Dot.values()) {
            if (dot.name().equals(json.string("way"))) {
                return Optional.of(new Int8Choice.Tried(dot, rates(json), json.string("refusal")));
            }
        }
        return Optional.empty();
    }

    private static Optional<Rates> rates(JsonObject json) {
        if (!json.names().contains("gops")) {
            return Optional.empty();
        }
        List<Json> items = json.array("gops").items();
        double[] samples = new double[items.size()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = ((JsonNumber) items.get(i)).doubleValue();
        }
        return samples.length == 0 ? Optional.empty() : Optional.of(new Rates("GOP/s", samples));
    }
}
