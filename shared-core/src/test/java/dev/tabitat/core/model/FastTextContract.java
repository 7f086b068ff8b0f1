package dev.tabitat.core.model;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.contract.PackageSamples;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.runtime.Classification;
import dev.tabitat.core.runtime.ClassifierRunner;
import dev.tabitat.core.runtime.LabelScore;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.SubwordVocabulary;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fastText model small enough to be computed by hand: two words, one run of letters, three labels. */
public final class FastTextContract {

    private static final int BUCKETS = 100_003;

    private FastTextContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("fastText: rows of words and runs are averaged, a tree shares out the probability",
                        FastTextContract::answers),
                Contract.of("fastText: words end at white space, labels are no words", FastTextContract::words),
                Contract.of("fastText: broken vocabularies, trees and codes are refused", FastTextContract::refusals));
    }

    /** "hi" is a row, its run "&lt;h" and the line's end another each: their mean is (1, 1). */
    private static void answers(Check check) {
        Map<String, Float> said = scores("hi");
        check.near("right of the root: σ(2)", 0.880797, said.get("a"), 1e-6);
        check.near("left, then right: (1 - σ(2)) σ(1)", 0.087144, said.get("b"), 1e-6);
        check.near("left, then left", 0.032059, said.get("c"), 1e-6);
        Map<String, Float> unknown = scores("zz");
        check.near("the end of the line alone", 0.5, unknown.get("a"), 1e-6);
        check.near("and a quarter", 0.25, unknown.get("c"), 1e-6);
        Map<String, Float> twice = scores("hi hi");
        check.near("mean of five: σ(12 / 5)", 0.916827, twice.get("a"), 1e-6);
    }

    private static void words(Check check) {
        SubwordVocabulary vocabulary = SubwordVocabulary.read(vocabulary());
        check.equal("rows", 3, vocabulary.size());
        for (String text : List.of("hi", " hi\n", "\u0000hi\u000B", "hi __label__hi", "hi\r\n\t__label__")) {
            SubwordVocabulary.Bag bag = vocabulary.count(text);
            check.equal("rows of " + text, "[0, 1, 2]", Arrays.toString(bag.rows()));
            check.equal("in all of " + text, 3, bag.total());
        }
        check.equal("a space that is none of fastText's", 2, vocabulary.count("hi\u00a0").total());
        check.equal("the end of a line, written out", 2, vocabulary.count("</s>").total());
        check.equal("nothing", 1, vocabulary.count("").total());
    }

    private static void refusals(Check check) {
        byte[] file = vocabulary();
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            check.fails("cut after " + length, DamagedData.class, () -> SubwordVocabulary.read(cut));
        }
        check.fails("a byte more", DamagedData.class,
                () -> SubwordVocabulary.read(Arrays.copyOf(file, file.length + 1)));
        check.fails("a word twice", DamagedData.class,
                () -> SubwordVocabulary.read(SubwordVocabulary.write(2, 2, 9, List.of("x", "x"))));
        check.fails("buckets that fall", DamagedData.class,
                () -> SubwordVocabulary.read(SubwordVocabulary.write(2, 2, 9, List.of(), 4, 3)));
        check.fails("a bucket beyond the last", DamagedData.class,
                () -> SubwordVocabulary.read(SubwordVocabulary.write(2, 2, 9, List.of(), 9)));
        check.fails("no buckets", DamagedData.class,
                () -> SubwordVocabulary.read(SubwordVocabulary.write(2, 2, 0, List.of())));
        check.fails("runs from long to short", DamagedData.class,
                () -> SubwordVocabulary.read(SubwordVocabulary.write(3, 2, 9, List.of())));
        for (int[] tree : new int[][]{{2, 1, 3, 3}, {2, 1, 4, 0}, {2, 2, 3, 0}, {-1, 1, 3, 0}, {3, 1, 2, 0}}) {
            check.fails("the tree " + Arrays.toString(tree), DamagedData.class, () -> load(files(1, tree)));
        }
        check.fails("a norm that is no number", DamagedData.class, () -> load(files(Float.NaN, 2, 1, 3, 0)));
        check.fails("a row that is infinite once scaled", DamagedData.class,
                () -> load(files(Float.MAX_VALUE, 2, 1, 3, 0)));
        Map<String, byte[]> one = files(1, 2, 1, 3, 0);
        one.put(ModelPackage.ARCHITECTURE, architecture(List.of("a")));
        check.fails("one label", DamagedData.class, () -> load(one));
        Map<String, byte[]> more = files(1, 2, 1, 3, 0);
        more.put(ModelPackage.ARCHITECTURE, architecture(List.of("a", "b", "c", "d")));
        check.fails("a label more than the tree has leaves", DamagedData.class, () -> load(more));
    }

    private static Map<String, Float> scores(String text) {
        TextClassifier model = load(files(1, 2, 1, 3, 0));
        Classification said = new ClassifierRunner(model, new ReferenceBackend().open(model.graph(), model.weights()))
                .classify(text, 9);
        Map<String, Float> scores = new LinkedHashMap<>();
        for (LabelScore score : said.scores()) {
            scores.put(score.label(), (float) score.score());
        }
        return scores;
    }

    private static TextClassifier load(Map<String, byte[]> files) {
        Manifest sample = PackageSamples.manifest();
        return Models.classifier(ModelPackage.of(
                new Manifest(sample.artifactType(), sample.config(), List.of(), sample.subject(), sample.annotations()),
                files));
    }

    /** FNV-1a of "&lt;h", the slow way. */
    private static int bucket() {
        long hash = 2_166_136_261L;
        for (char c : "<h".toCharArray()) {
            hash = (hash ^ c) * 16_777_619L % (1L << 32);
        }
        return (int) (hash % BUCKETS);
    }

    private static byte[] vocabulary() {
        return SubwordVocabulary.write(2, 2, BUCKETS, List.of("</s>", "hi"), bucket());
    }

    private static byte[] architecture(List<String> labels) {
        return Utf8.encode(JsonObject.of("architecture", FastText.ID, "labels", labels).toString());
    }

    /** Rows (0, 0), (3, 0) and (0, 3); node 3 scores the first of a mean, the root twice the second. */
    private static Map<String, byte[]> files(float norm, int... tree) {
        float[] centroids = new float[512];
        centroids[2] = 3;
        centroids[5] = 3;
        float[] norms = new float[256];
        norms[7] = norm;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("codes", Tensor.ofBytes(DType.U8, Shape.of(3, 1), (byte) 0, (byte) 1, (byte) 2));
        tensors.put("centroids", Tensor.ofFloats(Shape.of(1, 256, 2), centroids));
        tensors.put("norm_codes", Tensor.ofBytes(DType.U8, Shape.of(3), (byte) 7, (byte) 7, (byte) 7));
        tensors.put("norms", Tensor.ofFloats(Shape.of(256), norms));
        tensors.put("output.weight", Tensor.ofFloats(Shape.of(2, 2), 1, 0, 0, 2));
        tensors.put("tree", Tensor.ofInts(Shape.of(2, 2), tree));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.ARCHITECTURE, architecture(List.of("a", "b", "c")));
        files.put(ModelPackage.VOCABULARY, vocabulary());
        files.put(ModelPackage.WEIGHTS, new Safetensors(tensors, Map.of()).write());
        return files;
    }
}
