package dev.tabitat.core.model.encoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;

/**
 * The fields of a Hugging Face {@code config.json}, checked as they are read: each failure names its field, what was
 * expected and what was found. A field that is null counts as missing.
 */
public final class HubConfig {

    private static final int WIDEST = 16_384;
    private static final int MAX_WORDS = 1 << 24;
    private static final int MAX_POSITIONS = 1 << 20;

    private final JsonObject json;

    public HubConfig(JsonObject json) {
        this.json = json;
    }

    /** Whether there is a value. */
    public boolean has(String field) {
        return json.has(field) && !(json.get(field) instanceof JsonNull);
    }

    /** Whether it is there and null. */
    boolean isNull(String field) {
        return json.has(field) && json.get(field) instanceof JsonNull;
    }

    /** The first of these names that has a value, or the first: configs of one family differ in their names. */
    public String named(String... names) {
        for (String name : names) {
            if (has(name)) {
                return name;
            }
        }
        return names[0];
    }

    /** A width of values: of tokens, heads or layers. */
    public int width(String field) {
        return count(field, 1, WIDEST);
    }

    public int vocabulary(String field) {
        return count(field, 1, MAX_WORDS);
    }

    public int positions(String field) {
        return count(field, 1, MAX_POSITIONS);
    }

    /** A whole number of this range. @throws DamagedData when it is missing, of another type or out of range */
    public int count(String field, int least, int most) {
        Json value = has(field) ? json.get(field) : JsonNull.NULL;
        if (value instanceof JsonNumber number && number.isWhole() && number.longValue() >= least
                && number.longValue() <= most) {
            return (int) number.longValue();
        }
        throw wrong(field, "a whole number from " + least + " to " + most, value);
    }

    /** As {@link #count}, or {@code otherwise} when it is missing. */
    public int countOr(String field, int otherwise, int least, int most) {
        return has(field) ? count(field, least, most) : otherwise;
    }

    /** A finite number above 0, or {@code otherwise} when it is missing. */
    public double positiveOr(String field, double otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        if (json.get(field) instanceof JsonNumber number && number.doubleValue() > 0
                && number.doubleValue() < Double.POSITIVE_INFINITY) {
            return number.doubleValue();
        }
        throw wrong(field, "a number above 0", json.get(field));
    }

    /** What a norm adds to the variance: 0 up to, but not including, 1. */
    public float epsilon(String field, double otherwise) {
        Json found = has(field) ? json.get(field) : JsonNumber.of(otherwise);
        if (found instanceof JsonNumber number && number.doubleValue() >= 0 && number.doubleValue() < 1) {
            return (float) number.doubleValue();
        }
        throw wrong(field, "a number from 0 up to 1", found);
    }

    public String text(String field, String otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        if (json.get(field) instanceof JsonString) {
            return json.string(field);
        }
        throw wrong(field, "a string", json.get(field));
    }

    public boolean flag(String field, boolean otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        if (json.get(field) instanceof JsonBool) {
            return json.bool(field);
        }
        throw wrong(field, "true or false", json.get(field));
    }

    /** The object of that name, empty when it is missing. */
    public HubConfig section(String field) {
        if (!has(field)) {
            return new HubConfig(JsonObject.EMPTY);
        }
        if (json.get(field) instanceof JsonObject object) {
            return new HubConfig(object);
        }
        throw wrong(field, "an object", json.get(field));
    }

    public boolean isArray(String field) {
        return has(field) && json.get(field) instanceof JsonArray;
    }

    public JsonArray array(String field) {
        if (isArray(field)) {
            return json.array(field);
        }
        throw wrong(field, "an array", has(field) ? json.get(field) : JsonNull.NULL);
    }

    /** An activation by its name in Transformers. @throws Unsupported naming another */
    public Op.Activation activation(String field, String otherwise) {
        String name = text(field, otherwise);
        return switch (name) {
            case "gelu" -> Op.Activation.GELU;
            case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> Op.Activation.GELU_TANH;
            case "relu" -> Op.Activation.RELU;
            case "silu", "swish" -> Op.Activation.SILU;
            case "tanh" -> Op.Activation.TANH;
            default -> throw unsupported("The activation \"" + name + "\"", field,
                    "gelu, gelu_new, gelu_pytorch_tanh, gelu_fast, relu, silu, swish or tanh");
        };
    }

    /** @throws Unsupported when the field has another value than the only one that the architecture computes */
    public void requireText(String field, String only, String what) {
        String found = text(field, only);
        if (!found.equals(only)) {
            throw unsupported(what, field, only);
        }
    }

    /** @throws Unsupported when the field is true and should not be, or the other way round */
    public void requireFlag(String field, boolean only, String what) {
        if (flag(field, only) != only) {
            throw unsupported(what, field, only);
        }
    }

    /** @throws Unsupported when the field has a value */
    public void requireNone(String field, String what) {
        if (has(field)) {
            throw unsupported(what, field, "none");
        }
    }

    /** Attention in both directions over positions that are added to the words, as the original has it. */
    void requireAbsolutePositions() {
        String found = text("position_embedding_type", "absolute");
        if (!found.equals("absolute")) {
            throw unsupported(found.equals("alibi") ? "Attention with ALiBi"
                    : "Attention with positions of the type \"" + found + "\"", "position_embedding_type", "absolute");
        }
        requireEncoder();
    }

    /** No decoder: every token sees those before and after it. */
    void requireEncoder() {
        requireFlag("is_decoder", false, "A decoder in place of an encoder");
        requireFlag("add_cross_attention", false, "Cross-attention");
    }

    /** That a config describes something which the architecture does not compute. */
    public Unsupported unsupported(String what, String field, Object expected) {
        return new Unsupported(what + " is not supported.", Finding.at("config.json, field \"" + field + "\"")
                .expected(expected).found(json.has(field) ? json.get(field) : "nothing")
                .remedy("Choose a model without it."));
    }

    /** That a field breaks the rules of its config. */
    public DamagedData wrong(String field, String expected, Object found) {
        return new DamagedData("A field of a model's configuration is missing or out of range.",
                Finding.at("config.json, field \"" + field + "\"").expected(expected)
                        .found(found instanceof JsonNull ? "nothing" : found));
    }
}
