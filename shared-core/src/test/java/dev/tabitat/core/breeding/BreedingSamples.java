package dev.tabitat.core.breeding;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.examples.Example;
import dev.tabitat.core.examples.Examples;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertContract;
import dev.tabitat.core.model.BertEncoder;
import dev.tabitat.core.model.CharNgramMlp;
import dev.tabitat.core.model.KnownAnswers;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ExactBackend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.NgramVocabulary;
import dev.tabitat.core.training.MatrixProducts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small parents, examples and a stock of them, for tests of breeding. */
final class BreedingSamples {

    static final List<String> LABELS = List.of("early", "late");

    private BreedingSamples() {}

    /** Texts of single letters, of the first eight of the alphabet or of the last eight. */
    static Examples examples(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        List<Example> items = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            char first = i % 2 == 0 ? 'a' : 's';
            StringBuilder text = new StringBuilder();
            for (int letter = 0; letter < 8; letter++) {
                text.append(letter == 0 ? "" : " ").append((char) (first + random.nextInt(8)));
            }
            items.add(new Example(text.toString(), LABELS.get(i % 2)));
        }
        return Examples.sorted(items);
    }

    /** An encoder of two layers in full precision; its words are a to z. */
    static ModelPackage encoder(String name) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.ARCHITECTURE, Utf8.encode(BertContract.config(Op.Pooling.MEAN).write().toString()));
        files.put(ModelPackage.TOKENIZER, Utf8.encode(tokenizer()));
        Map<String, Tensor> tensors = BertContract.tensors(5);
        BertEncoder bert = BertContract.encoder(BertContract.config(Op.Pooling.MEAN), tensors);
        Map<String, Tensor> inputs = BertContract.inputs(new int[]{1, 7, 2}, new int[]{1, 4, 5, 6, 2});
        try (Session session = new ReferenceBackend().open(bert.graph(), bert.weights())) {
            files.put(ModelPackage.KNOWN_ANSWERS,
                    new KnownAnswers(inputs, session.run(inputs).get(BertEncoder.EMBEDDINGS)).write());
        }
        files.put(ModelPackage.WEIGHTS, new Safetensors(tensors, Map.of()).write());
        return pack(name, BertConfig.ID, files);
    }

    /** A network of single letters with three hidden units. */
    static ModelPackage network(String name, long seed, List<String> labels) {
        SplitMix64 random = new SplitMix64(seed);
        List<String> letters = new ArrayList<>();
        for (char c = 'a'; c <= 'z'; c++) {
            letters.add(String.valueOf(c));
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        layer(tensors, random, "hidden", 3, letters.size());
        layer(tensors, random, "output", labels.size(), 3);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.ARCHITECTURE,
                Utf8.encode(JsonObject.of("architecture", CharNgramMlp.ID, "normalizer", "letters-and-marks", "ngrams",
                        JsonArray.of(1),
                        "weighting", "frequency", "labels", JsonArray.ofStrings(labels)).toString()));
        files.put(ModelPackage.VOCABULARY, NgramVocabulary.write(letters));
        files.put(ModelPackage.WEIGHTS, new Safetensors(tensors, Map.of()).write());
        return pack(name, CharNgramMlp.ID, files);
    }

    private static void layer(Map<String, Tensor> tensors, SplitMix64 random, String name, int out, int in) {
        Quantization matrix = Quantization.int8(Tensor.ofFloats(Shape.of(out, in), floats(random, out * in)));
        tensors.put(name + ".weight", matrix.values());
        tensors.put(name + ".scale", matrix.scales());
        tensors.put(name + ".bias", Tensor.ofFloats(Shape.of(out), floats(random, out)));
    }

    private static float[] floats(SplitMix64 random, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }

    /** Files as a package. */
    static ModelPackage pack(String name, String architecture, Map<String, byte[]> files) {
        byte[] config = Utf8.encode("{}");
        PackageName parsed = PackageName.parse(name);
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.FORMAT_VERSION, Integer.toString(PackageAnnotations.FORMAT));
        notes.put(PackageAnnotations.NAME, parsed.name());
        notes.put(PackageAnnotations.TAG, parsed.tag());
        notes.put(PackageAnnotations.LICENCE, "MIT");
        notes.put(PackageAnnotations.ARCHITECTURE, architecture);
        notes.put(PackageAnnotations.TENSOR_LAYOUT, Digest.of(files.get(ModelPackage.WEIGHTS)).toString());
        List<Descriptor> layers = new ArrayList<>();
        files.forEach((path, bytes) -> layers.add(Descriptor.ofFile(MediaTypes.WEIGHT, path, bytes)));
        Manifest manifest = new Manifest(MediaTypes.MODEL,
                new Descriptor(MediaTypes.CONFIG, Digest.of(config), config.length, Map.of()), layers, Optional.empty(),
                notes);
        return ModelPackage.of(Manifest.read(manifest.bytes()), files);
    }

    private static String tokenizer() {
        JsonObject.Builder vocabulary = JsonObject.builder().put("[UNK]", 0).put("[CLS]", 1).put("[SEP]", 2);
        for (char c = 'a'; c <= 'z'; c++) {
            vocabulary.put(String.valueOf(c), c - 'a' + 3);
        }
        return JsonObject.of("version", "1.0", "added_tokens", JsonArray.of(),
                "normalizer",
                JsonObject.of("type", "BertNormalizer", "clean_text", true, "handle_chinese_chars", true,
                        "strip_accents", JsonNull.NULL, "lowercase", true),
                "pre_tokenizer", JsonObject.of("type", "BertPreTokenizer"),
                "post_processor",
                JsonObject.of("type", "BertProcessing", "sep", JsonArray.of("[SEP]", 2), "cls",
                        JsonArray.of("[CLS]", 1)),
                "model",
                JsonObject.of("type", "WordPiece", "unk_token", "[UNK]", "continuing_subword_prefix", "##",
                        "max_input_chars_per_word", 100,
                        "vocab", vocabulary.build()))
                .toString();
    }

    /** Packages and examples by digest. */
    static final class TestModels implements ParentModels {

        private final Map<Digest, ModelPackage> packages = new LinkedHashMap<>();
        private final Map<Digest, Examples> examples = new LinkedHashMap<>();

        Digest add(ModelPackage files) {
            packages.put(files.manifest().digest(), files);
            return files.manifest().digest();
        }

        Digest add(BreedingResult bred) {
            return add(bred.asModel());
        }

        Digest add(Examples some) {
            examples.put(some.digest(), some);
            return some.digest();
        }

        Optional<ModelPackage> kept(Digest digest) {
            return Optional.ofNullable(packages.get(digest));
        }

        @Override
        public ModelPackage find(Digest manifest) {
            return kept(manifest).orElseThrow(() -> new InvalidInput("There is no such package.",
                    Finding.at("shelf").expected(manifest).found("nothing")));
        }

        @Override
        public Examples examples(Digest digest) {
            return Optional.ofNullable(examples.get(digest))
                    .orElseThrow(() -> new InvalidInput("There are no such examples.",
                            Finding.at("shelf").expected(digest).found("nothing")));
        }

        @Override
        public Backend backend() {
            return new ExactBackend();
        }

        @Override
        public MatrixProducts products() {
            return MatrixProducts.PLAIN;
        }
    }
}
