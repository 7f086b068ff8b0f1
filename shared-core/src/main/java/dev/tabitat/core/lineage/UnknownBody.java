package dev.tabitat.core.lineage;

import dev.tabitat.core.json.JsonObject;

/**
 * A kind that this version does not know, kept as it came. The chain still verifies over it.
 *
 * @param kind the word in the record
 * @param toJson the body as it came
 */
public record UnknownBody(String kind, JsonObject toJson) implements LineageBody {
}
