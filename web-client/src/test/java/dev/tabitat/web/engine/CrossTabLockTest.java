package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.kernels.model.Schedule;
import dev.tabitat.web.documents.CooperativeThreads;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.CrossTabLock;
import dev.tabitat.web.protocol.FromEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a tab waits for another that holds a lock. */
final class CrossTabLockTest {

    private static final String LOCK = "tabitat-install-other:q8";

    private final CooperativeThreads threads = new CooperativeThreads(Schedule.first());
    private final FakeTab.Browser browser = new FakeTab.Browser(threads);
    private final FakeTab tab = browser.open();
    private final FakeTab other = browser.open();
    private final long[] progress = new long[1];
    private final CancellationToken stop = new CancellationToken();
    private final List<String> ends = new ArrayList<>();

    @AfterEach
    void endThreads() {
        threads.close();
    }

    private void waitForTurn() {
        browser.locks.put(LOCK, other);
        threads.start("waits", () -> {
            try {
                ends.add(new CrossTabLock(tab, new CrossTabLock.Limit("Other work", 60, "Close it.")).run(LOCK,
                        () -> progress[0], stop, () -> "done"));
            } catch (RuntimeException e) {
                ends.add(ApiError.of(e).code());
            }
        });
    }

    @Test
    void progressOfTheOtherTabRenewsTheLimit() {
        waitForTurn();
        for (int i = 0; i < 6; i++) {
            progress[0]++;
            threads.pass(50_000);
        }
        assertEquals(List.of(), ends);
        browser.locks.remove(LOCK);
        threads.pass(10_000);
        assertEquals(List.of("done"), ends);
        assertEquals(0, threads.unfinished(), threads::where);
    }

    @Test
    void aMinuteWithoutProgressEndsTheWaiting() {
        waitForTurn();
        threads.pass(55_000);
        assertEquals(List.of(), ends);
        threads.pass(10_000);
        assertEquals(List.of("unavailable"), ends);
        assertEquals(0, threads.unfinished(), threads::where);
        assertEquals(other, browser.locks.get(LOCK));
    }

    @Test
    void aStopEndsTheWaitingAtOnce() {
        waitForTurn();
        threads.pass(7_000);
        threads.start("stop", stop::request);
        threads.pass(1);
        assertEquals(List.of("cancelled"), ends);
        assertEquals(0, threads.unfinished(), threads::where);
    }

    @Test
    void anInstallBehindATabThatHangsSaysWhatToDo() {
        TinyModels.offer(browser.host, "other", 0.5);
        browser.locks.put(LOCK, other);
        long id = tab.begin("install", "name", "other:q8");
        threads.pass(30_000);
        assertFalse(tab.ends.containsKey(id));
        threads.pass(40_000);
        FromEngine end = tab.ends.get(id);
        assertTrue(end instanceof FromEngine.Failed failed && failed.error().code().equals("unavailable")
                && end.text().contains("Close the other tabs"), String.valueOf(end));
    }
}
