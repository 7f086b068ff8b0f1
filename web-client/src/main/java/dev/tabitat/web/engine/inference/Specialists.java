package dev.tabitat.web.engine.inference;

import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.runtime.Classification;
import dev.tabitat.core.runtime.ClassifierRunner;
import dev.tabitat.core.runtime.Embeddings;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.LabelScore;
import dev.tabitat.core.specialist.Specialist;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Heads over encoders: found with their bases, read once. */
public final class Specialists {

    private static final int MAX_READ = 8;

    private final Packages packages;
    private final ModelCache models;
    private final PackageStore store;
    private final Map<String, Specialist> read = new LinkedHashMap<>();

    public Specialists(Packages packages, ModelCache models, PackageStore store) {
        this.packages = packages;
        this.models = models;
        this.store = store;
    }

    /** Who gives labels to texts. */
    interface Answerer {

        /** @throws InvalidInput when the text is empty or too long */
        Classification classify(String text, int topK);
    }

    static boolean isOne(StoredPackage stored) {
        return stored.manifest().findAnnotation(PackageAnnotations.ARCHITECTURE).orElse("").equals(Specialist.ID);
    }

    Optional<StoredPackage> base(StoredPackage stored) {
        String digest = stored.manifest().findAnnotation(PackageAnnotations.BASE).orElse("");
        return packages.installed().values().stream().filter(one -> one.digest().toString().equals(digest)).findFirst();
    }

    /**
     * A specialist ready to answer.
     *
     * @throws Unavailable when its base is not in this tab
     */
    Opened open(StoredPackage stored, String wanted) {
        Specialist specialist = specialist(stored);
        if (read.size() > MAX_READ) {
            read.remove(read.keySet().iterator().next());
        }
        StoredPackage base = base(stored).orElseThrow(() -> new Unavailable("This specialist needs its base.",
                Finding.at(stored.name())
                        .expected(specialist.baseName() + ", manifest " + specialist.base().shortForm())
                        .found("no such package in this tab").remedy("Install its base.")));
        AdapterStack stack = specialist.stack(stored.digest());
        OpenModel model = models.get(base, wanted, stack);
        EncoderRunner runner = new EncoderRunner(model.encoder(), model.session(), CatalogEntry.CPU_PASS);
        return new Opened(model, (text, topK) -> answer(specialist, runner, text, topK));
    }

    private Specialist specialist(StoredPackage stored) {
        Specialist known = read.get(stored.digest().hex());
        if (known == null) {
            known = Specialist.read(store.load(stored));
            read.put(stored.digest().hex(), known);
        }
        return known;
    }

    /** @param model its base */
    record Opened(OpenModel model, Answerer answerer) {
    }

    private static Classification answer(Specialist specialist, EncoderRunner runner, String text, int topK) {
        ClassifierRunner.requireText(text);
        Embeddings made = runner.embed(List.of(text), EncoderRunner.ProgressListener.NONE);
        double[] p = specialist.head().probabilities(made.values(), 0);
        List<LabelScore> scores = new ArrayList<>();
        for (int label = 0; label < p.length; label++) {
            scores.add(new LabelScore(specialist.head().labels().get(label), (float) p[label]));
        }
        scores.sort((a, b) -> Double.compare(b.score(), a.score()));
        return new Classification(scores.subList(0, Math.min(Math.max(1, topK), scores.size())), made.notices());
    }
}
