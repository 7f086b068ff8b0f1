package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.e2e.support.Lab;
import java.net.URI;
import java.util.List;

/** One onnxruntime-web in a page of its own: its number of threads cannot change once it has started. */
final class PeerPage implements AutoCloseable {

    static final String NAME = "ORT-web";

    private final OpenPage page;
    private final String version;

    private PeerPage(OpenPage page, String version) {
        this.page = page;
        this.version = version;
    }

    /** A page with the library imported; its WebAssembly is brought up by the first session. */
    static PeerPage start(Lab lab, URI url, String backend, int threads) {
        OpenPage page = OpenPage.at(lab, url);
        JsonObject started = call(page, "start", JsonObject.of("backend", backend, "threads", threads));
        if (!started.bool("isolated")) {
            throw new IllegalStateException("The peer's worker is not isolated: it would have one thread only");
        }
        return new PeerPage(page, started.string("version"));
    }

    String version() {
        return version;
    }

    /** @param model int8 or fp32 */
    PeerPage open(String model) {
        call(page, "open", JsonObject.of("model", model));
        return this;
    }

    /** {@code {first_ms, again_ms}}: a session from bytes in memory, with and without bringing up the WebAssembly. */
    JsonObject load(String model) {
        return call(page, "load", JsonObject.of("model", model));
    }

    Contestant as(String name) {
        return new Contestant() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public double[] turn(Size size, int runs) {
                JsonObject options = JsonObject.of("tokens", size.tokens(), "batch", size.batch(), "runs", runs);
                return OpenPage.numbers(call(page, "time", options).array("ms"));
            }
        };
    }

    List<double[]> embed(Json ids) {
        return OpenPage.rows(call(page, "embed", JsonObject.of("ids", ids)).array("embeddings"));
    }

    OpenPage page() {
        return page;
    }

    @Override
    public void close() {
        page.close();
    }

    private static JsonObject call(OpenPage page, String operation, JsonObject argument) {
        return page.ask(
                "async ({operation, argument}) => { while (!globalThis.peer) await new Promise(r => setTimeout(r, 5));"
                        + " return peer.call(operation, argument); }",
                JsonObject.of("operation", operation, "argument", argument)).object("answer");
    }
}
