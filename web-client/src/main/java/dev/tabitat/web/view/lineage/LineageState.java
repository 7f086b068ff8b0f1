package dev.tabitat.web.view.lineage;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.parts.Copied;
import java.util.Optional;

/**
 * The state of the lineage screen.
 *
 * @param lineage what {@code lineage} answered last
 * @param selected the id of the node whose record is shown; empty for the newest
 * @param wholeDigest the digest that is shown whole; empty for none
 * @param imported what became of the file that was verified last
 * @param error why a file was not verified or made, or the lineage not read
 * @param replay of a descendant
 * @param copied the record that was copied last
 */
record LineageState(Optional<JsonObject> lineage, String selected, String wholeDigest, Optional<JsonObject> imported,
        Optional<ApiError> error, Replay replay, Copied copied) {

    /** Making a descendant again. @param result what became of the last one */
    record Replay(boolean isRunning, Optional<JsonObject> result, Optional<ApiError> error) {

        static final Replay NONE = new Replay(false, Optional.empty(), Optional.empty());
        static final Replay RUNNING = new Replay(true, Optional.empty(), Optional.empty());
    }

    static final LineageState FIRST = new LineageState(Optional.empty(), "", "", Optional.empty(), Optional.empty(),
            Replay.NONE, Copied.NOTHING);

    LineageState withLineage(JsonObject now) {
        return new LineageState(Optional.of(now), selected, wholeDigest, imported, error, replay, copied);
    }

    LineageState withSelected(String id) {
        return new LineageState(lineage, id, wholeDigest, imported, error, replay, copied);
    }

    LineageState withWholeDigest(String digest) {
        return new LineageState(lineage, selected, digest, imported, error, replay, copied);
    }

    LineageState withImported(Optional<JsonObject> report, Optional<ApiError> reason) {
        return new LineageState(lineage, selected, wholeDigest, report, reason, replay, copied);
    }

    LineageState withError(ApiError reason) {
        return new LineageState(lineage, selected, wholeDigest, imported, Optional.of(reason), replay, copied);
    }

    LineageState with(Replay now) {
        return new LineageState(lineage, selected, wholeDigest, imported, error, now, copied);
    }

    LineageState with(Copied now) {
        return new LineageState(lineage, selected, wholeDigest, imported, error, replay, now);
    }
}
