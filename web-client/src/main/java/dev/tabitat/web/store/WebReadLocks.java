package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.jso.AbortController;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.jso.WebLock;
import java.util.Optional;
import java.util.function.Supplier;
import org.teavm.jso.core.JSPromise;

/**
 * Locks among all tabs and workers by Web Locks: shared ones to read, an exclusive one to collect. Where the browser
 * has none, or does not grant one in time, a version that another tab removes and collects while it is read is reported
 * as removed.
 */
public final class WebReadLocks implements ReadLocks {

    private static final String NAME = "tabitat-read-";

    /** The locks of this browser; those of this thread where it has none. */
    public static ReadLocks open() {
        return WebLock.isThere() ? new WebReadLocks() : ReadLocks.local();
    }

    @Override
    public <T> T whileReading(Digest version, Supplier<T> read) {
        AbortController waiting = AbortController.create();
        Optional<WebLock> lock = take(WebLock.shared(NAME + version.hex(), waiting.getSignal()));
        if (lock.isEmpty()) {
            waiting.abort();
        }
        try {
            return read.get();
        } finally {
            if (lock.isPresent()) {
                lock.get().release();
            }
        }
    }

    @Override
    public <T> Optional<T> ifUnread(Digest version, Supplier<T> work) {
        Optional<WebLock> lock = take(WebLock.exclusiveIfFree(NAME + version.hex()));
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            lock.get().release();
        }
    }

    private static Optional<WebLock> take(JSPromise<WebLock> asked) {
        try {
            return Optional.ofNullable(Await.result(asked, Deadline.QUERY));
        } catch (JsFailure | Unavailable refused) {
            return Optional.empty();
        }
    }
}
