package dev.tabitat.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What happens at the host's borders: requests that are hardly HTTP, hidden paths, damaged packages, many clients at
 * once.
 */
final class HostBordersTest {

    private static final String END = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final String SCRIPT_PATH = "/assets/app-0123456789ab.js";

    private static HostFixture host;

    @BeforeAll
    static void start() throws IOException {
        host = HostFixture.start(HostOptions.Isolation.ISOLATED);
    }

    @AfterAll
    static void stop() throws IOException {
        host.close();
    }

    @Test
    void refusalsBeforeAnyHandlerCarryTheSecurityHeadersToo() throws IOException {
        Map<String, Integer> requests = Map.ofEntries(
                Map.entry("GET /../secret.txt" + END, 400),
                Map.entry("GET /%2e%2e/secret.txt" + END, 400),
                Map.entry("GET /a%00b" + END, 400),
                Map.entry("GET /a%2fb" + END, 400),
                Map.entry("GET /a\\b" + END, 400),
                Map.entry("GET /%zz" + END, 400),
                Map.entry("GET /v2/a%00/tags/list" + END, 400),
                Map.entry("GET /v2/a\\b/tags/list" + END, 400),
                Map.entry("GET /v2/%zz/tags/list" + END, 400),
                Map.entry("GET /" + "a".repeat(9000) + END, 414),
                Map.entry("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(9000) + "\r\n\r\n", 431),
                Map.entry("GET / HTTP/1.1\r\n\r\n", 400),
                Map.entry("NONSENSE\r\n\r\n", 400),
                Map.entry("GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505),
                Map.entry("GET / HTTP/1.1\r\nHost: x\r\nExpect: 200-maybe\r\nConnection: close\r\n\r\n", 417),
                Map.entry("TRACE /" + END, 405),
                Map.entry("OPTIONS *" + END, 404),
                Map.entry("PROPFIND /" + END, 405));
        for (Map.Entry<String, Integer> request : requests.entrySet()) {
            String answer = host.raw(request.getKey());
            String shown = request.getKey().substring(0, Math.min(30, request.getKey().length())) + " → " + answer;
            assertTrue(answer.startsWith("HTTP/1.1 " + request.getValue()), shown);
            assertTrue(
                    answer.contains(
                            "\r\nContent-Security-Policy: " + ContentSecurityPolicy.text(java.util.List.of()) + "\r\n"),
                    shown);
            assertTrue(answer.contains("\r\nX-Content-Type-Options: nosniff\r\n"), shown);
            assertFalse(answer.contains("<html") || answer.contains("Jetty") || answer.contains("secret\n"), shown);
        }
    }

    @Test
    void theRegistryRefusesHiddenPathsInItsOwnForm() throws IOException {
        for (String path : List.of(
                "/v2/a%2fb/tags/list", "/v2/team/../model/tags/list", "/v2/team/%2e%2e/model/tags/list",
                "/v2/team/model/manifests/%2e%2e%2findex.json", "/v2/team/model/blobs/..%2f..%2findex.json",
                "/v2/team//model/tags/list", "/v2/team/model/blobs/sha256:%2e%2e")) {
            String answer = host.raw("GET " + path + END);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), path + " → " + answer);
            assertTrue(answer.contains("\r\nContent-Type: application/json"), path + " → " + answer);
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            String code = JsonReader.readObject(body, JsonLimits.DEFAULT).array("errors").objects().get(0)
                    .string("code");
            assertTrue(List.of("NAME_INVALID", "DIGEST_INVALID").contains(code), path + " → " + answer);
        }
    }

    @Test
    void linksAndDotFilesLeadNowhere() throws Exception {
        for (String path : List.of("/link.txt", "/up/secret.txt", "/.hidden", "/v2/escape/tags/list",
                "/v2/team/.hidden/tags/list")) {
            HttpResponse<byte[]> answer = host.get(path);
            assertTrue(List.of(400, 404).contains(answer.statusCode()), path + ": " + answer.statusCode());
            assertFalse(text(answer).contains("secret"), path);
        }
    }

    @Test
    void aDamagedIndexIsSaidAndHarmsNoOtherPackage() throws Exception {
        HttpResponse<byte[]> broken = host.get("/v2/broken/tags/list");
        assertEquals(500, broken.statusCode());
        JsonObject error = json(broken).array("errors").objects().get(0);
        assertTrue(error.string("message").contains("damaged"), error.toString());
        assertFalse(text(broken).contains(host.directory.toString()));
        assertEquals(200, host.get("/v2/team/model/tags/list").statusCode());
    }

