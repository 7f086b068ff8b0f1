package dev.tabitat.e2e.support;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * A reverse proxy as sites have them before an app: below a path, with a login, and with answers that differ from the
 * host's. Asks the host without compression, so that answers can be changed as text.
 */
public final class HostingProxy implements AutoCloseable {

    /** Who may pass. */
    public enum Login {
        NONE,
        /** HTTP Basic authentication; others get 401. */
        BASIC,
        /**
         * A session cookie; others are redirected to the sign-in page, which is of another origin and signs everybody
         * in.
         */
        COOKIE
    }

    /**
     * One answer on its way to the browser.
     *
     * @param path below the proxy's prefix, with a slash before it
     * @param headers may be changed; names in lower case
     */
    public record Answer(String path, int status, Map<String, String> headers, byte[] body) {

        public Answer with(int other, Map<String, String> more) {
            headers.putAll(more);
            return new Answer(path, other, headers, body);
        }

        public Answer type(String mediaType) {
            headers.put("content-type", mediaType);
            return this;
        }

        public Answer without(String header) {
            headers.remove(header);
            return this;
        }

        public Answer text(UnaryOperator<String> change) {
            return new Answer(path, status, headers,
                    change.apply(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        }

        public boolean is(String name) {
            return path.matches("/assets/" + name + "-[0-9a-f]{12}\\.\\w+");
        }
    }

    /** A request as it came. @param passed whether the login let it pass */
    public record Seen(String path, boolean passed) {}

    public static final String USER = "anna";
    public static final String PASSWORD = "open sesame";

    private static final String COOKIE = "proxy_session";
    private static final Set<String> NOT_PASSED_ON = Set.of("connection", "content-length", "transfer-encoding", "date",
            "host", "upgrade", "expect",
            "http2-settings", "accept-encoding", "authorization", "cookie");

    private final HttpServer server;
    private final HttpServer signIn;
    private final URI host;
    private final String prefix;
    private final Login login;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private volatile UnaryOperator<Answer> change = UnaryOperator.identity();
    private volatile String password = PASSWORD;

    private HostingProxy(URI host, String prefix, Login login) throws IOException {
        this.host = host;
        this.prefix = prefix;
        this.login = login;
        this.server = serve(this::answer);
        this.signIn = serve(this::signIn);
    }

    /** @param prefix the path of the app's folder, with slashes before and after it */
    public static HostingProxy before(HostProcess host, String prefix, Login login) {
        try {
            return new HostingProxy(host.url(), prefix, login);
        } catch (IOException e) {
            throw new IllegalStateException("Could not open the proxy", e);
        }
    }

    /** At the root of its origin, without a login, with changed answers. */
    public static HostingProxy changing(HostProcess host, UnaryOperator<Answer> change) {
        HostingProxy proxy = before(host, "/", Login.NONE);
        proxy.change(change);
        return proxy;
    }

    /** The app's address. */
    public URI url() {
        return URI.create(origin() + prefix);
    }

    /** The app's address with the password in it, as a person may type it. */
    public URI urlWithPassword() {
        return URI.create(
                url().toString().replace("http://", "http://" + USER + ":" + PASSWORD.replace(" ", "%20") + "@"));
    }

    public String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String signInOrigin() {
        return "http://127.0.0.1:" + signIn.getAddress().getPort();
    }

    public void change(UnaryOperator<Answer> answers) {
        change = answers;
    }

    /** Lets nobody pass any more who has the password of before. */
    public void changePassword(String other) {
        password = other;
    }

    /** Ends every session. */
    public void expire() {
        sessions.clear();
    }

    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    public void forget() {
        seen.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        signIn.stop(0);
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private static HttpServer serve(Handler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "hosting-proxy");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getRawPath();
        boolean passes = passes(exchange.getRequestHeaders());
        seen.add(new Seen(path, passes));
        exchange.getRequestBody().readAllBytes();
        if (!passes && login == Login.BASIC) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"apps\"");
            send(exchange, 401, "Who are you?".getBytes(StandardCharsets.UTF_8));
        } else if (!passes) {
            exchange.getResponseHeaders().set("Location", signInOrigin() + "/?back=" + exchange.getRequestURI());
            send(exchange, 302, new byte[0]);
        } else if (!path.startsWith(prefix)) {
            send(exchange, 404, "Not the app's.".getBytes(StandardCharsets.UTF_8));
        } else {
            pass(exchange, "/" + exchange.getRequestURI().toString().substring(prefix.length()));
        }
    }

    private boolean passes(Headers headers) {
        String basic = "Basic "
                + Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
        return switch (login) {
            case NONE -> true;
            case BASIC -> basic.equals(headers.getFirst("Authorization"));
            case COOKIE -> headers.getOrDefault("Cookie", List.of()).stream()
                    .flatMap(line -> List.of(line.split("; *")).stream()).anyMatch(sessions::contains);
        };
    }

    /** Signs everybody in and goes back. Cookies know no ports, so that this origin can set the proxy's. */
    private void signIn(HttpExchange exchange) throws IOException {
        String session = COOKIE + "=" + System.nanoTime();
        sessions.add(session);
        exchange.getResponseHeaders().set("Set-Cookie", session + "; Path=/");
        exchange.getResponseHeaders().set("Location",
                origin() + exchange.getRequestURI().toString().substring("/?back=".length()));
        send(exchange, 302, new byte[0]);
    }

    private void pass(HttpExchange exchange, String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(host.resolve(path)).method(exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.noBody());
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        Map<String, String> headers = new ConcurrentHashMap<>();
        response.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name.toLowerCase(Locale.ROOT), values.get(0));
            }
        });
        Answer answer = change.apply(new Answer(path, response.statusCode(), headers, response.body()));
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        send(exchange, answer.status(), exchange.getRequestMethod().equals("HEAD") ? new byte[0] : answer.body());
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean isEmpty = body.length == 0 || status == 304;
        exchange.sendResponseHeaders(status, isEmpty ? -1 : body.length);
        if (!isEmpty) {
            exchange.getResponseBody().write(body);
        }
    }
}
