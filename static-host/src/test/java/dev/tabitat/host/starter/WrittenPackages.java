package dev.tabitat.host.starter;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The packages that the build wrote before the tests. */
final class WrittenPackages {

    private WrittenPackages() {}

    /** The manifests' digests of all tags of a name, in the order of the index. */
    static List<String> digests(String name) throws IOException {
        JsonObject index = JsonReader.readObject(
                Files.readAllBytes(Path.of("target/packages", name, "index.json")), JsonLimits.DEFAULT);
        return index.array("manifests").objects().stream().map(entry -> entry.string("digest")).toList();
    }
}
