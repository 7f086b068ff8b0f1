package dev.tabitat.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.RegistryOrigins;
import java.io.IOException;
import java.net.BindException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The host over real HTTP, on a small site and a small package. */
final class HostTest {

    private static HostFixture host;
    private static Digest blob;
    private static Digest manifest;
    private static Digest adapter;

    @BeforeAll
    static void start() throws IOException {
        host = HostFixture.start(HostOptions.Isolation.ISOLATED);
        blob = host.blob;
        manifest = host.manifest;
        adapter = host.adapter;
    }

    @AfterAll
    static void stop() throws IOException {
        host.close();
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() throws Exception {
        for (String path : List.of("/", "/assets/app-0123456789ab.js", "/none", "/v2/", "/v2/none/tags/list",
                "/%2e%2e%5c")) {
            HttpResponse<byte[]> answer = get(path);
            assertEquals(ContentSecurityPolicy.text(java.util.List.of()), header(answer, "Content-Security-Policy"),
                    path);
            assertFalse(header(answer, "Content-Security-Policy").contains("'unsafe-eval'"));
            assertEquals("nosniff", header(answer, "X-Content-Type-Options"), path);
            assertEquals("same-origin", header(answer, "Cross-Origin-Opener-Policy"), path);
            assertEquals("require-corp", header(answer, "Cross-Origin-Embedder-Policy"), path);
        }
    }

    @Test
    void theEncodingAClientPrefersIsSentWithATagOfItsOwn() throws Exception {
        String path = "/assets/app-0123456789ab.js";
        HttpResponse<byte[]> brotli = get(path, "Accept-Encoding", "gzip, deflate, br");
        assertEquals("br", header(brotli, "Content-Encoding"));
        assertArrayEquals(new byte[]{1, 2, 3}, brotli.body());
        HttpResponse<byte[]> gzip = get(path, "Accept-Encoding", "br;q=0.1, gzip;q=0.8");
        assertEquals("gzip", header(gzip, "Content-Encoding"));
        HttpResponse<byte[]> plain = get(path, "Accept-Encoding", "br;q=0, identity");
        assertEquals("", header(plain, "Content-Encoding"));
        assertArrayEquals(HostFixture.SCRIPT, plain.body());
        assertEquals("Accept-Encoding", header(plain, "Vary"));
        assertEquals(3, List.of(header(brotli, "ETag"), header(gzip, "ETag"), header(plain, "ETag")).stream().distinct()
                .count());
        assertTrue(header(plain, "Cache-Control").contains("immutable"));
        assertEquals("no-cache", header(get("/"), "Cache-Control"));
    }

    @Test
    void conditionsAndRangesAreKept() throws Exception {
        String path = "/v2/team/model/blobs/" + blob;
        String etag = header(get(path), "ETag");
        assertEquals(304, get(path, "If-None-Match", "\"other\", W/" + etag).statusCode());
        assertEquals(200, get(path, "If-None-Match", "\"other\"").statusCode());
        for (String[] row : new String[][]{
                {"bytes=0-0", "0", "1"}, {"bytes=10-19", "10", "20"}, {"bytes=2990-", "2990", "3000"},
                {"bytes=-7", "2993", "3000"},
                {"bytes=2999-99999999999999999999", "2999", "3000"}}) {
            HttpResponse<byte[]> part = get(path, "Range", row[0]);
            int from = Integer.parseInt(row[1]);
            int to = Integer.parseInt(row[2]);
            assertEquals(206, part.statusCode(), row[0]);
            assertEquals("bytes " + from + "-" + (to - 1) + "/3000", header(part, "Content-Range"));
            assertArrayEquals(Arrays.copyOfRange(HostFixture.BLOB, from, to), part.body(), row[0]);
        }
        HttpResponse<byte[]> beyond = get(path, "Range", "bytes=3000-");
        assertEquals(416, beyond.statusCode());
        assertEquals("bytes */3000", header(beyond, "Content-Range"));
        for (String ignored : List.of("bytes=a-b", "lines=1-2", "bytes=5-2", "bytes=0-1,5-6", "bytes=-")) {
            assertEquals(200, get(path, "Range", ignored).statusCode(), ignored);
        }
        assertEquals(200, get(path, "Range", "bytes=0-1", "If-Range", "\"old\"").statusCode());
        assertEquals(206, get(path, "Range", "bytes=0-1", "If-Range", etag).statusCode());
    }

    @Test
    void anyRangeHeaderIsAnsweredRight() throws Exception {
        Random random = Seed.random("HostTest.ranges");
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder("bytes=");
            for (int left = random.nextInt(6); left > 0; left--) {
                text.append("0123456789-, ".charAt(random.nextInt(13)));
            }
            HttpResponse<byte[]> answer = get("/v2/team/model/blobs/" + blob, "Range", text.toString());
            assertTrue(List.of(200, 206, 416).contains(answer.statusCode()), text + ": " + answer.statusCode());
            if (answer.statusCode() == 206) {
                String[] range = header(answer, "Content-Range").substring("bytes ".length()).split("[-/]");
                assertArrayEquals(
                        Arrays.copyOfRange(HostFixture.BLOB, Integer.parseInt(range[0]),
                                Integer.parseInt(range[1]) + 1),
                        answer.body(), text.toString());
            }
        }
    }

