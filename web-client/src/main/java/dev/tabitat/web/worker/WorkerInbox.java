package dev.tabitat.web.worker;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.jso.MessagePipe;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.protocol.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The line of one worker: messages wait until there is a receiver, and each gets a Java thread. */
public final class WorkerInbox {

    private final MessagePipe page = MessagePipe.toPage();
    private final List<Runnable> early = new ArrayList<>();
    private Optional<Receiver> receiver = Optional.empty();

    private WorkerInbox() {}

    /** Takes the page's messages; may block. */
    @FunctionalInterface
    public interface Receiver {
        void receive(ToEngine message, Optional<Slices> bytes);
    }

    /** Begins to listen. */
    public static WorkerInbox open() {
        WorkerInbox line = new WorkerInbox();
        line.page.listen((json, bytes) -> {
            Optional<Slices> copy = bytes == null ? Optional.empty() : Optional.of(Attachment.of(bytes));
            line.whenReady(() -> line.receiver.orElseThrow().receive(ToEngine.read(json), copy));
        });
        return line;
    }

    /** Starts a thread for some work, once there is a receiver: a browser's callback must not block. */
    public void whenReady(Runnable work) {
        if (receiver.isPresent()) {
            new Thread(work).start();
        } else {
            early.add(work);
        }
    }

    /** Hands over what waits and what comes. */
    public void serve(Receiver taker) {
        receiver = Optional.of(taker);
        for (Runnable work : early) {
            new Thread(work).start();
        }
        early.clear();
        send(new FromEngine.Event(Topic.STARTED, JsonObject.EMPTY), Optional.empty());
    }

    public void send(FromEngine message, Optional<Slices> bytes) {
        if (bytes.isPresent()) {
            page.post(message.text(), Attachment.toJs(bytes.get()));
        } else {
            page.post(message.text());
        }
    }

    /** Notifies the page that this worker cannot go on. */
    public void broken(RuntimeException why) {
        send(new FromEngine.Event(Topic.BROKEN, ApiError.of(why).toJson()), Optional.empty());
    }
}
