package dev.tabitat.web.view.documents;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.parts.Copied;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a question found.
 *
 * @param isSearching whether it is being asked
 * @param answer what {@code search} answered last
 * @param error why it did not
 * @param showsNearest whether the person wants to see passages that are not relevant
 * @param around what stands around passages, by {@link #key}
 * @param copied the passage that was copied last, by {@link #key}
 */
record Found(boolean isSearching, Optional<JsonObject> answer, Optional<ApiError> error, boolean showsNearest,
        Map<String, JsonObject> around, Copied copied) {

    static final Found NOTHING = new Found(false, Optional.empty(), Optional.empty(), false, Map.of(), Copied.NOTHING);

    /** One passage among all, by which the page remembers something about it. */
    static String key(JsonObject passage) {
        return passage.string("document") + "/" + passage.integer("start") + "-" + passage.integer("end");
    }

    /** The answer before stays in sight. */
    Found searching() {
        return new Found(true, answer, Optional.empty(), showsNearest, around, copied);
    }

    static Found answered(JsonObject result) {
        return new Found(false, Optional.of(result), Optional.empty(), false, Map.of(), Copied.NOTHING);
    }

    static Found failed(Optional<ApiError> reason) {
        return new Found(false, Optional.empty(), reason, false, Map.of(), Copied.NOTHING);
    }

    Found withError(ApiError reason) {
        return new Found(isSearching, answer, Optional.of(reason), showsNearest, around, copied);
    }

    Found withNearest(boolean shown) {
        return new Found(isSearching, answer, error, shown, around, copied);
    }

    Found withAround(String key, JsonObject stretch) {
        Map<String, JsonObject> next = new LinkedHashMap<>(around);
        next.put(key, stretch);
        return new Found(isSearching, answer, error, showsNearest, next, copied);
    }

    /** @param prefix of the keys of passages */
    Found withoutAround(String prefix) {
        Map<String, JsonObject> next = new LinkedHashMap<>();
        for (Map.Entry<String, JsonObject> one : around.entrySet()) {
            if (!one.getKey().startsWith(prefix)) {
                next.put(one.getKey(), one.getValue());
            }
        }
        return new Found(isSearching, answer, error, showsNearest, next, copied);
    }

    Found with(Copied now) {
        return new Found(isSearching, answer, error, showsNearest, around, now);
    }
}
