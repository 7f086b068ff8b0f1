package dev.tabitat.web.engine;

import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.fetch.Stop;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A lock among tabs that is waited for only as long as the tab that holds it makes progress. */
final class TurnAmongTabs {

    private static final int LOOK_MILLIS = 5_000;
    /** So many looks in a row without progress are a minute; looks are counted, as a frozen tab's clock goes on. */
    private static final int MOST_LOOKS = 12;

    private final World world;

    TurnAmongTabs(World world) {
        this.world = world;
    }

    /**
     * Does work while no other tab does work under the same name.
     *
     * @param progress a number that changes while the other tab makes progress; may suspend
     * @param stop ends the waiting
     * @throws Unavailable when the other tab made no progress for a minute
     * @throws Cancelled when {@code stop} comes before the turn
     */
    <T> T run(String lock, LongSupplier progress, Stop stop, Supplier<T> work) {
        stop.check();
        Stop waiting = new Stop();
        Stop over = new Stop();
        boolean[] isLate = new boolean[1];
        Runnable pass = waiting::request;
        stop.onRequest(pass);
        world.start(() -> {
            if (!over.isRequested() && isStuck(progress, over)) {
                isLate[0] = true;
                waiting.request();
            }
        });
        try {
            return world.alone(lock, waiting, () -> {
                over.request();
                return work.get();
            });
        } catch (Cancelled e) {
            if (isLate[0] && !over.isRequested()) {
                throw new Unavailable("Another tab works on this package and makes no progress.", Finding.at(lock)
                        .expected("progress within " + LOOK_MILLIS / 1000 * MOST_LOOKS + " seconds").found("none")
                        .remedy("Close the other tabs of this app, then try again; what has verified is kept."));
            }
            throw e;
        } finally {
            over.request();
            stop.forget(pass);
        }
    }

    private boolean isStuck(LongSupplier progress, Stop over) {
        long seen = -1;
        int looks = 0;
        while (looks < MOST_LOOKS) {
            world.pause(LOOK_MILLIS, over);
            if (over.isRequested()) {
                return false;
            }
            long now = progress.getAsLong();
            looks = now == seen || seen < 0 ? looks + 1 : 0;
            seen = now;
        }
        return !over.isRequested();
    }
}
