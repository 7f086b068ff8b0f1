package dev.tabitat.web.engine;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertContract;
import dev.tabitat.core.model.BertEncoder;
import dev.tabitat.core.model.KnownAnswers;
import dev.tabitat.core.model.Quantizer;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.NgramVocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real classifier, as small as one can be: a text with more "a" than "b" is {@code aaa}, else {@code bbb}. */
final class TinyModels {

    private TinyModels() {}

    /** Offers the model under a name on a host. */
    static Manifest offer(FakeEngineEnvironment host, String name, double accuracy) {
        return offer(host, name, accuracy, 0);
    }

    /** @param more bytes that it has beside what a classifier needs */
    static Manifest offer(FakeEngineEnvironment host, String name, double accuracy, int more) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.TASK, "language-identification");
        notes.put(PackageAnnotations.EVALUATION,
                "[{\"what\":\"accuracy\",\"dataset\":\"tiny\",\"value\":" + accuracy
                        + ",\"n\":10,\"low\":0.1,\"high\":1}]");
        Map<String, byte[]> files = files();
        files.put("README.md", java.util.Arrays
                .copyOf((name + " is right in " + accuracy).getBytes(StandardCharsets.UTF_8), 40 + more));
        return offer(host, name, files, notes);
    }

    /** Offers an encoder under a name on a host; its words are a to z. */
    static Manifest offerEncoder(FakeEngineEnvironment host, String name) {
        return offer(host, name, encoder(), Map.of(PackageAnnotations.TASK, "sentence-embedding",
                PackageAnnotations.CONTRACT, "{\"input\":\"text\",\"output\":\"embedding\"}"));
    }

    /** Offers the model as one that was bred from another. */
    static Manifest offerDescendant(FakeEngineEnvironment host, String name, Digest parent, String parentName,
            String recipe) {
        return offer(host, name, files(),
                Map.of(PackageAnnotations.TASK, "reviews", PackageAnnotations.LABELS, "2", PackageAnnotations.PARENT,
                        parent.toString(),
                        PackageAnnotations.PARENT_NAME, parentName, PackageAnnotations.RECIPE, recipe));
    }

    /** Offers a package of examples. @return the digest of their file */
    static String offerExamples(FakeEngineEnvironment host, String name) {
        byte[] file = "{\"label\":\"aaa\",\"text\":\"aab\"}\n".getBytes(StandardCharsets.UTF_8);
        return offer(host, name, MediaTypes.EXAMPLES, Map.of("examples.jsonl", file),
                Map.of(PackageAnnotations.TASK, "reviews", PackageAnnotations.LABELS, "2"))
                .layers().get(0).digest().toString();
    }

    private static Manifest offer(FakeEngineEnvironment host, String name, Map<String, byte[]> files,
            Map<String, String> more) {
        return offer(host, name, MediaTypes.MODEL, files, more);
    }

    private static Manifest offer(FakeEngineEnvironment host, String name, String type, Map<String, byte[]> files,
            Map<String, String> more) {
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.FORMAT_VERSION, String.valueOf(PackageAnnotations.FORMAT));
        notes.put(PackageAnnotations.NAME, name);
        notes.put(PackageAnnotations.TAG, "q8");
        notes.put(PackageAnnotations.LICENCE, "MIT");
        notes.put(PackageAnnotations.QUANTIZATION, "int8");
        notes.put(PackageAnnotations.MEMORY_ESTIMATE, "2000");
        notes.putAll(more);
        List<Descriptor> layers = new ArrayList<>();
        files.forEach((path, bytes) -> layers.add(Descriptor
                .ofFile(type.equals(MediaTypes.EXAMPLES) ? MediaTypes.DATASET : MediaTypes.WEIGHT, path, bytes)));
        Manifest manifest = new Manifest(type,
                type.equals(MediaTypes.EXAMPLES) ? Descriptor.EMPTY
                        : new Descriptor(MediaTypes.CONFIG, Digest.of(config), config.length, Map.of()),
                layers,
                Optional.empty(), notes);
        host.resources.put("/v2/" + name + "/manifests/q8", manifest.bytes());
        host.resources.put("/v2/" + name + "/tags/list", "{\"tags\":[\"q8\"]}".getBytes(StandardCharsets.UTF_8));
        host.resources.put("/v2/" + name + "/blobs/" + manifest.config().digest(), config);
        manifest.layers().forEach(
                layer -> host.resources.put("/v2/" + name + "/blobs/" + layer.digest(), files.get(layer.path())));
        List<String> names = host.resources.keySet().stream().filter(path -> path.endsWith("/tags/list"))
                .map(path -> path.substring(4, path.length() - 10)).toList();
        host.resources.put("/v2/_catalog", JsonObject.of("repositories", JsonArray.ofStrings(names)).toString()
                .getBytes(StandardCharsets.UTF_8));
        return manifest;
    }

    private static Map<String, byte[]> files() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("hidden.weight", Tensor.ofBytes(DType.I8, Shape.of(2, 2), new byte[]{64, 0, 0, 64}));
        tensors.put("hidden.scale", Tensor.ofFloats(Shape.of(2), new float[]{.1f, .1f}));
        tensors.put("hidden.bias", Tensor.ofFloats(Shape.of(2), new float[]{0, 0}));
        tensors.put("output.weight", Tensor.ofBytes(DType.I8, Shape.of(2, 2), new byte[]{64, 0, 0, 64}));
        tensors.put("output.scale", Tensor.ofFloats(Shape.of(2), new float[]{.1f, .1f}));
        tensors.put("output.bias", Tensor.ofFloats(Shape.of(2), new float[]{0, 0}));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.ARCHITECTURE, JsonObject.of("architecture", "char-ngram-mlp", "normalizer", NORMALIZER,
                "ngrams", JsonArray.of(1), "weighting", WEIGHTING, "labels", JsonArray.of("aaa", "bbb"))
                .toString().getBytes(StandardCharsets.UTF_8));
        files.put(ModelPackage.VOCABULARY, NgramVocabulary.write(List.of("a", "b")));
        files.put(ModelPackage.WEIGHTS, new Safetensors(tensors, Map.of()).write());
        return files;
    }

    private static Map<String, byte[]> encoder() {
        BertConfig config = BertContract.config(Op.Pooling.MEAN);
        Map<String, Tensor> tensors = Quantizer.quantize(BertContract.tensors(5), Quantizer.Kind.INT8);
        BertEncoder bert = BertContract.encoder(config, tensors);
        Map<String, Tensor> inputs = BertContract.inputs(new int[]{1, 7, 2}, new int[]{1, 4, 5, 6, 2});
        KnownAnswers known = new KnownAnswers(inputs,
                new ReferenceBackend().open(bert.graph(), bert.weights()).run(inputs).get(BertEncoder.EMBEDDINGS));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.ARCHITECTURE, config.write().toString().getBytes(StandardCharsets.UTF_8));
        files.put(ModelPackage.TOKENIZER, tokenizer().getBytes(StandardCharsets.UTF_8));
        files.put(ModelPackage.KNOWN_ANSWERS, known.write());
        files.put(ModelPackage.WEIGHTS, new Safetensors(tensors, Map.of()).write());
        return files;
    }

    private static String tokenizer() {
        JsonObject.Builder vocabulary = JsonObject.builder().put("[UNK]", 0).put("[CLS]", 1).put("[SEP]", 2);
        for (char c = 'a'; c <= 'z'; c++) {
            vocabulary.put(String.valueOf(c), c - 'a' + 3);
        }
        return JsonObject.of("version", "1.0", "added_tokens", JsonArray.of(),
                "normalizer", JsonObject.of("type", "BertNormalizer", "clean_text", true, "handle_chinese_chars", true,
                        "strip_accents", JsonNull.NULL, "lowercase", true),
                "pre_tokenizer", JsonObject.of("type", "BertPreTokenizer"),
                "post_processor",
                JsonObject.of("type", "BertProcessing", "sep", JsonArray.of("[SEP]", 2), "cls",
                        JsonArray.of("[CLS]", 1)),
                "model", JsonObject.of("type", "WordPiece", "unk_token", "[UNK]", "continuing_subword_prefix", "##",
                        "max_input_chars_per_word", 100, "vocab", vocabulary.build()))
                .toString();
    }

    private static final String NORMALIZER = "letters-and-marks";
    private static final String WEIGHTING = "frequency";
}
