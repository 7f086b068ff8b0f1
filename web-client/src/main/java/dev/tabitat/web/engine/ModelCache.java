package dev.tabitat.web.engine;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextClassifier;
import dev.tabitat.core.runtime.ClassifierRunner;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The models that are ready, by digest; the one not used for longest goes first when there are too many. */
final class ModelCache {

    /** What sessions may hold together: 256 MB. */
    private static final long BUDGET_BYTES = 256_000_000;

    private final PackageStore packages;
    private final Backends backends;
    private final Map<Digest, OpenModel> open = new LinkedHashMap<>();
    private final Object opening = new Object();

    ModelCache(PackageStore packages, Backends backends) {
        this.packages = packages;
        this.backends = backends;
    }

    /**
     * A model ready to answer; every byte of it verified when it was opened.
     *
     * @throws dev.tabitat.core.error.DamagedData when a stored piece does not verify
     */
    OpenModel get(StoredPackage stored) {
        OpenModel ready = open.remove(stored.digest());
        if (ready == null) {
            synchronized (opening) {
                ready = open.remove(stored.digest());
                if (ready == null) {
                    ready = load(stored);
                }
                keep(ready);
            }
        } else {
            keep(ready);
        }
        return ready;
    }

    private void keep(OpenModel model) {
        open.put(model.stored().digest(), model);
        while (open.size() > 1 && loadedBytes() > BUDGET_BYTES) {
            drop(open.keySet().iterator().next());
        }
    }

    private OpenModel load(StoredPackage stored) {
        TextClassifier model = Models.classifier(packages.load(stored));
        Backends.Opened opened = backends.open(model);
        return new OpenModel(stored, new ClassifierRunner(model, opened.session()), opened.session(), opened.backend(),
                opened.notice());
    }

    /** What a model that is open holds. */
    Optional<Long> memoryBytes(Digest digest) {
        return Optional.ofNullable(open.get(digest)).map(model -> model.session().memoryBytes());
    }

    long loadedBytes() {
        long bytes = 0;
        for (OpenModel model : open.values()) {
            bytes += model.session().memoryBytes();
        }
        return bytes;
    }

    void drop(Digest digest) {
        Optional.ofNullable(open.remove(digest)).ifPresent(model -> model.session().close());
    }
}
