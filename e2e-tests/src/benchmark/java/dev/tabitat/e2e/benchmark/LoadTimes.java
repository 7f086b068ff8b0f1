package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.JsonObject;

/**
 * How long a model's bytes, in memory already, take to become one that answers: in a fresh page each time, in turns.
 */
final class LoadTimes {

    static final String PEER_FIRST = "ORT-web: first InferenceSession.create, with bringing up its WebAssembly";
    static final String PEER_AGAIN = "ORT-web: InferenceSession.create, WebAssembly up";
    static final String TABITAT_FIRST = "Tabitat: from bytes in memory to a session, with checking the kernels that an earlier visit chose";
    static final String TABITAT_PREPARE = "Tabitat: from bytes in memory to a session, kernels chosen";
    static final String TABITAT_READ = "Tabitat: reading the package from the store, every byte verified";
    static final String TABITAT_TOKENIZER = "Tabitat: the tokenizer, which the peer does not have";
    static final String TABITAT_TEST = "Tabitat: known-answer self-test";

    private final Stand stand;
    private final boolean withTabitat;

    LoadTimes(Stand stand, boolean withTabitat) {
        this.stand = stand;
        this.withTabitat = withTabitat;
    }

    void measure() {
        for (int i = 0; i < stand.settings().loads(); i++) {
            if (i % 2 == 0) {
                tabitat();
                peer();
            } else {
                peer();
                tabitat();
            }
        }
    }

    private void peer() {
        try (PeerPage page = stand.peer("wasm", 1)) {
            JsonObject loaded = page.load("int8");
            stand.results().load(PEER_FIRST, loaded.number("first_ms"));
            stand.results().load(PEER_AGAIN, loaded.number("again_ms"));
        }
    }

    private void tabitat() {
        if (!withTabitat) {
            return;
        }
        stand.attempt("loading in Tabitat", () -> {
            try (TabitatPage page = stand.tabitat()) {
                JsonObject load = page.bench(TabitatPage.Q8, "wasm", 1, Size.ALL.get(0), 1).object("load");
                stand.results().load(TABITAT_FIRST, load.numberOr("choose_ms", 0) + load.number("prepare_ms"));
                stand.results().load(TABITAT_PREPARE, load.number("prepare_ms"));
                stand.results().load(TABITAT_READ, load.number("read_ms"));
                stand.results().load(TABITAT_TOKENIZER, load.number("tokenizer_ms"));
                stand.results().load(TABITAT_TEST, load.number("self_test_ms"));
            }
        });
    }
}
