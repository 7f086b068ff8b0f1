package dev.tabitat.web.view.models;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.PageServices;

/** Tries one generator at a time on its card; a text that was generated stays until the next one begins. */
final class GeneratorTrials {

    private static final int MAX_TOKENS = 200;

    private final EngineCalls calls;
    private final PageServices page;
    private GeneratorTrial trial = GeneratorTrial.NONE;
    private EngineClient.Cancellation running = () -> {};
    private int asked;

    GeneratorTrials(EngineCalls calls, PageServices page) {
        this.calls = calls;
        this.page = page;
    }

    GeneratorTrial trial() {
        return trial;
    }

    void typed(String model, String prompt) {
        if (!trial.model().equals(model)) {
            leave();
            trial = GeneratorTrial.of(model);
        }
        trial = trial.typed(prompt);
        page.changed();
    }

    void run(String model) {
        if (!trial.model().equals(model) || trial.prompt().isEmpty()) {
            page.focus(GeneratorCard.promptId(model));
            return;
        }
        leave();
        int ticket = asked;
        trial = trial.started();
        page.changed();
        running = calls.call(EngineMethod.GENERATE, JsonObject.of("model", model, "prompt", trial.prompt(), "options",
                JsonObject.of("num_predict", MAX_TOKENS)), (result, bytes) -> {
                    if (ticket == asked) {
                        trial = trial.ended((JsonObject) result);
                    }
                }, error -> {
                    if (ticket == asked) {
                        trial = trial.failed(error);
                    }
                }, report -> {
                    if (ticket == asked) {
                        trial = trial.reported(report);
                    }
                });
    }

    /** Ends the call; what was generated stays. */
    void stop() {
        running.cancel();
    }

    /** Another call, or none, counts from now on. */
    private void leave() {
        running.cancel();
        running = () -> {};
        asked++;
    }
}
