package dev.tabitat.web.engine;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.fetch.Stop;
import java.util.function.Consumer;

/** Long work over bytes: reports now and then, lets messages in, and ends when somebody wishes it. */
final class ProgressTicker {

    private static final double INTERVAL_MILLIS = 60;

    private final EngineEnvironment world;
    private final String phase;
    private final long total;
    private final Consumer<JsonObject> progress;
    private final Stop stop;
    private final double began;
    private double reported;
    private long done;

    ProgressTicker(EngineEnvironment world, String phase, long total, Consumer<JsonObject> progress, Stop stop) {
        this.world = world;
        this.phase = phase;
        this.total = total;
        this.progress = progress;
        this.stop = stop;
        began = world.millis();
        reported = began;
    }

    /** @throws dev.tabitat.core.error.Cancelled when it was stopped */
    void passed(long bytes) {
        done = Math.min(total, done + bytes);
        if (world.millis() - reported >= INTERVAL_MILLIS) {
            world.breathe();
            reported = world.millis();
            report();
        }
        stop.check();
    }

    void end() {
        done = total;
        report();
    }

    /** {@code {done, total, unit: "bytes", rate, eta_s?, phase}}. */
    private void report() {
        double seconds = (world.millis() - began) / 1000;
        double rate = seconds > 0 ? done / seconds : 0;
        JsonObject json = JsonObject.of("done", done, "total", total, "unit", "bytes", "rate", Math.floor(rate), "phase", phase);
        progress.accept(rate > 0 ? json.with("eta_s", Math.ceil((total - done) / rate * 10) / 10) : json);
    }
}
