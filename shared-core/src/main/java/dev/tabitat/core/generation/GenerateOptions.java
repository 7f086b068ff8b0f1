package dev.tabitat.core.generation;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a text is generated; names, meanings and defaults are Ollama's.
 *
 * @param temperature 0 to 10; 0 takes the most probable token
 * @param topK how many of the most probable tokens are looked at; 0 for all of them
 * @param topP 0 to 1: the fewest most probable tokens that have this probability together; 1 for all of them
 * @param minP 0 to 1: only tokens at least this probable, in parts of the most probable one; 0 for all of them
 * @param typicalP 0 to 1: the tokens whose information is nearest to what is expected, up to this probability together;
 * 1 for all of them
 * @param repeatPenalty 0.1 to 10: divides the logits of tokens that came before, multiplies negative ones
 * @param repeatLastN how many of the last tokens count as having come before; 0 for none, -1 for all of the context
 * @param presencePenalty -2 to 2: taken once from the logit of a token that came before
 * @param frequencyPenalty -2 to 2: taken from it for each time it came
 * @param seed of the random choices; empty to have one drawn
 * @param stop texts that end the generation and are left out: at most 16, each of 1 to 1,000 characters
 * @param numPredict the most tokens that are generated; -1 or -2 for as many as the context holds
 * @param numCtx the most tokens of prompt and text together; 0 to have it chosen by what fits
 * @param numKeep accepted for Ollama's clients: the context is never shifted here, so that all of it is kept
 */
