package dev.tabitat.web.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The host of the page below any path and behind a login, over HTTP in memory. */
final class HostSourceTest {

    private static final String ORIGIN = "https://apps.example";
    private static final String CATALOG = "/v2/_catalog";

    private final List<String> urls = new ArrayList<>();
    private final List<String> session = new ArrayList<>();
    private int status = 200;
    private String contentType = "application/json";
    private boolean isClosed;

    private HostSource source(String folder) {
        return new HostSource((request, stop) -> {
            urls.add(request.url());
            assertEquals(Http.Redirects.REFUSE, request.redirects());
            return new ByteSource.Answer() {
                @Override
                public int status() {
                    return status;
                }

                @Override
                public String header(String name) {
                    return name.equals("content-type") ? contentType : "";
                }

                @Override
                public byte[] next() {
                    return new byte[0];
                }

                @Override
                public void close() {
                    isClosed = true;
                }
            };
        }, ORIGIN, folder, new HostSource.Session() {
            @Override
            public void signInNeeded(Unavailable error) {
                session.add("sign in: " + error.finding().found());
            }

            @Override
            public void served() {
                session.add("served");
            }
        });
    }

    private Unavailable failure(String path) {
        return assertThrows(Unavailable.class, () -> source("").get(path, Optional.empty(), new CancellationToken()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/tabitat", "/tools/tabitat", "/a%20b/c"})
    void thePathsOfTheRegistryLieBelowTheFolderOfThePage(String folder) {
        HostSource host = source(folder);
        host.get(CATALOG, Optional.empty(), new CancellationToken());
        host.get("/hosting.json", Optional.empty(), new CancellationToken());
        assertEquals(List.of(ORIGIN + folder + CATALOG, ORIGIN + folder + "/hosting.json"), urls);
        assertEquals(ORIGIN, host.origin());
        assertEquals(ORIGIN + folder + CATALOG, host.address(CATALOG), "messages name the whole address");
        assertEquals(ORIGIN + folder + "/v2/a/b/blobs/x", new RepositoryBlobs(host, "a/b").address("/v2/b/blobs/x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407, 0, 301, 302, 303, 307, 308, 511})
    void anAnswerThatAsksForASignInIsNoAnswer(int answered) {
        status = answered;
        Unavailable error = failure(CATALOG);
        assertTrue(error.finding().where().equals(ORIGIN + CATALOG)
                && error.finding().remedy().toLowerCase().contains("sign in"), error.finding().toString());
        assertEquals(1, session.size());
        assertTrue(session.get(0).startsWith("sign in: "), session.toString());
        assertTrue(isClosed);
    }

    @Test
    void aSignInPageOfTheNetworkIsNamed() {
        status = 511;
        assertTrue(failure(CATALOG).getMessage().contains("sign-in page of the network"));
        status = 302;
        assertTrue(failure(CATALOG).getMessage().contains("sign-in page of the network"));
    }

    @ParameterizedTest
    @CsvSource({"text/html, 200", "text/html; charset=utf-8, 200", "TEXT/HTML;charset=UTF-8, 206"})
    void htmlWhereDataWasExpectedIsASignInPage(String type, int answered) {
        contentType = type;
        status = answered;
        assertEquals("an HTML page", failure("/v2/lande/blobs/sha256:00").finding().found());
    }

    @Test
    void thePageItselfAndAHostWithoutAFileMayAnswerWithHtml() {
        contentType = "text/html";
        source("").get("/", Optional.empty(), new CancellationToken());
        source("").get("/hosting.json", Optional.empty(), new CancellationToken());
        status = 404;
        source("").get(CATALOG, Optional.empty(), new CancellationToken());
        assertEquals(List.of("served", "served", "served"), session);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 206, 304, 404, 416, 429, 500, 503})
    void everyOtherStatusIsTheHostsOwn(int answered) {
        status = answered;
        assertEquals(answered, source("").get(CATALOG, Optional.empty(), new CancellationToken()).status());
        assertEquals(List.of("served"), session);
        assertFalse(isClosed);
    }

    @ParameterizedTest
    @CsvSource({
            "https://apps.example/v2/, same-origin", "https://apps.example, same-origin",
            "https://apps.example?x, same-origin",
            "https://apps.example/tools/tabitat/hosting.json, same-origin", "https://apps.example.evil/v2/, omit",
            "https://apps.example:8443/v2/, omit",
            "http://apps.example/v2/, omit", "https://registry.example/v2/, omit",
            "https://registry.example/https://apps.example/, omit"
    })
    void onlyThePagesOwnOriginGetsTheSession(String url, String credentials) {
        assertEquals(credentials, FetchHttp.credentials(url, ORIGIN));
    }
}
