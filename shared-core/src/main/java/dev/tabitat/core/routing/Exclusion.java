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
        CONTRACT_MISMATCH,
        NOT_INSTALLED,
        DAMAGED,
        QUARANTINED,
        /** The policy names it. */
        EXCLUDED_BY_POLICY,
        /** Its answer would take private data farther than the policy lets it go. */
        LOCAL_ONLY_DATA,
        /** The task may not leave the tab. */
        ESCALATION_NOT_ALLOWED,
        OFFLINE,
        DATA_SAVER,
        BATTERY_LOW,
        MEMORY_EXCEEDED,
        RUNTIME_UNSUPPORTED,
        /** The text is not written in words of a language: no model here or elsewhere can name one. */
        NO_LANGUAGE,
        /** None of its languages is written in the text's script. */
        UNKNOWN_SCRIPT,
        /** The text has fewer letters than it was calibrated on. */
        TOO_FEW_LETTERS
    }

    JsonObject toJson() {
        return JsonObject.of("name", name, "code", code.name(), "reason", reason);
    }
}
