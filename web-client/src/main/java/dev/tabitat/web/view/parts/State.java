package dev.tabitat.web.view.parts;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the page knows: the engine's last answers and what the person did. Screens are functions of it. */
public final class State {

    /** The state of a download that ended with an error; the person says whether it is tried again. */
    public static final String FAILED = "failed";

    /**
     * A download: {@code downloading, queued, waiting} (for the network), {@code paused} by the person, or
     * {@code failed}.
     */
    public record Install(String name, String state, Optional<JsonObject> report, Optional<ApiError> error) {

        /** Whether something is fetched or will be without the person. */
        public boolean isUnderWay() {
            return !state.equals(FAILED) && !state.equals("paused");
        }
    }

    /** The task whose labels are languages. */
    public static final String LANGUAGE_TASK = "language-identification";

    public String screen = "start";

    /** What is asked of the text on the start screen. */
    public String task = LANGUAGE_TASK;

    public String text = "";
    public String sample = "";
    /** A package's name, or empty for the chooser's pick. */
    public String model = "";
    public Optional<JsonObject> answer = Optional.empty();
    public Optional<ApiError> answerError = Optional.empty();
    public boolean ready;
    public boolean online = true;
    public Optional<ApiError> broken = Optional.empty();
    /** Why the host requires a sign-in; empty while it serves. */
    public Optional<String> signIn = Optional.empty();
    /** Why the app's files cannot be kept for offline use; empty while they are, or may yet be. */
    public Optional<String> notKept = Optional.empty();
    /** Whether the files of the start screen are kept for offline use. */
    public boolean isStartKept;
    /** Whether a newer Tabitat is ready to take the place of this one. */
    public boolean newerApp;

    /** Whether downloads require confirmation, since the browser saves data or the connection is metered. */
    public boolean savesData;

    public Optional<JsonObject> device = Optional.empty();
    /** The device in a few words; empty while nothing is known of it. */
    public java.util.List<String> deviceFacts = java.util.List.of();
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
    /** Why the browser's store cannot be reached; empty while it can. */
    public Optional<ApiError> storeError = Optional.empty();
    public final Map<String, Install> installs = new LinkedHashMap<>();

    /** The adapters of each installed base, by its name. */
    public final Map<String, JsonArray> adapters = new LinkedHashMap<>();
    /** Licences that were asked for, by model. */
    public final Map<String, JsonObject> licences = new LinkedHashMap<>();
    /** The model whose licence is open; empty for none. */
    public String openLicence = "";
    /** The progress of a file that is being imported. */
    public Optional<JsonObject> importing = Optional.empty();
    public Optional<JsonObject> importReport = Optional.empty();
    public Optional<ApiError> packageImportError = Optional.empty();

    /** Whether a file was dropped on a screen that accepts none. */
    public boolean dropRefused;
    /** The text that was copied last; empty for none. */
    public String copied = "";
    /** Why it could not be copied; empty where it was. */
    public String copyProblem = "";

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

    /** Takes an event about a download: {@code {name, state, report?, error?}}. */
    public void install(JsonObject event) {
        String name = event.string("name");
        String now = event.stringOr("state", "downloading");
        if (now.equals("installed") || now.equals("removed") || now.equals("cancelled")) {
            installs.remove(name);
            return;
        }
        Optional<JsonObject> report = event.findObject("report")
                .or(() -> Optional.ofNullable(installs.get(name)).flatMap(Install::report));
        installs.put(name, new Install(name, now, report, event.findObject("error").map(ApiError::fromJson)));
    }

    /** What the start screen shows, for the program that goes on with it. */
    public JsonObject left() {
        JsonObject.Builder left = JsonObject.builder().put("text", text).put("sample", sample).put("ready", ready);
        answer.ifPresent(one -> left.put("answer", one));
        answerError.ifPresent(error -> left.put("answer_error", error.toJson()));
        catalog.ifPresent(all -> left.put("catalog", all));
        storage.ifPresent(one -> left.put("storage", one));
        signIn.ifPresent(why -> left.put("sign_in", why));
        notKept.ifPresent(why -> left.put("not_kept", why));
        return left.put("newer_app", newerApp).put("start_kept", isStartKept).put("saves_data", savesData).build();
    }

    /** Goes on with what another program showed on the start screen. */
    public void goOn(JsonObject left) {
        text = left.string("text");
        sample = left.string("sample");
        ready = left.bool("ready");
        answer = left.findObject("answer");
        answerError = left.findObject("answer_error").map(ApiError::fromJson);
        catalog = left.findArray("catalog");
        storage = left.findObject("storage");
        signIn = left.findString("sign_in");
        notKept = left.findString("not_kept");
        newerApp = left.bool("newer_app");
        isStartKept = left.bool("start_kept");
        savesData = left.bool("saves_data");
    }

    /** Whether an entry of the catalogue is a model; adapters and data sets are none. */
    public static boolean isModel(JsonObject entry) {
        return entry.stringOr("kind", "model").equals("model");
    }

    /** The models of the catalogue, here or not. */
    public java.util.List<JsonObject> models() {
        return catalog.map(all -> all.objects().stream().filter(State::isModel).toList()).orElse(java.util.List.of());
    }

    public String keyField(String name) {
        return keyFields.getOrDefault(name, "");
    }

    /** The tasks of the classifiers that are installed, each once. */
    public java.util.List<String> tasks() {
        java.util.Set<String> tasks = new java.util.LinkedHashSet<>();
        for (JsonObject entry : installed()) {
            if (isClassifier(entry) && !entry.stringOr("task", "").isEmpty()) {
                tasks.add(entry.string("task"));
            }
        }
        return java.util.List.copyOf(tasks);
    }

    /** Whether an entry of the catalogue gives labels to texts: sets of examples have labels too, and are no models. */
    public static boolean isClassifier(JsonObject entry) {
        return entry.has("labels") && isModel(entry);
    }

    /** Whether an installed classifier does this task. */
    public boolean hasTask(String task) {
        return tasks().contains(task);
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
