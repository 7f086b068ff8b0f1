package dev.tabitat.web.engine;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.NgramVocabulary;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real classifier, as small as one can be: a text with more "a" than "b" is {@code aaa}, else {@code bbb}. */
final class TinyModels {

    private TinyModels() {}

    /** Offers the model under a name on a host. */
    static Manifest offer(FakeWorld host, String name, double accuracy) {
        Map<String, byte[]> files = files();
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.FORMAT_VERSION, String.valueOf(PackageAnnotations.FORMAT));
        notes.put(PackageAnnotations.NAME, name);
        notes.put(PackageAnnotations.TAG, "q8");
        notes.put(PackageAnnotations.LICENCE, "MIT");
        notes.put(PackageAnnotations.TASK, "language-identification");
        notes.put(PackageAnnotations.QUANTIZATION, "int8");
        notes.put(PackageAnnotations.MEMORY_ESTIMATE, "2000");
        notes.put(PackageAnnotations.EVALUATION,
                "[{\"what\":\"accuracy\",\"dataset\":\"tiny\",\"value\":" + accuracy + ",\"n\":10,\"low\":0.1,\"high\":1}]");
        Manifest manifest = new Manifest(MediaTypes.MODEL,
                new Descriptor(MediaTypes.CONFIG, Digest.of(config), config.length, Map.of()),
                List.of(Descriptor.ofFile(MediaTypes.WEIGHT_CONFIG, ModelPackage.ARCHITECTURE, files.get(ModelPackage.ARCHITECTURE)),
                        Descriptor.ofFile(MediaTypes.WEIGHT_CONFIG, ModelPackage.VOCABULARY, files.get(ModelPackage.VOCABULARY)),
                        Descriptor.ofFile(MediaTypes.WEIGHT, ModelPackage.WEIGHTS, files.get(ModelPackage.WEIGHTS))),
                Optional.empty(), notes);
        host.resources.put("/v2/" + name + "/manifests/q8", manifest.bytes());
        host.resources.put("/v2/" + name + "/tags/list", "{\"tags\":[\"q8\"]}".getBytes(StandardCharsets.UTF_8));
        host.resources.put("/v2/" + name + "/blobs/" + manifest.config().digest(), config);
        manifest.layers().forEach(layer -> host.resources.put("/v2/" + name + "/blobs/" + layer.digest(), files.get(layer.path())));
        List<String> names = host.resources.keySet().stream().filter(path -> path.endsWith("/tags/list"))
                .map(path -> path.substring(4, path.length() - 10)).toList();
        host.resources.put("/v2/_catalog", JsonObject.of("repositories", JsonArray.ofStrings(names)).toString()
                .getBytes(StandardCharsets.UTF_8));
        return manifest;
    }

    private static Map<String, byte[]> files() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("hidden.weight", Tensor.ofBytes(DType.I8, Shape.of(2, 2), new byte[] {64, 0, 0, 64}));
        tensors.put("hidden.scale", Tensor.ofFloats(Shape.of(2), new float[] {.1f, .1f}));
        tensors.put("hidden.bias", Tensor.ofFloats(Shape.of(2), new float[] {0, 0}));
        tensors.put("output.weight", Tensor.ofBytes(DType.I8, Shape.of(2, 2), new byte[] {64, 0, 0, 64}));
        tensors.put("output.scale", Tensor.ofFloats(Shape.of(2), new float[] {.1f, .1f}));
        tensors.put("output.bias", Tensor.ofFloats(Shape.of(2), new float[] {0, 0}));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.ARCHITECTURE, JsonObject.of("architecture", "char-ngram-mlp", "normalizer", NORMALIZER,
                "ngrams", JsonArray.of(1), "weighting", WEIGHTING, "labels", JsonArray.of("aaa", "bbb"))
                .toString().getBytes(StandardCharsets.UTF_8));
        files.put(ModelPackage.VOCABULARY, NgramVocabulary.write(List.of("a", "b")));
        files.put(ModelPackage.WEIGHTS, new Safetensors(tensors, Map.of()).write());
        return files;
    }

    private static final String NORMALIZER = "letters-and-marks";
    private static final String WEIGHTING = "frequency";
}