    @Test
    void theRegistryAnswersAsTheDistributionSpecificationSays() throws Exception {
        assertEquals(200, get("/v2/").statusCode());
        assertEquals(List.of("broken", "manifests/blobs", "team/model"),
                json(get("/v2/_catalog")).array("repositories").strings());
        assertEquals(List.of("adapter", "latest", "q8", "v1"),
                json(get("/v2/team/model/tags/list")).array("tags").strings());
        for (String reference : List.of("q8", manifest.toString())) {
            HttpResponse<byte[]> answer = get("/v2/team/model/manifests/" + reference);
            assertEquals(200, answer.statusCode());
            assertEquals(manifest.toString(), header(answer, "Docker-Content-Digest"));
            assertEquals("application/vnd.oci.image.manifest.v1+json", header(answer, "Content-Type"));
            assertEquals(manifest, Digest.of(answer.body()));
        }
        JsonObject index = json(get("/v2/team/model/referrers/" + manifest));
        assertEquals(adapter.toString(), index.array("manifests").objects().get(0).string("digest"));
        HttpResponse<byte[]> none = get("/v2/team/model/referrers/" + manifest + "?artifactType=application/x-other");
        assertEquals(0, json(none).array("manifests").size());
        assertEquals("artifactType", header(none, "OCI-Filters-Applied"));
        HttpResponse<byte[]> head = send("HEAD", "/v2/team/model/blobs/" + blob);
        assertEquals("3000", header(head, "Content-Length"));
        assertEquals(0, head.body().length);
    }

