package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Registries that redirect for ever, answer HTML or list thousands of names give an error or a part, and the tab works
 * on.
 */
final class RegistryFaultIT {

    private static final String NAME = "opennlp-langdetect:fp32";

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private String origin;
    private volatile byte[] manifest = new byte[0];
    private volatile String mode = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
        origin = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        int status = 200;
        byte[] body;
        if (mode.equals("redirect")) {
            status = 307;
            exchange.getResponseHeaders().set("Location", origin + path + "?again=" + requests.get());
            body = new byte[0];
        } else if (mode.equals("html")) {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            body = "<!doctype html><title>Sign in</title>".getBytes(StandardCharsets.UTF_8);
        } else if (mode.equals("511")) {
            status = 511;
            body = new byte[0];
        } else if (path.endsWith("/_catalog")) {
            body = ("{\"repositories\":[" + IntStream.range(0, 3000).mapToObj(i -> "\"n" + i + "/opennlp-langdetect\"")
                    .collect(Collectors.joining(",")) + "]}")
                    .getBytes(StandardCharsets.UTF_8);
        } else {
            body = path.endsWith("/tags/list") ? "{\"tags\":[\"fp32\"]}".getBytes(StandardCharsets.UTF_8) : manifest;
        }
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Test
    void aBrokenRegistryIsNamedAndTheTabWorksOn() throws Exception {
        try (HostProcess host = HostProcess.start("--registry", origin); Lab lab = new Lab()) {
            manifest = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(host.url() + "v2/opennlp-langdetect/manifests/fp32"))
                            .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            Tab tab = Tab.open(lab, host.url()).ready();
            tab.call("install", NAME);

            JsonObject redirects = catalogFailure(tab, "redirect");
            assertEquals("refused", redirects.get("code").getAsString(), redirects.toString());
            JsonObject html = catalogFailure(tab, "html");
            assertEquals("damaged_data", html.get("code").getAsString(), html.toString());
            JsonObject network = catalogFailure(tab, "511");
            assertTrue(network.get("message").getAsString().contains("sign-in page of the network"),
                    network.toString());
            assertEquals(3, requests.get(), "one request each");

            mode = "large";
            JsonArray entries = tab.call("catalog", Map.of("registry", origin)).getAsJsonArray();
            JsonObject last = entries.get(entries.size() - 1).getAsJsonObject();
            assertEquals("incomplete", last.get("state").getAsString(), last.toString());
            assertTrue(entries.size() > 1 && entries.size() <= 501, entries.size() + " entries");
            assertTrue(requests.get() <= 3 + 1 + 1000, requests + " requests");
            assertEquals("spa", tab.label(NAME, Samples.BY_LANGUAGE.get("spa")));
            assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());
        }
    }

    private JsonObject catalogFailure(Tab tab, String how) {
        mode = how;
        return tab.rejection("registry => tabitat.catalog({ registry })", origin);
    }
}
