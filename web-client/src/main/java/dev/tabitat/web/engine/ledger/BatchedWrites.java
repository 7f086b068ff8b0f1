package dev.tabitat.web.engine.ledger;

import dev.tabitat.web.engine.environment.StorageEnvironment;
import dev.tabitat.web.fetch.CancellationToken;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A batch of writes: items are written together, a moment after the first came. */
public final class BatchedWrites<T> {

    private final StorageEnvironment environment;
    private final int delayMillis;
    private final Consumer<List<T>> write;
    private final Runnable written;
    private List<T> pending = new ArrayList<>();
    private boolean scheduled;

    /**
     * @param write writes all or, by throwing, nothing
     * @param written is called after each success
     */
    BatchedWrites(StorageEnvironment environment, int delayMillis, Consumer<List<T>> write, Runnable written) {
        this.environment = environment;
        this.delayMillis = delayMillis;
        this.write = write;
        this.written = written;
    }

    void add(T item) {
        pending.add(item);
        if (!scheduled) {
            scheduled = true;
            environment.start(() -> {
                environment.pause(delayMillis, new CancellationToken());
                scheduled = false;
                flush();
            });
        }
    }

    /** Writes what has not been written; what cannot be written is kept for the next time. */
    void flush() {
        List<T> items = pending;
        if (items.isEmpty()) {
            return;
        }
        pending = new ArrayList<>();
        try {
            write.accept(items);
        } catch (RuntimeException e) {
            items.addAll(pending);
            pending = items;
            return;
        }
        written.run();
    }

    /** What has not been written. */
    List<T> pending() {
        return pending;
    }
}
