package dev.tabitat.e2e.benchmark;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.SlowLine;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a first visit takes to its first answer, and how many bytes it fetches until then and afterwards, each in a
 * browser without anything kept.
 */
final class VisitTimes {

    /** 1.6 Mbit/s. */
    private static final long SLOW_BYTES_PER_SECOND = 200_000;
    private static final int SLOWED = 4;
    private static final String TEXT = "Wir haben heute nur bis vier Uhr geöffnet, weil das Lager neu sortiert wird.";
    private static final String SAVES_DATA = "Object.defineProperty(Navigator.prototype, 'connection', { get: () => ({ saveData: true }) });";
    private static final String ANSWERED = "() => performance.getEntriesByName('tabitat:first-answer')[0]?.startTime ?? 0";

    private final Stand stand;

    VisitTimes(Stand stand) {
        this.stand = stand;
    }

    void measure() {
        for (int i = 0; i < stand.settings().loads(); i++) {
            visit("", 0, 1);
            visit(", 1.6 Mbit/s, page slowed " + SLOWED + " times", SLOW_BYTES_PER_SECOND, SLOWED);
        }
        kept();
    }

    private void visit(String how, long bytesPerSecond, int slowed) {
        try (SlowLine line = SlowLine.before(stand.app(), bytesPerSecond); Lab lab = new Lab()) {
            Page page = lab.newPage();
            JsonObject rate = new JsonObject();
            rate.addProperty("rate", slowed);
            CDPSession devtools = lab.context().newCDPSession(page);
            devtools.send("Emulation.setCPUThrottlingRate", rate);
            page.navigate(line.url().toString(),
                    new Page.NavigateOptions().setWaitUntil(com.microsoft.playwright.options.WaitUntilState.COMMIT));
            page.locator("#say").fill(TEXT);
            page.waitForFunction(ANSWERED);
            add("ms to the first answer" + how, ((Number) page.evaluate(ANSWERED)).doubleValue());
            if (bytesPerSecond == 0) {
                add("bytes until then, model and headers included", line.received());
            }
        }
    }

    /** What else is fetched: nothing where data are to be saved, the whole app otherwise. */
    private void kept() {
        try (SlowLine line = SlowLine.before(stand.app(), 0); Lab lab = new Lab()) {
            Page page = lab.newPage();
            page.addInitScript(SAVES_DATA);
            page.navigate(line.url().toString());
            page.waitForFunction("() => document.getElementById('offline').textContent === 'Start works offline'");
            page.waitForTimeout(3_000);
            add("bytes of a visit that saves data, model and headers included", line.received());
        }
        try (SlowLine line = SlowLine.before(stand.app(), 0); Lab lab = new Lab()) {
            Page page = lab.newPage();
            page.navigate(line.url().toString());
            page.waitForFunction("() => document.getElementById('offline').textContent === 'Offline-ready'");
            add("bytes until every screen is kept, model and headers included", line.received());
        }
    }

    private void add(String what, double value) {
        List<Double> samples = stand.results().visits.computeIfAbsent(what, first -> new ArrayList<>());
        samples.add(value);
    }
}
