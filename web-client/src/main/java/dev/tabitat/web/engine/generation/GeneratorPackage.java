package dev.tabitat.web.engine.generation;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.importing.ModelKind;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.web.store.StoredPackage;
import java.util.List;

/** What the manifest of an imported generator says. */
record GeneratorPackage(StoredPackage stored, JsonObject recognised) {

    /** @throws InvalidInput when the package is no generator in GGUF files */
    static GeneratorPackage of(StoredPackage stored) {
        JsonObject recognised = recognised(stored);
        if (!isGenerator(recognised) || !recognised.stringOr("format", "").equals("gguf")) {
            String kind = recognised.stringOr("kind", "a model that answers with labels or vectors");
            throw new InvalidInput("This model does not generate text.",
                    Finding.at("model " + stored.name()).expected("a generator in a GGUF file").found(kind)
                            .remedy("Choose a generator, or add one from a file or a hub."));
        }
        GeneratorPackage model = new GeneratorPackage(stored, recognised);
        if (model.weights().isEmpty()) {
            throw new DamagedData("The package does not say which files its weights are in.",
                    Finding.at("model " + stored.name()).expected("paths of weights").found("none")
                            .remedy("Remove the model and add it again."));
        }
        return model;
    }

    static boolean isGenerator(StoredPackage stored) {
        return isGenerator(recognised(stored));
    }

    private static boolean isGenerator(JsonObject recognised) {
        return recognised.stringOr("kind", "").equals(ModelKind.GENERATOR.id());
    }

    private static JsonObject recognised(StoredPackage stored) {
        try {
            return JsonReader.readObject(stored.manifest().findAnnotation(PackageAnnotations.IMPORT).orElse("{}"),
                    JsonLimits.DEFAULT);
        } catch (TabitatException malformed) {
            return JsonObject.EMPTY;
        }
    }

    /** The paths of its weights, in order. */
    List<String> weights() {
        return recognised.findArray("weights").orElse(JsonArray.EMPTY).strings();
    }

    /** The digest of its weights as they were published; of several files that of the first. */
    Digest weightDigest() {
        return stored.manifest().layer(weights().get(0)).digest();
    }

    /** Bytes of its weights. */
    long weightBytes() {
        long bytes = 0;
        for (String path : weights()) {
            bytes += stored.manifest().layer(path).size();
        }
        return bytes;
    }
}
