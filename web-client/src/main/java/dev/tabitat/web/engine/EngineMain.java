package dev.tabitat.web.engine;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.jso.Broadcast;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.jso.MessagePipe;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.profile.ResourceTimings;
import dev.tabitat.web.store.IndexedDbRecords;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Starts the engine in its worker. */
public final class EngineMain {

    private static final String NAME = "tabitat";

    private final MessagePipe page = MessagePipe.toPage();
    private final List<Runnable> early = new ArrayList<>();
    private Optional<Engine> engine = Optional.empty();

    private EngineMain() {}

    /** Runs on a Java thread; returns when the first classifier is ready, or cannot be. */
    public static void start() {
        new EngineMain().run();
    }

    private void run() {
        page.listen((json, bytes) -> {
            Optional<Slices> copy = bytes == null ? Optional.empty() : Optional.of(Attachment.of(bytes));
            whenReady(() -> engine.orElseThrow().receive(ToEngine.read(json), copy));
        });
        try {
            open();
        } catch (RuntimeException e) {
            send(new FromEngine.Event(Topic.BROKEN, ApiError.of(e).toJson()), Optional.empty());
        }
    }

    /** Every message gets a Java thread: a browser's callback must not block. */
    private void whenReady(Runnable work) {
        if (engine.isPresent()) {
            new Thread(work).start();
        } else {
            early.add(work);
        }
    }

    private void open() {
        Optional<Broadcast> otherTabs = Broadcast.isThere()
                ? Optional.of(Broadcast.open(NAME, topic -> whenReady(() -> engine.orElseThrow().heard(topic))))
                : Optional.empty();
        String refusal = "";
        RecordStore records;
        try {
            records = IndexedDbRecords.open(NAME);
        } catch (Unavailable e) {
            refusal = e.getMessage() + " " + e.finding().found();
            records = new MemoryRecords();
        }
        Engine opened = new Engine(new BrowserWorld(otherTabs), records, refusal, this::send);
        engine = Optional.of(opened);
        for (Runnable work : early) {
            new Thread(work).start();
        }
        early.clear();
        watchNetwork(isOnline -> whenReady(() -> opened.network(isOnline)));
        opened.begin();
        for (JsonObject entry : ResourceTimings.received()) {
            opened.received(entry);
        }
    }

    private void send(FromEngine message, Optional<Slices> bytes) {
        if (bytes.isPresent()) {
            page.post(message.text(), Attachment.toJs(bytes.get()));
        } else {
            page.post(message.text());
        }
    }

    @JSFunctor
    private interface Online extends JSObject {
        void is(boolean online);
    }

    @JSBody(params = "then", script =
            "globalThis.addEventListener('online', function() { then(true); });"
            + "globalThis.addEventListener('offline', function() { then(false); });")
    private static native void watchNetwork(Online then);
}
