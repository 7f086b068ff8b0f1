package dev.tabitat.web.engine.catalog;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.state.packages.PackageVersion;
import dev.tabitat.core.state.packages.PackagesState;
import dev.tabitat.core.state.packages.QueuePlace;
import dev.tabitat.web.protocol.Announcement;
import java.util.ArrayList;
import java.util.List;

/**
 * What changed in packages and downloads, as the bodies of events say it; see {@link dev.tabitat.web.protocol.Topic}.
 */
public final class PackagesNews {

    private static final String NAME = "packages";

    private PackagesNews() {}

    /**
     * {@code {packages: {name: {installed?, previous?, begun?}}, aggregate, revision, elsewhere?}}, of what differs.
     */
    static JsonObject packages(PackagesState before, PackagesState after, long revision, boolean isOwn) {
        JsonObject packages = JsonObject.EMPTY;
        for (String name : after.packagesChangedSince(before)) {
            JsonObject parts = with(JsonObject.EMPTY, "installed", after.installed().get(name));
            parts = with(parts, "previous", after.previous().get(name));
            packages = packages.with(name, with(parts, "begun", after.begun().get(name)));
        }
        return Announcement.body(JsonObject.of("packages", packages), NAME, revision, isOwn);
    }

    private static JsonObject with(JsonObject parts, String part, PackageVersion version) {
        return version == null ? parts
                : parts.with(part, JsonObject.of("digest", version.digest().toString(), "bytes",
                        version.manifest().totalBytes(), "at_utc", version.atUtc()));
    }

    /** {@code {queue: [{name, paused, metered}], aggregate, revision, elsewhere?}}: the whole queue in its order. */
    public static JsonObject queue(PackagesState now, long revision, boolean isOwn) {
        List<Json> places = new ArrayList<>();
        for (String name : now.queue()) {
            QueuePlace place = now.places().get(name);
            places.add(JsonObject.of("name", name, "paused", place.isPaused(), "metered", place.allowsMetered()));
        }
        return Announcement.body(JsonObject.of("queue", new JsonArray(places)), NAME, revision, isOwn);
    }

}
