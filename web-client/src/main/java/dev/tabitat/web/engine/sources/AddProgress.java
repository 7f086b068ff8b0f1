package dev.tabitat.web.engine.sources;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.web.fetch.DownloadClock;
import dev.tabitat.web.fetch.Progress;

/**
 * How far the adding of a model is, as {@link Progress} reports it, at most ten times a second: phases
 * {@code download}, {@code wait} and {@code convert}.
 */
final class AddProgress {

    private static final double INTERVAL_MILLIS = 100;

    private final Progress.Listener listener;
    private final DownloadClock pace;
    private long total;
    private long done;
    private long fresh;
    private long arrived;
    private int pieces;
    private double began;
    private double reported;
    private String phase = "download";

    AddProgress(Progress.Listener listener, DownloadClock pace) {
        this.listener = listener;
        this.pace = pace;
    }

    /** @param totalBytes of all files */
    void begin(long totalBytes) {
        total = totalBytes;
        began = pace.millis();
        report();
    }

    /** A piece was there already and verified. */
    void resumed(int bytes) {
        done += bytes;
        pieces++;
        due();
    }

    /** A piece was stored. */
    void stored(int bytes) {
        arrived = 0;
        done += bytes;
        fresh += bytes;
        pieces++;
        due();
    }

    /** So many bytes of the next piece have come. */
    void arrived(int bytes) {
        arrived = bytes;
        due();
    }

    void waiting(String reason, int millis) {
        Progress now = now();
        listener.report(new Progress(now.doneBytes(), now.totalBytes(), 0, "wait", now.verifiedChunks(),
                now.totalChunks(), reason, millis));
        reported = pace.millis();
    }

    /** The conversion of the weights begins. @param bytes of what it makes */
    void convert(long bytes) {
        phase = "convert";
        total = bytes;
        done = 0;
        fresh = 0;
        pieces = 0;
        began = pace.millis();
        report();
    }

    private void due() {
        if (pace.millis() - reported >= INTERVAL_MILLIS) {
            report();
        }
    }

    private void report() {
        reported = pace.millis();
        listener.report(now());
    }

    private Progress now() {
        double millis = pace.millis() - began;
        double rate = millis > 0 ? (fresh + arrived) * 1000.0 / millis : 0;
        int all = (int) ((total + ChunkList.CHUNK_BYTES - 1) / ChunkList.CHUNK_BYTES);
        return new Progress(Math.min(total, done + arrived), total, rate, phase, pieces, Math.max(pieces, all));
    }
}
