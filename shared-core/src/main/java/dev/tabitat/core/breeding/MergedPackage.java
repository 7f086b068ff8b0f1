package dev.tabitat.core.breeding;

import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.lineage.AdapterSpec;
import dev.tabitat.core.lineage.BreedingOperator;
import dev.tabitat.core.lineage.Genome;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertEncoder;
import dev.tabitat.core.model.KnownAnswers;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.licences.Licences;
import dev.tabitat.core.packages.LicenceExpression;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.TensorLayout;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A descendant of an encoder into which a stack of adapters was merged, as a package of its own: the same bytes on every machine. Its
 * known answers are the reference backend's to what its parent was asked.
 *
 * @param manifest names its parent and the recipe
 * @param files by path
 * @param config the blob that is the manifest's configuration
 * @param genome the recipe as lineage has it
 */
public record MergedPackage(Manifest manifest, Map<String, byte[]> files, byte[] config, Genome genome) {

    /** What it has from its parent unchanged. */
    private static final List<String> INHERITED = List.of(
            PackageAnnotations.TASK, PackageAnnotations.CONTRACT, PackageAnnotations.ARCHITECTURE, PackageAnnotations.QUANTIZATION,
            PackageAnnotations.TOKENIZER, PackageAnnotations.MEMORY_ESTIMATE, PackageAnnotations.ACTIVATION_ESTIMATE, PackageAnnotations.ACTIVATION_ROW,
            PackageAnnotations.MAX_TOKENS);

    /**
     * What people are told of it.
     *
     * @param licence SPDX expression that parent and adapters allow
     */
    public record Facts(PackageName name, String title, String summary, String licence) {
    }

