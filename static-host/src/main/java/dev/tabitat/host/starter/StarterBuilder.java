package dev.tabitat.host.starter;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.fitness.Accuracy;
import dev.tabitat.core.fitness.Interval;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextClassifier;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.TensorLayout;
import dev.tabitat.core.runtime.ClassifierRunner;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Builds the starter packages as OCI image layouts, one directory a name. The same inputs give the same digests.
 *
 * <p>Arguments: the directory with package.json, and the target.
 */
public final class StarterBuilder {

    /** What is said about a package beside its files. */
    record Facts(
            PackageName name, String title, String summary, String licence, String architecture, String quantization,
            String precision, String source, List<Artifacts.Pinned> inputs) {}

    static final Facts LANDE = new Facts(
            new PackageName("lande", "q8"), "lande", "Tells 50 languages apart from a few words.", "MIT", "char-ngram-mlp", "int8", "int8",
            "https://github.com/fabiospampinato/lande", Artifacts.lande());

    static final Facts LANGDETECT = new Facts(
            new PackageName("opennlp-langdetect", "fp32"), "OpenNLP langdetect", "Knows 103 languages; wants a sentence or two.",
            "Apache-2.0", "char-ngram-maxent", "none", "float32", "https://opennlp.apache.org", List.of(Artifacts.LANGDETECT));

    private final Artifacts artifacts;

    StarterBuilder(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Artifacts artifacts = new Artifacts(Path.of(arguments[0]));
        artifacts.fetch();
        for (ModelPackage built : new StarterBuilder(artifacts).build()) {
            write(built, Path.of(arguments[1]));
            Manifest manifest = built.manifest();
            System.out.printf(Locale.ROOT, "%-26s %,11d bytes  %s%n", manifest.name(), manifest.totalBytes(), manifest.digest());
        }
    }

    /** Both packages, evaluated on the languages that both know. */
    List<ModelPackage> build() throws IOException {
        Map<String, byte[]> lande = LandeConverter.files(artifacts);
        Map<String, byte[]> langdetect = LangdetectConverter.files(artifacts);
        ModelPackage first = pack(LANDE, lande, List.of());
        ModelPackage second = pack(LANGDETECT, langdetect, List.of());
        List<Udhr.Paragraph> paragraphs = Udhr.read(artifacts.modules(), shared(Models.load(first), Models.load(second)));
        return List.of(
                pack(LANDE, lande, List.of(claim(first, paragraphs))), pack(LANGDETECT, langdetect, List.of(claim(second, paragraphs))));
    }

    /** The languages that both models have a label for. */
    static Set<String> shared(TextClassifier a, TextClassifier b) {
        Set<String> shared = new LinkedHashSet<>();
        a.labels().forEach(label -> shared.add(Udhr.canonical(label)));
        Set<String> others = new LinkedHashSet<>();
        b.labels().forEach(label -> others.add(Udhr.canonical(label)));
        shared.retainAll(others);
        return shared;
    }

    /** How often the model names the paragraph's language. */
    static Accuracy accuracy(ModelPackage model, List<Udhr.Paragraph> paragraphs) {
        TextClassifier classifier = Models.load(model);
        try (Session session = new ReferenceBackend().open(classifier.graph(), classifier.weights())) {
            ClassifierRunner runner = new ClassifierRunner(classifier, session);
            long correct = paragraphs.stream()
                    .filter(paragraph -> Udhr.canonical(runner.classify(paragraph.text(), 1).scores().get(0).label()).equals(paragraph.language()))
                    .count();
            return new Accuracy(paragraphs.size(), correct);
        }
    }

    private static Json claim(ModelPackage model, List<Udhr.Paragraph> paragraphs) {
        Accuracy accuracy = accuracy(model, paragraphs);
        Interval interval = accuracy.interval();
        long languages = paragraphs.stream().map(Udhr.Paragraph::language).distinct().count();
        return JsonObject.of(
                "what", "accuracy", "dataset", Udhr.DATASET + ", " + languages + " languages", "value", rounded(accuracy.value().orElseThrow()),
                "n", accuracy.n(), "low", rounded(interval.low()), "high", rounded(interval.high()));
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    private static ModelPackage pack(Facts facts, Map<String, byte[]> converted, List<Json> evaluation) {
        Map<String, byte[]> files = new LinkedHashMap<>(converted);
        Map<String, Tensor> tensors = Safetensors.read(files.get(ModelPackage.WEIGHTS)).tensors();
        int labels = tensors.get(facts.architecture().equals("char-ngram-mlp") ? "output.bias" : "bias").elements();
        files.put(ModelPackage.CARD, card(facts, labels).getBytes(StandardCharsets.UTF_8));
        List<Descriptor> layers = new ArrayList<>();
        files.forEach((path, bytes) -> layers.add(Descriptor.ofFile(mediaType(path), path, bytes)));
        byte[] config = config(facts, layers);
        files.put(CONFIG_FILE, config);
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.FORMAT_VERSION, Integer.toString(PackageAnnotations.FORMAT));
        notes.put(PackageAnnotations.NAME, facts.name().name());
        notes.put(PackageAnnotations.TAG, facts.name().tag());
        notes.put(PackageAnnotations.TITLE, facts.title());
        notes.put(PackageAnnotations.SUMMARY, facts.summary());
        notes.put(PackageAnnotations.LICENCE, facts.licence());
        notes.put(PackageAnnotations.TASK, "language-identification");
        notes.put(PackageAnnotations.CONTRACT, JsonObject.of("input", "text", "output", "label-scores").toString());
        notes.put(PackageAnnotations.ARCHITECTURE, facts.architecture());
        notes.put(PackageAnnotations.QUANTIZATION, facts.quantization());
        notes.put(PackageAnnotations.TENSOR_LAYOUT, TensorLayout.digest(tensors).toString());
        notes.put(PackageAnnotations.TOKENIZER, Digest.of(files.get(ModelPackage.VOCABULARY)).toString());
        notes.put(PackageAnnotations.MEMORY_ESTIMATE, Long.toString(memory(tensors, files)));
        notes.put(PackageAnnotations.LABELS, Integer.toString(labels));
        notes.put(PackageAnnotations.SOURCE, source(facts).toString());
        if (!evaluation.isEmpty()) {
            notes.put(PackageAnnotations.EVALUATION, new JsonArray(evaluation).toString());
        }
        Manifest manifest = new Manifest(
                MediaTypes.MODEL, new Descriptor(MediaTypes.CONFIG, Digest.of(config), config.length,
                        Map.of(PackageAnnotations.CHUNKS, dev.tabitat.core.digest.ChunkList.of(config).toJson().toString())),
                layers, Optional.empty(), notes);
        return new ModelPackage(manifest, files);
    }

