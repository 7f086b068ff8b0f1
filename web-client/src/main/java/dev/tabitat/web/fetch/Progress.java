package dev.tabitat.web.fetch;

import dev.tabitat.core.json.JsonObject;

/**
 * How far a download is: {@code {done, total, unit: "bytes", rate, eta_s?, phase, verified_chunks, total_chunks,
 * reason?, retry_in_s?}}.
 *
 * @param doneBytes verified, and on their way
 * @param rate bytes a second over the last seconds; 0 before anything came
 * @param phase {@code queued}, {@code manifest}, {@code download}, {@code verify}, {@code wait} (for the next try) or
 * {@code done}
 * @param reason why is waited, a sentence; empty in the other phases
 * @param retryMillis from this report to the next try; 0 in the other phases
 */
public record Progress(long doneBytes, long totalBytes, double rate, String phase, int verifiedChunks, int totalChunks,
        String reason, int retryMillis) {

    public Progress(long doneBytes, long totalBytes, double rate, String phase, int verifiedChunks, int totalChunks) {
        this(doneBytes, totalBytes, rate, phase, verifiedChunks, totalChunks, "", 0);
    }

    /** A wait for the next try before anything is known of the package. */
    public static Progress waiting(String why, int millis) {
        return new Progress(0, 0, 0, "wait", 0, 0, why, millis);
    }

    /** The same, waiting for the next try. */
    Progress waitingFor(String why, int millis) {
        return new Progress(doneBytes, totalBytes, 0, "wait", verifiedChunks, totalChunks, why, millis);
    }

    /** Is notified of progress. */
    @FunctionalInterface
    public interface Listener {
        void report(Progress progress);
    }

    public JsonObject toJson() {
        JsonObject json = JsonObject.of("done", doneBytes, "total", totalBytes, "unit", "bytes",
                "rate", Math.floor(rate), "phase", phase, "verified_chunks", verifiedChunks, "total_chunks",
                totalChunks);
        if (!reason.isEmpty()) {
            json = json.with("reason", reason).with("retry_in_s", Math.ceil(retryMillis / 100.0) / 10);
        }
        return rate > 0 ? json.with("eta_s", Math.ceil((totalBytes - doneBytes) / rate * 10) / 10) : json;
    }
}
