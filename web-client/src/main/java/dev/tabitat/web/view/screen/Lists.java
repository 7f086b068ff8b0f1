package dev.tabitat.web.view.screen;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.time.Backoff;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The lists that one controller requests from the engine, each with the topics of the events that concern it.
 *
 * <p>
 * Events are gathered, and request only lists that are shown. A list whose requests change what its own topics tell of
 * would be requested for ever: none that is fetched from a host may name {@link Topic#LEDGER}. A failed request is
 * repeated after a pause that doubles. While the tab is hidden nothing is requested; what was due then is requested
 * once the tab is seen. An answer to a request that is older than one already answered is ignored.
 */
public final class Lists {

    /** How long after an event a request waits for further events. */
    public static final int GATHER_MILLIS = 150;
    /** How long it waits at most, where events never pause. */
    public static final int MAX_GATHER_MILLIS = 600;
    static final double FIRST_PAUSE_MILLIS = 4_000;
    static final double LONGEST_PAUSE_MILLIS = 600_000;

    /** The page's clock, timers and visibility. */
    public interface Host {

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

    /** One of the lists, and how its requests went. */
    private static final class Entry {

        private final String name;
        private final List<String> topics;
        private final Runnable ask;
        private final Backoff pause = new Backoff(FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        private int sent;
        private int answered;
        private boolean isShown;
        private boolean isDue;

        private Entry(String name, List<String> topics, Runnable ask) {
            this.name = name;
            this.topics = topics;
            this.ask = ask;
        }
    }

    private final Host host;
    private final EngineCalls calls;
    private final List<Entry> entries = new ArrayList<>();
    private boolean isGathering;
    private int gatherTimer;
    private double gatherEnd;
    private boolean isMissed;
    private boolean isStopped;

    public Lists(Host host, EngineCalls calls) {
        this.host = host;
        this.calls = calls;
    }

    /**
     * Adds a list that a method without parameters answers, under the name of the method. @param topics of the events
     * that concern it
     */
    public void add(Method method, List<String> topics, Consumer<Json> done, Consumer<ApiError> failed) {
        add(method.wireName(), topics, () -> ask(method.wireName(), method, JsonObject.EMPTY, done, failed));
    }

    /** Adds a list. @param ask calls {@link #ask} for it */
    public void add(String name, List<String> topics, Runnable ask) {
        entries.add(new Entry(name, topics, ask));
    }

    /** Whether there is a list of this name. */
    public boolean has(String name) {
        for (Entry entry : entries) {
            if (entry.name.equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Sends the request of a list, unless it failed a moment ago. @param list its name */
    public void ask(String list, Method method, JsonObject params, Consumer<Json> done, Consumer<ApiError> failed) {
        for (Entry entry : entries) {
            if (entry.name.equals(list)) {
                ask(entry, method, params, done, failed);
            }
        }
    }

    private void ask(Entry entry, Method method, JsonObject params, Consumer<Json> done, Consumer<ApiError> failed) {
        if (!entry.pause.isDue(host.millis())) {
            entry.isDue = true;
            return;
        }
        int ticket = ++entry.sent;
        calls.call(method, params, result -> {
            if (ticket > entry.answered) {
                entry.answered = ticket;
                entry.pause.reset();
                done.accept(result);
            }
        }, error -> {
            if (ticket > entry.answered) {
                entry.answered = ticket;
                retryLater(entry);
                failed.accept(error);
            }
        });
    }

    private void retryLater(Entry entry) {
        double now = host.millis();
        entry.isDue = true;
        if (entry.pause.isDue(now)) {
            entry.pause.failed(now, host.chance());
            host.later(this::askDue, (int) Math.ceil(entry.pause.pauseMillis(now)));
        }
    }

    /** All lists are shown: they are requested now, what failed before too. */
    public void open() {
        for (Entry entry : entries) {
            entry.pause.reset();
        }
        again();
    }

    /** All lists are shown: they are requested now, but for those whose requests failed a moment ago. */
    public void again() {
        for (Entry entry : entries) {
            entry.isShown = true;
            entry.isDue = true;
        }
        askDue();
    }

    /** These lists are shown from now on, and no others. */
    public void show(List<String> names) {
        for (Entry entry : entries) {
            entry.isShown = names.contains(entry.name);
        }
    }

    /** No list is shown: none is requested. */
    public void close() {
        for (Entry entry : entries) {
            entry.isShown = false;
            entry.isDue = false;
        }
        isMissed = false;
    }

    /** The person did something: what is shown is requested now, what failed before too. */
    public void refresh() {
        for (Entry entry : entries) {
            entry.pause.reset();
            entry.isDue = entry.isShown;
        }
        askDue();
    }

    /** The same for one list, if there is one of this name. */
    public void refresh(String name) {
        for (Entry entry : entries) {
            if (entry.name.equals(name)) {
                entry.pause.reset();
                entry.isDue = entry.isShown;
            }
        }
        askDue();
    }

    /**
     * Something happened: the lists that it concerns are requested a moment later. A list whose topic is {@code topic}
     * is concerned by every event of it; one whose topic is {@code topic/aggregate} by those about that aggregate, and
     * by those that name none, after which anything may be another. So one whose topic is {@code topic/} is concerned
     * by these alone, since its controller applies what the others say.
     *
     * @param body of the event
     */
    public void onEvent(String topic, JsonObject body) {
        onEvent(topic, body.stringOr(Announcement.AGGREGATE, ""));
    }

    /** The same for an event that names no aggregate. */
    public void onEvent(String topic) {
        onEvent(topic, "");
    }

    private static boolean isConcerned(Entry entry, String topic, String aggregate) {
        for (String wanted : entry.topics) {
            if (wanted.equals(topic) || wanted.startsWith(topic + "/")
                    && (aggregate.isEmpty() || wanted.equals(topic + "/" + aggregate))) {
                return true;
            }
        }
        return false;
    }

    private void onEvent(String topic, String aggregate) {
        isStopped |= topic.equals(Topic.BROKEN);
        boolean isConcerned = false;
        for (Entry entry : entries) {
            if (topic.equals(Topic.NETWORK)) {
                entry.pause.reset();
            }
            if (entry.isShown && isConcerned(entry, topic, aggregate)) {
                entry.isDue = true;
                isConcerned = true;
            }
        }
        if (isConcerned) {
            gather();
        }
    }

    private void gather() {
        double now = host.millis();
        if (isGathering) {
            host.forget(gatherTimer);
        } else {
            isGathering = true;
            gatherEnd = now + MAX_GATHER_MILLIS;
        }
        gatherTimer = host.later(() -> {
            isGathering = false;
            askDue();
        }, (int) Math.max(0, Math.min(GATHER_MILLIS, gatherEnd - now)));
    }

    /** The tab is seen again: what was missed is requested. */
    public void seen() {
        if (isMissed) {
            askDue();
        }
    }

    private void askDue() {
        isMissed = host.isHidden();
        if (isMissed || isStopped) {
            return;
        }
        for (Entry entry : entries) {
            if (entry.isDue && entry.isShown) {
                entry.isDue = false;
                entry.ask.run();
            }
        }
    }
}
