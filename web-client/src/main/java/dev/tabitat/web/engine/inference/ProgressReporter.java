package dev.tabitat.web.engine.inference;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.fetch.CancellationToken;
import java.util.function.Consumer;

/** Reports progress, yields to incoming messages now and then, and ends the work when it is cancelled. */
final class ProgressReporter implements EncoderRunner.ProgressListener {

    private static final double BREATH_MILLIS = 15;
    private static final double REPORT_MILLIS = 100;

    private final EngineEnvironment environment;
    private final CancellationToken stop;
    private final Consumer<JsonObject> progress;
    private final double began;
    private double breathed;
    private double reported;

    ProgressReporter(EngineEnvironment environment, CancellationToken stop, Consumer<JsonObject> progress) {
        this.environment = environment;
        this.stop = stop;
        this.progress = progress;
        began = environment.millis();
        breathed = began;
        reported = began;
    }

    @Override
    public void step(long tokens, long total) {
        double now = environment.millis();
        if (now - breathed >= BREATH_MILLIS) {
            environment.yieldToMessages();
            breathed = environment.millis();
        }
        stop.check();
        boolean isLast = total > 0 && tokens == total;
        if (total > 0 && (isLast && reported > began || now - reported >= REPORT_MILLIS)) {
            reported = now;
            progress.accept(report(tokens, total, (now - began) / 1000));
        }
    }

    private static JsonObject report(long tokens, long total, double seconds) {
        double rate = seconds > 0 ? tokens / seconds : 0;
        JsonObject report = JsonObject.of("done", tokens, "total", total, "unit", "tokens", "rate",
                Math.floor(rate), "phase", "embed");
        return rate > 0 ? report.with("eta_s", Math.ceil((total - tokens) / rate * 10) / 10) : report;
    }
}
