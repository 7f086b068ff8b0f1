package dev.tabitat.web.fetch;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import java.util.Arrays;

/** Reads an answer that is held in memory as a whole, within limits of bytes and of time. */
final class SmallBody {

    /** How long one small answer may take in all, from its first byte to its last. */
    static final int DEADLINE_MILLIS = 60_000;

    private SmallBody() {}

    /**
     * Reads the rest of an answer; does not close it.
     *
     * @throws DamagedData when it is longer than {@code limit} bytes
     * @throws Unavailable when it takes longer than {@link #DEADLINE_MILLIS}
     */
    static byte[] read(ByteSource.Answer answer, String where, int limit, DownloadClock pace, CancellationToken stop) {
        double deadline = pace.millis() + DEADLINE_MILLIS;
        byte[] bytes = new byte[0];
        int filled = 0;
        for (byte[] next = answer.next(); next.length > 0; next = answer.next()) {
            stop.check();
            if (filled + (long) next.length > limit) {
                throw new DamagedData("The answer is too long.",
                        Finding.at(where).expected("at most " + limit + " bytes").found("more"));
            }
            if (pace.millis() > deadline) {
                throw new Unavailable("The server is too slow.",
                        Finding.at(where).expected("the whole answer within " + DEADLINE_MILLIS / 1000 + " s")
                                .found(filled + " bytes").remedy("Try again later."));
            }
            if (filled + next.length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(filled + next.length, 2 * bytes.length)));
            }
            System.arraycopy(next, 0, bytes, filled, next.length);
            filled += next.length;
        }
        return Arrays.copyOf(bytes, filled);
    }
}
