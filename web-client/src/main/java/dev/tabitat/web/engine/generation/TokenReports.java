package dev.tabitat.web.engine.generation;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reports a run, at most some thirty times a second, each report with the text and the tokens since the one before:
 * {@code {done, total, unit: "tokens", rate, phase, text?, tokens?}}. The texts, one after the other, are the response.
 */
final class TokenReports {

    private static final double INTERVAL_MILLIS = 33;

    private final EngineEnvironment environment;
    private final Consumer<JsonObject> progress;
    private final StringBuilder text = new StringBuilder();
    private List<Json> tokens = new ArrayList<>();
    private double reported;
    private double began;

    TokenReports(EngineEnvironment environment, Consumer<JsonObject> progress) {
        this.environment = environment;
        this.progress = progress;
        began = environment.millis();
        reported = began - INTERVAL_MILLIS;
    }

    /** Work before the first token. */
    void phase(String phase, long done, long total) {
        reported = environment.millis();
        progress.accept(report(phase, done, total, phase.equals("load") ? "bytes" : "tokens"));
    }

    /** The first token comes next. */
    void begin() {
        began = environment.millis();
        reported = began - INTERVAL_MILLIS;
    }

    /** @param part text that is certain now; it may be empty */
    void token(int token, String part, long done, long total) {
        tokens.add(Json.of(token));
        text.append(part);
        if (environment.millis() - reported >= INTERVAL_MILLIS) {
            flush(done, total);
        }
    }

    /** Text that was held back. */
    void rest(String part) {
        text.append(part);
    }

    /** Reports what is left. */
    void flush(long done, long total) {
        if (tokens.isEmpty() && text.length() == 0) {
            return;
        }
        reported = environment.millis();
        JsonObject report = report("generate", done, total, "tokens").with("text", text.toString()).with("tokens",
                new JsonArray(tokens));
        text.setLength(0);
        tokens = new ArrayList<>();
        progress.accept(report);
    }

    private JsonObject report(String phase, long done, long total, String unit) {
        double seconds = (environment.millis() - began) / 1000;
        double rate = seconds > 0 ? Math.floor(10 * done / seconds) / 10 : 0;
        return JsonObject.of("done", done, "total", total, "unit", unit, "rate", rate, "phase", phase);
    }
}
