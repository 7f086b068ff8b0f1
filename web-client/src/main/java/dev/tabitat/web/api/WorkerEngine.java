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
import dev.tabitat.web.protocol.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.teavm.jso.core.JSBoolean;

/** The engine in its worker. What only the page may do, asking the browser to keep the storage, is done here. */
public final class WorkerEngine implements EngineClient {

    /** What the lab answers; it starts with the first of these. */
    private static final List<String> LAB = List.of("examples", "teach", "breed", "evaluate", "lab", "decide",
            "restore", "replay", "feedback", "forgetRun");

    /** What begins so, and {@code search}, goes to the worker of documents; it starts with the first of these. */
    private static final String DOCUMENTS = "documents.";

    private final EngineLink link;
    private final List<Watcher> watchers = new ArrayList<>();
    private Optional<EngineLink> lab = Optional.empty();
    private Optional<EngineLink> documents = Optional.empty();

    private WorkerEngine(MessagePipe pipe) {
        link = PipeLink.open(pipe);
    }

    private EngineLink linkFor(String method) {
        if (LAB.contains(method)) {
            lab = lab.or(() -> Optional.of(start(MessagePipe.startLab(), () -> lab = Optional.empty())));
            return lab.get();
        }
        if (method.equals("search") || method.startsWith(DOCUMENTS)) {
            documents = documents
                    .or(() -> Optional.of(start(MessagePipe.startDocuments(), () -> documents = Optional.empty())));
            return documents.get();
        }
        return link;
    }

    /** A worker that broke is started again by the next call: nothing of it is lost but what was not recorded. */
    private EngineLink start(MessagePipe pipe, Runnable broken) {
        EngineLink started = PipeLink.open(pipe);
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

    @Override
    public Cancellation call(String method, JsonObject params, Listener listener) {
        if (method.equals("persist")) {
            new Thread(() -> persist(listener)).start();
            return () -> {};
        }
        return linkFor(method).call(method, params, listener);
    }

    @Override
    public Cancellation call(String method, JsonObject params, Slices bytes, Listener listener) {
        return linkFor(method).call(method, params, bytes, listener);
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
