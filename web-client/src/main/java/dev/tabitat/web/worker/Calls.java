package dev.tabitat.web.worker;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.format.Slices;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.ToEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The open calls of one worker: has each call of the page answered, cancels it on request, and sends its result or its
 * failure.
 */
public final class Calls {

    /** Answers calls; may wait. What it throws is the call's failure. */
    @FunctionalInterface
    public interface Service {
        Result answer(Request request);
    }

    private final Method[] known;
    private final Outbox outbox;
    private final Service service;
    private final Map<Long, CancellationToken> open = new LinkedHashMap<>();

    /** @param known the methods of the programs that call; others are refused by name */
    public Calls(Method[] known, Outbox outbox, Service service) {
        this.known = known;
        this.outbox = outbox;
        this.service = service;
    }

    /** Takes a message of the page, on a thread of its own. */
    public void receive(ToEngine message, Optional<Slices> bytes) {
        if (message instanceof ToEngine.Cancel cancel) {
            CancellationToken stop = open.get(cancel.id());
            if (stop != null) {
                stop.request();
            }
        } else if (message instanceof ToEngine.Call call) {
            answer(call, bytes);
        }
    }

    private void answer(ToEngine.Call call, Optional<Slices> bytes) {
        CancellationToken stop = new CancellationToken();
        open.put(call.id(), stop);
        FromEngine reply;
        Optional<Slices> made = Optional.empty();
        try {
            Result result = service.answer(new Request(Method.named(call.method(), known), call.params(), bytes,
                    report -> outbox.send(new FromEngine.Progress(call.id(), report), Optional.empty()), stop));
            reply = new FromEngine.Done(call.id(), result.json());
            made = result.bytes();
        } catch (ReportedFailure before) {
            reply = new FromEngine.Failed(call.id(), before.error());
        } catch (Throwable e) {
            reply = new FromEngine.Failed(call.id(), ApiError.of(e));
        }
        open.remove(call.id());
        outbox.send(reply, made);
    }

    /** How many calls have not ended. */
    public int open() {
        return open.size();
    }

    /** The failure of a call whose method another worker answers. */
    public static InvalidInput elsewhere(Method method, Method.Worker here) {
        return new InvalidInput("This worker does not answer this method.",
                Finding.at("method").expected("a method of the worker " + here).found(method)
                        .remedy("Send it to the worker " + method.worker() + "."));
    }
}
