package dev.tabitat.web.engine.environment;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.fetch.CancellationToken;
import java.util.function.Consumer;

/**
 * Reports the progress of long work over bytes now and then, yields to incoming messages, and ends the work when it is
 * cancelled.
 */
public final class ProgressTicker {

    private static final double INTERVAL_MILLIS = 60;

    private final EngineEnvironment environment;
    private final String phase;
    private final long total;
    private final Consumer<JsonObject> progress;
    private final CancellationToken stop;
    private final double began;
    private double reported;
    private long done;

    public ProgressTicker(EngineEnvironment environment, String phase, long total, Consumer<JsonObject> progress,
            CancellationToken stop) {
        this.environment = environment;
        this.phase = phase;
        this.total = total;
        this.progress = progress;
        this.stop = stop;
        began = environment.millis();
        reported = began;
    }

    /** @throws dev.tabitat.core.error.Cancelled when it was stopped */
    public void passed(long bytes) {
        done = Math.min(total, done + bytes);
        if (environment.millis() - reported >= INTERVAL_MILLIS) {
            environment.yieldToMessages();
            reported = environment.millis();
            report();
        }
        stop.check();
    }

    public void end() {
        done = total;
        report();
    }

    /** {@code {done, total, unit: "bytes", rate, eta_s?, phase}}. */
    private void report() {
        double seconds = (environment.millis() - began) / 1000;
        double rate = seconds > 0 ? done / seconds : 0;
        JsonObject json = JsonObject.of("done", done, "total", total, "unit", "bytes", "rate", Math.floor(rate),
                "phase", phase);
        progress.accept(rate > 0 ? json.with("eta_s", Math.ceil((total - done) / rate * 10) / 10) : json);
    }
}
