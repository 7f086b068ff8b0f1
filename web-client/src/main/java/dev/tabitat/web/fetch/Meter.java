package dev.tabitat.web.fetch;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.web.store.StoredPackage;
import java.util.Map;
import java.util.Set;

/** Counts what has come and tells of it, at most ten times a second. */
final class Meter {

    /** Counts nothing. */
    static final Meter SILENT = new Meter();

    private static final double INTERVAL_MILLIS = 100;

    private final Progress.Listener listener;
    private final Pace pace;
    private final double began;
    private final long totalBytes;
    private final long resumedBytes;
    private final int totalChunks;
    private int verifiedChunks;
    private long verifiedBytes;
    private long arrivedBytes;
    private double lastReport;
    private String phase = "download";

    private Meter() {
        this.listener = progress -> {};
        this.pace = null;
        this.began = 0;
        this.totalBytes = 0;
        this.resumedBytes = 0;
        this.totalChunks = 0;
    }

    Meter(StoredPackage wanted, Set<Digest> present, Progress.Listener listener, Pace pace) {
        this.listener = listener;
        this.pace = pace;
        this.began = pace.millis();
        this.lastReport = began;
        Map<Digest, Integer> sizes = wanted.chunkSizes();
        long total = 0;
        long resumed = 0;
        for (Map.Entry<Digest, Integer> chunk : sizes.entrySet()) {
            total += chunk.getValue();
            resumed += present.contains(chunk.getKey()) ? chunk.getValue() : 0;
        }
        this.totalBytes = total;
        this.resumedBytes = resumed;
        this.verifiedBytes = resumed;
        this.totalChunks = sizes.size();
        this.verifiedChunks = present.size();
    }

    long resumedBytes() {
        return resumedBytes;
    }

    long missingBytes() {
        return totalBytes - resumedBytes;
    }

    /** Bytes of a piece that has not verified yet: all that have come of it so far. */
    void arrived(long bytesOfPiece) {
        arrivedBytes = bytesOfPiece;
        if (pace != null && pace.millis() - lastReport >= INTERVAL_MILLIS) {
            report(phase);
        }
    }

    void verified(long bytes) {
        arrivedBytes = 0;
        verifiedBytes += bytes;
        verifiedChunks++;
        report(phase);
    }

    void report(String nowPhase) {
        phase = nowPhase;
        if (pace == null) {
            return;
        }
        double now = pace.millis();
        lastReport = now;
        long fresh = verifiedBytes - resumedBytes + arrivedBytes;
        double rate = now > began ? fresh * 1000.0 / (now - began) : 0;
        listener.report(new Progress(Math.min(totalBytes, verifiedBytes + arrivedBytes), totalBytes, rate, phase,
                verifiedChunks, totalChunks));
    }
}
