package dev.tabitat.e2e.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * How large a page's process gets, in a browser just started: an older one keeps processes for pages of the same
 * origin.
 */
final class MemoryPeaks {

    private static final Size ONE = new Size(1, 128, 3);
    private static final Size MANY = new Size(32, 128, 1);

    private final Stand stand;

    MemoryPeaks(Stand stand) {
        this.stand = stand;
    }

    void ofPeer() {
        restart();
        try (PeerPage page = stand.peer("wasm", 1)) {
            measure(PeerPage.NAME + ", 1 thread", page.page(), () -> page.open("int8"), page.as(PassTimes.PEER_1));
        }
    }

    /** The model is in the store since the passes were timed. */
    void ofTabitat() {
        restart();
        stand.attempt("memory of Tabitat", () -> {
            try (TabitatPage page = stand.tabitat()) {
                // The first pass loads the model.
                measure(TabitatPage.NAME + ", 1 thread", page.page(), () -> {},
                        page.as(PassTimes.TABITAT_1, "wasm", 1));
            }
        });
    }

    private void restart() {
        stand.lab().shut();
        stand.lab().open();
    }

    private void measure(String what, OpenPage page, Runnable open, Contestant contestant) {
        Optional<Memory> memory = Memory.of(stand.lab(), page);
        if (memory.isEmpty()) {
            stand.results().notes.add("Memory of " + what + ": the system does not say");
            return;
        }
        try {
            long before = memory.get().resident();
            open.run();
            contestant.turn(ONE, ONE.runs());
            long loaded = memory.get().resident();
            contestant.turn(MANY, MANY.runs());
            stand.results().memory.add(new Results.MemoryUse(what, before, loaded, memory.get().peak()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
