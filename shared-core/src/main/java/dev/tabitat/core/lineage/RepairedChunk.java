package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonObject;

/**
 * One piece that was damaged and fetched again: {@code {package, blob, file, chunk, expected, found}}.
 *
 * @param packageName whose it is
 * @param blob digest of the whole blob
 * @param file name of the blob in the package
 * @param chunk index of the piece, from 0
 * @param expected digest that the piece must have, and has again
 * @param found digest that was found, or {@code missing}
 */
public record RepairedChunk(String packageName, Digest blob, String file, long chunk, Digest expected,
        String found) {

    public RepairedChunk {
        Checks.named(packageName, "package");
        Checks.count(chunk, "chunk");
        Checks.named(found, "found");
    }

    JsonObject toJson() {
        return JsonObject.of("package", packageName, "blob", blob.toString(), "file", file, "chunk", chunk,
                "expected", expected.toString(), "found", found);
    }

    static RepairedChunk fromJson(JsonObject json) {
        return new RepairedChunk(json.string("package"), Digest.parse(json.string("blob")), json.string("file"),
                json.integer("chunk"), Digest.parse(json.string("expected")), json.string("found"));
    }
}