public record GenerateOptions(
        double temperature, int topK, double topP, double minP, double typicalP, double repeatPenalty, int repeatLastN,
        double presencePenalty, double frequencyPenalty, Optional<Long> seed, List<String> stop, int numPredict,
        int numCtx, int numKeep) {

    public static final GenerateOptions DEFAULT = new GenerateOptions(0.8, 40, 0.9, 0, 1, 1.1, 64, 0, 0,
            Optional.empty(), List.of(), -1, 0, 4);

    /** The largest context, in tokens. */
    public static final int MAX_CONTEXT = 1 << 20;

    private static final int MAX_STOPS = 16;
    private static final int MAX_STOP_LENGTH = 1_000;
    private static final int MAX_TOP_K = 1 << 22;

    /** @throws InvalidInput naming an option that is out of range */
    public GenerateOptions {
        stop = List.copyOf(stop);
        within("temperature", temperature, 0, 10);
        within("top_k", topK, 0, MAX_TOP_K);
        within("top_p", topP, 0, 1);
        within("min_p", minP, 0, 1);
        within("typical_p", typicalP, 0, 1);
        within("repeat_penalty", repeatPenalty, 0.1, 10);
        within("repeat_last_n", repeatLastN, -1, MAX_CONTEXT);
        within("presence_penalty", presencePenalty, -2, 2);
        within("frequency_penalty", frequencyPenalty, -2, 2);
        within("num_predict", numPredict, -2, MAX_CONTEXT);
        within("num_ctx", numCtx, 0, MAX_CONTEXT);
        within("num_keep", numKeep, -1, MAX_CONTEXT);
        if (stop.size() > MAX_STOPS) {
            throw wrong("stop", "at most " + MAX_STOPS + " texts", stop.size());
        }
        for (String text : stop) {
            if (text.isEmpty() || text.length() > MAX_STOP_LENGTH) {
                throw wrong("stop", "texts of 1 to " + MAX_STOP_LENGTH + " characters",
                        text.length() + " characters");
            }
        }
    }

    private static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw wrong(name, "a number from " + shown(least) + " to " + shown(most), shown(value));
        }
    }

    private static String shown(double value) {
        return DeterministicMath.isFinite(value) ? JsonNumber.of(value).toString() : "no finite number";
    }

    private static InvalidInput wrong(String name, String expected, Object found) {
        return new InvalidInput("An option of the generation is out of range.",
                Finding.at("options." + name).expected(expected).found(found));
    }

    /**
     * Reads options by their names at Ollama; those that are missing or null are the defaults.
     *
     * @throws InvalidInput naming an option that is not known, of the wrong type or out of range
     */
    public static GenerateOptions read(JsonObject json) {
        return DEFAULT.with(json);
    }

    /** These options with those of an object in place of some. @throws InvalidInput as {@link #read} */
    public GenerateOptions with(JsonObject json) {
        for (String name : json.names()) {
            if (!NAMES.contains(name)) {
                throw new InvalidInput("This option is not known.", Finding.at("options")
                        .expected(String.join(", ", NAMES)).found(name));
            }
        }
        return new GenerateOptions(number(json, "temperature", temperature), whole(json, "top_k", topK),
                number(json, "top_p", topP), number(json, "min_p", minP), number(json, "typical_p", typicalP),
                number(json, "repeat_penalty", repeatPenalty), whole(json, "repeat_last_n", repeatLastN),
                number(json, "presence_penalty", presencePenalty), number(json, "frequency_penalty", frequencyPenalty),
                seed(json), stops(json), whole(json, "num_predict", numPredict), whole(json, "num_ctx", numCtx),
                whole(json, "num_keep", numKeep));
    }

    private static final List<String> NAMES = List.of("temperature", "top_k", "top_p", "min_p", "typical_p",
            "repeat_penalty", "repeat_last_n", "presence_penalty", "frequency_penalty", "seed", "stop", "num_predict",
            "num_ctx", "num_keep");

    private static boolean has(JsonObject json, String name) {
        return json.has(name) && !(json.get(name) instanceof JsonNull);
    }

    private static double number(JsonObject json, String name, double otherwise) {
        if (!has(json, name)) {
            return otherwise;
        }
        if (json.get(name) instanceof JsonNumber number) {
            return number.doubleValue();
        }
        throw wrong(name, "a number", json.get(name).kind());
    }

    private static int whole(JsonObject json, String name, int otherwise) {
        double value = number(json, name, otherwise);
        if (value != (int) value) {
            throw wrong(name, "a whole number", shown(value));
        }
        return (int) value;
    }

    private Optional<Long> seed(JsonObject json) {
        if (!has(json, "seed")) {
            return seed;
        }
        Optional<Long> found = Seeds.of(json.get("seed"));
        if (found.isEmpty()) {
            throw wrong("seed", Seeds.FORMS, Seeds.found(json.get("seed")));
        }
        return found;
    }

    private List<String> stops(JsonObject json) {
        if (!has(json, "stop")) {
            return stop;
        }
        if (json.get("stop") instanceof JsonString one) {
            return List.of(one.value());
        }
        if (!(json.get("stop") instanceof JsonArray array)) {
            throw wrong("stop", "a list of texts", json.get("stop").kind());
        }
        List<String> texts = new ArrayList<>();
        for (Json item : array.items()) {
            if (!(item instanceof JsonString text)) {
                throw wrong("stop", "a list of texts", item.kind() + " in it");
            }
            texts.add(text.value());
        }
        return texts;
    }

    /** These options with a seed and a context, as a run has them. */
    public GenerateOptions resolved(long drawnSeed, int context) {
        return new GenerateOptions(temperature, topK, topP, minP, typicalP, repeatPenalty, repeatLastN,
                presencePenalty, frequencyPenalty, Optional.of(seed.orElse(drawnSeed)), stop, numPredict,
                numCtx == 0 ? context : numCtx, numKeep);
    }

    /** All options by their names; the seed is a decimal string, and left out where there is none. */
    public JsonObject json() {
        JsonObject.Builder json = JsonObject.builder().put("temperature", temperature).put("top_k", topK)
                .put("top_p", topP).put("min_p", minP).put("typical_p", typicalP).put("repeat_penalty", repeatPenalty)
                .put("repeat_last_n", repeatLastN).put("presence_penalty", presencePenalty)
                .put("frequency_penalty", frequencyPenalty).put("stop", JsonArray.ofStrings(stop))
                .put("num_predict", numPredict).put("num_ctx", numCtx).put("num_keep", numKeep);
        if (seed.isPresent()) {
            json.put("seed", Seeds.text(seed.get()));
        }
        return json.build();
    }
}
