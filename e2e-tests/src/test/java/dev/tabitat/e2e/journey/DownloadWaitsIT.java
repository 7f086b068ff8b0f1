package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.tabitat.e2e.support.FaultProxy.Seen;
import dev.tabitat.e2e.support.FaultProxy;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Pieces;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Installs that wait for half a minute and more: for a server that asks for it, and for one that sends next to nothing.
 * Each has its own host and browser, so that they wait at the same time.
 */
@Execution(ExecutionMode.CONCURRENT)
final class DownloadWaitsIT {

    private static final String REPOSITORY = "opennlp-langdetect";
    private static final String PACKAGE = REPOSITORY + ":fp32";

    /** Installs, and gives the reasons for waiting that progress reports name. */
    private static final String INSTALL = """
            async name => {
              const reasons = [];
              await tabitat.install(name, { onProgress: p => { if (p.phase === 'wait') reasons.push(p.reason); } });
              return JSON.stringify(reasons);
            }
            """;

    private HostProcess host;
    private FaultProxy proxy;
    private Lab lab;
    private String weightsDigest;
    private Tab tab;

    @BeforeEach
    void open() throws IOException, InterruptedException {
        host = HostProcess.start();
        proxy = FaultProxy.before(host);
        lab = new Lab();
        weightsDigest = Pieces.of(host.url(), REPOSITORY, "fp32").largest().digest();
        tab = Tab.open(lab, proxy.url()).ready();
    }

    @AfterEach
    void close() {
        lab.close();
        proxy.close();
        host.close();
    }

    private List<Seen> requestsForWeights() {
        return proxy.seen().stream().filter(one -> one.path().endsWith(weightsDigest)).toList();
    }

    private void assertVerifiesAndAnswers() {
        JsonObject check = tab.call("check").getAsJsonObject();
        assertTrue(check.get("ok").getAsBoolean(), check.toString());
        assertEquals(0, check.getAsJsonArray("damaged").size(), check.toString());
        assertEquals("spa", tab.label(PACKAGE, Samples.BY_LANGUAGE.get("spa")));
        assertEquals(0, tab.call("downloads").getAsJsonArray().size());
    }

    /** Longer than the minute after which a tab gives up on another that makes no progress. */
    @Test
    void aSecondTabWaitsAsLongAsTheFirstIsMadeToWait() {
        int toldSeconds = 75;
        proxy.spoil(answer -> answer.path().endsWith(weightsDigest) && requestsForWeights().size() == 1
                ? Optional.of(answer.refused(503, Integer.toString(toldSeconds)))
                : Optional.empty());
        proxy.forget();
        Tab second = Tab.open(lab, proxy.url()).ready();
        tab.page().evaluate("name => { globalThis.coming = tabitat.install(name); }", PACKAGE);
        while (requestsForWeights().isEmpty()) {
            tab.page().waitForTimeout(20);
        }
        second.call("install", PACKAGE);
        tab.page().evaluate("() => globalThis.coming");
        List<Seen> requests = requestsForWeights();
        assertEquals(2, requests.size(), "one tab alone downloads: " + requests);
        assertTrue(requests.get(1).millis() - requests.get(0).millis() >= 1_000.0 * toldSeconds, requests.toString());
        assertEquals("spa", second.label(PACKAGE, Samples.BY_LANGUAGE.get("spa")));
        assertVerifiesAndAnswers();
    }

    @Test
    void aBodyThatDripsIsGivenUpAndTheNextAnswerIsTaken() {
        AtomicInteger count = new AtomicInteger();
        proxy.throttle(path -> path.endsWith(weightsDigest) && count.getAndIncrement() == 0, 500);
        proxy.forget();
        Object reasons = tab.page().evaluate(INSTALL, PACKAGE);
        assertVerifiesAndAnswers();
        List<Seen> requests = requestsForWeights();
        assertEquals(2, requests.size(), requests.toString());
        assertEquals("[\"The server sends too slowly.\"]", reasons);
        double spacing = requests.get(1).millis() - requests.get(0).millis();
        assertTrue(spacing >= 30_000, "slowness is judged over 30 s, not " + spacing + " ms");
    }
}