    @Test
    void aNameMayHoldTheWordsOfTheApi() throws Exception {
        assertEquals("manifests/blobs", json(host.get("/v2/manifests/blobs/tags/list")).string("name"));
        HttpResponse<byte[]> none = host.get("/v2/manifests/blobs/manifests/x");
        assertEquals("MANIFEST_UNKNOWN", json(none).array("errors").objects().get(0).string("code"));
    }

    @Test
    void listsComeInPages() throws Exception {
        HttpResponse<byte[]> first = host.get("/v2/team/model/tags/list?n=2");
        assertEquals(List.of("adapter", "latest"), json(first).array("tags").strings());
        assertEquals("</v2/team/model/tags/list?n=2&last=latest>; rel=\"next\"", header(first, "Link"));
        HttpResponse<byte[]> second = host.get("/v2/team/model/tags/list?n=2&last=latest");
        assertEquals(List.of("q8", "v1"), json(second).array("tags").strings());
        assertEquals("", header(second, "Link"));
        assertEquals(0, json(host.get("/v2/team/model/tags/list?n=0")).array("tags").size());
        assertEquals(List.of("manifests/blobs"),
                json(host.get("/v2/_catalog?n=1&last=broken")).array("repositories").strings());
        for (String bad : List.of("x", "-1", "1e3", "99999999999")) {
            assertEquals(400, host.get("/v2/_catalog?n=" + bad).statusCode(), bad);
        }
    }

    @Test
    void referrersCarryTypeAndAnnotations() throws Exception {
        HttpResponse<byte[]> all = host.get("/v2/team/model/referrers/" + host.manifest);
        assertEquals("application/vnd.oci.image.index.v1+json", header(all, "Content-Type"));
        assertEquals("", header(all, "OCI-Filters-Applied"));
        JsonObject found = json(
                host.get("/v2/team/model/referrers/" + host.manifest + "?artifactType=application/x-adapter"))
                .array("manifests").objects().get(0);
        assertEquals("application/x-adapter", found.string("artifactType"));
        assertEquals("b", found.object("annotations").string("a"));
        assertEquals(0, json(host.get("/v2/team/model/referrers/sha256:" + "0".repeat(64))).array("manifests").size());
    }

    @Test
    void everyFileHasItsTypeAndCaching() throws Exception {
        Map<String, String> types = Map.ofEntries(
                Map.entry("/", "text/html; charset=utf-8"),
                Map.entry("/index.html", "text/html; charset=utf-8"),
                Map.entry("/service-worker.js", "text/javascript; charset=utf-8"),
                Map.entry("/types/file.css", "text/css; charset=utf-8"),
                Map.entry("/types/file.wasm", "application/wasm"),
                Map.entry("/types/file.json", "application/json"),
                Map.entry("/types/file.webmanifest", "application/manifest+json"),
                Map.entry("/types/file.svg", "image/svg+xml"),
                Map.entry("/types/file.png", "image/png"),
                Map.entry("/types/file.txt", "text/plain; charset=utf-8"),
                Map.entry("/data.unknown", "application/octet-stream"),
                Map.entry("/extra/probe.txt", "text/plain; charset=utf-8"));
        for (Map.Entry<String, String> type : types.entrySet()) {
            HttpResponse<byte[]> answer = host.get(type.getKey());
            assertEquals(200, answer.statusCode(), type.getKey());
            assertEquals(type.getValue().replace(" ", ""),
                    header(answer, "Content-Type").replace(" ", "").toLowerCase(), type.getKey());
            assertEquals("no-cache", header(answer, "Cache-Control"), type.getKey());
            assertTrue(header(answer, "ETag").matches("\"[0-9a-f]{32}\""), type.getKey());
            assertEquals(304, host.get(type.getKey(), "If-None-Match", header(answer, "ETag")).statusCode(),
                    type.getKey());
            assertEquals(304, host.get(type.getKey(), "If-None-Match", "*").statusCode(), type.getKey());
        }
        assertEquals(404, host.get("/extra/none.txt").statusCode());
        assertEquals(404, host.get(SCRIPT_PATH + ".br").statusCode());
    }

