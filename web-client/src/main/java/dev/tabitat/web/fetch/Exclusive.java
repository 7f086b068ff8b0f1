package dev.tabitat.web.fetch;

import dev.tabitat.web.jso.AbortController;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.jso.WebLock;
import java.util.Optional;
import java.util.function.Supplier;

/** Work that one tab or worker does at a time, by Web Locks where the browser has them. */
public final class Exclusive {

    private Exclusive() {}

    /**
     * Does work while holding the lock of that name.
     *
     * @param stop ends the waiting for the others
     * @throws dev.tabitat.core.error.Cancelled when {@code stop} comes before its turn
     */
    public static <T> T run(String name, CancellationToken stop, Supplier<T> work) {
        stop.check();
        if (!WebLock.isThere()) {
            return work.get();
        }
        AbortController patience = AbortController.create();
        Runnable giveUp = patience::abort;
        stop.onRequest(giveUp);
        WebLock lock;
        try {
            // As long as another tab works; the browser gives its lock back when that tab ends, and the person can stop
            // the waiting.
            lock = Await.result(WebLock.exclusive(name, patience.getSignal()));
        } catch (JsFailure refused) {
            stop.check();
            return work.get();
        } finally {
            stop.forget(giveUp);
        }
        try {
            return work.get();
        } finally {
            lock.release();
        }
    }

    /** Does work unless another holder of the lock of that name is at work; empty then. */
    public static <T> Optional<T> ifFree(String name, Supplier<T> work) {
        if (!WebLock.isThere()) {
            return Optional.of(work.get());
        }
        WebLock lock;
        try {
            lock = Await.result(WebLock.exclusiveIfFree(name), Deadline.QUERY);
        } catch (JsFailure refused) {
            return Optional.of(work.get());
        }
        if (lock == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            lock.release();
        }
    }
}
