package dev.tabitat.web.view.models;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonObject;
import java.util.Optional;

/**
 * A generator that is tried on its card with a prompt typed there.
 *
 * @param model its name; empty where none is tried
 * @param text what has been generated so far
 * @param report the last report of the call that runs; empty when none does
 * @param result of the call that ended last
 * @param error why it failed
 */
record GeneratorTrial(String model, String prompt, String text, Optional<JsonObject> report,
        Optional<JsonObject> result, Optional<ApiError> error) {

    static final GeneratorTrial NONE = of("");

    static GeneratorTrial of(String model) {
        return new GeneratorTrial(model, "", "", Optional.empty(), Optional.empty(), Optional.empty());
    }

    boolean isRunning() {
        return report.isPresent();
    }

    GeneratorTrial typed(String typed) {
        return new GeneratorTrial(model, typed, text, report, result, error);
    }

    GeneratorTrial started() {
        return new GeneratorTrial(model, prompt, "", Optional.of(JsonObject.EMPTY), Optional.empty(), Optional.empty());
    }

    GeneratorTrial reported(JsonObject now) {
        return new GeneratorTrial(model, prompt, text + now.stringOr("text", ""), Optional.of(now), result, error);
    }

    GeneratorTrial ended(JsonObject now) {
        return new GeneratorTrial(model, prompt, now.string("response"), Optional.empty(), Optional.of(now), error);
    }

    GeneratorTrial failed(ApiError reason) {
        return new GeneratorTrial(model, prompt, text, Optional.empty(), result, Optional.of(reason));
    }
}
