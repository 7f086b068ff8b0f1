package dev.tabitat.web.view.shell;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.view.parts.Actions;
import dev.tabitat.web.view.parts.State;
import dev.tabitat.web.view.start.StartScreen;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks the engine about the text of the start screen: a moment after the last letter, and the newest text only. */
final class TextQuestions {

    private static final int TYPING_PAUSE_MS = 80;
    private static final int LABELS = 4;

    private final EngineClient engine;
    private final State state;
    private final Actions actions;
    private final Consumer<ApiError> failed;
    private EngineClient.Cancellation asked = () -> {};
    private int typingTimer;

    /** @param failed is notified of every failure too */
    TextQuestions(EngineClient engine, State state, Actions actions, Consumer<ApiError> failed) {
        this.engine = engine;
        this.state = state;
        this.actions = actions;
        this.failed = failed;
    }

    void typed(String text) {
        state.text = text;
        state.sample = "";
        Announcer.hush();
        Page.forget(typingTimer);
        typingTimer = Page.later(this::ask, TYPING_PAUSE_MS);
    }

    void sample(String name, String text) {
        state.text = text;
        state.sample = name;
        actions.changed();
        ask();
    }

    /** Asks now; an older question is given up. */
    void ask() {
        asked.cancel();
        if (!state.ready || state.text.trim().isEmpty()) {
            state.answer = Optional.empty();
            state.answerError = Optional.empty();
            actions.changed();
            return;
        }
        JsonObject params = JsonObject.of("input", Utf8.replaceUnpairedSurrogates(state.text), "top_k", LABELS);
        asked = engine.call(StartMethod.CLASSIFY,
                state.model.isEmpty() ? params.with("task", state.task) : params.with("model", state.model),
                new Answer(state.text));
    }

    private final class Answer implements EngineClient.Listener {

        private final String text;

        private Answer(String text) {
            this.text = text;
        }

        @Override
        public void done(Json result, Optional<Slices> bytes) {
            if (text.equals(state.text)) {
                state.answer = Optional.of((JsonObject) result);
                state.answerError = Optional.empty();
                Announcer.say(StartScreen.announcement(state.answer.get(), actions));
            }
            actions.changed();
        }

        @Override
        public void failed(ApiError error) {
            failed.accept(error);
            if (text.equals(state.text) && !error.code().equals("cancelled")) {
                state.answer = Optional.empty();
                state.answerError = Optional.of(error);
            }
            actions.changed();
        }
    }
}
