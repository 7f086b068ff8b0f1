package dev.tabitat.web.view.screen;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An engine that writes down what it is asked, and answers when a test says so. */
public final class FakeEngineClient implements EngineClient {

    /** A call that was sent. */
    public static final class Sent {

        public final String method;
        public final JsonObject params;
        public final Optional<Slices> bytes;
        private final Listener listener;
        public boolean isCancelled;
        private boolean isEnded;

        private Sent(String method, JsonObject params, Optional<Slices> bytes, Listener listener) {
            this.method = method;
            this.params = params;
            this.bytes = bytes;
            this.listener = listener;
        }

        public void report(JsonObject progress) {
            listener.progress(progress);
        }

        public void answer(Json result) {
            answer(result, Optional.empty());
        }

        public void answer(Json result, Optional<Slices> made) {
            isEnded = true;
            listener.done(result, made);
        }

        public void fail(String code) {
            fail(error(code));
        }

        public void fail(ApiError error) {
            isEnded = true;
            listener.failed(error);
        }

        @Override
        public String toString() {
            return method + " " + params;
        }
    }

    public final List<Sent> sent = new ArrayList<>();

    public static ApiError error(String code) {
        return new ApiError("Error", code, "It failed: " + code + ".", "", "", "", "");
    }

    /** The oldest call of a method that has not ended. */
    public Sent open(String method) {
        for (Sent one : sent) {
            if (one.method.equals(method) && !one.isEnded) {
                return one;
            }
        }
        throw new AssertionError("no open call of " + method + " among " + sent);
    }

    /** The methods of the calls since the last question, in order. */
    public List<String> methods() {
        List<String> methods = new ArrayList<>();
        sent.forEach(one -> methods.add(one.method));
        return methods;
    }

    /** What was sent so far is forgotten. */
    public void clear() {
        sent.clear();
    }

    @Override
    public Cancellation call(Method method, JsonObject params, Optional<Slices> bytes, Listener listener) {
        return send(new Sent(method.wireName(), params, bytes, listener));
    }

    private Cancellation send(Sent call) {
        sent.add(call);
        return () -> call.isCancelled = true;
    }

    @Override
    public void watch(Watcher watcher) {
        throw new AssertionError("a controller gets its events from the page");
    }
}
