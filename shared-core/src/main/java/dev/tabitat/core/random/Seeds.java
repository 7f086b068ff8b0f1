package dev.tabitat.core.random;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import java.util.Optional;

/**
 * Seeds in JSON: decimal strings, because canonical JSON (RFC 8785) rounds numbers to doubles and a seed has 64 bits.
 * Numbers, which older versions wrote, are read where they are exact.
 */
public final class Seeds {

    /** What a seed may be in JSON, for errors. */
    public static final String FORMS = "a decimal string of at most 64 bits, or a whole number within 2^53 - 1";

    private static final long MAX_EXACT = (1L << 53) - 1;

    private Seeds() {}

    /** The form that is written: decimal, with a minus sign where negative. */
    public static String text(long seed) {
        return Long.toString(seed);
    }

    /**
     * The form that older versions wrote: a number.
     *
     * @throws DamagedData when a double does not hold the seed exactly
     */
    public static JsonNumber number(long seed) {
        if (seed < -MAX_EXACT || seed > MAX_EXACT) {
            throw new DamagedData("A seed is too large for a JSON number.",
                    Finding.at("seed").expected("at most 2^53 - 1").found(seed).remedy("Write it as a string."));
        }
        return JsonNumber.of(seed);
    }

    /** Whether it is the form that older versions wrote. */
    public static boolean isNumber(JsonObject json, String name) {
        return json.find(name).orElse(null) instanceof JsonNumber;
    }

    /** The seed; empty when it is in neither form. */
    public static Optional<Long> of(Json json) {
        if (json instanceof JsonNumber number) {
            return number.isWhole() && number.longValue() >= -MAX_EXACT && number.longValue() <= MAX_EXACT
                    ? Optional.of(number.longValue())
                    : Optional.empty();
        }
        if (!(json instanceof JsonString string)) {
            return Optional.empty();
        }
        try {
            long seed = Long.parseLong(string.value());
            return text(seed).equals(string.value()) ? Optional.of(seed) : Optional.empty();
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** The seed in a member. @throws DamagedData when it is missing or in neither form */
    public static long read(JsonObject json, String name) {
        Json value = json.get(name);
        return of(value).orElseThrow(() -> new DamagedData("A seed is malformed, or a number that is no longer exact.",
                Finding.at("field \"" + name + "\"").expected(FORMS).found(found(value))
                        .remedy("Write it as a decimal string, without leading zeros.")));
    }

    /** A seed in neither form, for errors. */
    public static String found(Json value) {
        String text = value instanceof JsonString string ? "\"" + string.value() + "\""
                : value instanceof JsonNumber ? value.toString() : value.kind();
        return text.length() > 60 ? text.substring(0, 60) + "\u2026" : text;
    }
}
