package dev.tabitat.e2e.support;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The {@code distribution} registry with token authentication, and a token server: whoever asks may pull what is in the
 * namespace {@code acme} and list the catalogue; with {@link #CREDENTIALS} everything may be pushed.
 *
 * <p>
 * Browsers reach the registry by fronts, as by a reverse proxy: a front answers the preflight requests, which the
 * registry does not answer without a token, and may redirect requests for blobs to a store of another origin, as
 * registries in front of a CDN do.
 */
public final class TokenRegistry implements AutoCloseable {

    /** For {@code skopeo --dest-creds}. */
    public static final String CREDENTIALS = "pusher:not-a-secret";

    private static final String SERVICE = "test-registry";
    private static final String ISSUER = "test-issuer";
    private static final String PASSWORD = "changeit";
    private static final int START_TRIES = 400;

    private final List<HttpServer> servers = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<String> tokenRequests = new ConcurrentLinkedQueue<>();
    private final Queue<Double> tokenMillis = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile int retryAfter;
    private final Queue<String> storeRequests = new ConcurrentLinkedQueue<>();
    private final int port;
    private final Process registry;
    private final PrivateKey key;
    private final String certificate;
    private final String tokenServer;
    private final String store;

    /** @param folder an empty folder for the registry's files */
    public TokenRegistry(Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keyalg", "RSA", "-keysize", "2048",
                "-alias", "token", "-dname", "CN=test", "-validity", "2", "-storetype", "PKCS12", "-keystore",
                keys.toString(), "-storepass", PASSWORD)
                .redirectErrorStream(true).redirectOutput(folder.resolve("keytool.log").toFile()).start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool failed: " + Files.readString(folder.resolve("keytool.log")));
        }
        KeyStore keyStore = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        key = (PrivateKey) keyStore.getKey("token", PASSWORD.toCharArray());
        certificate = Base64.getEncoder().encodeToString(keyStore.getCertificate("token").getEncoded());
        Path bundle = Files.writeString(folder.resolve("root.pem"), "-----BEGIN CERTIFICATE-----\n"
                + certificate.replaceAll("(.{64})", "$1\n") + "\n-----END CERTIFICATE-----\n");
        tokenServer = serve(this::token);
        store = serve(exchange -> {
            storeRequests.add(exchange.getRequestURI().getPath());
            pass(exchange, "Bearer " + signed(
                    "{\"type\":\"repository\",\"name\":\"" + repository(exchange) + "\",\"actions\":[\"pull\"]}"));
        });
        port = freePort();
        registry = start(folder, bundle);
    }

    private Process start(Path folder, Path bundle) throws Exception {
        Path config = Files.writeString(folder.resolve("config.yml"), """
                version: 0.1
                log:
                  level: error
                storage:
                  filesystem:
                    rootdirectory: %s
                auth:
                  token:
                    realm: %s/token
                    service: %s
                    issuer: %s
                    rootcertbundle: %s
                http:
                  addr: 127.0.0.1:%d
                  headers:
                    Access-Control-Allow-Origin: ['*']
                    Access-Control-Expose-Headers: ['WWW-Authenticate, Docker-Content-Digest, Link, Content-Range']
                """.formatted(folder.resolve("registry"), tokenServer, SERVICE, ISSUER, bundle, port));
        Process process = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("registry.log").toFile()).start();
        for (int i = 0; i < START_TRIES && process.isAlive(); i++) {
            try {
                client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/")).build(),
                        HttpResponse.BodyHandlers.discarding());
                return process;
            } catch (IOException notYet) {
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
        process.destroyForcibly();
        throw new IllegalStateException(
                "docker-registry did not start: " + Files.readString(folder.resolve("registry.log")));
    }

    /** Where skopeo pushes. */
    public int port() {
        return port;
    }

    /** The token server's origin. */
    public String tokenServer() {
        return tokenServer;
    }

    /** The origin to which a redirecting front leads. */
    public String store() {
        return store;
    }

    /** Answers the next requests for tokens with status 429 and Retry-After. */
    public void refuseTokens(int requests, int retryAfterSeconds) {
        tokenMillis.clear();
        retryAfter = retryAfterSeconds;
        refusals.set(requests);
    }

    /** When tokens were asked for since {@link #refuseTokens}, in milliseconds on a clock that never goes back. */
    public List<Double> tokenMillis() {
        return List.copyOf(tokenMillis);
    }

    /** The queries with which tokens were asked for. */
    public Queue<String> tokenRequests() {
        return tokenRequests;
    }

    /** The paths that the store was asked for. */
    public Queue<String> storeRequests() {
        return storeRequests;
    }

    /** One more origin of the registry. @return the origin */
    public String front() {
        return serve(exchange -> pass(exchange, exchange.getRequestHeaders().getFirst("Authorization")));
    }

    /** One more origin of the registry, which redirects requests for blobs to the store. @return the origin */
    public String redirectingFront() {
        return serve(exchange -> {
            boolean isBlob = exchange.getRequestURI().getPath().contains("/blobs/");
            if (isBlob && exchange.getRequestHeaders().getFirst("Authorization") != null) {
                exchange.getResponseHeaders().set("Location", store + exchange.getRequestURI());
                answer(exchange, 307, new byte[0]);
            } else {
                pass(exchange, exchange.getRequestHeaders().getFirst("Authorization"));
            }
        });
    }

    private void token(HttpExchange exchange) {
        String query = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
        tokenRequests.add(query);
        tokenMillis.add(System.nanoTime() / 1e6);
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            exchange.getResponseHeaders().set("Access-Control-Expose-Headers", "Retry-After");
            exchange.getResponseHeaders().set("Retry-After", Integer.toString(retryAfter));
            answer(exchange, 429, new byte[0]);
            return;
        }
        String expected = "Basic " + Base64.getEncoder().encodeToString(CREDENTIALS.getBytes(StandardCharsets.UTF_8));
        boolean isPusher = expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        List<String> access = new ArrayList<>();
        for (String part : query.split("&")) {
            String[] scope = part.startsWith("scope=") ? part.substring("scope=".length()).split(":") : new String[0];
            boolean isOpen = scope.length == 3 && (scope[0].equals("registry") || scope[1].startsWith("acme/"));
            if (scope.length == 3 && (isPusher || isOpen)) {
                String actions = isPusher ? "[\"pull\",\"push\"]"
                        : scope[0].equals("registry") ? "[\"*\"]" : "[\"pull\"]";
                access.add("{\"type\":\"" + scope[0] + "\",\"name\":\"" + scope[1] + "\",\"actions\":" + actions + "}");
            }
        }
        JsonObject body = new JsonObject();
        body.addProperty("token", signed(String.join(",", access)));
        body.addProperty("expires_in", 300);
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        answer(exchange, 200, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A JSON Web Token (RFC 7519, RS256) as the registry's documentation of token authentication describes it. */
    private String signed(String access) {
        JsonObject header = new JsonObject();
        header.addProperty("typ", "JWT");
        header.addProperty("alg", "RS256");
        JsonArray chain = new JsonArray();
        chain.add(certificate);
        header.add("x5c", chain);
        long now = Instant.now().getEpochSecond();
        String claims = "{\"iss\":\"%s\",\"sub\":\"\",\"aud\":\"%s\",\"exp\":%d,\"nbf\":%d,\"iat\":%d,\"jti\":\"%s\",\"access\":[%s]}"
                .formatted(ISSUER, SERVICE, now + 300, now - 60, now, UUID.randomUUID(), access);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String text = encoder.encodeToString(header.toString().getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + encoder.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String repository(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring("/v2/".length(), path.indexOf("/blobs/"));
    }

    /** Asks the registry and gives its answer. */
    private void pass(HttpExchange exchange, String authorization) {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + port + exchange.getRequestURI()));
        for (String name : List.of("Accept", "Range")) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                    .ifPresent(value -> request.header(name, value));
        }
        Optional.ofNullable(authorization).ifPresent(value -> request.header("Authorization", value));
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().map().forEach((name, values) -> {
                if (!List.of("content-length", "date", "connection", "transfer-encoding")
                        .contains(name.toLowerCase(java.util.Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            answer(exchange, response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) {
        try (exchange) {
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        } catch (IOException gone) {
            exchange.close();
        }
    }

    /** What answers one request. */
    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private String serve(Handler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.setExecutor(Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "registry-front");
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/", exchange -> {
                try (InputStream body = exchange.getRequestBody()) {
                    body.readAllBytes();
                }
                if (exchange.getRequestMethod().equals("OPTIONS")) {
                    exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "Authorization, Accept, Range");
                    exchange.getResponseHeaders().set("Access-Control-Allow-Methods", "GET");
                    answer(exchange, 204, new byte[0]);
                } else {
                    handler.handle(exchange);
                }
            });
            server.start();
            servers.add(server);
            return "http://127.0.0.1:" + server.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        registry.destroy();
        try {
            if (!registry.waitFor(20, TimeUnit.SECONDS)) {
                registry.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        servers.forEach(server -> server.stop(0));
    }
}
