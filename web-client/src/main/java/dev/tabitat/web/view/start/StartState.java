package dev.tabitat.web.view.start;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.parts.Packages;
import java.util.List;
import java.util.Optional;

/**
 * The state of the start screen.
 *
 * @param text what the person has typed
 * @param sample the name of the sample that the text is; empty for none
 * @param task what is asked of the text
 * @param model a package's name, or empty for the chooser's pick
 * @param ready whether a model can answer
 * @param answer what {@code classify} answered last
 * @param error why it did not
 * @param choice what {@code choose} answered last
 * @param deviceFacts the device in a few words; empty while nothing is known of it
 */
public record StartState(String text, String sample, String task, String model, boolean ready,
        Optional<JsonObject> answer, Optional<ApiError> error, Optional<JsonObject> choice, List<String> deviceFacts) {

    /** Before anything is known. */
    public static final StartState FIRST = new StartState("", "", Packages.LANGUAGE_TASK, "", false, Optional.empty(),
            Optional.empty(), Optional.empty(), List.of());

    /** @param sampleName empty where the person has typed the text */
    public StartState withText(String newText, String sampleName) {
        return new StartState(newText, sampleName, task, model, ready, answer, error, choice, deviceFacts);
    }

    /** Another task, without an answer yet. */
    public StartState withTask(String newTask) {
        return new StartState(text, "", newTask, "", ready, Optional.empty(), Optional.empty(), choice, deviceFacts);
    }

    public StartState withModel(String name) {
        return new StartState(text, sample, task, name, ready, answer, error, choice, deviceFacts);
    }

    public StartState asReady() {
        return new StartState(text, sample, task, model, true, answer, error, choice, deviceFacts);
    }

    /** The newest text was answered, or was not; both are empty where there is nothing to answer. */
    public StartState answered(Optional<JsonObject> result, Optional<ApiError> reason) {
        return new StartState(text, sample, task, model, ready, result, reason, choice, deviceFacts);
    }

    public StartState withChoice(JsonObject chosen) {
        return new StartState(text, sample, task, model, ready, answer, error, Optional.of(chosen), deviceFacts);
    }

    public StartState withDeviceFacts(List<String> facts) {
        return new StartState(text, sample, task, model, ready, answer, error, choice, facts);
    }
}
