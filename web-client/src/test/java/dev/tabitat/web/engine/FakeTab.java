package dev.tabitat.web.engine;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.documents.CooperativeThreads;
import dev.tabitat.web.documents.YieldingRecords;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.ReadLocks;
import dev.tabitat.web.store.RecordStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** One of several tabs of a browser, with an engine, on threads and a clock that a test schedules. */
final class FakeTab extends FakeEngineEnvironment {

    private final Browser browser;
    private final Engine engine;
    final Map<Long, FromEngine> ends = new LinkedHashMap<>();
    private long ids;
    private boolean isDead;
    private boolean isFrozen;

    /** What tabs share: records, Web Locks, the host and the network. */
    static final class Browser {

        final CooperativeThreads threads;
        final RecordStore records = new MemoryRecords();
        final FakeEngineEnvironment host = new FakeEngineEnvironment();
        final List<String> requests = new ArrayList<>();
        final Map<String, FakeTab> locks = new LinkedHashMap<>();
        private final List<FakeTab> tabs = new ArrayList<>();
        private final ReadLocks readLocks = ReadLocks.local();
        private final Random random = new Random(1);
        private boolean isOffline;
        /** What Retry-After says of a path whose server is busy; empty for one that answers. */
        Function<String, String> busy = path -> "";
        /** How fast the bytes of answers come; 0 for all at once. */
        int bytesPerSecond;

        Browser(CooperativeThreads threads) {
            this.threads = threads;
        }

        FakeTab open() {
            FakeTab tab = new FakeTab(this);
            tabs.add(tab);
            return tab;
        }

        /** The network comes or goes: at once for requests, and as a message to each tab. */
        void online(boolean isOnline) {
            isOffline = !isOnline;
            tabs.forEach(
                    tab -> threads.start("network message", () -> tab.unlessDead(() -> tab.engine.network(isOnline))));
        }
    }

    private FakeTab(Browser browser) {
        this.browser = browser;
        engine = new Engine(this, new YieldingRecords(browser.records, () -> suspend(() -> true, Long.MAX_VALUE)), "",
                (message, bytes) -> {
                    if (message instanceof FromEngine.Done done) {
                        ends.put(done.id(), message);
                    } else if (message instanceof FromEngine.Failed failed) {
                        ends.put(failed.id(), message);
                    }
                });
    }

    Engine engine() {
        return engine;
    }

    /** Begins a call on a thread of its own. @return its id */
    long begin(String method, Object... params) {
        long id = ++ids;
        ToEngine call = new ToEngine.Call(id, method, JsonObject.of(params));
        browser.threads.start(method + " " + id, () -> engine.calls().receive(call, Optional.empty()));
        return id;
    }

    /** Makes a call on the test's own thread, on which nothing suspends. */
    FromEngine callNow(String method, Object... params) {
        long id = ++ids;
        engine.calls().receive(new ToEngine.Call(id, method, JsonObject.of(params)), Optional.empty());
        return ends.get(id);
    }

    void stop(long id) {
        browser.threads.start("stop " + id,
                () -> unlessDead(() -> engine.calls().receive(new ToEngine.Cancel(id), Optional.empty())));
    }

    /** The tab is closed: none of its threads takes another step, and the browser gives back its locks. */
    void die() {
        isDead = true;
        browser.locks.values().removeIf(owner -> owner == this);
    }

    /** The tab hangs: none of its threads takes another step, and what it holds stays held. */
    void freeze() {
        isFrozen = true;
    }

    private void unlessDead(Runnable work) {
        if (!isDead) {
            work.run();
        }
    }

    private void suspend(BooleanSupplier condition, long deadline) {
        browser.threads.waitUntil(() -> !isDead && !isFrozen && condition.getAsBoolean(), deadline);
        if (isDead || isFrozen) {
            browser.threads.waitUntil(() -> false);
        }
    }

    @Override
    public double millis() {
        return browser.threads.millis();
    }

    @Override
    public long nanos() {
        return browser.threads.millis() * 1_000_000;
    }

    @Override
    public boolean isOnline() {
        return !browser.isOffline;
    }

    @Override
    public void pause(int millis, CancellationToken stop) {
        suspend(stop::isRequested, browser.threads.millis() + millis);
    }

    @Override
    public void start(Runnable work) {
        browser.threads.start("started by an engine", () -> unlessDead(work));
    }

    @Override
    public byte[] random(int count) {
        byte[] bytes = new byte[count];
        browser.random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public ReadLocks readLocks() {
        return browser.readLocks;
    }

    @Override
    public void yieldToMessages() {
        suspend(() -> true, Long.MAX_VALUE);
    }

    @Override
    public FairLock fairLock() {
        return new FairLock((monitor, condition) -> suspend(condition, Long.MAX_VALUE));
    }

    @Override
    public <T> T alone(String name, CancellationToken stop, Supplier<T> work) {
        stop.check();
        suspend(() -> !browser.locks.containsKey(name) || stop.isRequested(), Long.MAX_VALUE);
        stop.check();
        browser.locks.put(name, this);
        try {
            return work.get();
        } finally {
            browser.locks.remove(name, this);
        }
    }

    @Override
    public void announce(String topic) {
        for (FakeTab other : browser.tabs) {
            if (other != this) {
                browser.threads.start("message " + topic, () -> other.unlessDead(() -> other.engine.onEvent(topic)));
            }
        }
    }

    @Override
    public Answer get(String path, Optional<Span> span, CancellationToken stop) {
        suspend(() -> true, Long.MAX_VALUE);
        stop.check();
        if (browser.isOffline) {
            throw new Unavailable("The host did not answer.", Finding.at(path));
        }
        browser.requests.add(path + span.map(one -> " " + one.first()).orElse(""));
        String busy = browser.busy.apply(path);
        if (!busy.isEmpty()) {
            return new Slowly(429, busy, new byte[0]);
        }
        Answer answer = browser.host.get(path, span, stop);
        return browser.bytesPerSecond == 0 ? answer : new Slowly(answer.status(), "", answer.next());
    }

    /** An answer that comes a second's bytes after the other. */
    private final class Slowly implements Answer {

        private final int status;
        private final String retryAfter;
        private final byte[] body;
        private int at;

        private Slowly(int status, String retryAfter, byte[] body) {
            this.status = status;
            this.retryAfter = retryAfter;
            this.body = body;
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public String header(String name) {
            return name.equals("retry-after") ? retryAfter : "";
        }

        @Override
        public byte[] next() {
            if (at == body.length) {
                return new byte[0];
            }
            pause(1_000, new CancellationToken());
            byte[] next = Arrays.copyOfRange(body, at, Math.min(body.length, at + browser.bytesPerSecond));
            at += next.length;
            return next;
        }

        @Override
        public void close() {}
    }
}
