package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.sun.net.httpserver.HttpServer;
import dev.tabitat.e2e.support.GivenCases;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.HostingProxy.Answer;
import dev.tabitat.e2e.support.HostingProxy.Login;
import dev.tabitat.e2e.support.HostingProxy;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Sites that people have: the app below a path, behind a login, with other media types, behind proxies that change what
 * they pass.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostingIT {

    private static final String SMALL = "fasttext-lid-176:pq";
    private static final String FOLDER = "/tools/tabitat/";

    private final Queue<String> sentElsewhere = new ConcurrentLinkedQueue<>();
    private HttpServer elsewhere;
    private String elsewhereOrigin;
    private HostProcess host;
    /** Every proxy is an origin of its own, so that one browser does for all. */
    private Lab lab;

    @BeforeAll
    void start() throws IOException {
        elsewhere = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        elsewhere.createContext("/", exchange -> {
            try (exchange) {
                sentElsewhere.add("cookie " + exchange.getRequestHeaders().getFirst("Cookie") + ", authorization "
                        + exchange.getRequestHeaders().getFirst("Authorization"));
                exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
                byte[] body = "{\"repositories\":[]}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        elsewhere.start();
        elsewhereOrigin = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
        host = HostProcess.start("--registry", elsewhereOrigin);
        lab = new Lab();
    }

    @AfterAll
    void stop() {
        lab.close();
        host.close();
        elsewhere.stop(0);
    }

    @AfterEach
    void connect() {
        lab.context().setOffline(false);
        lab.context().pages().forEach(Page::close);
    }

    private static void assertKept(Tab tab) {
        PlaywrightAssertions.assertThat(tab.page().locator("#offline")).containsText("Offline-ready",
                new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
    }

    /** The manifest as the browser itself fetches it to install the app. */
    private JsonObject appManifest(Page page) {
        CDPSession devtools = lab.context().newCDPSession(page);
        JsonObject answer = devtools.send("Page.getAppManifest");
        devtools.detach();
        return answer;
    }

    private void assertNothingIsSentElsewhere(Tab tab) {
        sentElsewhere.clear();
        tab.call("catalog", Map.of("registry", elsewhereOrigin));
        assertEquals(List.of("cookie null, authorization null"), List.copyOf(sentElsewhere),
                "another registry learns nothing of the session");
    }

    @Test
    void belowAPathAndBehindAPasswordTheAppIsInstalledKeptAndAnswersWithoutFetchingAFileTwice() {
        try (HostingProxy proxy = HostingProxy.before(host, FOLDER, Login.BASIC)) {
            Tab tab = Tab.open(lab, proxy.urlWithPassword()).ready();
            assertEquals("deu", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("deu"))));
            assertKept(tab);
            tab.call("install", SMALL);
            assertNothingIsSentElsewhere(tab);
            JsonObject manifest = appManifest(tab.page());
            assertTrue(manifest.get("url").getAsString().endsWith(FOLDER + "manifest.webmanifest"),
                    manifest.toString());
            assertEquals(0, manifest.getAsJsonArray("errors").size(), manifest.toString());
            Map<String, Long> passed = proxy.seen().stream().filter(HostingProxy.Seen::passed)
                    .collect(Collectors.groupingBy(HostingProxy.Seen::path, Collectors.counting()));
            assertEquals(List.of(),
                    proxy.seen().stream().filter(request -> !passed.containsKey(request.path())).toList(),
                    "everything that was asked for came with the password in the end");
            assertEquals(List.of(),
                    proxy.seen().stream().filter(request -> !request.path().startsWith(FOLDER)).toList(),
                    "nothing is asked outside the folder");
            List<String> assets = passed.keySet().stream().filter(path -> path.startsWith(FOLDER + "assets/")).toList();
            assertTrue(assets.size() > 10, assets.toString());
            assets.forEach(path -> assertEquals(1, passed.get(path), path + " is fetched once"));
            tab.page().evaluate(
                    "async () => { await tabitat.documents.add(new Blob(['# Leave\\n\\nEvery employee has 25 days of leave.']), {name: 'leave.md'}); }");
            assertEquals("found",
                    tab.page().evaluate("async () => (await tabitat.search({query: 'days of leave'})).verdict"));
            assertEquals(true, tab.page().evaluate("async url => (await (await fetch(url)).json()).models.length > 0",
                    proxy.url() + "api/tags"), "the endpoint lies below the folder too");
            assertEquals(List.of(), lab.offences());

            lab.context().setOffline(true);
            Tab offline = Tab.open(lab, proxy.url()).ready();
            assertEquals("spa", offline.label(SMALL, Samples.BY_LANGUAGE.get("spa")));
        }
    }

    @Test
    void anExpiredSessionAsksToSignInAgainAndTheLinkLeadsThere() {
        assertEquals("as above", GivenCases.one("hosting-behind-login", "redirects (302, other origin)").right());
        try (HostingProxy proxy = HostingProxy.before(host, "/", Login.COOKIE)) {
            Tab tab = Tab.open(lab, proxy.url()).ready();
            Page page = tab.page();
            assertKept(tab);
            assertNothingIsSentElsewhere(tab);
            appManifest(page);
            List<HostingProxy.Seen> unsigned = proxy.seen().stream().filter(request -> !request.passed()).toList();
            assertEquals(1, unsigned.size(), "only the first request, before the sign-in: " + unsigned);

            proxy.expire();
            JsonObject error = tab.rejection("name => tabitat.install(name)", SMALL);
            assertEquals("unavailable", error.get("code").getAsString(), error.toString());
            assertTrue(error.get("message").getAsString().contains("sign-in"), error.toString());
            assertTrue(error.get("remedy").getAsString().contains("Sign in again"), error.toString());
            assertEquals("fra", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("fra"))), "what is installed answers");
            page.locator("#sign-in a").click();
            page.waitForURL(proxy.url().toString());
            tab.ready();
            tab.call("install", SMALL);
            PlaywrightAssertions.assertThat(page.locator("#sign-in")).hasCount(0);
            assertEquals(List.of(), lab.offences());
        }
    }

    /**
     * Answers the browser's own dialog for a user and a password, which headless browsers do not show. @return the
     * session that does, to be detached
     */
    private CDPSession signInAs(Page page, String password) {
        CDPSession devtools = lab.context().newCDPSession(page);
        devtools.on("Fetch.requestPaused", event -> {
            JsonObject id = new JsonObject();
            id.add("requestId", event.get("requestId"));
            devtools.send("Fetch.continueRequest", id);
        });
        devtools.on("Fetch.authRequired", event -> {
            JsonObject answer = new JsonObject();
            answer.add("requestId", event.get("requestId"));
            JsonObject given = new JsonObject();
            given.addProperty("response", "ProvideCredentials");
            given.addProperty("username", HostingProxy.USER);
            given.addProperty("password", password);
            answer.add("authChallengeResponse", given);
            devtools.send("Fetch.continueWithAuth", answer);
        });
        JsonObject all = new JsonObject();
        all.addProperty("handleAuthRequests", true);
        devtools.send("Fetch.enable", all);
        return devtools;
    }

    /**
     * The service worker shows the kept page while the server refuses; the link goes past it to the browser's dialog.
     */
    @Test
    void aPasswordThatIsNoLongerAcceptedAsksToSignInAgainAndTheLinkLeadsToTheBrowsersDialog() {
        assertTrue(GivenCases.one("hosting-behind-login", "HTTP Basic").right()
                .startsWith("all requests to the page's own origin carry its credentials"));
        try (HostingProxy proxy = HostingProxy.before(host, FOLDER, Login.BASIC)) {
            Tab tab = Tab.open(lab, proxy.urlWithPassword()).ready();
            Page page = tab.page();
            assertKept(tab);
            proxy.changePassword("open barley");
            proxy.forget();
            page.navigate(proxy.url().toString());
            tab.ready();
            assertEquals("fra", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("fra"))),
                    "the kept page opens, and what is installed answers");
            JsonObject error = tab.rejection("name => tabitat.install(name)", SMALL);
            assertEquals("unavailable", error.get("code").getAsString(), error.toString());
            assertTrue(error.get("message").getAsString().contains("sign-in"), error.toString());
            assertTrue(error.get("remedy").getAsString().contains("Sign in again"), error.toString());
            PlaywrightAssertions.assertThat(page.locator("#sign-in")).containsText("Sign in again.");
            PlaywrightAssertions.assertThat(page.locator("#sign-in"))
                    .containsText("This site requires a sign-in: your session may have ended.");
            page.evaluate("() => { location.hash = 'models'; }");
            PlaywrightAssertions.assertThat(page.locator("#sign-in a")).isVisible();

            CDPSession dialog = signInAs(page, "open barley");
            page.evaluate("() => { globalThis.isBefore = true; }");
            page.locator("#sign-in a").click();
            page.waitForFunction("() => globalThis.isBefore === undefined && globalThis.tabitat");
            tab.ready();
            assertTrue(proxy.seen().stream().anyMatch(one -> one.passed() && one.path().equals(FOLDER)),
                    "the server itself was asked");
            dialog.detach();
            tab.call("install", SMALL);
            assertEquals("spa", tab.label(SMALL, Samples.BY_LANGUAGE.get("spa")));
            PlaywrightAssertions.assertThat(page.locator("#sign-in")).hasCount(0);
            page.navigate(proxy.url().toString());
            tab.ready();
            assertKept(tab);
            assertEquals(List.of(), lab.offences());
        }
    }

    @Test
    void binariesOfAnotherTypeAreCompiledAndAPageThatIsChangedOnTheWaySaysWhyItIsNotKept() {
        String type = GivenCases.one("hosting-answers", ".wasm as ").input().substring(".wasm as ".length());
        assertTrue(GivenCases.one("hosting-answers", "a comment added to the HTML").right()
                .startsWith("starts; says that the app cannot be kept"));
        UnaryOperator<Answer> change = answer -> answer.path().endsWith(".wasm") ? answer.type(type)
                : answer.path().equals("/") ? answer.text(html -> html + "<!-- served by a proxy -->") : answer;
        try (HostingProxy proxy = HostingProxy.changing(host, change)) {
            Tab tab = Tab.open(lab, proxy.url()).ready();
            assertEquals("spa", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("spa"))));
            PlaywrightAssertions.assertThat(tab.page().locator("#not-kept"))
                    .containsText("The file index.html is not the one that this app was built with");
            PlaywrightAssertions.assertThat(tab.page().locator("#offline")).hasText("Not kept offline");
            assertEquals(List.of(), lab.offences());
        }
    }

    @Test
    void aRegistryThatNoSecurityPolicyCanNameIsRefusedAtTheStart() {
        List<String> option = GivenCases.one("hosting-answers", "--registry").words();
        HostProcess.Ran ran = HostProcess.run(option.get(0), option.get(1), "--port", "0");
        assertFalse(ran.exit() == 0, ran.output());
        assertTrue(ran.output().contains("[::1]") && ran.output().contains("host name"), ran.output());
    }

    /** What is done to the answers, and what the page says. */
    private record StartFault(UnaryOperator<Answer> change, String cause, String said) {}

    private static StartFault fault(String file, Function<Answer, Answer> change, String cause, String said) {
        return new StartFault(answer -> answer.is(file) ? change.apply(answer) : answer, cause, said);
    }

    @Test
    void aStartThatFailsNamesItsCause() {
        Function<Answer, Answer> missing = answer -> answer.with(404, Map.of());
        Function<Answer, Answer> signIn = answer -> answer.with(302, Map.of("location", elsewhereOrigin + "/sign-in"));
        Function<Answer, Answer> html = answer -> answer.type("text/html")
                .text(text -> "<!doctype html><title>Sign in</title>");
        List<StartFault> faults = List.of(
                fault("start", answer -> answer.path().endsWith(".js") ? missing.apply(answer) : answer, "missing",
                        "was not found at http"),
                fault("start", answer -> answer.path().endsWith(".wasm") ? missing.apply(answer) : answer, "missing",
                        ".wasm was not found at http"),
                fault("start", answer -> answer.path().endsWith(".wasm") ? signIn.apply(answer) : answer, "sign-in",
                        "Sign in again"),
                fault("start", answer -> answer.path().endsWith(".wasm") ? html.apply(answer) : answer, "html",
                        "An HTML page came instead of"),
                fault("start", answer -> answer.path().endsWith(".wasm") ? answer.with(511, Map.of()) : answer,
                        "network-sign-in", "sign-in page of the network"),
                fault("start",
                        answer -> answer.path().endsWith(".wasm") ? answer.text(text -> text.substring(0, 5000))
                                : answer,
                        "changed", "something on the way changes it"),
                fault("start", answer -> answer.path().endsWith(".js") ? answer.type("text/plain") : answer, "type",
                        "only when it is sent as text/javascript"),
                fault("start",
                        answer -> answer.path().endsWith(".js")
                                ? answer.text(script -> "} // added by a proxy\n" + script)
                                : answer,
                        "changed", "something on the way changes it"),
                new StartFault(
                        answer -> answer.path().equals("/")
                                || answer.is("start")
                                        ? answer.with(200, Map.of("content-security-policy",
                                                answer.headers().get("content-security-policy")
                                                        .replace(" 'wasm-unsafe-eval'", "")))
                                        : answer,
                        "policy", "security policy forbids WebAssembly"));
        try (Lab faulty = new Lab()) {
            for (StartFault fault : faults) {
                try (HostingProxy proxy = HostingProxy.changing(host, fault.change())) {
                    Page page = faulty.newPage();
                    page.navigate(proxy.url().toString());
                    Locator message = page.locator(".needs-start");
                    PlaywrightAssertions.assertThat(message).containsText(fault.said());
                    PlaywrightAssertions.assertThat(message).isVisible();
                    assertEquals(fault.cause(), page.evaluate("document.documentElement.dataset.failed"));
                    assertFalse(message.innerText().contains("2025"),
                            "the browser is not to blame: " + message.innerText());
                    page.close();
                }
            }
        }
    }

    @Test
    void aPageWithoutItsFilesOrWithoutAScriptThatRunsSaysSo() {
        try (HostingProxy unstyled = HostingProxy.changing(host,
                answer -> answer.path().startsWith("/assets/") ? answer.with(404, Map.of()) : answer);
                HostingProxy unscripted = HostingProxy.changing(host,
                        answer -> answer.path().endsWith(".js") ? answer.type("text/plain") : answer)) {
            Page page = lab.newPage();
            page.navigate(unstyled.url().toString());
            PlaywrightAssertions.assertThat(page.locator(".needs-start")).isVisible();
            PlaywrightAssertions.assertThat(page.locator(".needs-start"))
                    .containsText("they were not found in the folder assets beside this address");
            page.navigate(unscripted.url().toString());
            PlaywrightAssertions.assertThat(page.locator(".needs-start")).isHidden();
            // The wait that a person has on a slow network, a hundred times as fast.
            CDPSession devtools = lab.context().newCDPSession(page);
            devtools.send("Animation.enable");
            JsonObject rate = new JsonObject();
            rate.addProperty("playbackRate", 100);
            devtools.send("Animation.setPlaybackRate", rate);
            PlaywrightAssertions.assertThat(page.locator(".needs-start")).isVisible();
            PlaywrightAssertions.assertThat(page.locator(".needs-start"))
                    .containsText("were sent with a media type other than text/javascript");
        }
    }

    @Test
    void workerScriptsWithoutTheHeadersOfIsolationAreNamed() {
        try (HostingProxy engine = HostingProxy.changing(host,
                answer -> answer.is("start") ? answer.without("cross-origin-embedder-policy") : answer);
                HostingProxy threads = HostingProxy.changing(host,
                        answer -> answer.is("kernel-thread") ? answer.without("cross-origin-embedder-policy")
                                : answer)) {
            Page page = lab.newPage();
            page.navigate(engine.url().toString());
            PlaywrightAssertions.assertThat(page.locator("main"))
                    .containsText("without the header Cross-Origin-Embedder-Policy");
            Tab tab = Tab.open(lab, threads.url()).ready();
            tab.call("install", "all-minilm-l6-v2:q4");
            tab.call("embed", Map.of("model", "all-minilm-l6-v2:q4", "input", "Which thread does this?"));
            tab.page().waitForFunction("async () => JSON.stringify(await tabitat.device()).includes('kernel-thread')");
            String device = tab.call("device").toString();
            assertTrue(device.contains("without the header Cross-Origin-Embedder-Policy"), device);
        }
    }

    @Test
    void aKeptFileThatWasReplacedNeverRuns() {
        String replace = "async ending => { for (const name of await caches.keys()) { const cache = await caches.open(name);"
                + " for (const request of await cache.keys()) { if (!ending.some(one => new RegExp(one).test(request.url))) continue; const kept = await cache.match(request);"
                + " await cache.put(request, new Response('globalThis.replaced = true; document.documentElement.dataset.replaced = \"yes\";', { headers: kept.headers })); } } }";
        try (HostingProxy proxy = HostingProxy.before(host, "/", Login.NONE)) {
            Tab tab = Tab.open(lab, proxy.url()).ready();
            assertKept(tab);
            List<String> files = List.of("assets/start-.*js", "assets/app-.*js", "assets/app-.*wasm",
                    "assets/kernel-thread-");
            tab.page().evaluate(replace, files);
            tab.page().reload();
            tab.ready();
            assertEquals("kor", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("kor"))));
            assertEquals(false, tab.page().evaluate("'replaced' in globalThis"));
            assertKept(tab);

            tab.page().evaluate(replace, List.of("assets/start-[0-9a-f]+.js"));
            CDPSession devtools = lab.context().newCDPSession(tab.page());
            devtools.send("Network.clearBrowserCache");
            lab.context().setOffline(true);
            tab.page().reload();
            PlaywrightAssertions.assertThat(tab.page().locator(".needs-start"))
                    .containsText("this browser kept has changed");
            assertEquals(false, tab.page().evaluate("'replaced' in globalThis"));
            lab.context().setOffline(false);
            tab.page().reload();
            tab.ready();
            assertKept(tab);
        }
    }
}
