package dev.tabitat.web.fetch;

import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Finding;
import dev.tabitat.web.jso.FairLock;
import java.util.ArrayList;
import java.util.List;

/** A request to cancel work. */
public final class CancellationToken implements FairLock.Interruption {

    private final List<Runnable> listeners = new ArrayList<>();
    private boolean requested;

    /** Cancels; a second time does nothing. */
    public void request() {
        if (requested) {
            return;
        }
        requested = true;
        for (Runnable listener : new ArrayList<>(listeners)) {
            listener.run();
        }
    }

    @Override
    public boolean isRequested() {
        return requested;
    }

    /** Runs {@code listener} when the end is asked for, at once if it was. */
    @Override
    public void onRequest(Runnable listener) {
        if (requested) {
            listener.run();
        } else {
            listeners.add(listener);
        }
    }

    /** Forgets a listener. */
    @Override
    public void forget(Runnable listener) {
        listeners.remove(listener);
    }

    /** @throws Cancelled when the end was asked for */
    public void check() {
        if (requested) {
            throw cancelled();
        }
    }

    public static Cancelled cancelled() {
        return new Cancelled("It was stopped.", Finding.NONE.expected("to go on").found("a wish to stop")
                .remedy("Start it again; it goes on from what has verified."));
    }
}
