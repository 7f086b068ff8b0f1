package dev.tabitat.core.importing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How weights are converted; the same recipe makes the same bytes of the same files.
 *
 * <pre>
 * {"operator": "quantization", "kind": precision, "overrides": {name of a matrix: precision, ...}}
 * </pre>
 *
 * Matrices are the weights of two dimensions whose names end with {@code .weight}, but for those that are looked up by
 * position or kind of token. All other weights become F32; whole numbers stay as they are.
 *
 * @param precision of matrices
 * @param overrides of single matrices by their names
 */
public record WeightRecipe(Precision precision, Map<String, Precision> overrides) {

    private static final String OPERATOR = "quantization";
    private static final String[] TABLES = {"position_embeddings.weight", "token_type_embeddings.weight",
            "rel_embeddings.weight", "relative_attention_bias.weight", "wpe.weight"};

    private static final String[] WORDS = {"word_embeddings.weight", "tok_embeddings.weight", "embed_tokens.weight"};

    public WeightRecipe {
        overrides = Collections.unmodifiableMap(new TreeMap<>(overrides));
    }

    public static WeightRecipe of(Precision precision) {
        return new WeightRecipe(precision, Map.of());
    }

    /**
     * The smallest precision for each matrix that keeps its direction: int4 where its cosine is at least {@code least},
     * else int8, and F32 where not even that is near enough.
     *
     * @param survey what {@link WeightSurvey} measured
     * @param least 0 to 1
     */
    public static WeightRecipe mixed(WeightSurvey survey, double least) {
        Map<String, Precision> overrides = new TreeMap<>();
        for (WeightSurvey.Matrix matrix : survey.matrices()) {
            if (matrix.int4Cosine() < least) {
                overrides.put(matrix.name(), matrix.int8Cosine() < least ? Precision.FLOAT32 : Precision.INT8);
            }
        }
        return new WeightRecipe(Precision.INT4, overrides);
    }

    /**
     * Int4 for tables of words alone, which are half of a small encoder and bear it best; int8 for every other matrix.
     *
     * @param survey what {@link WeightSurvey} measured
     */
    public static WeightRecipe words(WeightSurvey survey) {
        Map<String, Precision> overrides = new TreeMap<>();
        for (WeightSurvey.Matrix matrix : survey.matrices()) {
            boolean isTable = false;
            for (String table : WORDS) {
                isTable |= matrix.name().endsWith(table);
            }
            if (!isTable) {
                overrides.put(matrix.name(), Precision.INT8);
            }
        }
        return new WeightRecipe(Precision.INT4, overrides);
    }

    /** @throws InvalidInput when it is no recipe of this operator */
    public static WeightRecipe fromJson(JsonObject json) {
        if (!json.string("operator").equals(OPERATOR)) {
            throw new InvalidInput("This is no recipe of a conversion.",
                    Finding.at("operator").expected(OPERATOR).found(json.string("operator")));
        }
        Map<String, Precision> overrides = new TreeMap<>();
        JsonObject named = json.has("overrides") ? json.object("overrides") : JsonObject.EMPTY;
        for (String name : named.names()) {
            overrides.put(name, Precision.parse(named.string(name)));
        }
        return new WeightRecipe(Precision.parse(json.string("kind")), overrides);
    }

    public JsonObject toJson() {
        JsonObject json = JsonObject.of("operator", OPERATOR, "kind", precision.id());
        if (overrides.isEmpty()) {
            return json;
        }
        JsonObject.Builder named = JsonObject.builder();
        for (Map.Entry<String, Precision> override : overrides.entrySet()) {
            named.put(override.getKey(), override.getValue().id());
        }
        return json.with("overrides", named.build());
    }

    /** The precision of a weight. @param dimensions how many it has */
    Precision of(String name, int dimensions) {
        if (!isMatrix(name, dimensions)) {
            return Precision.FLOAT32;
        }
        return overrides.getOrDefault(name, precision);
    }

    /** Whether a weight is one that can be quantized. */
    static boolean isMatrix(String name, int dimensions) {
        if (dimensions != 2 || !name.endsWith(".weight")) {
            return false;
        }
        for (String table : TABLES) {
            if (name.endsWith(table)) {
                return false;
            }
        }
        return true;
    }
}
