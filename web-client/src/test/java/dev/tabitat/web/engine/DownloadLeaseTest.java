package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.kernels.model.Schedule;
import dev.tabitat.web.documents.CooperativeThreads;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.Table;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A tab waits for another's download as long as that one's server makes it wait, and no longer than a minute for one
 * that hangs.
 */
final class DownloadLeaseTest {

    private static final String NAME = "other:q8";

    private final CooperativeThreads threads = new CooperativeThreads(Schedule.first());
    private final FakeTab.Browser browser = new FakeTab.Browser(threads);
    private FakeTab tab;
    private FakeTab second;

    @BeforeEach
    void openTabs() {
        TinyModels.offer(browser.host, "other", 0.5);
        browser.records.apply(new Batch().put(Table.SETTINGS, "declined/lande:q8", "yes"));
        tab = browser.open();
        second = browser.open();
    }

    @AfterEach
    void endThreads() {
        threads.close();
    }

    private String outcome(FakeTab of, long id) {
        return !of.ends.containsKey(id) ? "waits"
                : of.ends.get(id) instanceof FromEngine.Failed failed ? failed.error().code() : "done";
    }

    private void assertNothingIsLeft() {
        threads.pass(20_000);
        assertEquals(0, threads.unfinished(), threads::where);
        assertEquals(List.of(), List.copyOf(browser.locks.keySet()));
        assertEquals(Optional.empty(), browser.records.text(Table.SETTINGS, "lease/" + NAME),
                "the lease was given back");
    }

    /** The registry answers 429 with Retry-After, for its manifest and then for each blob. */
    @Test
    void whileTheFirstTabWaitsAsAServerAsksTheSecondWaitsToo() {
        for (String busyPath : List.of("/manifests/", "/blobs/")) {
            browser.records.apply(new Batch().delete(Table.PACKAGES, NAME));
            long start = threads.millis();
            browser.busy = path -> path.contains(busyPath) && threads.millis() < start + 240_000 ? "240" : "";
            long first = tab.begin("install", "name", NAME);
            threads.pass(1_000);
            long other = second.begin("install", "name", NAME);
            threads.pass(235_000);
            assertEquals("waits, waits", outcome(tab, first) + ", " + outcome(second, other), busyPath);
            threads.pass(60_000);
            assertEquals("done, done", outcome(tab, first) + ", " + outcome(second, other), busyPath);
            assertNothingIsLeft();
            long removed = tab.begin("remove", "name", NAME);
            threads.pass(1_000);
            assertEquals("done", outcome(tab, removed));
        }
    }

    @Test
    void bytesThatComeSlowlyRenewTheLeaseBeforeAPieceVerifies() {
        TinyModels.offer(browser.host, "other", 0.5, 400_000);
        browser.bytesPerSecond = 2_000;
        long first = tab.begin("install", "name", NAME);
        threads.pass(1_000);
        long other = second.begin("install", "name", NAME);
        threads.pass(100_000);
        assertEquals("waits, waits", outcome(tab, first) + ", " + outcome(second, other));
        assertTrue(Long.parseLong(browser.records.text(Table.SETTINGS, "lease/" + NAME).orElseThrow()) >= 3);
        assertTrue(browser.records.text(Table.PACKAGES, NAME).isEmpty());
        threads.pass(600_000);
        assertEquals("done, done", outcome(tab, first) + ", " + outcome(second, other));
        assertNothingIsLeft();
    }

    @Test
    void aTabThatHangsWhileItHoldsTheLockIsGivenUpAfterAMinuteThoughItRenewedBefore() {
        browser.busy = path -> path.contains("/blobs/") ? "240" : "";
        tab.begin("install", "name", NAME);
        threads.pass(100_000);
        assertTrue(browser.records.text(Table.SETTINGS, "lease/" + NAME).isPresent());
        tab.freeze();
        long other = second.begin("install", "name", NAME);
        threads.pass(50_000);
        assertEquals("waits", outcome(second, other));
        threads.pass(30_000);
        assertEquals("unavailable", outcome(second, other));
        assertTrue(second.ends.get(other).text().contains("Close the other tabs"), second.ends.get(other).text());
        assertTrue(browser.locks.containsKey("tabitat-install-" + NAME));
    }

    @Test
    void aTabThatIsClosedWhileItWaitsLeavesTheDownloadToTheOther() {
        browser.busy = path -> path.contains("/blobs/") && threads.millis() < 150_000 ? "140" : "";
        tab.begin("install", "name", NAME);
        threads.pass(20_000);
        long other = second.begin("install", "name", NAME);
        threads.pass(20_000);
        tab.die();
        threads.pass(300_000);
        assertEquals("done", outcome(second, other));
        assertFalse(browser.locks.containsKey("tabitat-install-" + NAME));
    }

    @Test
    void anInstallThatIsStoppedWhileTheServerIsBusyEndsAtOnce() {
        browser.busy = path -> "200";
        long first = tab.begin("install", "name", NAME);
        threads.pass(40_000);
        tab.stop(first);
        threads.pass(10);
        assertEquals("cancelled", outcome(tab, first));
        assertNothingIsLeft();
        assertTrue(((JsonObject) ((FromEngine.Done) tab.callNow("check")).result()).bool("ok"));
    }
}
