package dev.tabitat.core.api;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonObject;

/**
 * A failure as it crosses from the engine to the page and to scripts; unknown facts are empty strings.
 *
 * @param name the kind of failure in PascalCase, for example {@code DamagedData}
 * @param code the stable machine-readable reason, for example {@code damaged_data}
 * @param message a sentence for people
 */
public record ApiError(
        String name, String code, String message, String expected, String found, String where, String remedy) {

    private static final String INTERNAL = "internal";

    /**
     * The public description of a failure. One that Tabitat did not foresee is {@code internal}; its own text goes into
     * {@code found}, its stack nowhere.
     */
    public static ApiError of(Throwable failure) {
        if (failure instanceof TabitatException known) {
            Finding finding = known.finding();
            return new ApiError(
                    pascalCase(known.code()), known.code(), known.getMessage(),
                    finding.expected(), finding.found(), finding.where(), finding.remedy());
        }
        return new ApiError(
                pascalCase(INTERNAL), INTERNAL, "Something went wrong inside Tabitat.", "",
                String.valueOf(failure.getMessage()),
                "", "Reload the page; if it happens again, report what was found.");
    }

    public JsonObject toJson() {
        return JsonObject.of(
                "name", name, "code", code, "message", message,
                "expected", expected, "found", found, "where", where, "remedy", remedy);
    }

    /** @throws DamagedData when a member is missing or no string */
    public static ApiError fromJson(JsonObject json) {
        return new ApiError(
                json.string("name"), json.string("code"), json.string("message"),
                json.string("expected"), json.string("found"), json.string("where"), json.string("remedy"));
    }

    /** The class names of failures are their codes in PascalCase; a compiled binary may have renamed the classes. */
    private static String pascalCase(String code) {
        StringBuilder name = new StringBuilder();
        boolean upper = true;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c != '_') {
                name.append(upper ? Character.toUpperCase(c) : c);
            }
            upper = c == '_';
        }
        return name.toString();
    }
}
