package dev.tabitat.core.routing;

import dev.tabitat.core.json.JsonObject;

/**
 * Why a candidate was left out: the first filter that it did not pass.
 *
 * @param name the candidate
 * @param code which filter
 * @param reason the same in words, with the figures
 */
public record Exclusion(String name, Code code, String reason) {

    /** The filters, in the order in which they are applied; the names go into JSON. */
    public enum Code {
        CONTRACT_MISMATCH, NOT_INSTALLED, DAMAGED, QUARANTINED, MEMORY_EXCEEDED, RUNTIME_UNSUPPORTED
    }

    JsonObject toJson() {
        return JsonObject.of("name", name, "code", code.name(), "reason", reason);
    }
}
