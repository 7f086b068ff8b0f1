package dev.tabitat.e2e.benchmark;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tabitat.e2e.support.HostProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * Serves the peers' pages, their published files, models and vectors, and Tabitat's bench of vectors: isolated as
 * Tabitat's page is, so that they may have threads.
 */
final class PeerServer implements AutoCloseable {

    private static final String ORT = "/ort/";
    private static final String NPM = "/npm/";
    private static final String BENCH = "/extra/";
    private static final String BENCH_SCRIPT = "/extra/engine.js";
    private static final String THREAD = "/kernel-thread.js";

    private final HttpServer server;
    private final Path web;
    private final Path ort;
    private final Path modules;
    private final Map<String, byte[]> offered = new ConcurrentHashMap<>();
    private final Set<String> asked = java.util.Collections.synchronizedSet(new TreeSet<>());

    private PeerServer(HttpServer server, Path web, Artifacts artifacts) {
        this.server = server;
        this.web = web;
        this.ort = artifacts.ort();
        this.modules = artifacts.modules();
    }

    static PeerServer start(Path web, Artifacts artifacts) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        PeerServer peer = new PeerServer(server, web, artifacts);
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

    /** Answers a path with these bytes from now on. */
    void offer(String path, byte[] bytes) {
        offered.put(path, bytes);
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
        if (offered.containsKey(path)) {
            return Optional.of(offered.get(path));
        }
        if (path.startsWith(ORT)) {
            asked.add(path.substring(ORT.length()));
            return file(ort, path.substring(ORT.length()));
        }
        if (path.startsWith(NPM)) {
            return file(modules, path.substring(NPM.length()));
        }
        if (path.startsWith(BENCH)) {
            return bench(path);
        }
        if (path.equals(THREAD)) {
            return file(HostProcess.root().resolve("web-client/src/main/web/js"), path.substring(1));
        }
        return file(web, path.equals("/") ? "index.html" : path.substring(1));
    }

    /** The self-test's site; the script that starts its bench has a name that changes with its content. */
    private static Optional<byte[]> bench(String path) throws IOException {
        Path site = HostProcess.root().resolve("web-client/target/selftest-site");
        if (!path.equals(BENCH_SCRIPT)) {
            return file(site, path.substring(BENCH.length()));
        }
        try (DirectoryStream<Path> scripts = Files.newDirectoryStream(site.resolve("assets"), "engine-*.js")) {
            Iterator<Path> found = scripts.iterator();
            return found.hasNext() ? Optional.of(Files.readAllBytes(found.next())) : Optional.empty();
        }
    }

    private static Optional<byte[]> file(Path directory, String name) throws IOException {
        Path file = directory.resolve(name).normalize();
        return file.startsWith(directory) && Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file))
                : Optional.empty();
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
