package dev.tabitat.web.view.screen;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.time.Backoff;
import dev.tabitat.web.protocol.Topic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private record Entry(Set<String> topics, Runnable ask) {}

    private final Host host;
    private final EngineCalls calls;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> due = new HashSet<>();
    private final Map<String, Backoff> pauses = new LinkedHashMap<>();
    private final Map<String, Long> answered = new LinkedHashMap<>();
    private Set<String> shown = Set.of();
    private Optional<Integer> gathering = Optional.empty();
    private Optional<Integer> retrying = Optional.empty();
    private double gatherEnd;
    private long asked;
    private boolean isMissed;
    private boolean isStopped;

    public Lists(Host host, EngineCalls calls) {
        this.host = host;
        this.calls = calls;
    }

    /** Adds a list that a method without parameters answers. @param topics of the events that concern it */
    public void add(String method, Set<String> topics, Consumer<Json> done, Consumer<ApiError> failed) {
        add(method, topics, () -> ask(method, "", method, JsonObject.EMPTY, done, failed));
    }

    /** Adds a list. @param ask calls {@link #ask} for it, once or more often */
    public void add(String name, Set<String> topics, Runnable ask) {
        entries.put(name, new Entry(topics, ask));
    }

    /**
     * Sends a request of a list, unless the same one failed a moment ago.
     *
     * @param list its name
     * @param key tells requests of one list apart; empty where there is but one
     */
    public void ask(String list, String key, String method, JsonObject params, Consumer<Json> done,
            Consumer<ApiError> failed) {
        String question = list + " " + key;
        Backoff pause = pauses.get(question);
        if (pause != null && !pause.isDue(host.millis())) {
            due.add(list);
            return;
        }
        long ticket = ++asked;
        calls.call(method, params, result -> {
            if (isNewest(question, ticket)) {
                pauses.remove(question);
                done.accept(result);
            }
        }, error -> {
            if (isNewest(question, ticket)) {
                pause(list, question);
                failed.accept(error);
            }
        });
    }

    private boolean isNewest(String question, long ticket) {
        if (answered.getOrDefault(question, 0L) > ticket) {
            return false;
        }
        answered.put(question, ticket);
        return true;
    }

    private void pause(String list, String question) {
        due.add(list);
        Backoff pause = pauses.get(question);
        if (pause == null) {
            pause = new Backoff(FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
            pauses.put(question, pause);
        }
        if (pause.isDue(host.millis())) {
            pause.failed(host.millis(), host.chance());
        }
        retryLater();
    }

    private void retryLater() {
        double wait = Double.POSITIVE_INFINITY;
        for (Backoff pause : pauses.values()) {
            if (!pause.isDue(host.millis())) {
                wait = Math.min(wait, pause.pauseMillis(host.millis()));
            }
        }
        if (retrying.isEmpty() && !due.isEmpty() && wait <= 2 * LONGEST_PAUSE_MILLIS) {
            retrying = Optional.of(host.later(() -> {
                retrying = Optional.empty();
                askDue();
            }, (int) Math.ceil(wait)));
        }
    }

    /** All lists are shown: they are requested now. */
    public void open() {
        show(entries.keySet());
        refresh();
    }

    /** These lists are shown from now on, and no others. */
    public void show(Set<String> names) {
        shown = Set.copyOf(names);
    }

    /** No list is shown: none is requested. */
    public void close() {
        shown = Set.of();
        due.clear();
        isMissed = false;
    }

    /** The person did something: what is shown is requested now, what failed before too. */
    public void refresh() {
        pauses.clear();
        due.addAll(shown);
        askDue();
    }

    /** The same for one list. */
    public void refresh(String name) {
        for (String question : new ArrayList<>(pauses.keySet())) {
            if (question.startsWith(name + " ")) {
                pauses.remove(question);
            }
        }
        if (shown.contains(name)) {
            due.add(name);
            askDue();
        }
    }

    /** Something happened: the lists that it concerns are requested a moment later. */
    public void onEvent(String topic) {
        if (topic.equals(Topic.BROKEN)) {
            isStopped = true;
        }
        if (topic.equals(Topic.NETWORK)) {
            pauses.clear();
        }
        boolean isConcerned = false;
        for (String name : shown) {
            if (entries.get(name).topics().contains(topic)) {
                due.add(name);
                isConcerned = true;
            }
        }
        if (isConcerned) {
            gather();
        }
    }

    private void gather() {
        double now = host.millis();
        if (gathering.isPresent()) {
            host.forget(gathering.get());
        } else {
            gatherEnd = now + MAX_GATHER_MILLIS;
        }
        gathering = Optional.of(host.later(() -> {
            gathering = Optional.empty();
            askDue();
        }, (int) Math.max(0, Math.min(GATHER_MILLIS, gatherEnd - now))));
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
        List<String> now = new ArrayList<>();
        for (String name : entries.keySet()) {
            if (due.contains(name) && shown.contains(name)) {
                now.add(name);
            }
        }
        due.clear();
        for (String name : now) {
            entries.get(name).ask().run();
        }
        retryLater();
    }
}
