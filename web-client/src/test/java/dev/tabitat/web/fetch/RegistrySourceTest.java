package dev.tabitat.web.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.RegistryOrigins;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The anonymous token flow and the rule for redirects, over HTTP in memory. */
final class RegistrySourceTest {

    private static final String REGISTRY = "https://registry.example";
    private static final String CHALLENGE = "Bearer realm=\"https://auth.example/token?v=1\",service=\"registry.example\",scope=\"repository:acme/lande:pull repository:acme/base:pull\"";
    private static final String PATH = "/v2/acme/lande/manifests/q8";

    private final List<Http.Request> requests = new ArrayList<>();
    private final List<String> traffic = new ArrayList<>();
    private final Map<String, Function<Http.Request, FakeAnswer>> servers = new LinkedHashMap<>();
    private double now;
    private int issued;

    private final DownloadClock pace = new DownloadClock() {
        @Override
        public double millis() {
            return now;
        }

        @Override
        public double chance() {
            return 0.5;
        }

        @Override
        public void pause(int millis, CancellationToken stop) {
            now += millis;
        }
    };

    private static final class FakeAnswer implements ByteSource.Answer {

        private final int status;
        private final String url;
        private final Map<String, String> headers;
        private byte[] left;
        private int reads;
        private boolean isClosed;