    @Test
    void whatIsNotThereGetsTheRightErrorBody() throws Exception {
        String zeros = "sha256:" + "0".repeat(64);
        String[][] rows = {
                {"404", "NAME_UNKNOWN", "/v2/nobody/tags/list"},
                {"404", "NAME_UNKNOWN", "/v2/nobody/blobs/" + zeros},
                {"400", "NAME_INVALID", "/v2/UPPER/tags/list"},
                {"404", "MANIFEST_UNKNOWN", "/v2/team/model/manifests/other"},
                {"404", "MANIFEST_UNKNOWN", "/v2/team/model/manifests/" + zeros},
                {"404", "BLOB_UNKNOWN", "/v2/team/model/blobs/" + zeros},
                {"400", "DIGEST_INVALID", "/v2/team/model/blobs/sha256:abc"},
                {"400", "DIGEST_INVALID", "/v2/team/model/blobs/sha512:" + "0".repeat(128)},
                {"400", "DIGEST_INVALID", "/v2/team/model/blobs/md5:0"},
                {"404", "NAME_UNKNOWN", "/v2/whatever"},
        };
        for (String[] row : rows) {
            HttpResponse<byte[]> answer = get(row[2]);
            assertEquals(Integer.parseInt(row[0]), answer.statusCode(), row[2]);
            assertEquals(row[1], json(answer).array("errors").objects().get(0).string("code"), row[2]);
        }
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            HttpResponse<byte[]> answer = send(method, "/v2/team/model/blobs/uploads/");
            assertEquals(405, answer.statusCode(), method);
            assertEquals("UNSUPPORTED", json(answer).array("errors").objects().get(0).string("code"), method);
        }
        assertEquals(405, send("POST", "/").statusCode());
    }

    @Test
    void noPathLeadsOutOfTheDirectory() throws Exception {
        Random random = Seed.random("HostTest.paths");
        List<String> pieces = List.of("..", "%2e%2e", "%2E.", ".", "/", "//", "%2f", "%5c", "\\", "secret.txt",
                "link.txt", "%00", "%", "%zz",
                "v2", "team", "model", "blobs", "index.json", "é", "%c0%ae", ";");
        for (int i = 0; i < 600; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int left = random.nextInt(7); left > 0; left--) {
                path.append(pieces.get(random.nextInt(pieces.size()))).append(random.nextBoolean() ? "/" : "");
            }
            String answer = host.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertFalse(answer.contains("secret\n") || answer.endsWith("secret"), path.toString());
            assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/1\\.1 (200|304|400|404|414) .*"),
                    path + " → " + answer.lines().findFirst());
        }
        assertEquals(404, get("/link.txt").statusCode());
    }

    @Test
    void aTakenPortIsNamedWithTheWayOut() {
        HostOptions same = new HostOptions(
                host.port(), "127.0.0.1", Optional.empty(), Optional.empty(), Optional.empty(),
                HostOptions.Isolation.ISOLATED,
                List.of(), List.of(), HostOptions.LocalEndpoints.ALLOWED, Optional.empty());
        BindException error = assertThrows(
                BindException.class,
                () -> Host.start(same, host.directory.resolve("site"), host.directory.resolve("packages")));
        assertTrue(error.getMessage().contains(Integer.toString(host.port())) && error.getMessage().contains("--port"),
                error.getMessage());
    }

    @Test
    void optionsAreReadOrRefused() throws Exception {
        List<RegistryOrigins> registries = HostOptions.parse(List.of("--registry", "https://registry.example:5000/",
                "--registry",
                "https://Hub.example token=https://auth.example:443  blobs=https://a.cdn.example blobs=https://b.cdn.example"))
                .registries();
        assertEquals(List.of(RegistryOrigins.only("https://registry.example:5000"),
                new RegistryOrigins("https://hub.example",
                        List.of("https://auth.example"), List.of("https://a.cdn.example", "https://b.cdn.example"))),
                registries);
        for (String wrong : List.of("", "registry.example", "https://a/b", "https://a; script-src *", "ftp://a",
                "https://a b", "https://a token=", "https://a token=https://b/token",
                "https://a..b", "https://a:0", "https://a:65536", "https://a blobs=*", "https://a token=https://[::1]",
                "https://user@a", "https://*.example")) {
            assertThrows(HostOptions.BadUsage.class, () -> HostOptions.parse(List.of("--registry", wrong)), wrong);
        }
        HostOptions.BadUsage brackets = assertThrows(HostOptions.BadUsage.class,
                () -> HostOptions.parse(List.of("--registry", "http://[::1]:5999")));
        assertTrue(
                brackets.getMessage().contains("http://[::1]:5999") && brackets.getMessage().contains("security policy")
                        && brackets.getMessage().contains("http://localhost:5999")
                        && brackets.getMessage().contains("http://127.0.0.1:5999"),
                brackets.getMessage());
        for (String entry : List.of("https://[fe80::1]", "https://a token=https://[2001:db8::1]:8443",
                "https://a blobs=http://[::ffff:1.2.3.4]:80")) {
            String message = assertThrows(HostOptions.BadUsage.class,
                    () -> HostOptions.parse(List.of("--registry", entry))).getMessage();
            assertTrue(message.contains("security policy") && message.contains("localhost"), message);
        }
        assertThrows(HostOptions.BadUsage.class, () -> HostOptions.parse(List.of("--endpoint", "http://[::1]:5999")));
        HostOptions several = HostOptions.parse(List.of("--no-local-endpoints", "--no-hub", "--registry",
                "https://r token=https://t blobs=https://b", "--endpoint", "https://t"));
        assertEquals(List.of("https://r", "https://t", "https://b"), several.connect());
        assertEquals(
                "{\"registries\":[{\"origin\":\"https://r\",\"token\":[\"https://t\"],\"blobs\":[\"https://b\"]}],\"endpoints\":[\"https://t\"],"
                        + "\"local_endpoints\":false}",
                several.hosting().toString());
        assertEquals(List.of("http://127.0.0.1:*", "http://localhost:*", "https://models.example"),
                HostOptions.parse(List.of("--no-hub", "--endpoint", "https://models.example")).connect());
        assertEquals(List.of("https://models.example"),
                HostOptions.parse(List.of("--no-hub", "--no-local-endpoints", "--endpoint", "https://models.example/"))
                        .connect());
        assertThrows(HostOptions.BadUsage.class, () -> HostOptions.parse(List.of("--endpoint", "*")));
        assertTrue(ContentSecurityPolicy.text(List.of("https://a:1")).contains("; connect-src 'self' https://a:1;"));
        assertTrue(ContentSecurityPolicy.text(List.of()).contains("; connect-src 'self';"));
        HostOptions options = HostOptions
                .parse(List.of("--port", "0", "--no-isolation", "--site", host.directory.toString()));
        assertEquals(0, options.port());
        assertEquals(HostOptions.Isolation.OPEN, options.isolation());
        for (List<String> bad : List.of(
                List.of("--prot", "1"), List.of("--port"), List.of("--port", "x"), List.of("--port", "70000"),
                List.of("--site", "/no/such"))) {
            assertThrows(HostOptions.BadUsage.class, () -> HostOptions.parse(bad), bad.toString());
        }
    }

    @Test
    void theHubIsThatOfHuggingFaceUnlessAnotherOrNoneIsNamed() throws Exception {
        HostOptions usual = HostOptions.parse(List.of("--no-local-endpoints"));
        assertEquals(List.of("https://huggingface.co", "https://*.hf.co", "https://*.huggingface.co"), usual.connect());
        HostOptions more = HostOptions.parse(List.of("--no-local-endpoints", "--hub-files", "https://cdn.example"));
        assertEquals(List.of("https://huggingface.co", "https://*.hf.co", "https://*.huggingface.co",
                "https://cdn.example"), more.connect());
        for (List<String> order : List.of(
                List.of("--hub", "https://hub.example/", "--hub-files", "https://a.example", "--hub-files",
                        "https://*.b.example"),
                List.of("--no-hub", "--hub", "https://hub.example", "--hub-files", "https://a.example", "--hub-files",
                        "https://*.b.example"))) {
            List<String> options = new java.util.ArrayList<>(List.of("--no-local-endpoints"));
            options.addAll(order);
            HostOptions own = HostOptions.parse(options);
            assertEquals(List.of("https://hub.example", "https://a.example", "https://*.b.example"), own.connect());
            assertEquals("{\"registries\":[],\"endpoints\":[],\"local_endpoints\":false,\"hub\":{\"origin\":"
                    + "\"https://hub.example\",\"files\":[\"https://a.example\",\"https://*.b.example\"]}}",
                    own.hosting().toString());
        }
        assertEquals(List.of(), HostOptions.parse(List.of("--no-local-endpoints", "--no-hub")).connect());
        for (List<String> bad : List.of(List.of("--hub", "huggingface.co"), List.of("--hub"),
                List.of("--hub-files", "https://*.co"), List.of("--hub-files", "*"),
                List.of("--no-hub", "--hub-files", "https://a.example"))) {
            assertThrows(HostOptions.BadUsage.class, () -> HostOptions.parse(bad), bad.toString());
        }
    }

    @Test
    void pagesLearnWhichOriginsAreForWhat() throws Exception {
        HttpResponse<byte[]> answer = get("/hosting.json");
        assertEquals("application/json", header(answer, "Content-Type"));
        assertEquals("{\"endpoints\":[],\"local_endpoints\":false,\"registries\":[]}",
                new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return host.get(path, headers);
    }

    private static HttpResponse<byte[]> send(String method, String path) throws Exception {
        return host.send(method, path);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static JsonObject json(HttpResponse<byte[]> answer) {
        return JsonReader.readObject(answer.body(), JsonLimits.DEFAULT);
    }
}
