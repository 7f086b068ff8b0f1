package dev.tabitat.core.routing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.JsonObject;

/**
 * A figure, how it is known and from how many cases.
 *
 * @param value finite, at least 0; 0 when unknown
 * @param how how it is known
 * @param n number of cases or runs behind it; 0 when unknown
 */
public record Estimate(double value, Known how, long n) {

    /** Unknown. */
    public static final Estimate UNKNOWN = new Estimate(0, Known.UNKNOWN, 0);

    public Estimate {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY) || n < 0 || how == Known.UNKNOWN && value != 0) {
            throw new InvalidInput("An estimate is a finite figure, at least 0.", Finding.at("estimate")
                    .expected("0 or more; 0 when unknown").found(value + " of " + n));
        }
    }

    public boolean isKnown() {
        return how != Known.UNKNOWN;
    }

    JsonObject toJson() {
        return JsonObject.of("value", value, "how", how.id(), "n", n);
    }

    static Estimate fromJson(JsonObject json) {
        return new Estimate(json.number("value"), Known.parse(json.string("how"), "how"), json.integer("n"));
    }
}