        private FakeAnswer(int status, String url, String body, Map<String, String> headers) {
            this.status = status;
            this.url = url;
            this.headers = headers;
            this.left = body.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public String url() {
            return url;
        }

        @Override
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        @Override
        public byte[] next() {
            reads++;
            byte[] all = left;
            left = new byte[0];
            return all;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    private static FakeAnswer answer(int status, String body) {
        return new FakeAnswer(status, "", body, Map.of());
    }

    private static FakeAnswer challenge(String header) {
        return new FakeAnswer(401, "", "", header.isEmpty() ? Map.of() : Map.of("www-authenticate", header));
    }

    private RegistrySource source(String entry) {
        return new RegistrySource((request, stop) -> {
            requests.add(request);
            for (Map.Entry<String, Function<Http.Request, FakeAnswer>> server : servers.entrySet()) {
                if (request.url().startsWith(server.getKey())) {
                    return server.getValue().apply(request);
                }
            }
            throw new Unavailable("The server did not answer.", dev.tabitat.core.error.Finding.at(request.url()));
        }, RegistryOrigins.parse(entry), pace,
                (origin, purpose, sent, received) -> traffic.add(origin + " " + received));
    }

    /** A registry that is open to whoever has the newest token. */
    private void serve(String token) {
        servers.put(REGISTRY, request -> request.token().equals("t" + issued) && issued > 0 ? answer(200, "it")
                : challenge(CHALLENGE));
        servers.put("https://auth.example/token", request -> answer(200, token.replace("%", "t" + ++issued)));
    }

    private static String text(ByteSource.Answer answer) {
        return new String(answer.next(), StandardCharsets.UTF_8);
    }

    private String get(RegistrySource source, String path) {
        return text(source.get(path, Optional.empty(), new CancellationToken()));
    }

    private <T extends TabitatException> T refused(Class<T> type, RegistrySource source, String path) {
        return assertThrows(type, () -> source.get(path, Optional.empty(), new CancellationToken()));
    }

    @Test
    void anAnonymousTokenIsFetchedOnceForARepositoryAndAgainWhenItExpires() {
        for (String member : List.of("token", "access_token")) {
            requests.clear();
            issued = 0;
            serve("{\"" + member + "\":\"%\",\"expires_in\":300}");
            RegistrySource source = source(REGISTRY + " token=https://auth.example");
            assertEquals("it", get(source, PATH));
            assertEquals(
                    "https://auth.example/token?v=1&service=registry.example&scope=repository:acme/lande:pull&scope=repository:acme/base:pull",
                    requests.get(1).url());
            assertEquals(List.of("", "", "t1"), requests.stream().map(Http.Request::token).toList());
            now += 289_000;
            assertEquals("it", get(source, "/v2/acme/lande/blobs/sha256:00"));
            assertEquals(4, requests.size(), "the token is used again for the same repository");
            now += 2_000;
            assertEquals("it", get(source, PATH));
            assertEquals(7, requests.size(), "a token that is about to expire is not used");
            assertEquals("t2", requests.get(6).token());
        }
        assertTrue(traffic.stream().anyMatch(line -> line.startsWith("https://auth.example ")),
                "the ledger names the token server");
    }

    @Test
    void aTokenIsNotSentForAnotherRepositoryNorToTheTokenServer() {
        serve("{\"token\":\"%\"}");
        RegistrySource source = source(REGISTRY + " token=https://auth.example");
        get(source, PATH);
        requests.clear();
        get(source, "/v2/other/manifests/q8");
        assertEquals(List.of("", "", "t2"), requests.stream().map(Http.Request::token).toList());
        assertEquals("acme/manifests/x", RegistrySource.repository("/v2/acme/manifests/x/blobs/sha256:00"));
        assertEquals("", RegistrySource.repository("/v2/_catalog"));
    }

    @Test
    void aRequestIsRepeatedOnceAndThenASignInIsRequired() {
        servers.put(REGISTRY, request -> challenge(CHALLENGE));
        servers.put("https://auth.example/token", request -> answer(200, "{\"token\":\"x\"}"));
        Unavailable denied = refused(Unavailable.class, source(REGISTRY + " token=https://auth.example"), PATH);
        assertTrue(denied.getMessage().contains("requires a sign-in"), denied.getMessage());
        assertEquals(3, requests.size());
    }

    @Test
    void aTokenServerThatTheEntryDoesNotNameGetsNothing() {
        serve("{\"token\":\"%\"}");
        Refused refused = refused(Refused.class, source(REGISTRY), PATH);
        assertEquals("https://auth.example", refused.finding().found());
        assertTrue(refused.finding().remedy().contains("--registry \"" + REGISTRY + " token=https://auth.example\""),
                refused.finding().remedy());
        refused(Refused.class, source(REGISTRY + " blobs=https://auth.example"), PATH);
        for (String realm : List.of("http://localhost:11434/api", "https://auth.example.evil/token",
                "https://auth.example@evil/token", "/token", "javascript:alert(1)", "https://auth.example:444/")) {
            servers.put(REGISTRY, request -> challenge("Bearer realm=\"" + realm + "\""));
            refused(Refused.class, source(REGISTRY + " token=https://auth.example"), PATH);
        }
        assertTrue(requests.stream().allMatch(request -> request.url().startsWith(REGISTRY)),
                "no realm was asked: " + requests);
    }

    @Test
    void whatIsNoTokenIsRefusedWithTheReason() {
        for (String wrong : List.of("{}", "{\"token\":\"\"}", "{\"token\":\"a b\"}", "{\"token\":\"a\\r\\nX: y\"}",
                "<!doctype html>", "{\"token\":\"" + "x".repeat(20_000) + "\"}", "[".repeat(90_000))) {
            serve(wrong);
            refused(DamagedData.class, source(REGISTRY + " token=https://auth.example"), PATH);
        }
        servers.put("https://auth.example/token", request -> answer(403, ""));
        refused(Unavailable.class, source(REGISTRY + " token=https://auth.example"), PATH);
        servers.put("https://auth.example/token", request -> answer(302, ""));
        refused(Refused.class, source(REGISTRY + " token=https://auth.example"), PATH);
        servers.remove("https://auth.example/token");
        Unavailable silent = refused(Unavailable.class, source(REGISTRY + " token=https://auth.example"), PATH);
        assertTrue(
                silent.getMessage().contains("token server")
                        && silent.finding().remedy().contains("token=https://auth.example"),
                silent.finding().toString());
    }

    /** A token server that is busy until a moment of the clock, and how long it asks to wait. */
    private void serveTokensFrom(double millis, int status, Map<String, String> headers) {
        serve("{\"token\":\"%\"}");
        Function<Http.Request, FakeAnswer> open = servers.get("https://auth.example/token");
        servers.put("https://auth.example/token",
                request -> now < millis ? new FakeAnswer(status, "https://auth.example/token", "", headers)
                        : open.apply(request));
    }

    private RetryAfterSource patient(List<String> waits) {
        return new RetryAfterSource(source(REGISTRY + " token=https://auth.example"), pace,
                (origin, purpose, sent, received) -> traffic.add(origin + " " + received),
                (reason, millis) -> waits.add(reason + " " + millis));
    }

    @Test
    void aTokenServerThatAsksToComeBackLaterIsWaitedForLikeARegistry() {
        List<Map<String, String>> told = List.of(Map.of("retry-after", "20"),
                Map.of("retry-after", "Sun, 06 Nov 1994 08:49:57 GMT", "date", "Sun, 06 Nov 1994 08:49:37 GMT"));
        for (Map<String, String> headers : told) {
            for (int status : new int[]{403, 408, 429, 500, 503}) {
                double start = now;
                issued = 0;
                requests.clear();
                traffic.clear();
                List<String> waits = new ArrayList<>();
                serveTokensFrom(start + 30_000, status, headers);
                ByteSource.Answer answer = patient(waits).get(PATH, Optional.empty(), new CancellationToken());
                assertEquals("it", text(answer), "status " + status);
                assertEquals(List.of("The server is busy and asks to wait. 21000",
                        "The server is busy and asks to wait. 21000"), waits);
                assertTrue(now - start >= 40_000, "after " + (now - start) + " ms");
                assertEquals(3,
                        requests.stream().filter(request -> request.url().startsWith("https://auth.example/")).count());
                assertEquals(3, traffic.stream().filter(line -> line.startsWith("https://auth.example ")).count(),
                        "each request for a token is counted once: " + traffic);
            }
        }
    }

    @Test
    void aTokenServerThatAsksToWaitForHoursIsNamedAtOnce() {
        serveTokensFrom(1e9, 429, Map.of("retry-after", "7200"));
        Unavailable busy = assertThrows(Unavailable.class,
                () -> patient(new ArrayList<>()).get(PATH, Optional.empty(), new CancellationToken()));
        assertEquals("https://auth.example/token", busy.finding().where());
        assertTrue(busy.finding().remedy().contains("120 minutes"), busy.finding().toString());
        assertEquals(2, requests.size());
    }

    @Test
    void aTokenServerThatIsBusyForEverIsGivenUpAtTheBound() {
        serveTokensFrom(1e9, 503, Map.of("retry-after", "60"));
        assertThrows(Unavailable.class,
                () -> patient(new ArrayList<>()).get(PATH, Optional.empty(), new CancellationToken()));
        assertTrue(now <= RetryAfterSource.LONGEST_MILLIS, "after " + now + " ms");
        assertEquals(2 * 5, requests.size());
    }

    @Test
    void aBusyTokenServerThatSaysNotForHowLongFailsTheRequest() {
        serveTokensFrom(1e9, 503, Map.of());
        Unavailable busy = refused(Unavailable.class, source(REGISTRY + " token=https://auth.example"), PATH);
        assertEquals("status 503", busy.finding().found());
        assertTrue(busy.finding().where().startsWith("https://auth.example/token"), busy.finding().toString());
    }

    @Test
    void whoDoesNotWaitIsToldWhichServerIsBusy() {
        serveTokensFrom(1e9, 429, Map.of("retry-after", "5"));
        Registry registry = new Registry(source(REGISTRY + " token=https://auth.example"),
                (origin, purpose, sent, received) -> traffic.add(origin + " " + received), pace);
        Unavailable busy = assertThrows(Unavailable.class, () -> registry.manifest(PackageName.parse("acme/lande:q8"),
                "2026-11-30T00:00:00Z", new CancellationToken()));
        assertEquals("https://auth.example/token", busy.finding().where());
        assertEquals("status 429", busy.finding().found());
        assertEquals(1, traffic.stream().filter(line -> line.startsWith("https://auth.example ")).count(),
                traffic.toString());
    }

    @Test
    void aRegistryWithoutABearerChallengeIsExplained() {
        servers.put(REGISTRY, request -> challenge("Basic realm=\"x\""));
        assertTrue(refused(Unavailable.class, source(REGISTRY), PATH).getMessage().contains("requires a sign-in"));
        servers.put(REGISTRY, request -> challenge(""));
        assertTrue(refused(Unavailable.class, source(REGISTRY), PATH).finding().remedy()
                .contains("Access-Control-Expose-Headers: WWW-Authenticate"));
    }

    @Test
    void redirectsAreFollowedForBlobsOnlyAndOnlyWhereTheEntryNamesOrigins() {
        servers.put(REGISTRY,
                request -> answer(request.redirects() == Http.Redirects.REFUSE ? ByteSource.REDIRECTED : 200, "x"));
        String blob = "/v2/acme/lande/blobs/sha256:00";
        Refused refused = refused(Refused.class, source(REGISTRY), blob);
        assertTrue(refused.finding().remedy().contains("blobs=ORIGIN"), refused.finding().remedy());
        assertEquals("x", get(source(REGISTRY + " blobs=https://cdn.example"), blob));
        refused(Refused.class, source(REGISTRY + " blobs=https://cdn.example"), PATH);
        refused(Refused.class, source(REGISTRY + " blobs=https://cdn.example"), "/v2/_catalog");
    }

    @Test
    void nothingIsReadFromAnOriginThatTheEntryDoesNotName() {
        String blob = "/v2/acme/lande/blobs/sha256:00";
        RegistrySource source = source(REGISTRY + " token=https://auth.example blobs=https://cdn.example");
        for (String elsewhere : List.of("http://127.0.0.1:8080/x", "https://auth.example/x",
                "https://cdn.example.evil/x", "http://cdn.example/x", "https://cdn.example:8443/x",
                "http://[::1]:5000/x", "about:blank")) {
            FakeAnswer answer = new FakeAnswer(200, elsewhere, "secret", Map.of());
            servers.put(REGISTRY, request -> answer);
            Refused refused = refused(Refused.class, source, blob);
            assertTrue(elsewhere.startsWith(refused.finding().found()), refused.finding().toString());
            assertEquals(0, answer.reads);
            assertTrue(answer.isClosed);
        }
        for (String named : List.of("https://cdn.example/x?sig=1", "https://CDN.example:443/x",
                REGISTRY + "/storage")) {
            servers.put(REGISTRY, request -> new FakeAnswer(200, named, "blob", Map.of()));
            assertEquals("blob", get(source, blob));
        }
        assertFalse(requests.isEmpty());
    }

    @Test
    void statusesAreExplained() {
        Map<Integer, String> words = Map.of(403, "without a sign-in", 429, "too many requests", 503,
                "not available at the moment", 511, "sign-in page of the network may be in the way");
        words.forEach((status, word) -> {
            Unavailable why = assertThrows(Unavailable.class, () -> RegistryFailure.require(status, "here"));
            assertTrue(why.getMessage().contains(word), why.getMessage());
            assertEquals("status " + status, why.finding().found());
        });
    }

    private static HostSource host(Http http) {
        return new HostSource(http, "https://host.example", "", new HostSource.Session() {
            @Override
            public void signInNeeded(Unavailable error) {}

            @Override
            public void served() {}
        });
    }

    @Test
    void theHostsRedirectsAreNotFollowed() {
        HostSource host = host((request, stop) -> {
            assertEquals(Http.Redirects.REFUSE, request.redirects());
            return answer(ByteSource.REDIRECTED, "");
        });
        assertTrue(assertThrows(Unavailable.class, () -> host.get("/v2/", Optional.empty(), new CancellationToken()))
                .getMessage().contains("sign-in page"));
    }

    @Test
    void theHostsFileSaysWhichOriginsARegistryHas() {
        ByteSource host = host((request, stop) -> answer(200,
                "{\"registries\":[{\"origin\":\"https://registry.example\",\"token\":[\"https://auth.example\"]}],\"endpoints\":[]}"));
        Hosting hosting = Hosting.read(host, pace, new CancellationToken());
        assertEquals(List.of("https://auth.example"), hosting.registry("https://Registry.example:443/").tokens());
        assertEquals(RegistryOrigins.only("https://else.example"), hosting.registry("https://else.example"));
        for (String other : List.of("<!doctype html>", "{\"registries\":[{\"origin\":\"*\"}]}", "")) {
            assertEquals(Hosting.NONE,
                    Hosting.read(host((request, stop) -> answer(200, other)), pace, new CancellationToken()));
        }
        assertEquals(Hosting.NONE,
                Hosting.read(host((request, stop) -> answer(404, "")), pace, new CancellationToken()));
    }
}
