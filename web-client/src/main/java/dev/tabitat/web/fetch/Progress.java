package dev.tabitat.web.fetch;

import dev.tabitat.core.json.JsonObject;

/**
 * How far a download is: {@code {done, total, unit: "bytes", rate, eta_s?, phase, verified_chunks, total_chunks}}.
 *
 * @param doneBytes verified, and on their way
 * @param rate bytes a second over the last seconds; 0 before anything came
 * @param phase {@code queued}, {@code manifest}, {@code download}, {@code verify} or {@code done}
 */
public record Progress(long doneBytes, long totalBytes, double rate, String phase, int verifiedChunks, int totalChunks) {

    /** Hears reports. */
    @FunctionalInterface
    public interface Listener {
        void report(Progress progress);
    }

    public JsonObject toJson() {
        JsonObject json = JsonObject.of("done", doneBytes, "total", totalBytes, "unit", "bytes",
                "rate", Math.floor(rate), "phase", phase, "verified_chunks", verifiedChunks, "total_chunks", totalChunks);
        return rate > 0 ? json.with("eta_s", Math.ceil((totalBytes - doneBytes) / rate * 10) / 10) : json;
    }
}
