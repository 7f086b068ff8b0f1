package dev.tabitat.web.protocol;

import dev.tabitat.core.json.JsonObject;

/**
 * An object whose fields are read.
 *
 * @param owner whose object it is, for errors: a method, or a place in its parameters
 */
public record Input(String owner, JsonObject json) {
}
