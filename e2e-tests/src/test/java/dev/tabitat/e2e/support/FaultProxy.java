package dev.tabitat.e2e.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Stands between the browser and the host, passes everything on, and spoils what it is told to spoil. */
public final class FaultProxy implements AutoCloseable {

    /**
     * One answer on its way to the browser.
     *
     * @param firstByte its place in the whole resource
     * @param contentRange in place of the host's header; empty leaves that
     * @param cutAfter how many bytes of the body are sent before the line breaks
     * @param stallMillis how long nothing is sent before it breaks
     * @param retryAfter the header of this name; empty for none
     */
    public record Answer(String path, int status, byte[] body, long firstByte, String contentRange, int cutAfter,
            int stallMillis, String retryAfter) {

        public Answer(String path, int status, byte[] body, long firstByte) {
            this(path, status, body, firstByte, "", Integer.MAX_VALUE, 0, "");
        }

        public Answer claiming(String range) {
            return new Answer(path, status, body, firstByte, range, cutAfter, stallMillis, retryAfter);
        }

        public Answer cut(int after, int millis) {
            return new Answer(path, status, body, firstByte, contentRange, after, millis, retryAfter);
        }

        public Answer with(byte[] other) {
            return new Answer(path, status, other, firstByte, contentRange, cutAfter, stallMillis, retryAfter);
        }

        /** A refusal in place of this answer. @param when the value of Retry-After; empty for none */
        public Answer refused(int otherStatus, String when) {
            return new Answer(path, otherStatus, new byte[0], 0, "", Integer.MAX_VALUE, 0, when);
        }
    }

    /** Spoils an answer; nothing when it lets the answer pass. */
    @FunctionalInterface
    public interface Fault {
        Optional<Answer> spoil(Answer answer);
    }

    /**
     * What the browser asked for.
     *
     * @param millis when, on a clock that never goes back
     */
    public record Seen(String method, String path, String range, int requestBytes, double millis) {}

    private static final Set<String> HOP_BY_HOP = Set.of("connection", "content-length", "transfer-encoding", "date",
            "host", "upgrade", "http2-settings", "expect");

    private final HttpServer server;
    private final URI target;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private volatile Fault fault = answer -> Optional.empty();
    private volatile Predicate<String> hidden = header -> false;
    private volatile Predicate<String> plain = path -> false;
    private volatile String retryAfter = "";
    private volatile int bytesPerSecond = Integer.MAX_VALUE;
    private volatile Predicate<String> throttled = path -> false;

    private FaultProxy(HttpServer server, URI target) {
        this.server = server;
        this.target = target;
    }

    public static FaultProxy before(HostProcess host) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            FaultProxy proxy = new FaultProxy(server, host.url());
            server.setExecutor(Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "fault-proxy");
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/", proxy::pass);
            server.start();
            return proxy;
        } catch (IOException e) {
            throw new IllegalStateException("Could not open the proxy", e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    public void spoil(Fault next) {
        fault = next;
    }

    public void heal() {
        fault = answer -> Optional.empty();
        throttled = path -> false;
    }

    /** Drops response headers, for example those that isolate the page. Names are lower case. */
    public void hideHeaders(Predicate<String> names) {
        hidden = names;
    }

    /** Sends this header Retry-After with answers of status 429 and 503; none when it is empty. */
    public void retryAfter(String value) {
        retryAfter = value;
    }

    /** Asks the host for these paths uncompressed, so that their text can be changed. */
    public void uncompressed(Predicate<String> paths) {
        plain = paths;
    }

    /** Sends the bodies of these paths no faster than this. */
    public void throttle(Predicate<String> paths, int bytesEachSecond) {
        throttled = paths;
        bytesPerSecond = bytesEachSecond;
    }

    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    public void forget() {
        seen.clear();
    }

    /** Flips the lowest bit of one byte of a resource, wherever a request touches it. */
    public static Fault flip(Predicate<String> paths, long offset) {
        return answer -> {
            long at = offset - answer.firstByte();
            if (!paths.test(answer.path()) || at < 0 || at >= answer.body().length) {
                return Optional.empty();
            }
            byte[] body = answer.body().clone();
            body[(int) at] ^= 1;
            return Optional.of(new Answer(answer.path(), answer.status(), body, answer.firstByte()));
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getRawPath();
            String range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).orElse("");
            seen.add(new Seen(exchange.getRequestMethod(), path, range, sent.length, System.nanoTime() / 1e6));
            HttpResponse<byte[]> response = client.send(request(exchange, sent),
                    HttpResponse.BodyHandlers.ofByteArray());
            answer(exchange, response, path);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The browser went away, or the host is down: the connection closes, as it would without us.
            exchange.close();
        }
    }

    private HttpRequest request(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            boolean isDropped = name.equalsIgnoreCase("accept-encoding")
                    && plain.test(exchange.getRequestURI().getRawPath());
            if (!isDropped && !HOP_BY_HOP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> builder.header(name, value));
            }
        });
        return builder.build();
    }

    private void answer(HttpExchange exchange, HttpResponse<byte[]> response, String path) throws IOException {
        response.headers().map().forEach((name, values) -> {
            String lower = name.toLowerCase(java.util.Locale.ROOT);
            if (!HOP_BY_HOP.contains(lower) && !hidden.test(lower)) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
        });
        Answer plain = new Answer(path, response.statusCode(), response.body(), firstByte(response));
        Answer answer = fault.spoil(plain).orElse(plain);
        if (!answer.contentRange().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Range", answer.contentRange());
        }
        if (!answer.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
        } else if (!retryAfter.isEmpty() && (answer.status() == 429 || answer.status() == 503)) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        boolean empty = exchange.getRequestMethod().equals("HEAD") || answer.status() == 304 || answer.status() == 204;
        exchange.sendResponseHeaders(answer.status(), empty || answer.body().length == 0 ? -1 : answer.body().length);
        if (!empty && answer.cutAfter() < answer.body().length) {
            exchange.getResponseBody().write(answer.body(), 0, answer.cutAfter());
            exchange.getResponseBody().flush();
            java.util.concurrent.locks.LockSupport.parkNanos(answer.stallMillis() * 1_000_000L);
            throw new IOException("The line breaks here.");
        }
        if (!empty) {
            write(exchange.getResponseBody(), answer.body(), throttled.test(path) ? bytesPerSecond : Integer.MAX_VALUE);
        }
    }

    private static void write(OutputStream out, byte[] body, int bytesEachSecond) throws IOException {
        if (bytesEachSecond == Integer.MAX_VALUE) {
            out.write(body);
            return;
        }
        int step = Math.max(1, bytesEachSecond / 50);
        for (int at = 0; at < body.length; at += step) {
            out.write(body, at, Math.min(step, body.length - at));
            out.flush();
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000L);
        }
    }

    private static long firstByte(HttpResponse<byte[]> response) {
        return response.headers().firstValue("Content-Range")
                .map(value -> Long.parseLong(value.substring("bytes ".length(), value.indexOf('-'))))
                .orElse(0L);
    }
}