    /**
     * Merges and packs.
     *
     * @param base with all its files, verified
     * @param baseDigest of its manifest as it is stored or served
     * @param createdAtUtc for the genome; the package does not depend on it
     * @throws dev.tabitat.core.error.Incompatible when an adapter does not fit the base
     * @throws dev.tabitat.core.error.Refused when the licence and the base's cannot hold together
     * @throws InvalidInput when the base is no encoder, the name is the base's own, or the stack changes nothing
     * @throws dev.tabitat.core.error.DamagedData when a file of the base is broken, or the licence is no expression
     */
    public static MergedPackage of(Facts facts, ModelPackage base, Digest baseDigest, AdapterStack stack, String createdAtUtc) {
        PackageName parent = base.manifest().name();
        if (facts.name().equals(parent)) {
            throw new InvalidInput("A descendant cannot have its parent's name.", Finding.at("name").expected("another name or tag").found(parent));
        }
        LicenceExpression licence = LicenceExpression.parse(facts.licence());
        base.manifest().findAnnotation(PackageAnnotations.LICENCE).ifPresent(
                ofBase -> Licences.require(List.of(LicenceExpression.parse(ofBase), licence), "licence of " + facts.name()));
        TextEncoder encoder = Models.encoder(base);
        BertConfig measures = encoder.bert().config();
        Safetensors weights = Safetensors.read(base.file(ModelPackage.WEIGHTS));
        AdapterMerge.Merged merged = AdapterMerge.merge(weights.tensors(), baseDigest, Modules.of(measures), stack);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.WEIGHTS, new Safetensors(merged.tensors(), weights.metadata()).write());
        files.put(ModelPackage.ARCHITECTURE, base.file(ModelPackage.ARCHITECTURE));
        files.put(ModelPackage.TOKENIZER, base.file(ModelPackage.TOKENIZER));
        files.put(ModelPackage.KNOWN_ANSWERS, answers(BertEncoder.of(measures, new Safetensors(merged.tensors(), Map.of())), encoder.known()).write());
        if (base.files().containsKey(ModelPackage.LICENCE)) {
            files.put(ModelPackage.LICENCE, base.file(ModelPackage.LICENCE));
        }
        files.put(ModelPackage.CARD, Utf8.encode(card(facts, parent, stack)));
        List<Descriptor> layers = new ArrayList<>();
        files.forEach((path, bytes) -> layers.add(Descriptor.ofFile(mediaType(path), path, bytes)));
        byte[] config = config(facts, base.manifest(), layers);
        Map<String, String> notes = notes(facts, base.manifest(), baseDigest, merged);
        Descriptor described = new Descriptor(MediaTypes.CONFIG, Digest.of(config), config.length,
                Map.of(PackageAnnotations.CHUNKS, ChunkList.of(config).toJson().toString()));
        Manifest manifest = Manifest.read(new Manifest(MediaTypes.MODEL, described, layers, Optional.empty(), notes).bytes());
        return new MergedPackage(manifest, files, config, genome(manifest, base.manifest(), baseDigest, Modules.of(measures), stack, merged, createdAtUtc));
    }

    private static KnownAnswers answers(BertEncoder encoder, KnownAnswers asked) {
        try (Session session = new ReferenceBackend().open(encoder.graph(), encoder.weights())) {
            Tensor embeddings = session.run(asked.inputs()).get(BertEncoder.EMBEDDINGS);
            return new KnownAnswers(asked.inputs(), embeddings);
        }
    }

    private static Map<String, String> notes(Facts facts, Manifest base, Digest baseDigest, AdapterMerge.Merged merged) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.FORMAT_VERSION, Integer.toString(PackageAnnotations.FORMAT));
        notes.put(PackageAnnotations.NAME, facts.name().name());
        notes.put(PackageAnnotations.TAG, facts.name().tag());
        notes.put(PackageAnnotations.TITLE, facts.title());
        notes.put(PackageAnnotations.SUMMARY, facts.summary());
        notes.put(PackageAnnotations.LICENCE, facts.licence());
        for (String key : INHERITED) {
            base.findAnnotation(key).ifPresent(value -> notes.put(key, value));
        }
        notes.put(PackageAnnotations.TENSOR_LAYOUT, TensorLayout.digest(merged.tensors()).toString());
        notes.put(PackageAnnotations.PARENT, baseDigest.toString());
        notes.put(PackageAnnotations.PARENT_NAME, base.name().toString());
        notes.put(PackageAnnotations.RECIPE, merged.recipe().toString());
        return notes;
    }

    private static byte[] config(Facts facts, Manifest base, List<Descriptor> layers) {
        List<String> digests = new ArrayList<>();
        for (Descriptor layer : layers) {
            digests.add(layer.digest().toString());
        }
        return CanonicalJson.bytes(JsonObject.of(
                "descriptor", JsonObject.of("name", facts.name().name(), "title", facts.title(), "description", facts.summary(),
                        "licenses", List.of(facts.licence())),
                "modelfs", JsonObject.of("type", "layers", "diffIds", digests),
                "config", JsonObject.of("architecture", base.findAnnotation(PackageAnnotations.ARCHITECTURE).orElse(BertConfig.ID), "format", "safetensors",
                        "precision", base.findAnnotation(PackageAnnotations.QUANTIZATION).filter(kind -> !kind.equals("none")).orElse("float32"))));
    }

    private static Genome genome(Manifest manifest, Manifest base, Digest baseDigest, Modules modules, AdapterStack stack, AdapterMerge.Merged merged, String createdAtUtc) {
        Digest layout = TensorLayout.digest(merged.tensors());
        List<AdapterSpec> adapters = new ArrayList<>();
        List<String> parents = new ArrayList<>(List.of(baseDigest.toString()));
        List<String> log = new ArrayList<>();
        for (AdapterStack.Entry entry : stack.entries()) {
            adapters.add(entry.adapter().spec(entry.id(), modules, layout));
            parents.add(entry.digest().toString());
            log.add("merged " + entry.id() + " with weight " + JsonNumber.of(entry.weight()));
        }
        return new Genome(manifest.name().toString(), baseDigest.toString(), base.findAnnotation(PackageAnnotations.ARCHITECTURE).orElse(BertConfig.ID),
                layout.toString(), adapters, parents, BreedingOperator.ADAPTER_MERGE, 0, base.findAnnotation(PackageAnnotations.SOURCE).orElse(""), log,
                manifest.digest().toString(), createdAtUtc);
    }

    private static String card(Facts facts, PackageName parent, AdapterStack stack) {
        StringBuilder merged = new StringBuilder();
        for (AdapterStack.Entry entry : stack.entries()) {
            merged.append("- ").append(entry.id()).append(", weight ").append(JsonNumber.of(entry.weight())).append(", ").append(entry.digest()).append('\n');
        }
        return "# " + facts.title() + "\n\n" + facts.summary() + "\n\nMade from " + parent + " by merging these adapters into its weights:\n\n" + merged
                + "\nLicence: " + facts.licence() + ". It has not been evaluated; what is known of its parent need not hold.\n";
    }

    private static String mediaType(String path) {
        return switch (path) {
            case ModelPackage.WEIGHTS -> MediaTypes.WEIGHT;
            case ModelPackage.ARCHITECTURE, ModelPackage.TOKENIZER, ModelPackage.KNOWN_ANSWERS -> MediaTypes.WEIGHT_CONFIG;
            default -> MediaTypes.DOC;
        };
    }

    /** The package as it is loaded. */
    public ModelPackage asModel() {
        return ModelPackage.of(manifest, files);
    }
}
