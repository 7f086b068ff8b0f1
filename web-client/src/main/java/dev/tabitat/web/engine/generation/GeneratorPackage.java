package dev.tabitat.web.engine.generation;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.model.ImportedModel;
import dev.tabitat.web.store.StoredPackage;
import java.util.List;

/**
 * An installed generator, by its manifest.
 *
 * @param weights paths of the files that have the weights, in order
 */
record GeneratorPackage(StoredPackage stored, List<String> weights) {

    private static final String FORMAT = "gguf";

    /** @throws InvalidInput when the package is no generator in GGUF files */
    static GeneratorPackage of(StoredPackage stored) {
        if (!isGenerator(stored)) {
            throw new InvalidInput("This model does not generate text.",
                    Finding.at("model " + stored.name()).expected("a generator in a GGUF file")
                            .found("a model that gives labels or vectors")
                            .remedy("Choose a generator, or add one from a file or a hub."));
        }
        ImportedModel model = ImportedModel.of(stored.manifest());
        if (model.weights().isEmpty()) {
            throw new DamagedData("The package does not say which files its weights are in.",
                    Finding.at("model " + stored.name()).expected("paths of weights").found("none")
                            .remedy("Remove the model and add it again."));
        }
        return new GeneratorPackage(stored, model.weights());
    }

    static boolean isGenerator(StoredPackage stored) {
        try {
            return ImportedModel.is(stored.manifest()) && ImportedModel.of(stored.manifest()).isGenerator()
                    && ImportedModel.of(stored.manifest()).format().equals(FORMAT);
        } catch (TabitatException malformed) {
            return false;
        }
    }

    /** The digest of its weights as they were published; of several files that of the first. */
    Digest weightDigest() {
        return stored.manifest().layer(weights.get(0)).digest();
    }

    /** Bytes of its weights. */
    long weightBytes() {
        long bytes = 0;
        for (String path : weights) {
            bytes += stored.manifest().layer(path).size();
        }
        return bytes;
    }
}
