package dev.tabitat.core.sensitivity;

import dev.tabitat.core.json.JsonObject;

/**
 * Something that should not leave.
 *
 * @param start of it in the text, in UTF-16 units
 * @param end behind it
 * @param what kind of it, more exactly; for example {@code pl-pesel}
 */
public record Sensitive(int start, int end, Kind kind, String what) {

    /** Without the words themselves. */
    public JsonObject toJson() {
        return JsonObject.of("start", start, "end", end, "kind", kind.id(), "what", what);
    }
}
