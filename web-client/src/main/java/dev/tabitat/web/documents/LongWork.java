package dev.tabitat.web.documents;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.fetch.CancellationToken;
import java.util.function.Consumer;

/**
 * Reports the progress of long work now and then, yields to incoming messages, and ends the work when it is cancelled.
 */
final class LongWork {

    private static final double BREATH_MILLIS = 12;
    private static final double REPORT_MILLIS = 120;

    private final DocumentEnvironment environment;
    private final CancellationToken stop;
    private final Consumer<JsonObject> report;
    private String phase;
    private String name = "";
    private double began;
    private long first;
    private double breathed;
    private double reported;

    LongWork(DocumentEnvironment environment, String phase, CancellationToken stop, Consumer<JsonObject> report) {
        this.environment = environment;
        this.phase = phase;
        this.stop = stop;
        this.report = report;
        began = environment.millis();
        breathed = began;
    }

    /** Another part of the work begins. @param done what was done of it before */
    void phase(String next, String of, long done) {
        phase = next;
        name = of;
        first = done;
        began = environment.millis();
        reported = 0;
    }

    /** @throws dev.tabitat.core.error.Cancelled when it was stopped */
    void step(String unit, long done, long total) {
        double now = environment.millis();
        if (now - breathed >= BREATH_MILLIS) {
            environment.yieldToMessages();
            breathed = environment.millis();
        }
        stop.check();
        if (now - reported >= REPORT_MILLIS || done == total) {
            reported = now;
            double seconds = (now - began) / 1000;
            double rate = seconds > 0 ? (done - first) / seconds : 0;
            JsonObject json = JsonObject.of("done", done, "total", total, "unit", unit, "rate",
                    Math.floor(rate * 10) / 10, "phase", phase, "name", name);
            report.accept(rate > 0 ? json.with("eta_s", Math.ceil((total - done) / rate)) : json);
        }
    }
}