    /** Where a configuration is kept among the files here; in the package it is the manifest's config. */
    private static final String CONFIG_FILE = "config.json";

    /** Weights as floats, and the vocabulary's tables at about four times their file. */
    private static long memory(Map<String, Tensor> tensors, Map<String, byte[]> files) {
        long bytes = 4L * files.get(ModelPackage.VOCABULARY).length;
        for (Tensor tensor : tensors.values()) {
            bytes += 4L * tensor.elements();
        }
        return bytes;
    }

    private static JsonArray source(Facts facts) {
        List<Json> rows = new ArrayList<>();
        for (Artifacts.Pinned input : facts.inputs()) {
            rows.add(JsonObject.of("coordinates", input.coordinates(), "file", input.file(), "sha256", input.sha256()));
        }
        return new JsonArray(rows);
    }

    /** CNCF ModelPack, model configuration. */
    private static byte[] config(Facts facts, List<Descriptor> layers) {
        List<String> digests = layers.stream().map(layer -> layer.digest().toString()).toList();
        return CanonicalJson.bytes(JsonObject.of(
                "descriptor", JsonObject.of(
                        "name", facts.name().name(), "title", facts.title(), "description", facts.summary(),
                        "sourceURL", facts.source(), "licenses", List.of(facts.licence())),
                "modelfs", JsonObject.of("type", "layers", "diffIds", digests),
                "config", JsonObject.of("architecture", facts.architecture(), "format", "safetensors", "precision", facts.precision())));
    }

    private static String card(Facts facts, int labels) {
        StringBuilder inputs = new StringBuilder();
        for (Artifacts.Pinned input : facts.inputs()) {
            inputs.append("- ").append(input.coordinates()).append(", ").append(input.file()).append(", sha256 ").append(input.sha256()).append('\n');
        }
        return """
                # %s

                %s

                Task: text in, a score for each of %d languages out (ISO 639-3; the scores sum to 1).
                Licence: %s, as its source states; the text is in LICENSE.

                Made from these files, without training or tuning:

                %s
                A short text can look like its neighbours: Norwegian like Danish, Serbian like Croatian. The accuracy that the
                manifest claims was measured when this package was built, on paragraphs of the Universal Declaration of Human
                Rights; everyday messages are shorter and looser.
                """.formatted(facts.title(), facts.summary(), labels, facts.licence(), inputs);
    }

    private static String mediaType(String path) {
        return switch (path) {
            case ModelPackage.WEIGHTS -> MediaTypes.WEIGHT;
            case ModelPackage.ARCHITECTURE, ModelPackage.VOCABULARY -> MediaTypes.WEIGHT_CONFIG;
            default -> MediaTypes.DOC;
        };
    }

    private static void write(ModelPackage built, Path target) throws IOException {
        Manifest manifest = built.manifest();
        Path layout = target.resolve(manifest.name().name());
        Path blobs = layout.resolve("blobs/sha256");
        if (Files.isDirectory(blobs)) {
            try (var old = Files.list(blobs)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(blobs);
        for (Descriptor layer : manifest.layers()) {
            Files.write(blobs.resolve(layer.digest().hex()), built.file(layer.path()));
        }
        Files.write(blobs.resolve(manifest.config().digest().hex()), built.file(CONFIG_FILE));
        byte[] bytes = manifest.bytes();
        Files.write(blobs.resolve(Digest.of(bytes).hex()), bytes);
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        JsonObject entry = JsonObject.of(
                "mediaType", MediaTypes.MANIFEST, "artifactType", MediaTypes.MODEL, "digest", Digest.of(bytes).toString(), "size", bytes.length,
                "annotations", JsonObject.of("org.opencontainers.image.ref.name", manifest.name().tag()));
        Files.write(layout.resolve("index.json"), CanonicalJson.bytes(
                JsonObject.of("schemaVersion", 2, "mediaType", MediaTypes.INDEX, "manifests", List.of(entry))));
    }
}
