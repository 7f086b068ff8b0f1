package dev.tabitat.core.time;

/**
 * When something that failed may be tried again: after a pause that doubles with each further failure up to a limit,
 * and that varies by a quarter by chance, so that many who wait do not all come back at once. Times are milliseconds on
 * a clock that never goes back.
 */
public final class Backoff {

    private static final int MAX_DOUBLINGS = 30;

    private final double firstMillis;
    private final double longestMillis;
    private int failures;
    private boolean isAsked;
    private double dueMillis;

    /**
     * @param firstMillis the mean pause after the first failure
     * @param longestMillis the longest mean pause
     */
    public Backoff(double firstMillis, double longestMillis) {
        if (!(firstMillis > 0) || !(longestMillis >= firstMillis)) {
            throw new IllegalArgumentException("pauses of " + firstMillis + " to " + longestMillis + " ms");
        }
        this.firstMillis = firstMillis;
        this.longestMillis = longestMillis;
    }

    /** Whether the next try may begin now. */
    public boolean isDue(double nowMillis) {
        return !isAsked || nowMillis >= dueMillis;
    }

    /** How long to wait for the next try; 0 when it is due. */
    public double pauseMillis(double nowMillis) {
        return isDue(nowMillis) ? 0 : dueMillis - nowMillis;
    }

    /** Whether the last try failed. */
    public boolean hasFailed() {
        return failures > 0;
    }

    /** A try failed. @param chance from 0 to below 1 */
    public void failed(double nowMillis, double chance) {
        double mean = Math.min(longestMillis, firstMillis * Math.pow(2, Math.min(failures, MAX_DOUBLINGS)));
        failures++;
        isAsked = true;
        dueMillis = nowMillis + mean * (0.75 + 0.5 * chance);
    }

    /** A try succeeded: the next is due when its result is out of date. */
    public void succeeded(double nowMillis, double validMillis) {
        failures = 0;
        isAsked = true;
        dueMillis = nowMillis + validMillis;
    }

    /** The next try is due at once, and pauses begin with the first again. */
    public void reset() {
        failures = 0;
        isAsked = false;
    }
}
