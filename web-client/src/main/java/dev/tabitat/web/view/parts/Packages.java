package dev.tabitat.web.view.parts;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The packages of this tab and of its hosts, as several screens show them.
 *
 * @param catalog what {@code catalog} answered last; empty before the first answer
 * @param error why the catalogue could not be read last; empty where it could
 * @param downloads by the package's name, in the order of the queue
 * @param storage what {@code storage} answered last
 */
public record Packages(Optional<JsonArray> catalog, Optional<ApiError> error, Map<String, Download> downloads,
        Optional<JsonObject> storage) {

    /** The task whose labels are languages. */
    public static final String LANGUAGE_TASK = "language-identification";

    private static final String LABELLED = "text-classification (";
    private static final String ENCODER_TASK = "sentence-embedding";

    /** Before anything is known. */
    public static final Packages UNKNOWN = new Packages(Optional.empty(), Optional.empty(),
            new LinkedHashMap<>(), Optional.empty());

    public Packages withCatalog(JsonArray entries) {
        return new Packages(Optional.of(entries), Optional.empty(), downloads, storage);
    }

    /** The catalogue could not be read; what was known of it stays. */
    public Packages withError(ApiError problem) {
        return new Packages(catalog, Optional.of(problem), downloads, storage);
    }

    public Packages withStorage(JsonObject now) {
        return new Packages(catalog, error, downloads, Optional.of(now));
    }

    public Packages with(Download download) {
        Map<String, Download> next = new LinkedHashMap<>(downloads);
        next.put(download.name(), download);
        return new Packages(catalog, error, next, storage);
    }

    /** Without a download: it ended, or was given up. */
    public Packages without(String name) {
        Map<String, Download> next = new LinkedHashMap<>(downloads);
        next.remove(name);
        return new Packages(catalog, error, next, storage);
    }

    /** Applies an event about a download: {@code {name, state, report?, error?}}. */
    public Packages applied(JsonObject event) {
        String name = event.string("name");
        String now = event.stringOr("state", "downloading");
        if (now.equals("installed") || now.equals("removed") || now.equals("cancelled")) {
            return without(name);
        }
        Optional<JsonObject> report = event.findObject("report").or(() -> report(name));
        return with(new Download(name, now, report, event.findObject("error").map(ApiError::fromJson)));
    }

    /** The last report of a download. */
    public Optional<JsonObject> report(String name) {
        return Optional.ofNullable(downloads.get(name)).flatMap(Download::report);
    }

    public boolean isDownloading() {
        for (Download download : downloads.values()) {
            if (download.isUnderWay()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the browser did not open its storage: what is here is in this tab's memory only. */
    public boolean isInMemory() {
        return storage.isPresent() && storage.get().stringOr("mode", "").equals("memory");
    }

    /** Whether an entry of the catalogue is a model; adapters and data sets are none. */
    public static boolean isModel(JsonObject entry) {
        return entry.stringOr("kind", "model").equals("model");
    }

    /** Whether an entry of the catalogue makes vectors of texts. */
    public static boolean isEncoder(JsonObject entry) {
        return isModel(entry) && (entry.stringOr("task", "").equals(ENCODER_TASK) || kind(entry).equals("encoder"));
    }

    /** The kind of a model that was imported, as {@code inspectModel} names it; empty for packages made for Tabitat. */
    public static String kind(JsonObject entry) {
        return entry.findObject("import").map(facts -> facts.stringOr("kind", "")).orElse("");
    }

    /**
     * Whether an entry of the catalogue gives labels of its own to texts: sets of examples have labels too, and are no
     * models; a model of natural language inference takes labels of the person's.
     */
    public static boolean isClassifier(JsonObject entry) {
        boolean isOfKind = kind(entry).isEmpty() || kind(entry).equals("classifier");
        return entry.has("labels") && isModel(entry) && isOfKind && !isInference(entry);
    }

    /** Whether its labels say what follows from a text, so that it can be given labels of one's own. */
    public static boolean isInference(JsonObject entry) {
        for (String label : entry.findObject("import").flatMap(facts -> facts.findArray("labels"))
                .orElse(JsonArray.EMPTY).strings()) {
            if (label.toLowerCase(Locale.ROOT).equals("entailment")) {
                return true;
            }
        }
        return false;
    }

    /** A task in words for people: of one that is told by its labels, those. */
    public static String taskTitle(String task) {
        return task.startsWith(LABELLED) && task.endsWith(")")
                ? task.substring(LABELLED.length(), task.length() - 1)
                : task;
    }

    /** The entries of the catalogue. */
    public List<JsonObject> entries() {
        return catalog.map(JsonArray::objects).orElse(List.of());
    }

    /** The models of the catalogue, here or not. */
    public List<JsonObject> models() {
        return entries().stream().filter(Packages::isModel).toList();
    }

    /** The entries of installed packages. */
    public List<JsonObject> installed() {
        return entries().stream().filter(entry -> entry.stringOr("state", "").equals("installed")).toList();
    }

    /** The tasks of the classifiers that are installed, each once. */
    public List<String> tasks() {
        List<String> tasks = new ArrayList<>();
        for (JsonObject entry : installed()) {
            String task = entry.stringOr("task", "");
            if (isClassifier(entry) && !task.isEmpty() && !tasks.contains(task)) {
                tasks.add(task);
            }
        }
        return tasks;
    }
}
