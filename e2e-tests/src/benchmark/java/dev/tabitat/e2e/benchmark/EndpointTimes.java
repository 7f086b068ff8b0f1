package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a request to the endpoint takes, from the app's own page and while one, two or three other pages of the
 * origin are open.
 */
final class EndpointTimes {

    private static final int MAX_PAGES = 3;
    private static final int REQUESTS = 20;
    /** Of the same origin, controlled by the service worker, and not the app. */
    private static final String OTHER_PAGE = "manifest.webmanifest";
    private static final String WAIT = """
            async () => { for (let i = 0; i < 400 && !navigator.serviceWorker.controller; i++) await new Promise(r => setTimeout(r, 50));
              if (!navigator.serviceWorker.controller) throw new Error('no service worker took this page'); }""";
    private static final String SEND = """
            async ({ model, requests, address }) => {
              const all = [];
              for (let i = -1; i < requests; i++) {
                const start = performance.now();
                const answer = await fetch(address, { method: 'POST', body: JSON.stringify({ model, input: 'word' }) });
                await answer.json();
                if (!answer.ok) throw new Error('status ' + answer.status);
                if (i >= 0) all.push(performance.now() - start);
              }
              return all;
            }""";

    private final Stand stand;

    EndpointTimes(Stand stand) {
        this.stand = stand;
    }

    /**
     * In each round a turn of the app's page, then turns of another page while one, two and three are open; the first
     * request of a turn is not counted.
     */
    void measure() {
        try (TabitatPage app = stand.tabitat()) {
            app.install(TabitatPage.Q8);
            app.page().ask(WAIT, JsonObject.EMPTY);
            for (int round = 0; round < stand.settings().rounds(); round++) {
                add("the app's own page", app.page());
                withOtherPages();
            }
        }
    }

    private void withOtherPages() {
        List<OpenPage> pages = new ArrayList<>();
        try {
            for (int count = 1; count <= MAX_PAGES; count++) {
                OpenPage page = OpenPage.at(stand.lab(), stand.app().resolve(OTHER_PAGE));
                pages.add(page);
                page.ask(WAIT, JsonObject.EMPTY);
                add("another page, " + count + " open beside the app", page);
            }
        } finally {
            pages.forEach(OpenPage::close);
        }
    }

    private void add(String from, OpenPage page) {
        double[] times = OpenPage
                .numbers(page.ask(SEND, JsonObject.of("model", TabitatPage.Q8, "requests", REQUESTS, "address",
                        stand.app().resolve("v1/embeddings").toString())).array("answer"));
        List<Double> samples = stand.results().endpoint.computeIfAbsent(from, first -> new ArrayList<>());
        for (double time : times) {
            samples.add(time);
        }
    }
}
