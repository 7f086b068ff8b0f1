package dev.tabitat.web.view.dom;

/**
 * How long to wait before the page is drawn again after other code has changed it. The wait doubles while that code
 * undoes each repair within seconds, so that two programs do not change one page against each other without a pause.
 */
public final class RepairPause {

    public static final int MIN_MS = 40;
    public static final int MAX_MS = 2_560;
    /** Damage this long after a repair is no answer to it. */
    private static final double UNRELATED_MS = 6_000;

    private int ms = MIN_MS;
    private double lastRepair = Double.NEGATIVE_INFINITY;

    /** Milliseconds, {@link #MIN_MS} to {@link #MAX_MS}. */
    public int ms() {
        return ms;
    }

    /**
     * The page was drawn after the pause.
     *
     * @param repaired whether anything had to be put back
     * @param now milliseconds since any fixed moment
     */
    public void drawn(boolean repaired, double now) {
        if (!repaired) {
            return;
        }
        ms = now - lastRepair < UNRELATED_MS ? Math.min(MAX_MS, 2 * ms) : MIN_MS;
        lastRepair = now;
    }
}
