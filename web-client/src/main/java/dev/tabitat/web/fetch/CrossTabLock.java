package dev.tabitat.web.fetch;

import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A lock among tabs that is waited for only as long as the tab that holds it makes progress. */
public final class CrossTabLock {

    private static final int LOOK_MILLIS = 5_000;
    private static final int SECOND = 1_000;

    private final Tab tab;
    private final Limit limit;

    /** What waiting needs of this tab. */
    public interface Tab {

        /** Starts a Java thread. */
        void start(Runnable work);

        /** Waits so many milliseconds; shorter when {@code stop} comes. Other threads go on. */
        void pause(int millis, CancellationToken stop);

        /**
         * Does work while holding the lock of that name.
         *
         * @param stop ends the waiting for the others
         * @throws Cancelled when {@code stop} comes before its turn
         */
        <T> T alone(String name, CancellationToken stop, Supplier<T> work);
    }

    /**
     * How long another tab may hold a lock without progress, and what is said then.
     *
     * @param what the other tab's work, at the start of a sentence
     * @param seconds at least 5; counted in looks of 5 s, as a frozen tab's clock goes on
     * @param remedy what a person can do
     */
    public record Limit(String what, int seconds, String remedy) {}

    public CrossTabLock(Tab tab, Limit limit) {
        this.tab = tab;
        this.limit = limit;
    }

    /**
     * Does work while no other tab does work under the same name.
     *
     * @param progress a number that changes while the other tab makes progress; may suspend
     * @param stop ends the waiting
     * @throws Unavailable when the other tab made no progress within the limit
     * @throws Cancelled when {@code stop} comes before the turn
     */
    public <T> T run(String lock, LongSupplier progress, CancellationToken stop, Supplier<T> work) {
        stop.check();
        CancellationToken waiting = new CancellationToken();
        CancellationToken over = new CancellationToken();
        boolean[] isLate = new boolean[1];
        Runnable pass = waiting::request;
        stop.onRequest(pass);
        tab.start(() -> {
            if (!over.isRequested() && isStuck(progress, over)) {
                isLate[0] = true;
                waiting.request();
            }
        });
        try {
            return tab.alone(lock, waiting, () -> {
                over.request();
                return work.get();
            });
        } catch (Cancelled e) {
            if (isLate[0] && !over.isRequested()) {
                throw new Unavailable(limit.what() + " makes no progress.", Finding.at(lock)
                        .expected("progress within " + limit.seconds() + " seconds").found("none")
                        .remedy(limit.remedy()));
            }
            throw e;
        } finally {
            over.request();
            stop.forget(pass);
        }
    }

    private boolean isStuck(LongSupplier progress, CancellationToken over) {
        int mostLooks = limit.seconds() * SECOND / LOOK_MILLIS;
        long seen = -1;
        int looks = 0;
        while (looks < mostLooks) {
            tab.pause(LOOK_MILLIS, over);
            if (over.isRequested()) {
                return false;
            }
            long now = read(progress, seen);
            looks = now == seen || seen < 0 ? looks + 1 : 0;
            seen = now;
        }
        return !over.isRequested();
    }

    /** Progress that cannot be read counts as none. */
    private static long read(LongSupplier progress, long seen) {
        try {
            return progress.getAsLong();
        } catch (TabitatException unreadable) {
            return seen;
        }
    }
}
