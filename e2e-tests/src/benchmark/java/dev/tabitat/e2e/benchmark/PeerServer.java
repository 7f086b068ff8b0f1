package dev.tabitat.e2e.benchmark;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;

/** Serves the peer's page, its published files and its models, isolated as Tabitat's page is, so that it may have threads. */
final class PeerServer implements AutoCloseable {

    private static final String ORT = "/ort/";

    private final HttpServer server;
    private final Path web;
    private final Path ort;
    private final Map<String, byte[]> models;
    private final Set<String> asked = java.util.Collections.synchronizedSet(new TreeSet<>());

    private PeerServer(HttpServer server, Path web, Path ort, Map<String, byte[]> models) {
        this.server = server;
        this.web = web;
        this.ort = ort;
        this.models = models;
    }

    static PeerServer start(Path web, Artifacts artifacts) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        PeerServer peer = new PeerServer(server, web, artifacts.ort(),
                Map.of("/models/int8.onnx", artifacts.int8(), "/models/fp32.onnx", artifacts.fp32()));
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "peer-server");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", peer::answer);
        server.start();
        return peer;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** The peer's files that pages asked for since the last call. */
    Set<String> asked() {
        synchronized (asked) {
            Set<String> copy = new TreeSet<>(asked);
            asked.clear();
            return copy;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Optional<byte[]> body = body(path);
            Headers headers = exchange.getResponseHeaders();
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            headers.set("Cross-Origin-Embedder-Policy", "require-corp");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set("Content-Type", type(path));
            exchange.sendResponseHeaders(body.isPresent() ? 200 : 404, body.isPresent() ? body.get().length : -1);
            if (body.isPresent()) {
                exchange.getResponseBody().write(body.get());
            }
        }
    }

    private Optional<byte[]> body(String path) throws IOException {
        if (models.containsKey(path)) {
            return Optional.of(models.get(path));
        }
        if (path.startsWith(ORT)) {
            asked.add(path.substring(ORT.length()));
            return file(ort, path.substring(ORT.length()));
        }
        return file(web, path.equals("/") ? "index.html" : path.substring(1));
    }

    private static Optional<byte[]> file(Path directory, String name) throws IOException {
        Path file = directory.resolve(name).normalize();
        return file.startsWith(directory) && Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    private static String type(String path) {
        if (path.endsWith(".js") || path.endsWith(".mjs")) {
            return "text/javascript";
        }
        if (path.endsWith(".wasm")) {
            return "application/wasm";
        }
        return path.endsWith("/") || path.endsWith(".html") ? "text/html; charset=utf-8" : "application/octet-stream";
    }
}
