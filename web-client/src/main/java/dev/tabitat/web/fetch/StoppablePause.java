package dev.tabitat.web.fetch;

import dev.tabitat.web.jso.Clock;

/** A wait of the calling thread that a {@link CancellationToken} ends early. */
public final class StoppablePause {

    private StoppablePause() {}

    /** Waits so many milliseconds; shorter when {@code stop} comes. Other threads go on. */
    public static void take(int millis, CancellationToken stop) {
        Object bell = new Object();
        boolean[] over = new boolean[1];
        Runnable ring = () -> {
            synchronized (bell) {
                over[0] = true;
                bell.notifyAll();
            }
        };
        stop.onRequest(ring);
        int timer = Clock.after(() -> new Thread(ring).start(), millis);
        try {
            synchronized (bell) {
                while (!over[0]) {
                    bell.wait();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Clock.cancel(timer);
            stop.forget(ring);
        }
    }
}
