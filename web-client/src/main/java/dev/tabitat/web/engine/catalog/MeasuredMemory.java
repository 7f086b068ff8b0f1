package dev.tabitat.web.engine.catalog;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.Optional;

/**
 * Bytes that a model took on WebAssembly in this browser.
 *
 * @param weights as they lie in memory
 * @param activations values of its largest pass so far; 0 where they are part of the weights' figure
 */
public record MeasuredMemory(long weights, long activations) {

    public long bytes() {
        return weights + activations;
    }

    /** The larger of each. */
    public MeasuredMemory or(MeasuredMemory other) {
        return new MeasuredMemory(Math.max(weights, other.weights), Math.max(activations, other.activations));
    }

    public String note() {
        return JsonObject.of("weights", weights, "activations", activations).toString();
    }

    /** Nothing when the note cannot be read. */
    public static Optional<MeasuredMemory> read(String note) {
        try {
            JsonObject json = JsonReader.readObject(note, JsonLimits.DEFAULT);
            long weights = json.integer("weights");
            long activations = json.integer("activations");
            return weights >= 0 && activations >= 0 ? Optional.of(new MeasuredMemory(weights, activations))
                    : Optional.empty();
        } catch (TabitatException unreadable) {
            return Optional.empty();
        }
    }
}
