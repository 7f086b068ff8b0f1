package dev.tabitat.web.api;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.MessagePipe;
import dev.tabitat.web.jso.StorageManager;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineLink;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.teavm.jso.core.JSBoolean;

/** The engine in its worker. What only the page may do, asking the browser to keep the storage, is done here. */
public final class WorkerEngine implements EngineClient {

    private final EngineLink link;
    private final List<Watcher> watchers = new ArrayList<>();
    private Optional<EngineLink> lab = Optional.empty();
    private Optional<EngineLink> documents = Optional.empty();

    private WorkerEngine(MessagePipe pipe) {
        link = WorkerClient.open(pipe);
    }

    private EngineLink lab() {
        if (lab.isEmpty()) {
            lab = Optional.of(start(MessagePipe.startLab(), () -> lab = Optional.empty()));
        }
        return lab.get();
    }

    private EngineLink documents() {
        if (documents.isEmpty()) {
            documents = Optional.of(start(MessagePipe.startDocuments(), () -> documents = Optional.empty()));
        }
        return documents.get();
    }

    /** A worker that broke is started again by the next call: nothing of it is lost but what was not recorded. */
    private EngineLink start(MessagePipe pipe, Runnable broken) {
        EngineLink started = WorkerClient.open(pipe);
        started.watchLater((topic, body) -> {
            if (topic.equals(Topic.BROKEN)) {
                broken.run();
            } else if (!topic.equals(Topic.STARTED)) {
                for (Watcher watcher : watchers) {
                    watcher.event(topic, body);
                }
            }
        });
        return started;
    }

    /** The engine that the loader has started. */
    public static WorkerEngine attach() {
        return new WorkerEngine(MessagePipe.toEngine());
    }

    /** The lab and the documents start with their first call. */
    @Override
    public Cancellation call(Method method, JsonObject params, Optional<Slices> bytes, Listener listener) {
        return switch (method.worker()) {
            case PAGE -> {
                new Thread(() -> persist(listener)).start();
                yield () -> {};
            }
            case LAB -> lab().call(method, params, bytes, listener);
            case DOCUMENTS -> documents().call(method, params, bytes, listener);
            case ENGINE, START -> link.call(method, params, bytes, listener);
        };
    }

    @Override
    public void watch(Watcher watcher) {
        watchers.add(watcher);
        link.watch(watcher);
    }

    private static void persist(Listener listener) {
        try {
            if (!StorageManager.isThere()) {
                throw new Unavailable("This browser cannot promise to keep the storage.",
                        Finding.at("navigator.storage").expected("persist").found("nothing"));
            }
            boolean kept = Await.<JSBoolean>result(StorageManager.persist(), Deadline.PERMISSION).booleanValue();
            listener.done(JsonObject.of("persisted", kept), Optional.empty());
        } catch (RuntimeException e) {
            listener.failed(ApiError.of(e));
        }
    }
}
