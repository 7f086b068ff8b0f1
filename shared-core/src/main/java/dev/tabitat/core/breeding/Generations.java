package dev.tabitat.core.breeding;

import dev.tabitat.core.adapter.AdapterType;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.CharNgramMlp;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.training.AdapterTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is tried next. The first generation comes from the parents and the examples; later ones cross, merge, mutate,
 * prune and distil those who live. The same parents, seed and results give the same plan.
 */
public final class Generations {

    private final Digest examples;
    private final List<String> labels;
    private final long seed;

    public Generations(Digest examples, List<String> labels, long seed) {
        this.examples = examples;
        this.labels = List.copyOf(labels);
        this.seed = seed;
    }

    /** A parent with the digest of its manifest. */
    public record Parent(Digest digest, ModelPackage files) {
    }

    /** The first generation of some parents, the cheapest first. */
    public List<Recipe> first(List<Parent> parents) {
        List<Recipe> recipes = new ArrayList<>();
        for (Parent parent : parents) {
            String architecture = parent.files().manifest().findAnnotation(PackageAnnotations.ARCHITECTURE).orElse("");
            if (architecture.equals(BertConfig.ID)) {
                recipes.add(head(parent, 0.02, 0.01));
                recipes.add(head(parent, 0.02, 0.3));
            } else if (architecture.equals(CharNgramMlp.ID)) {
                recipes.add(head(parent, 0.02, 0.01));
                if (parent.files().manifest().findAnnotation(PackageAnnotations.LABELS).isPresent()
                        && knowsAll(parent)) {
                    recipes.add(new Recipe.RouteSpecialize(parent.digest(), labels));
                }
            } else {
                recipes.add(new Recipe.Mutate(parent.digest(), 0.1, 0.1, seed));
                recipes.add(new Recipe.Prune(parent.digest(), 0.5));
            }
        }
        for (Parent parent : parents) {
            if (parent.files().manifest().findAnnotation(PackageAnnotations.ARCHITECTURE).orElse("")
                    .equals(BertConfig.ID)) {
                for (AdapterType kind : List.of(AdapterType.REPRESENTATION_INTERVENTION,
                        AdapterType.LORA)) {
                    AdapterTrainer.Settings settings = AdapterTrainer.Settings.of(kind, seed);
                    recipes.add(new Recipe.TrainAdapter(parent.digest(), examples, seed, kind, settings.layers(),
                            settings.rank(), settings.rate(), settings.headRate()));
                }
            }
        }
        return recipes;
    }

    private Recipe head(Parent parent, double rate, double decay) {
        return new Recipe.TrainHead(parent.digest(), examples, seed, rate, decay, true);
    }

    private boolean knowsAll(Parent parent) {
        return Genes.of(parent.files()).labels().containsAll(labels);
    }

    /**
     * The next generation.
     *
     * @param number from 1
     * @param survivors best first
     * @param fits whether two can be crossed
     */
    public List<Recipe> next(int number, List<Candidate> survivors, Fits fits) {
        SplitMix64 random = new SplitMix64(seed + number);
        List<Recipe> recipes = new ArrayList<>();
        Optional<Candidate> teacher = survivors.stream().filter(one -> !(one.recipe() instanceof Recipe.Distil))
                .findFirst();
        if (number == 1) {
            teacher.ifPresent(one -> recipes.add(new Recipe.Distil(one.manifest(), examples, seed, 0.5)));
        }
        Recipe.Method[] methods = {Recipe.Method.LINEAR, Recipe.Method.TIES, Recipe.Method.SLERP, Recipe.Method.DARE};
        int merged = 0;
        for (int a = 0; a < survivors.size() && merged < 2; a++) {
            for (int b = a + 1; b < survivors.size() && merged < 2; b++) {
                List<Digest> pair = List.of(survivors.get(a).manifest(), survivors.get(b).manifest());
                boolean withAdapters = isAdapted(survivors.get(a)) || isAdapted(survivors.get(b));
                if (fits.fit(pair.get(0), pair.get(1))) {
                    Recipe.Method method = withAdapters ? Recipe.Method.LINEAR
                            : methods[random.nextInt(methods.length)];
                    recipes.add(new Recipe.Merge(method, pair,
                            method == Recipe.Method.SLERP ? List.of(0.5, 0.5) : List.of(1.0, 1.0), Optional.empty(),
                            0.5, seed + number));
                    if (!withAdapters) {
                        recipes.add(new Recipe.Crossover(pair, seed + number));
                    }
                    merged++;
                }
            }
        }
        if (!survivors.isEmpty()) {
            recipes.add(new Recipe.Mutate(survivors.get(0).manifest(), 0.2, 0.1, seed + number));
            recipes.add(new Recipe.Prune(survivors.get(0).manifest(), 0.5));
        }
        return recipes;
    }

    private static boolean isAdapted(Candidate one) {
        return one.recipe() instanceof Recipe.TrainAdapter;
    }

    /** Whether two models have the same shape. */
    @FunctionalInterface
    public interface Fits {
        boolean fit(Digest a, Digest b);
    }
}
