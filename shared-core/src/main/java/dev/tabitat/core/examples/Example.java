package dev.tabitat.core.examples;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonObject;

/** A text and what it should be called. */
public record Example(String text, String label) {

    JsonObject toJson() {
        return JsonObject.of("text", text, "label", label);
    }

    /** SHA-256 of its canonical JSON: where it goes in a split depends on nothing else. */
    Digest digest() {
        return Digest.of(CanonicalJson.bytes(toJson()));
    }
}
