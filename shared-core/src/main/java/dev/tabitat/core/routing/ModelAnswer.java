package dev.tabitat.core.routing;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonObject;

/**
 * The answer of a candidate to one text, as its confidence.
 *
 * @param name the candidate
 * @param confidence calibrated, where it is; else its greatest probability
 * @param margin by how much its likeliest label led the second
 * @param millis how long it took
 */
public record ModelAnswer(String name, double confidence, double margin, double millis) {

    public ModelAnswer {
        if (!(confidence >= 0 && confidence <= 1.0001) || !(margin >= 0 && margin <= 1.0001) || !(millis >= 0)) {
            throw new DamagedData("An answer's figures are out of range.", Finding.at(name)
                    .expected("confidence and margin in 0 to 1").found(confidence + ", " + margin + ", " + millis));
        }
    }

    public JsonObject toJson() {
        return JsonObject.of("name", name, "confidence", confidence, "margin", margin, "ms", millis);
    }

    public static ModelAnswer fromJson(JsonObject json) {
        return new ModelAnswer(json.string("name"), json.number("confidence"), json.number("margin"),
                json.number("ms"));
    }
}
