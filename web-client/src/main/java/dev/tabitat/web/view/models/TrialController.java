package dev.tabitat.web.view.models;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Split;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.PageServices;
import java.util.ArrayList;
import java.util.List;

/** Tries one model at a time on its card; the newest question counts. */
final class TrialController {

    private final EngineCalls calls;
    private final PageServices page;
    private Trial trial = Trial.NONE;
    private EngineClient.Cancellation running = () -> {};
    private int asked;

    TrialController(EngineCalls calls, PageServices page) {
        this.calls = calls;
        this.page = page;
    }

    Trial trial() {
        return trial;
    }

    void open(String model, String kind) {
        cancel();
        trial = Trial.of(model, kind);
        page.focus(Trial.TEXT);
    }

    void close() {
        String model = trial.model();
        cancel();
        trial = Trial.NONE;
        page.focus("try-" + model);
    }

    private void cancel() {
        running.cancel();
        running = () -> {};
        asked++;
    }

    void typed(String field, String text) {
        trial = trial.typed(field, text);
        page.changed();
    }

    void run() {
        if (!trial.isComplete()) {
            page.focus(trial.fields().get(Trial.TEXT).isBlank() ? Trial.TEXT : Trial.QUESTION);
            return;
        }
        cancel();
        int ticket = asked;
        trial = trial.asking();
        page.changed();
        running = calls.call(method(), params(), result -> {
            if (ticket == asked) {
                trial = trial.answered(result);
            }
        }, error -> {
            if (ticket == asked) {
                trial = trial.failed(error);
            }
        });
    }

    private Method method() {
        return switch (trial.kind()) {
            case Trial.TAG -> EngineMethod.TAG;
            case Trial.RERANK -> EngineMethod.RERANK;
            case Trial.EXTRACT -> EngineMethod.EXTRACT;
            default -> StartMethod.CLASSIFY;
        };
    }

    private JsonObject params() {
        JsonObject params = JsonObject.of("model", trial.model());
        String text = trial.fields().get(Trial.TEXT);
        String question = trial.fields().get(Trial.QUESTION);
        return switch (trial.kind()) {
            case Trial.TAG -> params.with("input", text);
            case Trial.RERANK -> params.with("query", question).with("documents", JsonArray.ofStrings(lines(text)));
            case Trial.EXTRACT -> params.with("question", question).with("context", text);
            default -> params.with("input", text).with("labels", JsonArray.ofStrings(labels(question)));
        };
    }

    /** The lines of a text that say something. */
    static List<String> lines(String text) {
        return parts(text, '\n');
    }

    /** Labels between commas. */
    static List<String> labels(String text) {
        return parts(text, ',');
    }

    private static List<String> parts(String text, char separator) {
        List<String> parts = new ArrayList<>();
        for (String part : Split.on(text, separator)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }
}
