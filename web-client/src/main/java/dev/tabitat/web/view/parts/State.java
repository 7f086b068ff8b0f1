package dev.tabitat.web.view.parts;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the page knows: the engine's last answers and what the person did. Screens are functions of it. */
public final class State {

    /** A download: {@code downloading, queued, waiting} (for the network) or {@code paused}. */
    public record Install(String name, String state, Optional<JsonObject> report, Optional<ApiError> error) {}

    public String screen = "start";

    public String text = "";
    public String sample = "";
    /** A package's name, or empty for the chooser's pick. */
    public String model = "";
    public Optional<JsonObject> answer = Optional.empty();
    public Optional<ApiError> answerError = Optional.empty();
    public boolean ready;
    public boolean online = true;
    public Optional<ApiError> broken = Optional.empty();
    /** Why the host asks for a sign-in; empty while it serves. */
    public Optional<String> signIn = Optional.empty();
    /** Why the app's files cannot be kept for offline use; empty while they are, or may yet be. */
    public Optional<String> notKept = Optional.empty();
    /** Whether a newer Tabitat is ready to take the place of this one. */
    public boolean newerApp;

    public Optional<JsonObject> device = Optional.empty();
    public Optional<JsonArray> catalog = Optional.empty();
    public Optional<ApiError> catalogError = Optional.empty();
    public Optional<JsonObject> choice = Optional.empty();
    public Optional<JsonObject> lineage = Optional.empty();
    public Optional<JsonObject> ledger = Optional.empty();
    /** What {@code connections} answered last. */
    public Optional<JsonObject> connections = Optional.empty();
    /** Whether the host did not answer that question. */
    public boolean connectionsFailed;
    public Optional<JsonObject> storage = Optional.empty();
    public final Map<String, Install> installs = new LinkedHashMap<>();

    /** The adapters of each installed base, by its name. */
    public final Map<String, JsonArray> adapters = new LinkedHashMap<>();
    /** Licences that were asked for, by model. */
    public final Map<String, JsonObject> licences = new LinkedHashMap<>();
    /** The model whose licence is open; empty for none. */
    public String openLicence = "";
    /** How far a file is that is being brought in. */
    public Optional<JsonObject> bringing = Optional.empty();
    public Optional<JsonObject> brought = Optional.empty();
    public Optional<ApiError> bringError = Optional.empty();

    public String filter = "all";
    public String removing = "";
    public Optional<JsonObject> check = Optional.empty();
    public Optional<JsonObject> checking = Optional.empty();
    public Optional<ApiError> checkError = Optional.empty();
    /** What {@code keys} answered last. */
    public Optional<JsonObject> keys = Optional.empty();
    public Optional<ApiError> keysError = Optional.empty();
    /** What became of the last thing done with keys; empty for nothing. */
    public String keysNotice = "";
    /** What is typed in the fields about keys, by field. */
    public final Map<String, String> keyFields = new LinkedHashMap<>();
    public Optional<Boolean> persisted = Optional.empty();
    public String selected = "";
    public String wholeDigest = "";
    public Optional<JsonObject> imported = Optional.empty();
    public Optional<ApiError> importError = Optional.empty();

    public final LabState lab = new LabState();
    public final RouteState route = new RouteState();
    public final DocumentsState documents = new DocumentsState();

    public String keyField(String name) {
        return keyFields.getOrDefault(name, "");
    }

    /** The names of installed packages, as the catalogue has them. */
    public java.util.List<JsonObject> installed() {
        java.util.List<JsonObject> found = new java.util.ArrayList<>();
        catalog.ifPresent(all -> {
            for (JsonObject entry : all.objects()) {
                if (entry.stringOr("state", "").equals("installed")) {
                    found.add(entry);
                }
            }
        });
        return found;
    }
}
