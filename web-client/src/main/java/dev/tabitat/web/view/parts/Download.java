package dev.tabitat.web.view.parts;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonObject;
import java.util.Optional;

/**
 * A download: {@code downloading, queued, waiting} (for the network), {@code paused} by the person, or {@code failed}.
 *
 * @param report its last progress
 */
public record Download(String name, String state, Optional<JsonObject> report, Optional<ApiError> error) {

    /** The state of a download that ended with an error; the person says whether it is tried again. */
    public static final String FAILED = "failed";

    /** Whether something is fetched or will be without the person. */
    public boolean isUnderWay() {
        return !state.equals(FAILED) && !state.equals("paused");
    }
}
