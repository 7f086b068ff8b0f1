package dev.tabitat.web.view.shell;

import dev.tabitat.core.time.Backoff;
import dev.tabitat.web.protocol.Topic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides when the page requests its lists from the engine again. Events are gathered; an event that a request itself
 * can cause, such as counted bytes, never leads to asking. A failed request is repeated after a pause that doubles.
 * While the tab is hidden nothing is requested; what was due then is asked once the tab is seen.
 */
final class RefreshSchedule {

    static final int GATHER_MILLIS = 150;
    static final double FIRST_PAUSE_MILLIS = 4_000;
    static final double LONGEST_PAUSE_MILLIS = 600_000;

    /**
     * What changes a list. Not {@link Topic#LEDGER}: every request changes the ledger, so that requests would never
     * end.
     */
    private static final Set<String> CAUSES = Set.of(Topic.STORE, Topic.INSTALL, Topic.NETWORK, Topic.LINEAGE,
            Topic.DEVICE, Topic.ROUTING, Topic.READY, Topic.STARTED);

    /** The page's clock, timers and visibility. */
    interface Host {

        /** Milliseconds on a clock that never goes back. */
        double millis();

        /** A number from 0 to below 1. */
        double chance();

        boolean isHidden();

        /** Calls back later. @return the timer's number */
        int later(Runnable task, int millis);

        /** Ends a timer. */
        void forget(int timer);
    }

    private final Host host;
    private final Runnable ask;
    private final Map<String, Backoff> pauses = new LinkedHashMap<>();
    private Optional<Integer> gathering = Optional.empty();
    private Optional<Integer> retrying = Optional.empty();
    private boolean isMissed;

    /** @param ask requests what {@link #mayAsk} allows */
    RefreshSchedule(Host host, Runnable ask) {
        this.host = host;
        this.ask = ask;
    }

    /** Something happened. */
    void onEvent(String topic) {
        if (!CAUSES.contains(topic)) {
            return;
        }
        if (topic.equals(Topic.NETWORK)) {
            pauses.values().forEach(Backoff::reset);
        }
        gathering.ifPresent(host::forget);
        gathering = Optional.of(host.later(() -> {
            gathering = Optional.empty();
            askUnlessHidden();
        }, GATHER_MILLIS));
    }

    /** The person did something: everything is asked now, what failed before too. */
    void now() {
        pauses.values().forEach(Backoff::reset);
        askUnlessHidden();
    }

    /** The tab is seen again: what was missed is asked. */
    void seen() {
        if (isMissed) {
            askUnlessHidden();
        }
    }

    private void askUnlessHidden() {
        isMissed = host.isHidden();
        if (!isMissed) {
            ask.run();
        }
    }

    /** Whether something may be asked now; when the tab is hidden, it is asked when that is seen again. */
    boolean mayAskNow() {
        isMissed |= host.isHidden();
        return !host.isHidden();
    }

    /** Whether a question may be asked, or failed a moment ago. */
    boolean mayAsk(String question) {
        Backoff pause = pauses.get(question);
        return pause == null || pause.isDue(host.millis());
    }

    void succeeded(String question) {
        pauses.remove(question);
    }

    /** A question failed: it is asked again after its pause. */
    void failed(String question) {
        Backoff pause = pauses.computeIfAbsent(question,
                first -> new Backoff(FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
        if (!pause.isDue(host.millis())) {
            // An earlier question of the same kind ended before.
            return;
        }
        pause.failed(host.millis(), host.chance());
        if (retrying.isEmpty()) {
            retrying = Optional.of(host.later(() -> {
                retrying = Optional.empty();
                askUnlessHidden();
            }, (int) Math.ceil(pause.pauseMillis(host.millis()))));
        }
    }
}
