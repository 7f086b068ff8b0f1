package dev.tabitat.web.protocol;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An engine client over anything that carries texts with bytes beside them. */
public final class EngineLink implements EngineClient {

    /** Carries messages to the other side, in order. */
    @FunctionalInterface
    public interface Port {
        void post(String text, Optional<Slices> bytes);
    }

    private final Port port;
    private final Map<Long, Listener> calls = new LinkedHashMap<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private long lastId;
    private boolean hasStarted;
    private Optional<ApiError> broken = Optional.empty();
    private Optional<JsonObject> ready = Optional.empty();

    public EngineLink(Port port) {
        this.port = port;
    }

    @Override
    public Cancellation call(Method method, JsonObject params, Optional<Slices> bytes, Listener listener) {
        if (broken.isPresent()) {
            listener.failed(broken.get());
            return () -> {};
        }
        long id = ++lastId;
        calls.put(id, listener);
        port.post(new ToEngine.Call(id, method.wireName(), params).text(), bytes);
        return () -> {
            if (calls.containsKey(id)) {
                port.post(new ToEngine.Cancel(id).text(), Optional.empty());
            }
        };
    }

    @Override
    public void watch(Watcher watcher) {
        watchers.add(watcher);
        if (ready.isPresent()) {
            watcher.event(Topic.READY, ready.get());
        }
        if (broken.isPresent()) {
            watcher.event(Topic.BROKEN, broken.get().toJson());
        }
    }

    /** Notifies of every event from now on, and of none before. */
    public void watchLater(Watcher watcher) {
        watchers.add(watcher);
    }

    /** Takes a message of the engine. @throws dev.tabitat.core.error.DamagedData when it is none */
    public void receive(String text, Optional<Slices> bytes) {
        FromEngine message = FromEngine.read(text);
        hasStarted = true;
        if (broken.isPresent()) {
            // Its calls have failed already.
            return;
        }
        if (message instanceof FromEngine.Done done) {
            Listener listener = calls.remove(done.id());
            if (listener != null) {
                listener.done(done.result(), bytes);
            }
        } else if (message instanceof FromEngine.Failed failed) {
            Listener listener = calls.remove(failed.id());
            if (listener != null) {
                listener.failed(failed.error());
            }
        } else if (message instanceof FromEngine.Progress progress) {
            Listener listener = calls.get(progress.id());
            if (listener != null) {
                listener.progress(progress.report());
            }
        } else if (message instanceof FromEngine.Event event) {
            if (event.topic().equals(Topic.BROKEN)) {
                breakOff(ApiError.fromJson(event.body()));
                return;
            }
            if (event.topic().equals(Topic.READY)) {
                ready = Optional.of(event.body());
            }
            tell(event.topic(), event.body());
        }
    }

    /** The engine is gone: every open call fails, and every later one. */
    public void breakOff(String reason) {
        breakOff(ApiError.of(new Unavailable("The engine stopped.",
                Finding.at("engine worker").expected("an answer").found(reason).remedy("Reload the page."))));
    }

    /** The worker had this long to start: when nothing has come from it, it is given up. */
    public void startDeadline(int millis) {
        if (!hasStarted && broken.isEmpty()) {
            breakOff(ApiError.of(new Unavailable("The engine did not start.",
                    Finding.at("engine worker").expected("a sign of life within " + millis / 1000 + " s").found("none")
                            .remedy("Reload the page. Your models and documents are safe."))));
        }
    }

    private void breakOff(ApiError error) {
        if (broken.isPresent()) {
            return;
        }
        broken = Optional.of(error);
        List<Listener> open = new ArrayList<>(calls.values());
        calls.clear();
        for (Listener listener : open) {
            listener.failed(error);
        }
        tell(Topic.BROKEN, error.toJson());
    }

    private void tell(String topic, JsonObject body) {
        for (Watcher watcher : new ArrayList<>(watchers)) {
            watcher.event(topic, body);
        }
    }
}
