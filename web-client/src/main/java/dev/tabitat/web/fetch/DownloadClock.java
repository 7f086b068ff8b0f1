package dev.tabitat.web.fetch;

/** Time, as a download needs it. */
public interface DownloadClock {

    /** Milliseconds on a clock that never goes back. */
    double millis();

    /** Milliseconds since 1970 by the device's clock, which a person may have set wrong. */
    default double wallMillis() {
        return System.currentTimeMillis();
    }

    /** A random number from 0 to below 1, so that many who wait do not all come back at once. */
    double chance();

    /** Waits, less when {@code stop} comes first. */
    void pause(int millis, CancellationToken stop);
}
