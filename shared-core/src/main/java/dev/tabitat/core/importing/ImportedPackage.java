package dev.tabitat.core.importing;

import dev.tabitat.core.device.FitTerm;
import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model that was imported, as a package: an OCI image manifest of CNCF ModelPack's types. Each file of the source is
 * a layer with its bytes as they were, so a weight layer's digest is the one that the source publishes. Weights that
 * were converted here take the place of the original ones; the recipe and the originals' digests are noted then.
 *
 * @param manifest with the notes of {@link PackageAnnotations}, {@link PackageAnnotations#IMPORT} among them
 * @param config the model's configuration, the blob that the manifest names
 */
public record ImportedPackage(Manifest manifest, byte[] config) {

    /** The file that converted weights are in. */
    public static final String CONVERTED = "model.safetensors";

    private static final int MAX_TEXT = 200;

    /**
     * What the files do not say.
     *
     * @param coordinates where the files are from, with their revision, such as {@code hf:owner/name@commit};
     * {@code local} for files of this device
     * @param address of the model's page; empty where there is none
     * @param recipe by which its weights were converted; empty where they are as they were
     */
    public record Facts(
            PackageName name, String title, String coordinates, String address, Optional<WeightRecipe> recipe) {}

    /**
     * A file that lies in the store, verified.
     *
     * @param path in the source; of converted weights {@link #CONVERTED}
     * @param digest of all of it
     * @param chunks of it
     */
    public record StoredFile(String path, Digest digest, ChunkList chunks) {}

    /**
     * Describes a package.
     *
     * @param files every file that the plan needs; where a recipe converted the weights, the new file and not those
     * @throws InvalidInput when the plan has problems, is an adapter's, or a needed file is missing
     * @throws DamagedData when a file is not the one that the source lists
     */
    public static ImportedPackage of(ImportPlan plan, Facts facts, List<StoredFile> files) {
        if (!plan.isSupported() || plan.kind() == ModelKind.ADAPTER) {
            throw new InvalidInput("This is no model that can be added.", Finding.at(facts.name().toString())
                    .expected("a model without problems")
                    .found(plan.isSupported() ? "an adapter"
                            : plan.problems().get(0)
                                    .message()));
        }
        List<Descriptor> layers = layers(plan, facts, files);
        byte[] config = config(plan, facts, layers);
        Descriptor described = new Descriptor(MediaTypes.CONFIG, Digest.of(config), config.length,
                Map.of(PackageAnnotations.CHUNKS, ChunkList.of(config).toJson().toString()));
        Manifest manifest = new Manifest(MediaTypes.MODEL, described, layers, Optional.empty(),
                notes(plan, facts, layers));
        // What is written can be read.
        return new ImportedPackage(Manifest.read(manifest.bytes()), config);
    }

    private static List<Descriptor> layers(ImportPlan plan, Facts facts, List<StoredFile> files) {
        Map<String, StoredFile> stored = new LinkedHashMap<>();
        for (StoredFile file : files) {
            stored.put(file.path(), file);
        }
        List<Descriptor> layers = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        for (ModelFile file : plan.needed()) {
            boolean isWeight = plan.weights().contains(file.path());
            if (isWeight && facts.recipe().isPresent()) {
                continue;
            }
            StoredFile found = require(stored.get(file.path()), file.path());
            requireListed(file, found);
            String path = plan.packagePath(file);
            paths.add(path);
            layers.add(layer(isWeight || path.endsWith(".safetensors") ? MediaTypes.WEIGHT : mediaType(path), path,
                    found));
        }
        if (facts.recipe().isPresent()) {
            if (!paths.add(CONVERTED)) {
                throw new InvalidInput("A file of the model has the name of the converted weights.",
                        Finding.at(CONVERTED).expected("a name of its own").found("a name that is taken"));
            }
            layers.add(layer(MediaTypes.WEIGHT, CONVERTED, require(stored.get(CONVERTED), CONVERTED)));
        }
        return layers;
    }

    private static StoredFile require(StoredFile file, String path) {
        if (file == null) {
            throw new InvalidInput("A file of the model is missing.",
                    Finding.at(path).expected("a file that was stored").found("none"));
        }
        return file;
    }

    private static void requireListed(ModelFile file, StoredFile found) {
        boolean isSame = file.bytes() == found.chunks().totalBytes()
                && (file.sha256().isEmpty() || file.sha256().get().equals(found.digest()));
        if (!isSame) {
            throw new DamagedData("A file is not the one that its source lists.", Finding.at(file.path())
                    .expected(file.bytes() + " bytes" + (file.sha256().isPresent() ? ", " + file.sha256().get() : ""))
                    .found(found.chunks().totalBytes() + " bytes, " + found.digest()).remedy("Add the model again."));
        }
    }

    private static Descriptor layer(String mediaType, String path, StoredFile file) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(Descriptor.FILE_PATH, path);
        notes.put(PackageAnnotations.CHUNKS, file.chunks().toJson().toString());
        return new Descriptor(mediaType, file.digest(), file.chunks().totalBytes(), notes);
    }

    private static String mediaType(String path) {
        String upper = path.toUpperCase(Locale.ROOT);
        boolean isDocument = upper.endsWith(".MD") || upper.startsWith("LICENSE") || upper.startsWith("LICENCE")
                || upper.startsWith("COPYING");
        return isDocument ? MediaTypes.DOC : MediaTypes.WEIGHT_CONFIG;
    }

    /** CNCF ModelPack, model configuration. */
    private static byte[] config(ImportPlan plan, Facts facts, List<Descriptor> layers) {
        List<Json> digests = new ArrayList<>();
        for (Descriptor layer : layers) {
            digests.add(Json.of(layer.digest().toString()));
        }
        JsonObject descriptor = JsonObject.of("name", facts.name().name(), "title", facts.title());
        if (!facts.address().isEmpty()) {
            descriptor = descriptor.with("sourceURL", facts.address());
        }
        Optional<String> licence = spdx(plan.licence());
        if (licence.isPresent()) {
            descriptor = descriptor.with("licenses", List.of(licence.get()));
        }
        return CanonicalJson.bytes(JsonObject.of("descriptor", descriptor,
                "modelfs", JsonObject.of("type", "layers", "diffIds", new JsonArray(digests)),
                "config", JsonObject.of("architecture", plan.architecture(), "format",
                        facts.recipe().isPresent() || plan.format().isEmpty() ? WeightFormat.SAFETENSORS.id()
                                : plan.format().get().id(),
                        "precision", quantization(plan, facts))));
    }

    private static Map<String, String> notes(ImportPlan plan, Facts facts, List<Descriptor> layers) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.FORMAT_VERSION, Integer.toString(PackageAnnotations.FORMAT));
        notes.put(PackageAnnotations.NAME, facts.name().name());
        notes.put(PackageAnnotations.TAG, facts.name().tag());
        notes.put(PackageAnnotations.TITLE, facts.title());
        Optional<String> licence = spdx(plan.licence());
        if (licence.isPresent()) {
            notes.put(PackageAnnotations.LICENCE, licence.get());
        }
        notes.put(PackageAnnotations.TASK, plan.task());
        notes.put(PackageAnnotations.ARCHITECTURE, plan.architecture());
        notes.put(PackageAnnotations.QUANTIZATION, quantization(plan, facts));
        notes.put(PackageAnnotations.SOURCE, sources(plan, facts, layers).toString());
        if (plan.context().isPresent()) {
            notes.put(PackageAnnotations.MAX_TOKENS, Long.toString(plan.context().getAsLong()));
        }
        if (plan.kind() == ModelKind.GENERATOR) {
            for (JsonObject term : plan.fit().findArray("terms").orElse(JsonArray.EMPTY).objects()) {
                if (term.string("name").equals(FitTerm.Name.ACTIVATIONS.id())) {
                    notes.put(PackageAnnotations.ACTIVATION_ESTIMATE, Long.toString(term.integer("bytes")));
                }
            }
        }
        if (!plan.head().labels().isEmpty()) {
            notes.put(PackageAnnotations.LABELS, Integer.toString(plan.head().labels().size()));
        }
        for (Descriptor layer : layers) {
            if (layer.path().equals("tokenizer.json")) {
                notes.put(PackageAnnotations.TOKENIZER, layer.digest().toString());
            }
        }
        JsonObject recognised = plan.annotations();
        if (facts.recipe().isPresent()) {
            notes.put(PackageAnnotations.RECIPE, facts.recipe().get().toJson().toString());
            recognised = recognised.with("weights", List.of(CONVERTED)).with("format", WeightFormat.SAFETENSORS.id());
        }
        notes.put(PackageAnnotations.IMPORT, recognised.toString());
        return notes;
    }

    private static String quantization(ImportPlan plan, Facts facts) {
        if (facts.recipe().isPresent()) {
            return facts.recipe().get().precision().id();
        }
        return plan.quantization().isEmpty() ? "unknown" : plan.quantization();
    }

    /** The files of weights that it was made from, by their digests at the source. */
    private static JsonArray sources(ImportPlan plan, Facts facts, List<Descriptor> layers) {
        List<Json> rows = new ArrayList<>();
        for (ModelFile file : plan.needed()) {
            if (!plan.weights().contains(file.path())) {
                continue;
            }
            JsonObject row = JsonObject.of("coordinates", facts.coordinates(), "file", file.path());
            Optional<Digest> digest = file.sha256();
            for (Descriptor layer : layers) {
                boolean isKept = facts.recipe().isEmpty() && layer.path().equals(plan.packagePath(file));
                digest = isKept ? Optional.of(layer.digest()) : digest;
            }
            rows.add(digest.isPresent() ? row.with("sha256", digest.get().hex()) : row);
        }
        return new JsonArray(rows);
    }

    /** The claim as an expression: a licence with a name alone is a reference to it. */
    private static Optional<String> spdx(LicenceClaim claim) {
        if (claim.spdx().isPresent() || claim.name().isEmpty()) {
            return claim.spdx();
        }
        StringBuilder id = new StringBuilder("LicenseRef-");
        for (int i = 0; i < Math.min(MAX_TEXT, claim.name().length()); i++) {
            char c = claim.name().charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.';
            id.append(plain ? c : '-');
        }
        return Optional.of(id.toString());
    }
}
