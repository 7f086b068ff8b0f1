package dev.tabitat.web.profile;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.List;
import org.teavm.jso.JSBody;

/** What this page or worker loaded by itself, as the browser's own timings tell: the app's files, not its packages. */
public final class ResourceTimings {

    private ResourceTimings() {}

    /** {@code [{origin, purpose: "app", requests, bytes}]} since the last call; nothing that came from a cache. */
    public static List<JsonObject> received() {
        return JsonReader.readObject(sums(), JsonLimits.DEFAULT).array("entries").objects();
    }

    @JSBody(script = "var sums = {}; var seen = globalThis.tabitatTimed || 0;"
            + "var all = performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'));"
            + "all.slice(seen).forEach(function(e) {"
            + " if (e.name.indexOf('/v2/') >= 0 || !e.transferSize || e.name.indexOf('http') !== 0) { return; }"
            + " var o = new URL(e.name).origin; var s = sums[o] || (sums[o] = {origin: o, purpose: 'app', requests: 0, bytes: 0});"
            + " s.requests++; s.bytes += Math.round(e.encodedBodySize || 0); });"
            + "globalThis.tabitatTimed = all.length;"
            + "return JSON.stringify({entries: Object.keys(sums).map(function(o) { return sums[o]; })});")
    private static native String sums();
}
