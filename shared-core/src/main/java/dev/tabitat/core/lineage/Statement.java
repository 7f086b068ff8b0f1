package dev.tabitat.core.lineage;

import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.JsonObject;

/**
 * Something said about a package or a result, and how it is known: {@code {label, value, how}}.
 *
 * @param label what it is about, for example {@code licence}
 * @param value what is said, with units
 * @param how how the one who wrote it down knew
 */
public record Statement(String label, String value, Known how) {

    public Statement {
        Checks.named(label, "label");
    }

    public JsonObject toJson() {
        return JsonObject.of("label", label, "value", value, "how", how.id());
    }

    static Statement fromJson(JsonObject json) {
        return new Statement(json.string("label"), json.string("value"), Known.parse(json.string("how"), "how"));
    }

    @Override
    public String toString() {
        return label + ": " + value;
    }
}
