package dev.tabitat.web.fetch;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;

/**
 * Breaks off an answer whose bytes come more slowly than {@link #BYTES_PER_SECOND} over {@link #WINDOW_MILLIS}; only
 * waiting for them counts.
 */
final class MinimumSpeed {

    static final int BYTES_PER_SECOND = 1024;
    static final int WINDOW_MILLIS = 30_000;

    private final DownloadClock pace;
    private final String where;
    private double waitedMillis;
    private long bytes;

    /** @param where the address, for the error */
    MinimumSpeed(DownloadClock pace, String where) {
        this.pace = pace;
        this.where = where;
    }

    /**
     * The answer's next bytes; none at the end.
     *
     * @throws Unavailable when it is too slow
     */
    byte[] next(ByteSource.Answer answer) {
        double before = pace.millis();
        byte[] next = answer.next();
        waitedMillis += pace.millis() - before;
        bytes += next.length;
        if (next.length > 0 && waitedMillis >= WINDOW_MILLIS) {
            if (bytes * 1000.0 < waitedMillis * BYTES_PER_SECOND) {
                throw new Unavailable("The server sends too slowly.",
                        Finding.at(where).expected("at least " + BYTES_PER_SECOND + " bytes a second")
                                .found(bytes + " bytes in " + Math.round(waitedMillis / 1000) + " s")
                                .remedy("Try again later, or over another network: what has verified is kept."));
            }
            waitedMillis = 0;
            bytes = 0;
        }
        return next;
    }
}