    @Test
    void encodingsAreChosenByTheirQuality() throws Exception {
        String[][] rows = {
                {"br", "br"}, {"gzip", "gzip"}, {"x-gzip", "gzip"}, {"*", "br"}, {"gzip, br", "br"}, {"BR", "br"},
                {"gzip;q=1, br;q=0.5", "gzip"}, {"br;q=0, *", "gzip"}, {"*;q=0", ""}, {"br;q=0, gzip;q=0", ""},
                {"identity, br;q=0.5", ""}, {"identity;q=0.5, br", "br"}, {"deflate", ""}, {"", ""}, {"br;q=7", ""},
                {";,;q=,", ""}, {"br; q=0.001", "br"}};
        for (String[] row : rows) {
            HttpResponse<byte[]> answer = host.get(SCRIPT_PATH, "Accept-Encoding", row[0]);
            assertEquals(200, answer.statusCode(), row[0]);
            assertEquals(row[1], header(answer, "Content-Encoding"), row[0]);
            assertEquals("Accept-Encoding", header(answer, "Vary"), row[0]);
        }
    }

    @Test
    void anEntityTagNamesOneEncodingOnly() throws Exception {
        String brotli = header(host.get(SCRIPT_PATH, "Accept-Encoding", "br"), "ETag");
        assertEquals(304, host.get(SCRIPT_PATH, "Accept-Encoding", "br", "If-None-Match", brotli).statusCode());
        assertEquals(200, host.get(SCRIPT_PATH, "If-None-Match", brotli).statusCode());
        HttpResponse<byte[]> part = host.get(SCRIPT_PATH, "Accept-Encoding", "br", "Range", "bytes=4-9");
        assertEquals(206, part.statusCode());
        assertEquals("", header(part, "Content-Encoding"));
        assertEquals("answer", text(part));
        assertEquals(200, host.get(SCRIPT_PATH, "Range", "bytes=4-9", "If-Range", brotli).statusCode());
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws Exception {
        for (String path : List.of("/", SCRIPT_PATH, "/none", "/v2/", "/v2/_catalog", "/v2/team/model/manifests/q8",
                "/v2/nobody/tags/list")) {
            HttpResponse<byte[]> get = host.get(path);
            HttpResponse<byte[]> head = host.send("HEAD", path);
            assertEquals(get.statusCode(), head.statusCode(), path);
            assertEquals(0, head.body().length, path);
            for (String name : List.of("Content-Length", "Content-Type", "ETag", "Cache-Control")) {
                assertEquals(header(get, name), header(head, name), path + " " + name);
            }
        }
        HttpResponse<byte[]> part = host.send("HEAD", SCRIPT_PATH, "Range", "bytes=0-1");
        assertEquals(200, part.statusCode());
    }

    @Test
    void whatCannotBeRangedIsNotKept() throws Exception {
        HttpResponse<byte[]> beyond = host.get("/v2/team/model/blobs/" + host.blob, "Range", "bytes=9999-");
        assertEquals(416, beyond.statusCode());
        assertEquals("no-store", header(beyond, "Cache-Control"));
        assertTrue(header(host.get("/v2/team/model/blobs/" + host.blob), "Cache-Control").contains("immutable"));
        assertEquals("no-cache", header(host.get("/v2/team/model/manifests/q8"), "Cache-Control"));
    }

    @Test
    void withoutIsolationOnlyTheTwoIsolatingHeadersAreMissing() throws Exception {
        try (HostFixture open = HostFixture.start(HostOptions.Isolation.OPEN)) {
            HttpResponse<byte[]> answer = open.get("/");
            assertEquals("", header(answer, "Cross-Origin-Opener-Policy"));
            assertEquals("", header(answer, "Cross-Origin-Embedder-Policy"));
            assertEquals("same-origin", header(answer, "Cross-Origin-Resource-Policy"));
            assertEquals(ContentSecurityPolicy.text(java.util.List.of()), header(answer, "Content-Security-Policy"));
        }
    }

    @Test
    void manyClientsAtOnceGetTheRightBytes() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String path = i % 2 == 0 ? SCRIPT_PATH : "/v2/team/model/blobs/" + host.blob;
                answers.add(CompletableFuture.supplyAsync(() -> body(path), clients));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertArrayEquals(i % 2 == 0 ? HostFixture.SCRIPT : HostFixture.BLOB, answers.get(i).get());
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static byte[] body(String path) {
        try {
            return host.get(path).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static JsonObject json(HttpResponse<byte[]> answer) {
        return JsonReader.readObject(answer.body(), JsonLimits.DEFAULT);
    }
}
