package dev.tabitat.web.engine.sources;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.fetch.Progress;
import dev.tabitat.web.protocol.params.ModelSource;
import dev.tabitat.web.protocol.params.SourceParams;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Models that were being added when their call ended without one: setting {@code adding/<name>}, the call with how much
 * had come. They outlive the tab, and the same call goes on from there.
 */
final class UnfinishedAdditions {

    private static final String KEY = "adding/";
    private static final JsonLimits LIMITS = new JsonLimits(4 << 20, 16);

    private final TabStore store;
    /** The latest reports of those that are under way in this tab. */
    private final Map<String, Progress> running = new LinkedHashMap<>();

    UnfinishedAdditions(TabStore store) {
        this.store = store;
    }

    /** A model is being added from now on. */
    void begin(PackageName name, SourceParams.Add wanted, long totalBytes) {
        JsonObject call = wanted.write().with("name", name.toString()).without("consent").without("allowMetered");
        // Files of this device are not there any more once the page is gone.
        call = wanted.source() instanceof ModelSource.Files ? call.without("source") : call;
        store.set(KEY + name, JsonObject.of("add", call, "done", 0, "total", totalBytes).toString());
        running.put(name.toString(), new Progress(0, totalBytes, 0, "download", 0, 0));
    }

    void report(PackageName name, Progress progress) {
        if (running.containsKey(name.toString())) {
            running.put(name.toString(), progress);
        }
    }

    boolean has(PackageName name) {
        return store.setting(KEY + name).isPresent();
    }

    /** The call ended without the model: how much has come is noted. */
    void interrupted(PackageName name) {
        Progress last = running.remove(name.toString());
        Optional<String> record = store.setting(KEY + name);
        if (last != null && record.isPresent() && !last.phase().equals("convert")) {
            store.set(KEY + name, JsonReader.readObject(record.get(), LIMITS).with("done", last.doneBytes())
                    .with("total", last.totalBytes()).toString());
        }
    }

    /** The model is there, or is not wanted any more. */
    void end(PackageName name) {
        running.remove(name.toString());
        if (store.setting(KEY + name).isPresent()) {
            store.unset(KEY + name);
        }
    }

    /** {@code [{name, state: downloading | paused, done, total, unit, add}]}, behind the downloads of the queue. */
    JsonArray with(JsonArray downloads) {
        List<Json> all = new ArrayList<>(downloads.items());
        for (Map.Entry<String, String> one : store.settings(KEY).entrySet()) {
            JsonObject record = JsonReader.readObject(one.getValue(), LIMITS);
            String name = record.object("add").string("name");
            Progress now = running.get(name);
            JsonObject item = JsonObject.of("name", name, "state", now == null ? "paused" : "downloading", "done",
                    now == null ? record.integer("done") : now.doneBytes(), "total",
                    now == null ? record.integer("total") : now.totalBytes(), "unit", "bytes", "add",
                    record.object("add"));
            all.add(item);
        }
        return new JsonArray(all);
    }
}
