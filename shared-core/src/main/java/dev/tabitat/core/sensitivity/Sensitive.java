package dev.tabitat.core.sensitivity;

import dev.tabitat.core.json.JsonObject;

/**
 * Something that should not leave.
 *
 * @param start of it in the text, in UTF-16 units
 * @param end behind it
 * @param what kind of it, more exactly; for example {@code pl-pesel}
 */
public record Sensitive(int start, int end, SensitiveKind kind, String what) {

    /** A span over both; kind and {@code what} are those of the stronger kind, of one kind those of the longer. */
    Sensitive union(Sensitive other) {
        int order = kind.compareTo(other.kind);
        Sensitive stronger = order < 0 || order == 0 && end - start >= other.end - other.start ? this : other;
        return new Sensitive(Math.min(start, other.start), Math.max(end, other.end), stronger.kind, stronger.what);
    }

    /** Without the words themselves. */
    public JsonObject toJson() {
        return JsonObject.of("start", start, "end", end, "kind", kind.id(), "what", what);
    }
}
