package dev.tabitat.web.view.parts;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonObject;
import java.util.Optional;

/** What the page knows of the lab. */
public final class LabState {

    /** Pasted examples; empty when a file was chosen or nothing. */
    public String text = "";
    /** The name of the chosen file; empty without. */
    public String file = "";
    public String task = "";
    /** The parent's name; empty for the smallest encoder. */
    public String parent = "";
    public String textColumn = "";
    public String labelColumn = "";
    public String candidates = "8";
    public String seed = "7";
    /** What {@code examples} reported of the input. */
    public Optional<JsonObject> look = Optional.empty();
    /** What {@code lab} said, or its last event. */
    public Optional<JsonObject> run = Optional.empty();
    /** The last report of what is being done. */
    public Optional<JsonObject> report = Optional.empty();
    public boolean isBusy;
    public Optional<ApiError> error = Optional.empty();
    /** The release packet of the model that was kept. */
    public Optional<JsonObject> packet = Optional.empty();
    /** What the last calibration found: a threshold with its evidence. */
    public Optional<JsonObject> calibrated = Optional.empty();
    public boolean isCalibrating;
    /** What became of the last replay. */
    public Optional<JsonObject> replayed = Optional.empty();
    public Optional<ApiError> replayError = Optional.empty();
    public boolean isReplaying;
    /** The candidate whose scorecard is open; empty for the best. */
    public String open = "";
    /** Whether the person wants to begin anew though a run is there. */
    public boolean isAnew;
}
