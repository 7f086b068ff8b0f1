package dev.tabitat.web.lab;

import dev.tabitat.core.breeding.ParentModels;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.examples.Examples;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.training.MatrixProducts;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parents and examples from this tab's store, every byte verified when they are read. */
final class LabModels implements ParentModels {

    /** The file of examples in their package. */
    static final String EXAMPLES = "examples.jsonl";

    private static final int MAX_READ = 12;
    private static final int LARGE = 4 << 20;

    private final PackageStore store;
    private final LabEnvironment environment;
    private final Map<Digest, ModelPackage> read = new LinkedHashMap<>();
    private final Map<Digest, Examples> examples = new LinkedHashMap<>();

    LabModels(PackageStore store, LabEnvironment environment) {
        this.store = store;
        this.environment = environment;
    }

    Optional<StoredPackage> stored(Digest manifest) {
        List<StoredPackage> all = new ArrayList<>(store.installed());
        all.addAll(store.previous().values());
        return all.stream().filter(one -> one.digest().equals(manifest)).findFirst();
    }

    Optional<ModelPackage> look(Digest manifest) {
        ModelPackage known = read.get(manifest);
        if (known == null) {
            Optional<StoredPackage> stored = stored(manifest);
            if (stored.isEmpty()) {
                return Optional.empty();
            }
            known = store.load(stored.get());
            // A base stays with its breeder; small ones are asked for again and again.
            if (stored.get().bytes() < LARGE) {
                if (read.size() == MAX_READ) {
                    read.remove(read.keySet().iterator().next());
                }
                read.put(manifest, known);
            }
        }
        return Optional.of(known);
    }

    @Override
    public ModelPackage find(Digest manifest) {
        return look(manifest).orElseThrow(() -> new InvalidInput("A parent is not in this tab.",
                Finding.at("lab").expected("manifest " + manifest).found("nothing")
                        .remedy("Install it, or import the archive that holds it.")));
    }

    @Override
    public Examples examples(Digest digest) {
        Examples known = examples.get(digest);
        if (known == null) {
            for (StoredPackage one : store.installed()) {
                for (Descriptor layer : one.manifest().layers()) {
                    if (one.manifest().isExamples() && layer.digest().equals(digest)) {
                        known = Examples.read(store.file(one, layer.path()));
                        examples.put(digest, known);
                        return known;
                    }
                }
            }
            throw new InvalidInput("These examples are not in this tab.",
                    Finding.at("lab").expected("examples " + digest).found("nothing")
                            .remedy("Import them again: the same examples have the same digest."));
        }
        return known;
    }

    @Override
    public Backend backend() {
        return environment.backend();
    }

    @Override
    public MatrixProducts products() {
        return environment.products();
    }
}
