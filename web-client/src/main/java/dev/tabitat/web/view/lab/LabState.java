package dev.tabitat.web.view.lab;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.parts.Copied;
import java.util.Optional;

/**
 * The state of the lab's screen.
 *
 * @param examples what is to be learnt from
 * @param plan what is to be bred
 * @param run as the lab has it, and what is being done with it
 * @param release what is made of the best candidate
 * @param error why the last thing failed
 * @param open the candidate whose scorecard is open; empty for the best
 * @param isAnew whether the person wants to begin anew though a run is there
 * @param keys of one's own, by which a packet can be signed
 * @param copied the text that was copied last
 */
record LabState(Examples examples, Plan plan, Run run, Release release, Optional<ApiError> error, String open,
        boolean isAnew, Optional<JsonObject> keys, Copied copied) {

    /**
     * Examples.
     *
     * @param text pasted; empty when a file was chosen or nothing
     * @param file the name of the chosen file; empty without
     * @param textColumn empty for the one that was found
     * @param labelColumn empty for the one that was found
     * @param read how they were read
     */
    record Examples(String text, String file, String textColumn, String labelColumn, Optional<JsonObject> read) {

        static final Examples NONE = new Examples("", "", "", "", Optional.empty());

        Examples pasted(String newText) {
            return new Examples(newText, "", textColumn, labelColumn, read);
        }

        /** Columns of the file before say nothing of this one. */
        Examples chosen(String name) {
            return new Examples(text, name, "", "", read);
        }

        Examples withTextColumn(String name) {
            return new Examples(text, file, name, labelColumn, read);
        }

        Examples withLabelColumn(String name) {
            return new Examples(text, file, textColumn, name, read);
        }

        Examples as(Optional<JsonObject> now) {
            return new Examples(text, file, textColumn, labelColumn, now);
        }
    }

    /** What is to be bred. @param parent its name; empty for the smallest encoder */
    record Plan(String task, String parent, String candidates, String seed) {

        static final Plan FIRST = new Plan("", "", "8", "7");

        Plan withTask(String name) {
            return new Plan(name, parent, candidates, seed);
        }

        Plan withParent(String name) {
            return new Plan(task, name, candidates, seed);
        }

        Plan withCandidates(String count) {
            return new Plan(task, parent, count, seed);
        }

        Plan withSeed(String text) {
            return new Plan(task, parent, candidates, text);
        }
    }

    /**
     * A run of the lab.
     *
     * @param answer what {@code lab} said, or its last event
     * @param report the last report of what is being done
     * @param isBusy whether this page waits for its end
     */
    record Run(Optional<JsonObject> answer, Optional<JsonObject> report, boolean isBusy) {

        static final Run NONE = new Run(Optional.empty(), Optional.empty(), false);

        Run with(JsonObject now) {
            return new Run(Optional.of(now), report, isBusy);
        }

        Run reported(JsonObject now) {
            return new Run(answer, Optional.of(now), isBusy);
        }

        Run started() {
            return new Run(Optional.of(answer.orElse(JsonObject.EMPTY).with("state", "running")), Optional.empty(),
                    true);
        }

        Run ended() {
            return new Run(answer, report, false);
        }
    }

    /**
     * What is made of the best candidate.
     *
     * @param packet the release packet of the model that was kept
     * @param calibrated what the last calibration found: a threshold with its evidence
     * @param isCalibrating whether one is under way
     */
    record Release(Optional<JsonObject> packet, Optional<JsonObject> calibrated, boolean isCalibrating) {

        static final Release NONE = new Release(Optional.empty(), Optional.empty(), false);

        Release withPacket(Optional<JsonObject> made) {
            return new Release(made, calibrated, isCalibrating);
        }

        Release calibrating(boolean now) {
            return new Release(packet, calibrated, now);
        }

        Release withCalibrated(JsonObject found) {
            return new Release(packet, Optional.of(found), false);
        }
    }

    static final LabState FIRST = new LabState(Examples.NONE, Plan.FIRST, Run.NONE, Release.NONE, Optional.empty(), "",
            false, Optional.empty(), Copied.NOTHING);

    LabState with(Examples now) {
        return new LabState(now, plan, run, release, error, open, isAnew, keys, copied);
    }

    LabState with(Plan now) {
        return new LabState(examples, now, run, release, error, open, isAnew, keys, copied);
    }

    LabState with(Run now) {
        return new LabState(examples, plan, now, release, error, open, isAnew, keys, copied);
    }

    LabState with(Release now) {
        return new LabState(examples, plan, run, now, error, open, isAnew, keys, copied);
    }

    LabState with(Copied now) {
        return new LabState(examples, plan, run, release, error, open, isAnew, keys, now);
    }

    LabState withError(Optional<ApiError> reason) {
        return new LabState(examples, plan, run, release, reason, open, isAnew, keys, copied);
    }

    LabState withOpen(String candidate) {
        return new LabState(examples, plan, run, release, error, candidate, isAnew, keys, copied);
    }

    LabState anew() {
        return new LabState(examples, plan, run, release, error, open, true, keys, copied);
    }

    LabState withKeys(JsonObject now) {
        return new LabState(examples, plan, run, release, error, open, isAnew, Optional.of(now), copied);
    }

    /** A run begins: nothing of the one before is shown any more. */
    LabState started() {
        return new LabState(examples, plan, run.started(), Release.NONE, Optional.empty(), "", false, keys, copied);
    }
}
