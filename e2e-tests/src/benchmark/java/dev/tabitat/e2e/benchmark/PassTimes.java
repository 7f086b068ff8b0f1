package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Times passes: everyone in a page of their own, taking turns. */
final class PassTimes {

    static final String TABITAT_1 = "tabitat wasm 1";
    static final String TABITAT_2 = "tabitat wasm 2";
    static final String TABITAT_GPU = "tabitat webgpu";
    static final String PEER_1 = "ort wasm 1";
    static final String PEER_2 = "ort wasm 2";
    static final String PEER_GPU = "ort webgpu";

    private final Stand stand;
    private final Results results;
    private final boolean withTabitat;

    PassTimes(Stand stand, boolean withTabitat) {
        this.stand = stand;
        this.results = stand.results();
        this.withTabitat = withTabitat;
    }

    void onCpu() {
        try (PeerPage one = stand.peer("wasm", 1);
                PeerPage two = stand.peer("wasm", 2);
                TabitatPage tabitat = stand.tabitat()) {
            one.open("int8");
            two.open("int8");
            results.peerVersion = one.version();
            List<Contestant> contestants = new ArrayList<>(List.of(one.as(PEER_1), two.as(PEER_2)));
            if (withTabitat) {
                tabitat.install(TabitatPage.Q8);
                introduce(tabitat);
                contestants.add(0, tabitat.as(TABITAT_1, "wasm", 1));
                contestants.add(2, tabitat.as(TABITAT_2, "wasm", 2));
                peak();
            }
            List<Contestant> able = Rounds.warmUp(Size.WARM_UP, contestants, results.notes);
            for (Size size : Size.ALL) {
                report(results.cpu, Rounds.play(size, stand.settings().rounds(), able, results.notes));
                if (withTabitat) {
                    peak();
                }
            }
        }
    }

    private void introduce(TabitatPage tabitat) {
        JsonObject answer = tabitat.bench(TabitatPage.Q8, "wasm", 2, Size.ALL.get(3), 1);
        results.selfTest = answer.object("self_test");
        if (answer.integerOr("threads", 2) != 2) {
            results.notes.add(
                    "Tabitat on 2 threads: its page has " + answer.integer("threads") + "; those columns are of that");
        }
    }

    /**
     * The kernel's own rate, taken between the sizes because it changes with what else the machine does, and in a fresh
     * page because a page measures it once and keeps to that.
     */
    private void peak() {
        stand.attempt("kernel peak", () -> {
            try (TabitatPage fresh = stand.tabitat()) {
                JsonObject fact = fresh.device().object("measured.int8_gops");
                results.peaks.add(fact.number("value"));
                results.kernel = fact.string("source");
            }
        });
    }

    void onGpu() {
        stand.server().asked();
        try (PeerPage peer = stand.peer("webgpu", 1); TabitatPage tabitat = stand.tabitat()) {
            adapter(peer);
            List<Contestant> contestants = new ArrayList<>();
            stand.attempt("ORT-web on WebGPU", () -> contestants.add(peer.open("int8").as(PEER_GPU)));
            if (withTabitat) {
                contestants.add(0, tabitat.as(TABITAT_GPU, "webgpu", 1));
            }
            for (Size size : results.softwareAdapter ? Size.inSoftware() : Size.ALL) {
                report(results.gpu, Rounds.play(size, stand.settings().gpuRounds(), contestants, results.notes));
            }
        }
    }

    /** Files of the peer's library that {@link #onGpu} loaded. */
    Set<String> loaded() {
        return stand.server().asked();
    }

    private void adapter(PeerPage peer) {
        JsonObject found = peer.page().ask("""
                async () => {
                  const adapter = await navigator.gpu?.requestAdapter();
                  if (!adapter) throw new Error('this browser gives no WebGPU adapter');
                  const info = adapter.info;
                  return { software: !!(info.isFallbackAdapter ?? adapter.isFallbackAdapter),
                    name: [info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(' ') };
                }""", JsonObject.EMPTY).object("answer");
        results.adapter = found.string("name");
        results.softwareAdapter = found.bool("software") || results.adapter.contains("swiftshader");
    }

    private static void report(List<Rounds> all, Rounds rounds) {
        all.add(rounds);
        System.out.println(rounds.size().title() + ", ms: " + rounds.summary());
    }
}
