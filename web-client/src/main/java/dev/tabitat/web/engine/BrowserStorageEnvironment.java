package dev.tabitat.web.engine;

import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.engine.environment.StorageEnvironment;
import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.Exclusive;
import dev.tabitat.web.fetch.FetchHttp;
import dev.tabitat.web.fetch.HostSource;
import dev.tabitat.web.fetch.Http;
import dev.tabitat.web.fetch.StoppablePause;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Broadcast;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.Crypto;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.Js;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.jso.StorageManager;
import dev.tabitat.web.store.ReadLocks;
import dev.tabitat.web.store.WebReadLocks;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSBoolean;

/** The browser around a worker that stores and fetches packages. */
abstract class BrowserStorageEnvironment implements StorageEnvironment {

    private final Http http = new FetchHttp(origin());
    private final ByteSource host = new HostSource(http, origin(), folder(), new HostSource.Session() {
        @Override
        public void signInNeeded(Unavailable error) {
            if (session.isPresent()) {
                session.get().signInNeeded(error);
            }
        }

        @Override
        public void served() {
            if (session.isPresent()) {
                session.get().served();
            }
        }
    });
    private Optional<HostSource.Session> session = Optional.empty();
    private final Optional<Broadcast> otherTabs;

    /** @param otherTabs carries announcements; empty where the browser cannot */
    BrowserStorageEnvironment(Optional<Broadcast> otherTabs) {
        this.otherTabs = otherTabs;
    }

    /** Requests of this worker. */
    public final Http http() {
        return http;
    }

    @JSBody(script = "return globalThis.location.origin;")
    private static native String origin();

    /** The path of the page's folder without the slash at its end; empty for the root. */
    @JSBody(script = "return new URL(globalThis.tabitatFiles.base).pathname.slice(0, -1);")
    private static native String folder();

    @Override
    public String nowUtc() {
        return Clock.utcNow();
    }

    @Override
    public byte[] random(int count) {
        return Crypto.random(count);
    }

    @Override
    public double millis() {
        return Clock.millis();
    }

    @Override
    public long nanos() {
        return Clock.nanos();
    }

    @Override
    public double chance() {
        return random();
    }

    @JSBody(script = "return Math.random();")
    private static native double random();

    @Override
    public boolean isOnline() {
        return onLine();
    }

    @JSBody(script = "return navigator.onLine !== false;")
    private static native boolean onLine();

    @Override
    public Line line() {
        return new Line(savesData(), isMetered());
    }

    @JSBody(script = "return !!(navigator.connection && navigator.connection.saveData);")
    private static native boolean savesData();

    /** Only some browsers say; a mobile network is taken for one that costs. */
    @JSBody(script = "return !!(navigator.connection && (navigator.connection.type === 'cellular' || navigator.connection.metered));")
    private static native boolean isMetered();

    @Override
    public void pause(int millis, CancellationToken stop) {
        StoppablePause.take(millis, stop);
    }

    @Override
    public void start(Runnable work) {
        new Thread(work).start();
    }

    @Override
    public ByteSource host() {
        return host;
    }

    @Override
    public void watchSession(HostSource.Session watching) {
        session = Optional.of(watching);
    }

    @Override
    public <T> T alone(String name, CancellationToken stop, Supplier<T> work) {
        return Exclusive.run(name, stop, work);
    }

    @Override
    public void announce(String topic) {
        otherTabs.ifPresent(channel -> channel.send(topic));
    }

    @Override
    public ReadLocks readLocks() {
        return WebReadLocks.open();
    }

    @Override
    public Storage storage() {
        if (!StorageManager.isThere()) {
            return new Storage(OptionalLong.empty(), OptionalLong.empty(), false);
        }
        try {
            JSObject estimate = Await.result(StorageManager.estimate(), Deadline.QUERY);
            boolean persisted = Await.<JSBoolean>result(StorageManager.persisted(), Deadline.QUERY).booleanValue();
            return new Storage(bytes(estimate, "usage"), bytes(estimate, "quota"), persisted);
        } catch (JsFailure | Unavailable refused) {
            // Without an answer the app goes on as where the browser does not say.
            return new Storage(OptionalLong.empty(), OptionalLong.empty(), false);
        }
    }

    private static OptionalLong bytes(JSObject estimate, String name) {
        double value = Js.number(estimate, name);
        return value >= 0 ? OptionalLong.of((long) value) : OptionalLong.empty();
    }
}
