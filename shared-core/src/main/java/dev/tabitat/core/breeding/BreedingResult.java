package dev.tabitat.core.breeding;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.licences.LicenceExpression;
import dev.tabitat.core.licences.Licences;
import dev.tabitat.core.lineage.AdapterSpec;
import dev.tabitat.core.lineage.Genome;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.random.Seeds;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A descendant as a package of its own. Its bytes follow from its parents, its recipe and its {@link Facts} alone.
 *
 * @param files by path
 * @param config the blob that is the manifest's configuration
 * @param recipe that made it
 * @param adapters that it carries
 */
public record BreedingResult(Manifest manifest, Map<String, byte[]> files, byte[] config, Recipe recipe,
        List<AdapterSpec> adapters) {

    /**
     * The description for people; title and summary follow from the recipe.
     *
     * @param task id of what it does
     * @param numericSeed whether its recipe has the seed as a number, as older versions wrote it
     */
    public record Facts(PackageName name, String task, boolean numericSeed) {

        public Facts(PackageName name, String task) {
            this(name, task, false);
        }

        /** What a descendant's manifest says. */
        static Facts of(Manifest manifest) {
            return of(manifest.name(), manifest.annotation(PackageAnnotations.TASK),
                    manifest.annotation(PackageAnnotations.RECIPE));
        }

        /** Those of a descendant that was made by this recipe. */
        static Facts of(PackageName name, String task, String recipe) {
            return new Facts(name, task, Seeds.isNumber(JsonReader.readObject(recipe, JsonLimits.DEFAULT), "seed"));
        }

        String title(Recipe recipe) {
            return name.name() + ", " + recipe.words();
        }

        String summary() {
            return "Made in a lab for the task " + task + " from a person's own examples.";
        }
    }

    /** A parent and how it is known. */
    record Parent(Digest digest, ModelPackage files) {
    }

    /**
     * Packs a descendant.
     *
     * @param notes annotations that follow from what it is
     * @param limits what to know before trusting it, in sentences
     * @throws dev.tabitat.core.error.Refused when the parents' licences cannot hold together
     */
    static BreedingResult pack(Facts facts, Recipe recipe, List<Parent> parents, String architecture,
            Map<String, byte[]> made, Map<String, String> notes, List<AdapterSpec> adapters,
            String limits) {
        for (Parent parent : parents) {
            if (parent.files().manifest().name().equals(facts.name())) {
                throw new InvalidInput("A descendant cannot have its parent's name.",
                        Finding.at("name").expected("another name or tag").found(facts.name()));
            }
        }
        String licence = licence(facts, parents);
        Map<String, byte[]> files = new LinkedHashMap<>(made);
        for (Parent parent : parents) {
            if (parent.files().files().containsKey(ModelPackage.LICENCE)) {
                files.putIfAbsent(ModelPackage.LICENCE, parent.files().file(ModelPackage.LICENCE));
            }
        }
        files.put(ModelPackage.CARD, Utf8.encode(card(facts, recipe, parents, licence, limits)));
        List<Descriptor> layers = new ArrayList<>();
        files.forEach((path, bytes) -> layers.add(Descriptor.ofFile(mediaType(path), path, bytes)));
        List<String> digests = new ArrayList<>();
        layers.forEach(layer -> digests.add(layer.digest().toString()));
        byte[] config = CanonicalJson.bytes(JsonObject.of(
                "descriptor",
                JsonObject.of("name", facts.name().name(), "title", facts.title(recipe), "description", facts.summary(),
                        "licenses", List.of(licence)),
                "modelfs", JsonObject.of("type", "layers", "diffIds", digests),
                "config", JsonObject.of("architecture", architecture, "format", "safetensors", "precision",
                        notes.getOrDefault(PackageAnnotations.QUANTIZATION, "none"))));
        Map<String, String> all = new LinkedHashMap<>();
        all.put(PackageAnnotations.FORMAT_VERSION, Integer.toString(PackageAnnotations.FORMAT));
        all.put(PackageAnnotations.NAME, facts.name().name());
        all.put(PackageAnnotations.TAG, facts.name().tag());
        all.put(PackageAnnotations.TITLE, facts.title(recipe));
        all.put(PackageAnnotations.SUMMARY, facts.summary());
        all.put(PackageAnnotations.LICENCE, licence);
        all.put(PackageAnnotations.TASK, facts.task());
        all.put(PackageAnnotations.CONTRACT, JsonObject.of("input", "text", "output", "label-scores").toString());
        all.put(PackageAnnotations.ARCHITECTURE, architecture);
        all.put(PackageAnnotations.QUANTIZATION, "none");
        all.put(PackageAnnotations.PARENT, parents.get(0).digest().toString());
        all.put(PackageAnnotations.PARENT_NAME, parents.get(0).files().manifest().name().toString());
        all.put(PackageAnnotations.RECIPE, CanonicalJson.text(recipe.toJson(facts.numericSeed())));
        all.putAll(notes);
        Descriptor described = new Descriptor(MediaTypes.CONFIG, Digest.of(config), config.length,
                Map.of(PackageAnnotations.CHUNKS, ChunkList.of(config).toJson().toString()));
        Manifest manifest = Manifest
                .read(new Manifest(MediaTypes.MODEL, described, layers, Optional.empty(), all).bytes());
        return new BreedingResult(manifest, files, config, recipe, List.copyOf(adapters));
    }

    /** All of the parents' at once. */
    private static String licence(Facts facts, List<Parent> parents) {
        Set<String> each = new LinkedHashSet<>();
        List<LicenceExpression> parsed = new ArrayList<>();
        for (Parent parent : parents) {
            String licence = parent.files().manifest().findAnnotation(PackageAnnotations.LICENCE).orElse("NOASSERTION");
            if (each.add(licence)) {
                parsed.add(LicenceExpression.parse(licence));
            }
        }
        Licences.require(parsed, "licence of " + facts.name());
        List<String> parts = new ArrayList<>();
        each.forEach(one -> parts.add(each.size() > 1 && one.indexOf(' ') >= 0 ? "(" + one + ")" : one));
        return String.join(" AND ", parts);
    }

    private static String card(Facts facts, Recipe recipe, List<Parent> parents, String licence, String limits) {
        StringBuilder from = new StringBuilder();
        for (Parent parent : parents) {
            from.append("- ").append(parent.files().manifest().name()).append(", ").append(parent.digest())
                    .append('\n');
        }
        return "# " + facts.title(recipe) + "\n\n" + facts.summary() + "\n\nTask: " + facts.task()
                + ". How it was made: " + recipe.words() + ". The manifest holds the recipe; with these parents"
                + (recipe.dataset().isPresent() ? " and the examples " + recipe.dataset().get() : "")
                + " it gives the same bytes anywhere:\n\n" + from + "\nLicence: " + licence + ".\n\n" + limits + "\n";
    }

    private static String mediaType(String path) {
        return switch (path) {
            case ModelPackage.WEIGHTS, "adapter_model.safetensors" -> MediaTypes.WEIGHT;
            case ModelPackage.LICENCE, ModelPackage.CARD -> MediaTypes.DOC;
            default -> MediaTypes.WEIGHT_CONFIG;
        };
    }

    public Digest digest() {
        return manifest.digest();
    }

    /** The package as it is loaded. */
    public ModelPackage asModel() {
        return ModelPackage.of(manifest, files);
    }

    /**
     * The recipe as lineage has it.
     *
     * @param createdAtUtc when; the package does not depend on it
     */
    public Genome genome(String createdAtUtc) {
        List<String> parents = new ArrayList<>();
        recipe.parents().forEach(parent -> parents.add(parent.toString()));
        return new Genome(manifest.name().toString(),
                manifest.findAnnotation(PackageAnnotations.BASE).orElse(parents.get(0)),
                manifest.annotation(PackageAnnotations.ARCHITECTURE),
                manifest.annotation(PackageAnnotations.TENSOR_LAYOUT), adapters, parents, recipe.family(),
                recipe.seed(), "", List.of(recipe.words()), digest().toString(), createdAtUtc);
    }
}
