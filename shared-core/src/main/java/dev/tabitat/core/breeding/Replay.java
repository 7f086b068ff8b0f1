package dev.tabitat.core.breeding;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.examples.Examples;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.DescendantBred;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.training.MatrixProducts;
import dev.tabitat.core.training.ProgressListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes descendants again from their recipes, and their bred ancestors before them: what is bred is never taken from
 * where it is kept. Only what was not bred, bases and examples, is.
 */
public final class Replay implements AutoCloseable {

    private final Map<String, DescendantBred> records = new LinkedHashMap<>();
    private final Map<Digest, ModelPackage> rebuilt = new LinkedHashMap<>();
    private final Function<Digest, Optional<ModelPackage>> kept;
    private final ProgressListener watch;
    private final Breeder breeder;

    /**
     * One descendant made again.
     *
     * @param expected the digest that it is known by
     * @param found the digest that came out
     */
    public record Outcome(String name, Digest expected, Digest found) {

        public boolean isIdentical() {
            return expected.equals(found);
        }

        public JsonObject toJson() {
            return JsonObject.of("name", name, "expected", expected.toString(), "found", found.toString(), "identical",
                    isIdentical());
        }
    }

    /**
     * @param recipes of what was bred, for ancestors that are no longer kept; what they say is proved by what comes out
     * @param kept packages by manifest digest, every byte verified
     * @param examples by their digest
     */
    public Replay(List<DescendantBred> recipes, Function<Digest, Optional<ModelPackage>> kept,
            Function<Digest, Examples> examples, Backend backend, MatrixProducts products, ProgressListener watch) {
        recipes.forEach(bred -> records.put(bred.manifestDigest().toString(), bred));
        this.kept = kept;
        this.watch = watch;
        this.breeder = new Breeder(new ParentModels() {
            @Override
            public ModelPackage find(Digest manifest) {
                return Replay.this.find(manifest);
            }

            @Override
            public Examples examples(Digest digest) {
                Examples found = examples.apply(digest);
                if (!found.digest().equals(digest)) {
                    throw new Incompatible("These are other examples.",
                            Finding.at("examples").expected(digest).found(found.digest()));
                }
                return found;
            }

            @Override
            public Backend backend() {
                return backend;
            }

            @Override
            public MatrixProducts products() {
                return products;
            }
        });
    }

    /** Whether a package says how it was bred. */
    public static boolean isBred(Manifest manifest) {
        Optional<String> recipe = manifest.findAnnotation(PackageAnnotations.RECIPE);
        return recipe.isPresent()
                && JsonReader.readObject(recipe.get(), JsonLimits.DEFAULT).integerOr("version", 0) == Recipe.VERSION;
    }

    /** Every descendant in a lineage. */
    public static List<DescendantBred> recipes(List<LineageRecord> lineage) {
        List<DescendantBred> recipes = new ArrayList<>();
        for (LineageRecord record : lineage) {
            if (record.kind().equals(DescendantBred.KIND) && record.typedBody() instanceof DescendantBred bred) {
                recipes.add(bred);
            }
        }
        return recipes;
    }

    /** A descendant and all its bred ancestors, the oldest first. */
    public List<Digest> ancestry(Digest root) {
        Set<Digest> found = new LinkedHashSet<>();
        gather(root, found);
        return List.copyOf(found);
    }

    private void gather(Digest one, Set<Digest> found) {
        Optional<ModelPackage> here = kept.apply(one).filter(files -> isBred(files.manifest()));
        DescendantBred record = records.get(one.toString());
        if (here.isEmpty() && record == null || found.contains(one)) {
            return;
        }
        String recipe = here.isPresent() ? here.get().manifest().annotation(PackageAnnotations.RECIPE)
                : record.recipe();
        Recipe.read(JsonReader.readObject(recipe, JsonLimits.DEFAULT)).parents()
                .forEach(parent -> gather(parent, found));
        found.add(one);
    }

    private ModelPackage find(Digest manifest) {
        ModelPackage known = rebuilt.get(manifest);
        if (known != null) {
            return known;
        }
        Optional<ModelPackage> here = kept.apply(manifest);
        if (here.isPresent() && !isBred(here.get().manifest())) {
            return here.get();
        }
        BreedingResult again = again(manifest, here);
        if (!again.digest().equals(manifest)) {
            throw new Incompatible("An ancestor came out otherwise.",
                    Finding.at(again.manifest().name().toString()).expected(manifest).found(again.digest()));
        }
        rebuilt.put(manifest, again.asModel());
        return again.asModel();
    }

    private BreedingResult again(Digest manifest, Optional<ModelPackage> here) {
        if (here.isPresent()) {
            return breeder.replay(here.get().manifest(), watch);
        }
        DescendantBred record = records.get(manifest.toString());
        if (record == null) {
            throw new InvalidInput("There is neither this package nor its recipe.",
                    Finding.at("replay").expected("manifest " + manifest).found("nothing")
                            .remedy("Export it together with what it was made from."));
        }
        return breeder.breed(Recipe.read(JsonReader.readObject(record.recipe(), JsonLimits.DEFAULT)),
                BreedingResult.Facts.of(PackageName.parse(record.genome().genomeId()), record.task(), record.recipe()),
                Breeder.Progress.NONE, watch);
    }

    /**
     * Makes a descendant again.
     *
     * @throws InvalidInput when something that it was made from is not there
     */
    public Outcome run(Digest manifest) {
        BreedingResult again = again(manifest, kept.apply(manifest).filter(files -> isBred(files.manifest())));
        if (again.digest().equals(manifest)) {
            rebuilt.put(manifest, again.asModel());
        }
        return new Outcome(again.manifest().name().toString(), manifest, again.digest());
    }

    @Override
    public void close() {
        breeder.close();
    }
}
