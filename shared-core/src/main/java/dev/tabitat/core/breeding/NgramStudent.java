package dev.tabitat.core.breeding;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.examples.Example;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.model.CharNgramMaxent;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.NgramFeatures;
import dev.tabitat.core.tokenizer.NgramVocabulary;
import dev.tabitat.core.tokenizer.TextNormalizer;
import dev.tabitat.core.training.ProgressListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns a {@link CharNgramMaxent} from texts and how probable each label is for them: the most frequent runs of two to
 * four letters, softmax regression by AdaGrad (Duchi, Hazan and Singer 2011) over those that are there, in double, in a
 * fixed order.
 */
final class NgramStudent {

    private static final int MAX_NGRAMS = 12_000;
    private static final int MIN_TEXTS = 2;
    private static final int PASSES = 30;
    private static final double RATE = 0.1;
    private static final double DECAY = 1e-4;
    /** Weights nearer to zero are left out. */
    private static final float MIN_WEIGHT = 1e-3f;

    private static final List<Integer> LENGTHS = List.of(2, 3, 4);

    private NgramStudent() {}

    /**
     * The files of the student.
     *
     * @param targets of each example, one probability a label
     * @throws InvalidInput when there are no examples, or the targets are not theirs
     */
    static Map<String, byte[]> train(List<String> labels, List<Example> examples, List<double[]> targets, long seed,
            ProgressListener watch) {
        requireTargets(labels.size(), examples.size(), targets);
        List<String> ngrams = ngrams(examples);
        byte[] vocabulary = NgramVocabulary.write(ngrams);
        NgramFeatures features = new NgramFeatures(TextNormalizer.LETTERS_AND_MARKS, LENGTHS,
                NgramFeatures.Weighting.PRESENCE, NgramVocabulary.read(vocabulary));
        List<int[]> present = new ArrayList<>();
        examples.forEach(example -> present.add(features.present(example.text())));
        int count = labels.size();
        double[] weights = new double[(ngrams.size() + 1) * count];
        double[] squares = new double[weights.length];
        java.util.Arrays.fill(squares, 1e-2);
        SplitMix64 random = new SplitMix64(seed);
        double[] logits = new double[count];
        for (int pass = 0; pass < PASSES; pass++) {
            for (int one : random.permutation(examples.size())) {
                step(weights, squares, logits, present.get(one), targets.get(one), ngrams.size());
            }
            watch.step("student", pass + 1, PASSES);
        }
        return files(labels, vocabulary, weights, ngrams.size());
    }

    private static void requireTargets(int labels, int examples, List<double[]> targets) {
        if (examples == 0 || targets.size() != examples) {
            throw new InvalidInput("Each example has one target.", Finding.at("student, targets")
                    .expected(examples == 0 ? "at least one example" : examples).found(targets.size()));
        }
        for (double[] target : targets) {
            if (target.length != labels) {
                throw new InvalidInput("A target has another number of labels.",
                        Finding.at("student, targets").expected(labels).found(target.length));
            }
        }
    }

    private static void step(double[] weights, double[] squares, double[] logits, int[] present, double[] target,
            int bias) {
        int count = logits.length;
        for (int label = 0; label < count; label++) {
            double sum = weights[bias * count + label];
            for (int feature : present) {
                sum += weights[feature * count + label];
            }
            logits[label] = sum;
        }
        DeterministicMath.softmax(logits);
        for (int label = 0; label < count; label++) {
            double error = logits[label] - target[label];
            move(weights, squares, bias * count + label, error);
            for (int feature : present) {
                int at = feature * count + label;
                move(weights, squares, at, error + DECAY * weights[at]);
            }
        }
    }

    private static void move(double[] weights, double[] squares, int at, double gradient) {
        squares[at] += gradient * gradient;
        weights[at] -= RATE * gradient / Math.sqrt(squares[at]);
    }

    /** The n-grams of most texts, ties in the order of their units; in that order. */
    private static List<String> ngrams(List<Example> examples) {
        Map<String, Integer> texts = new HashMap<>();
        for (Example example : examples) {
            String clean = TextNormalizer.LETTERS_AND_MARKS.apply(example.text());
            Set<String> seen = new HashSet<>();
            for (int length : LENGTHS) {
                for (int i = 0; i + length <= clean.length(); i++) {
                    seen.add(clean.substring(i, i + length));
                }
            }
            seen.forEach(ngram -> texts.merge(ngram, 1, Integer::sum));
        }
        List<String> kept = new ArrayList<>();
        texts.forEach((ngram, n) -> {
            if (n >= MIN_TEXTS) {
                kept.add(ngram);
            }
        });
        kept.sort((a, b) -> {
            int byCount = Integer.compare(texts.get(b), texts.get(a));
            return byCount != 0 ? byCount : a.compareTo(b);
        });
        return kept.size() > MAX_NGRAMS ? new ArrayList<>(kept.subList(0, MAX_NGRAMS)) : kept;
    }

    private static Map<String, byte[]> files(List<String> labels, byte[] vocabulary, double[] weights, int ngrams) {
        int count = labels.size();
        int[] offsets = new int[ngrams + 1];
        byte[] columns = new byte[ngrams * count];
        float[] values = new float[ngrams * count];
        int at = 0;
        for (int ngram = 0; ngram < ngrams; ngram++) {
            for (int label = 0; label < count; label++) {
                float value = (float) weights[ngram * count + label];
                if (Math.abs(value) >= MIN_WEIGHT) {
                    columns[at] = (byte) label;
                    values[at++] = value;
                }
            }
            offsets[ngram + 1] = at;
        }
        float[] bias = new float[count];
        for (int label = 0; label < count; label++) {
            bias[label] = (float) weights[ngrams * count + label];
        }
        byte[] kept = new byte[at];
        System.arraycopy(columns, 0, kept, 0, at);
        float[] keptValues = new float[at];
        System.arraycopy(values, 0, keptValues, 0, at);
        Map<String, Tensor> tensors = new TreeMap<>();
        tensors.put("row_offsets", Tensor.ofInts(Shape.of(ngrams + 1), offsets));
        tensors.put("columns", Tensor.ofBytes(DType.U8, Shape.of(at), kept));
        tensors.put("weights", Tensor.ofFloats(Shape.of(at), keptValues));
        tensors.put("bias", Tensor.ofFloats(Shape.of(count), bias));
        return files(labels, vocabulary, tensors);
    }

    static Map<String, byte[]> files(List<String> labels, byte[] vocabulary, Map<String, Tensor> tensors) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.WEIGHTS, new Safetensors(tensors, Map.of()).write());
        files.put(ModelPackage.ARCHITECTURE,
                CanonicalJson.bytes(JsonObject.of("architecture", CharNgramMaxent.ID, "normalizer",
                        TextNormalizer.LETTERS_AND_MARKS.id(),
                        "ngrams", JsonArray.of(LENGTHS.toArray()), "weighting", NgramFeatures.Weighting.PRESENCE.id(),
                        "labels", JsonArray.ofStrings(labels))));
        files.put(ModelPackage.VOCABULARY, vocabulary);
        return files;
    }
}
