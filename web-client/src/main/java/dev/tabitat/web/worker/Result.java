package dev.tabitat.web.worker;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import java.util.Optional;

/** What a call gives: JSON, and bytes beside it where JSON would be slow or large. */
public record Result(Json json, Optional<Slices> bytes) {

    public static Result of(Json json) {
        return new Result(json, Optional.empty());
    }
}
