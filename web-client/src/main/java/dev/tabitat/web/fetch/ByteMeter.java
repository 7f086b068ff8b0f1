package dev.tabitat.web.fetch;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the bytes received and reports them, at most ten times a second. */
final class ByteMeter {

    /** Counts nothing. */
    static final ByteMeter SILENT = new ByteMeter();

    private static final double INTERVAL_MILLIS = 100;
    private static final double WINDOW_MILLIS = 5_000;

    private final Progress.Listener listener;
    private final DownloadClock pace;
    private final long totalBytes;
    private final long resumedBytes;
    private final int totalChunks;
    private int verifiedChunks;
    private long verifiedBytes;
    private long arrivedBytes;
    private final List<Mark> marks = new ArrayList<>();
    private double lastReport;
    private String phase = "download";

    private ByteMeter() {
        this.listener = progress -> {};
        this.pace = null;
        this.totalBytes = 0;
        this.resumedBytes = 0;
        this.totalChunks = 0;
    }

    ByteMeter(StoredPackage wanted, Set<Digest> present, Progress.Listener listener, DownloadClock pace) {
        this.listener = listener;
        this.pace = pace;
        this.lastReport = pace.millis();
        marks.add(new Mark(lastReport, 0));
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

    /** Bytes a second over the last seconds: what a person sees should follow the line, not what it was minutes ago. */
    private double rate(double now, long fresh) {
        marks.add(new Mark(now, fresh));
        while (marks.size() > 2 && now - marks.get(1).millis() >= WINDOW_MILLIS) {
            marks.remove(0);
        }
        Mark first = marks.get(0);
        return now > first.millis() ? Math.max(0, fresh - first.bytes()) * 1000.0 / (now - first.millis()) : 0;
    }

    /** So many fresh bytes at that time. */
    private record Mark(double millis, long bytes) {}

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
        listener.report(now());
    }

    /** Nothing comes before the next try. @param reason a sentence */
    void waiting(String reason, int millis) {
        arrivedBytes = 0;
        if (pace != null) {
            listener.report(now().waitingFor(reason, millis));
        }
    }

    private Progress now() {
        double now = pace.millis();
        lastReport = now;
        long fresh = verifiedBytes - resumedBytes + arrivedBytes;
        double rate = rate(now, fresh);
        return new Progress(Math.min(totalBytes, verifiedBytes + arrivedBytes), totalBytes, rate, phase, verifiedChunks,
                totalChunks);
    }
}
