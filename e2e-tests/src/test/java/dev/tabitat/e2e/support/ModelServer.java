package dev.tabitat.e2e.support;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A model server as a process of its own: it speaks Ollama's and OpenAI's protocols over HTTP and writes down every
 * body that reaches it. Its models answer by rule, and some of them fail:
 * {@code echo, label, slow, error, malformed, cut, refuses}.
 */
public final class ModelServer implements AutoCloseable {

    private static final Gson GSON = new Gson();
    private static final List<String> MODELS = List.of("echo", "label", "slow", "error", "malformed", "cut");

    private final Process process;
    private final int port;

    private ModelServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one that lets pages of every origin read its answers, or of none. */
    public static ModelServer start(boolean allowsPages) {
        return start(allowsPages, 0);
    }

    public static ModelServer start(boolean allowsPages, int port) {
        try {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("java.class.path"),
                    ModelServer.class.getName(), Boolean.toString(allowsPages), Integer.toString(port))
                    .redirectErrorStream(true).start();
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (line == null || !line.startsWith("port ")) {
                throw new IllegalStateException("The model server did not start: " + line);
            }
            return new ModelServer(process, Integer.parseInt(line.substring(5)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What reached it: {@code [{path, body, authorization}]}. */
    public JsonArray received() {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(URI.create(url() + "/received")).build(),
                    HttpResponse.BodyHandlers.ofString());
            return JsonParser.parseString(answer.body()).getAsJsonArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process: whether it allows pages, and its port. */
    public static void main(String[] arguments) throws IOException {
        boolean allowsPages = Boolean.parseBoolean(arguments[0]);
        List<JsonObject> received = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer
                .create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try (exchange) {
                handle(exchange, allowsPages, received);
            }
        });
        server.start();
        System.out.println("port " + server.getAddress().getPort());
    }

    private static void handle(HttpExchange exchange, boolean allowsPages, List<JsonObject> received)
            throws IOException {
        if (allowsPages) {
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "content-type, authorization");
        }
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("OPTIONS")) {
            exchange.sendResponseHeaders(204, -1);
            return;
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.equals("/received")) {
            whole(exchange, 200, GSON.toJson(received));
            return;
        }
        JsonObject one = new JsonObject();
        one.addProperty("path", path);
        one.addProperty("body", new String(body, StandardCharsets.UTF_8));
        one.addProperty("authorization", exchange.getRequestHeaders().getFirst("Authorization"));
        received.add(one);
        switch (path) {
            case "/api/tags" -> whole(exchange, 200, list("models", "name"));
            case "/v1/models" -> whole(exchange, 200, list("data", "id"));
            case "/api/chat", "/v1/chat/completions" ->
                chat(exchange, JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject(),
                        path.startsWith("/api/"));
            default -> whole(exchange, 404, "{\"error\":\"not found\"}");
        }
    }

    private static String list(String member, String name) {
        JsonArray items = new JsonArray();
        MODELS.forEach(model -> {
            JsonObject item = new JsonObject();
            item.addProperty(name, model);
            items.add(item);
        });
        JsonObject json = new JsonObject();
        json.add(member, items);
        return json.toString();
    }

    private static void whole(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void chat(HttpExchange exchange, JsonObject request, boolean isOllama) throws IOException {
        JsonArray messages = request.getAsJsonArray("messages");
        String text = messages.get(messages.size() - 1).getAsJsonObject().get("content").getAsString();
        String model = request.get("model").getAsString();
        if (model.equals("refuses")
                && !"Bearer right-key".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            whole(exchange, 401, "{\"error\":{\"message\":\"no such key\"}}");
            return;
        }
        if (model.equals("error")) {
            whole(exchange, 500, "{\"error\":\"out of memory\"}");
            return;
        }
        String answer = model.equals("label")
                ? text.toLowerCase(java.util.Locale.ROOT).matches("(?s).*(great|good|love|excellent|works).*")
                        ? "Label: good."
                        : "bad"
                : "You wrote: " + text;
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (int at = 0; at < answer.length(); at += 7) {
            String piece = answer.substring(at, Math.min(answer.length(), at + 7));
            out.write(event(piece, isOllama, false).getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (model.equals("slow")) {
                pause(60_000);
            }
            if (model.equals("malformed")) {
                out.write("{\"message\": {\"content\": \n data: {no json\n".getBytes(StandardCharsets.UTF_8));
                return;
            }
            if (model.equals("cut")) {
                return;
            }
        }
        out.write(event("", isOllama, true).getBytes(StandardCharsets.UTF_8));
    }

    private static String event(String piece, boolean isOllama, boolean isLast) {
        JsonObject content = new JsonObject();
        content.addProperty("content", piece);
        JsonObject event = new JsonObject();
        if (isOllama) {
            event.add("message", content);
            event.addProperty("done", isLast);
            if (isLast) {
                event.addProperty("eval_count", 5);
            }
            return event + "\n";
        }
        JsonObject choice = new JsonObject();
        choice.add("delta", content);
        JsonArray choices = new JsonArray();
        choices.add(choice);
        event.add("choices", choices);
        return "data: " + event + "\n\n" + (isLast ? "data: [DONE]\n\n" : "");
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
