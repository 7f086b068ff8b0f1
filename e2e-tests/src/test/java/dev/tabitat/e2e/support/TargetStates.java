package dev.tabitat.e2e.support;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reports what every page and worker of a Chromium is doing, over the DevTools protocol on a connection of its own, so
 * that it works while a Playwright call is blocked. Every wait is bounded: a report takes a few seconds at most.
 */
final class TargetStates implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final long ANSWER_LIMIT_MS = 2_000;
    private static final long DISCOVERY_LIMIT_MS = 300;

    private static final String PAGE = """
            (async () => JSON.stringify({
              hash: location.hash, readyState: document.readyState, online: navigator.onLine,
              text: (document.querySelector('main')?.innerText ?? '').slice(0, 300),
              workers: globalThis.__watch?.workers, locks: await navigator.locks?.query() }))()""";
    private static final String WORKER = "JSON.stringify({ aliveForMs: Math.round(performance.now()) })";

    private final WebSocket socket;
    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    /** Attached targets by the id of their session. */
    private final Map<String, JsonObject> sessions = new LinkedHashMap<>();
    private int lastId;

    private TargetStates(String browserUrl) {
        socket = HttpClient.newHttpClient().newWebSocketBuilder().connectTimeout(CONNECT_LIMIT)
                .buildAsync(URI.create(browserUrl), new Listener(messages))
                .orTimeout(CONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** Collects whole messages. */
    private record Listener(BlockingQueue<JsonObject> messages, StringBuilder part) implements WebSocket.Listener {

        private Listener(BlockingQueue<JsonObject> messages) {
            this(messages, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
            part.append(data);
            if (isLast) {
                messages.add(JsonParser.parseString(part.toString()).getAsJsonObject());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    /**
     * The states of all targets of the browser that runs on this profile, a line each; one line that says why where the
     * browser can't be reached.
     *
     * @param profile its directory, in which Chromium notes the port of its DevTools
     */
    static String of(Path profile) {
        try {
            List<String> note = Files.readAllLines(profile.resolve("DevToolsActivePort"));
            try (TargetStates states = new TargetStates("ws://127.0.0.1:" + note.get(0) + note.get(1))) {
                return states.report();
            }
        } catch (IOException | RuntimeException e) {
            return "  the browser can't be reached: " + e + "\n";
        }
    }

    private String report() {
        JsonObject targets = call("", "Target.getTargets", new JsonObject()).getAsJsonObject("result");
        for (JsonElement one : targets.getAsJsonArray("targetInfos")) {
            String type = one.getAsJsonObject().get("type").getAsString();
            if (type.equals("page") || type.equals("service_worker")) {
                JsonObject attach = new JsonObject();
                attach.addProperty("targetId", one.getAsJsonObject().get("targetId").getAsString());
                attach.addProperty("flatten", true);
                call("", "Target.attachToTarget", attach);
            }
        }
        for (int depth = 0; depth < 3; depth++) {
            List.copyOf(sessions.keySet()).forEach(this::attachWorkers);
        }
        StringBuilder report = new StringBuilder();
        for (Map.Entry<String, JsonObject> session : List.copyOf(sessions.entrySet())) {
            JsonObject info = session.getValue();
            report.append("  ").append(info.get("type").getAsString()).append(' ')
                    .append(info.get("title").getAsString()).append(' ')
                    .append(info.get("url").getAsString()).append(": ")
                    .append(state(session.getKey(), info.get("type").getAsString())).append('\n');
        }
        return report.toString();
    }

    private void attachWorkers(String session) {
        JsonObject auto = new JsonObject();
        auto.addProperty("autoAttach", true);
        auto.addProperty("waitForDebuggerOnStart", false);
        auto.addProperty("flatten", true);
        call(session, "Target.setAutoAttach", auto);
        next(DISCOVERY_LIMIT_MS, -1);
    }

    private String state(String session, String type) {
        JsonObject evaluate = new JsonObject();
        evaluate.addProperty("expression", type.equals("page") ? PAGE : WORKER);
        evaluate.addProperty("awaitPromise", true);
        JsonObject answer = call(session, "Runtime.evaluate", evaluate);
        if (answer.has("result")) {
            JsonObject result = answer.getAsJsonObject("result").getAsJsonObject("result");
            return result.has("value") ? result.get("value").getAsString() : result.toString();
        }
        return "does not answer: its thread runs a script without end, or is blocked";
    }

    private int send(String session, String method, JsonObject params) {
        JsonObject message = new JsonObject();
        message.addProperty("id", ++lastId);
        message.addProperty("method", method);
        message.add("params", params);
        if (!session.isEmpty()) {
            message.addProperty("sessionId", session);
        }
        socket.sendText(message.toString(), true);
        return lastId;
    }

    /** The answer to a call; empty when none comes in time. */
    private JsonObject call(String session, String method, JsonObject params) {
        return next(ANSWER_LIMIT_MS, send(session, method, params));
    }

    /** The message with this id; notes targets that are attached meanwhile; empty when none comes in time. */
    private JsonObject next(long limitMs, int id) {
        long end = System.nanoTime() + limitMs * 1_000_000;
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                JsonObject message = messages.poll(left, TimeUnit.NANOSECONDS);
                if (message == null) {
                    break;
                }
                String method = message.has("method") ? message.get("method").getAsString() : "";
                if (method.equals("Target.attachedToTarget")) {
                    JsonObject params = message.getAsJsonObject("params");
                    sessions.put(params.get("sessionId").getAsString(), params.getAsJsonObject("targetInfo"));
                }
                if (message.has("id") && message.get("id").getAsInt() == id) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new JsonObject();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
