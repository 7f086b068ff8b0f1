package dev.tabitat.core.device;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One fact about the device and how it was obtained.
 *
 * <p>
 * As JSON {@code {label, value, unit?, how, source, n?, low?, high?}}. A value is a number, a text, true or false, a
 * list of texts or an object of numbers (limits by name); it is null exactly when the fact is unavailable. {@code n},
 * {@code low} and {@code high} come with measured facts and only with them; the value is then the median.
 */
public final class Fact {

    private static final List<String> MEMBERS = List.of("label", "value", "unit", "how", "source", "n", "low", "high");

    private final String label;
    private final Json value;
    private final String unit;
    private final FactSource how;
    private final String source;
    private final Optional<MeasuredSpread> spread;

    private Fact(String label, Json value, String unit, FactSource how, String source,
            Optional<MeasuredSpread> spread) {
        if (label.isEmpty() || source.isEmpty()) {
            throw new InvalidInput("A fact needs a label and a source.", Finding.at("fact").found("'" + label + "'"));
        }
        if (how == FactSource.UNAVAILABLE ? value != JsonNull.NULL : !isValue(value)) {
            throw new InvalidInput("This is no value of a fact.", Finding.at(label)
                    .expected("a number, a text, true, false, a list of texts or an object of numbers"));
        }
        this.label = label;
        this.value = value;
        this.unit = unit;
        this.how = how;
        this.source = source;
        this.spread = spread;
    }

    /**
     * What the browser says.
     *
     * @param unit for example {@code bytes}; empty where there is none
     * @param source the API that said so, for example {@code navigator.hardwareConcurrency}
     */
    public static Fact reported(String label, Json value, String unit, String source) {
        return new Fact(label, value, unit, FactSource.REPORTED, source, Optional.empty());
    }

    /** What a trial showed; {@code source} says what was tried. */
    public static Fact tested(String label, Json value, String unit, String source) {
        return new Fact(label, value, unit, FactSource.TESTED, source, Optional.empty());
    }

    /** What was timed; {@code source} says what was run. */
    public static Fact measured(String label, MeasuredSpread spread, String unit, String source) {
        return new Fact(label, JsonNumber.of(spread.median()), unit, FactSource.MEASURED, source, Optional.of(spread));
    }

    /** What cannot be had; {@code source} says which API is missing or refused. */
    public static Fact unavailable(String label, String source) {
        return new Fact(label, JsonNull.NULL, "", FactSource.UNAVAILABLE, source, Optional.empty());
    }

    private static boolean isValue(Json value) {
        if (value instanceof JsonArray array) {
            for (Json item : array.items()) {
                if (!(item instanceof JsonString)) {
                    return false;
                }
            }
            return true;
        }
        if (value instanceof JsonObject object) {
            for (String name : object.names()) {
                if (!(object.find(name).orElse(JsonNull.NULL) instanceof JsonNumber)) {
                    return false;
                }
            }
            return true;
        }
        return value instanceof JsonNumber || value instanceof JsonString || value instanceof JsonBool;
    }

    /** The value; {@code JsonNull.NULL} when unavailable. */
    public Json value() {
        return value;
    }

    public FactSource how() {
        return how;
    }

    public String source() {
        return source;
    }

    /** How the measurements spread; present exactly when measured. */
    public Optional<MeasuredSpread> spread() {
        return spread;
    }

    public boolean isAvailable() {
        return how != FactSource.UNAVAILABLE;
    }

    /** Whether the value is true; false for everything else, unavailable included. */
    public boolean isTrue() {
        return value == JsonBool.TRUE;
    }

    /** The value as a number, where it is one. */
    public OptionalDouble number() {
        return value instanceof JsonNumber number ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty();
    }

    public JsonObject toJson() {
        JsonObject json = JsonObject.of("label", label, "value", value);
        json = unit.isEmpty() ? json : json.with("unit", unit);
        json = json.with("how", how.id()).with("source", source);
        if (spread.isEmpty()) {
            return json;
        }
        return json.with("n", spread.get().n()).with("low", spread.get().low()).with("high", spread.get().high());
    }

    static Fact fromJson(JsonObject json, String where) {
        UnknownMembers.requireOnly(json, MEMBERS, where);
        FactSource how = FactSource.parse(json.string("how"), where + "/how");
        Json value = json.find("value").orElseThrow(() -> new DamagedData("A fact has no value.", Finding.at(where)));
        try {
            Fact fact = new Fact(json.string("label"), value, json.stringOr("unit", ""), how, json.string("source"),
                    spread(json, how, where));
            if (!fact.toJson().names().equals(json.names())) {
                throw new DamagedData("A fact has members that do not go with how it was obtained.",
                        Finding.at(where).expected(fact.toJson().names()).found(json.names()));
            }
            return fact;
        } catch (InvalidInput e) {
            throw new DamagedData(e.getMessage(), e.finding());
        }
    }

    private static Optional<MeasuredSpread> spread(JsonObject json, FactSource how, String where) {
        if (how != FactSource.MEASURED) {
            return Optional.empty();
        }
        long n = json.integer("n");
        if (n > Integer.MAX_VALUE) {
            throw new DamagedData("A measurement has too many samples.", Finding.at(where + "/n").found(n));
        }
        return Optional.of(new MeasuredSpread((int) Math.max(n, 0), json.number("low"), json.number("value"),
                json.number("high")));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fact that && toJson().equals(that.toJson());
    }

    @Override
    public int hashCode() {
        return Objects.hash(label, how, source);
    }

    @Override
    public String toString() {
        return label + " (" + how.id() + ")";
    }
}
