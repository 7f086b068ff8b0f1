package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.e2e.support.Lab;
import java.net.URI;
import java.util.List;

/**
 * One engine of nearest vectors in a browser of its own: an index of the size that is measured would crowd the others.
 */
final class SearchPage implements AutoCloseable {

    static final String TABITAT = "tabitat";
    static final String ORAMA = "orama";
    static final String HNSWLIB = "hnswlib";
    static final String EXACT = "exact";

    private final Lab lab;
    private final OpenPage page;

    private SearchPage(Lab lab, OpenPage page) {
        this.lab = lab;
        this.page = page;
    }

    static SearchPage open(URI url, String who) {
        Lab lab = new Lab();
        OpenPage page = OpenPage.at(lab, url.resolve("/search.html?who=" + who));
        return new SearchPage(lab, page);
    }

    /** What came of adding rows. */
    record Built(double ms, int rows) {

        double perThousand() {
            return ms * 1000 / rows;
        }
    }

    /** Milliseconds of each query, and the rows that each found. */
    record Found(double[] ms, List<double[]> rows, int threads) {
    }

    /** @param threads for those that can have more than one */
    void prepare(int rows, int threads) {
        call("open", JsonObject.of("rows", rows, "threads", threads));
    }

    /** Adds rows from the first on, for about so long at most. */
    Built build(int rows, int batch, int capMillis) {
        JsonObject answer = call("build", JsonObject.of("rows", rows, "batch", batch, "cap_ms", capMillis));
        return new Built(answer.number("ms"), (int) answer.integer("rows"));
    }

    Found find(int from, int count, int threads) {
        JsonObject answer = call("time", JsonObject.of("from", from, "count", count, "threads", threads));
        return new Found(OpenPage.numbers(answer.array("ms")), OpenPage.rows(answer.array("rows")),
                (int) answer.integerOr("threads", 1));
    }

    Lab lab() {
        return lab;
    }

    OpenPage page() {
        return page;
    }

    @Override
    public void close() {
        page.close();
        lab.close();
    }

    private JsonObject call(String operation, JsonObject argument) {
        return page.ask(
                "async ({operation, argument}) => { while (!globalThis.peer) await new Promise(r => setTimeout(r, 5));"
                        + " return peer.call(operation, argument); }",
                JsonObject.of("operation", operation, "argument", argument)).object("answer");
    }
}
