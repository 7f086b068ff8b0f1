package dev.tabitat.web.engine.ledger;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.Sha256;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.lineage.RunEvidence;
import dev.tabitat.core.lineage.Runs;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.StorageEnvironment;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.TabStore;

/** Enters every run into the lineage: at most one record a second, and never the text itself. */
public final class Evidence {

    private static final int DELAY_MILLIS = 1000;

    private final TabStore store;
    private final BatchedWrites<RunEvidence> runs;

    public Evidence(TabStore store, StorageEnvironment environment, Bus bus) {
        this.store = store;
        this.runs = new BatchedWrites<>(environment, DELAY_MILLIS, some -> store.lineage().append(new Runs(some)),
                () -> bus.changed(Topic.LINEAGE, JsonObject.of(Announcement.LENGTH, store.lineage().length())));
    }

    /**
     * Notes a run.
     *
     * @param text what was asked; only a salted commitment of it is kept
     * @param result what was answered; only its digest is kept
     */
    public void ran(Digest model, String backend, String at, String text, Json result, long durationNs) {
        String whole = Utf8.replaceUnpairedSurrogates(text);
        Digest commitment = new Sha256().update(Utf8.encode(store.salt())).update(Utf8.encode(whole)).digest();
        runs.add(new RunEvidence(model, backend, at, commitment, text.length(),
                Digest.of(CanonicalJson.bytes(result)), durationNs));
    }

    /** Writes what has not been written; what cannot be written is kept for the next time. */
    public void flush() {
        runs.flush();
    }
}
