package dev.tabitat.web.fetch;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.packages.RegistryOrigins;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A source that waits and repeats the request where the server answers that it is too busy and, by Retry-After, when to
 * come back; so does a registry whose token server does.
 */
public final class RetryAfterSource implements ByteSource {

    /** How long one request is waited for in all. */
    static final int LONGEST_MILLIS = 300_000;
    /** However short Retry-After is, the pauses double from this. */
    private static final int FIRST_PAUSE_MILLIS = 200;
    private static final int MAX_DOUBLINGS = 8;
    /**
     * The share of a pause that is added by chance, so that many clients with the same answer do not all come back at
     * once.
     */
    private static final double SPREAD = 0.1;

    private final ByteSource source;
    private final DownloadClock pace;
    private final Traffic traffic;
    private final Waiting waiting;
    private boolean hasGivenUp;

    /** Is notified of pauses. */
    @FunctionalInterface
    public interface Waiting {

        /** @param reason a sentence */
        void waits(String reason, int millis);
    }

    public RetryAfterSource(ByteSource source, DownloadClock pace, Traffic traffic, Waiting waiting) {
        this.source = source;
        this.pace = pace;
        this.traffic = traffic;
        this.waiting = waiting;
    }

    @Override
    public String origin() {
        return source.origin();
    }

    @Override
    public String address(String path) {
        return source.address(path);
    }

    /** Whether the last failure was a Retry-After beyond the limit: another try now would fail too. */
    boolean hasGivenUp() {
        return hasGivenUp;
    }

    /** @throws Unavailable when Retry-After exceeds five minutes in all */
    @Override
    public Answer get(String path, Optional<Span> span, CancellationToken stop) {
        hasGivenUp = false;
        double waited = 0;
        for (int pauses = 0;; pauses++) {
            Answer answer = source.get(path, span, stop);
            OptionalDouble asked = RetryAfter.of(answer, pace.wallMillis());
            if (asked.isEmpty()) {
                return answer;
            }
            int status = answer.status();
            String where = answer.url().isEmpty() ? address(path) : answer.url();
            answer.close();
            traffic.request(answer.url().isEmpty() ? origin() : RegistryOrigins.ofUrl(answer.url()), Registry.PURPOSE,
                    0, 0);
            double least = FIRST_PAUSE_MILLIS << Math.min(pauses, MAX_DOUBLINGS);
            double pause = Math.max(asked.getAsDouble(), least) * (1 + SPREAD * pace.chance());
            waited += pause;
            if (waited > LONGEST_MILLIS) {
                hasGivenUp = true;
                throw tooLong(where, status, asked.getAsDouble());
            }
            waiting.waits("The server is busy and asks to wait.", (int) pause);
            pace.pause((int) pause, stop);
            stop.check();
        }
    }

    private Unavailable tooLong(String where, int status, double askedMillis) {
        long minutes = (long) Math.ceil(askedMillis / 60_000);
        return new Unavailable("The server is too busy and asks to wait for longer than is waited here.",
                Finding.at(where)
                        .expected("an answer within " + LONGEST_MILLIS / 60_000 + " minutes")
                        .found("status " + status + ", Retry-After in " + Math.round(askedMillis / 1000) + " s")
                        .remedy("Try again in " + Math.max(1, minutes) + (minutes <= 1 ? " minute" : " minutes")
                                + ": what has verified is kept."));
    }
}
