package dev.tabitat.web.fetch;

/** Time, as a download needs it. */
public interface Pace {

    /** Milliseconds on a clock that never goes back. */
    double millis();

    /** Waits, less when {@code stop} comes first. */
    void pause(int millis, Stop stop);
}
