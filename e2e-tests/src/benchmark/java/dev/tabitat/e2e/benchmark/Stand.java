package dev.tabitat.e2e.benchmark;

import dev.tabitat.e2e.support.Lab;
import java.net.URI;

/**
 * What every step stands on.
 *
 * @param lab the one browser
 * @param app where Tabitat is served
 */
record Stand(Settings settings, Artifacts artifacts, Lab lab, URI app, PeerServer server, Results results) {

    PeerPage peer(String backend, int threads) {
        return PeerPage.start(lab, server.url(), backend, threads);
    }

    TabitatPage tabitat() {
        return TabitatPage.open(lab, app);
    }

    /** Does a part of a step; when a page is unable to, that is noted. */
    void attempt(String what, Runnable part) {
        try {
            part.run();
        } catch (Unable e) {
            results.notes.add(what + ": " + e.getMessage());
            System.out.println("Not measured: " + what + ": " + e.getMessage());
        }
    }
}
