package dev.tabitat.web.view.parts;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the page knows of routing. */
public final class RouteState {

    public String text = "";
    public String task = "language-identification";
    public String dataClass = "general";
    public boolean mayLeave = true;
    public boolean isBusy;
    /** What {@code route} answered last. */
    public Optional<JsonObject> decision = Optional.empty();
    public Optional<ApiError> error = Optional.empty();
    /** The answer from outside as it streams in; empty for none. */
    public String streaming = "";
    public boolean isSending;
    /** What became of the last plan. */
    public Optional<JsonObject> sent = Optional.empty();
    public Optional<ApiError> sendError = Optional.empty();
    /** What {@code policy} answered. */
    public Optional<JsonObject> policy = Optional.empty();
    /** The policy as it is being edited; empty for as it is. */
    public Optional<String> draft = Optional.empty();
    public Optional<ApiError> policyError = Optional.empty();
    public JsonArray targets = JsonArray.EMPTY;
    public JsonArray members = JsonArray.EMPTY;
    /** What was found on this device; empty before the first request. */
    public Optional<JsonArray> discovered = Optional.empty();
    public boolean isLooking;
    public Optional<ApiError> targetsError = Optional.empty();
    /** What {@code routes} answered. */
    public Optional<JsonObject> log = Optional.empty();
    public Optional<JsonObject> replayed = Optional.empty();
    public Optional<ApiError> logError = Optional.empty();
    /** What is typed in the fields about endpoints and members, by field. */
    public final Map<String, String> fields = new LinkedHashMap<>();

    public String field(String name) {
        return fields.getOrDefault(name, "");
    }
}
