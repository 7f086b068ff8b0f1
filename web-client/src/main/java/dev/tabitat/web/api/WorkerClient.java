package dev.tabitat.web.api;

import dev.tabitat.core.format.Slices;
import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.MessagePipe;
import dev.tabitat.web.protocol.EngineLink;
import java.util.Optional;

/** Makes the engine client of a worker. */
public final class WorkerClient {

    /** How long a worker may take to load, compile and start before it is given up. */
    private static final int START_MILLIS = 30_000;

    private WorkerClient() {}

    /** A client of the worker at the other end. */
    public static EngineLink open(MessagePipe pipe) {
        EngineLink link = new EngineLink((text, bytes) -> {
            if (bytes.isPresent()) {
                pipe.post(text, Attachment.toJs(bytes.get()));
            } else {
                pipe.post(text);
            }
        });
        pipe.listen((json, bytes) -> {
            Optional<Slices> copy = bytes == null ? Optional.empty() : Optional.of(Attachment.of(bytes));
            new Thread(() -> link.receive(json, copy)).start();
        });
        pipe.onBroken(message -> new Thread(() -> link.breakOff(message)).start());
        Clock.after(() -> new Thread(() -> link.startDeadline(START_MILLIS)).start(), START_MILLIS);
        return link;
    }
}
