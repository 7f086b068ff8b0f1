package dev.tabitat.core.model;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.contract.PackageSamples;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.runtime.Classification;
import dev.tabitat.core.runtime.ClassifierRunner;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.NgramVocabulary;
import dev.tabitat.core.tokenizer.TextNormalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From a package's files to scored labels; broken files and unfit texts are refused. */
public final class ModelContract {

    private ModelContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("model: a sparse model scores the n-grams that are present", ModelContract::maxent),
                Contract.of("model: a quantized network scores n-gram frequencies", ModelContract::mlp),
                Contract.of("model: broken packages are refused", ModelContract::refusals),
                Contract.of("classifier: unfit texts are refused, mended ones are said", ModelContract::limits));
    }

    private static void maxent(Check check) {
        Classification said = runner(sparse()).classify("AB", 9);
        check.equal("best", "deu", said.scores().get(0).label());
        check.near("score", 0.622459, said.scores().get(0).score(), 1e-6);
        check.near("sum", 1, said.scores().get(0).score() + said.scores().get(1).score(), 1e-6);
        check.equal("notices", List.of(), said.notices());
        check.equal("as often as it likes", said, runner(sparse()).classify("ab ab", 9));
        check.equal("one only", 1, runner(sparse()).classify("ab", 1).scores().size());
        check.near("nothing known", 0.5, runner(sparse()).classify("12345", 1).scores().get(0).score(), 1e-6);
    }

    private static void mlp(Check check) {
        Classification said = runner(dense()).classify("A!", 2);
        check.equal("best", "eng", said.scores().get(0).label());
        check.near("score", 0.660756, said.scores().get(0).score(), 1e-6);
        check.equal("equal ones keep the model's order", "eng",
                runner(dense()).classify("?", 1).scores().get(0).label());
        check.near("nothing known", 0.5, runner(dense()).classify("?", 1).scores().get(0).score(), 1e-6);
    }

    private static void refusals(Check check) {
        Map<String, byte[]> unknown = sparse();
        unknown.put(ModelPackage.ARCHITECTURE,
                architecture("transformer", TextNormalizer.OPENNLP_LANGDETECT, "presence", 1));
        check.fails("architecture", Unsupported.class, () -> load(unknown));
        Map<String, byte[]> long5 = sparse();
        long5.put(ModelPackage.ARCHITECTURE,
                architecture(CharNgramMaxent.ID, TextNormalizer.OPENNLP_LANGDETECT, "presence", 5));
        check.fails("n-gram length", DamagedData.class, () -> load(long5));
        for (String missing : List.of(ModelPackage.ARCHITECTURE, ModelPackage.VOCABULARY, ModelPackage.WEIGHTS)) {
            Map<String, byte[]> files = sparse();
            files.remove(missing);
            check.fails("without " + missing, DamagedData.class, () -> load(files));
        }
        check.fails("rows out of order", DamagedData.class, () -> load(sparse(new int[]{0, 2, 1, 3}, 1, 1)));
        check.fails("rows past the end", DamagedData.class, () -> load(sparse(new int[]{0, 1, 2, 4}, 1, 1)));
        check.fails("rows that leave weights out", DamagedData.class, () -> load(sparse(new int[]{0, 1, 2, 2}, 1, 1)));
        check.fails("too few rows", DamagedData.class, () -> load(sparse(new int[]{0, 1, 3}, 1, 1)));
        check.fails("a label that is not there", DamagedData.class, () -> load(sparse(new int[]{0, 1, 2, 3}, 2, 1)));
        Map<String, byte[]> page = dense();
        page.put(ModelPackage.WEIGHTS, Utf8.encode("<!doctype html>"));
        check.fails("a web page as weights", DamagedData.class, () -> load(page));
        Map<String, byte[]> other = dense();
        other.put(ModelPackage.WEIGHTS, sparse().get(ModelPackage.WEIGHTS));
        check.fails("the weights of another architecture", DamagedData.class, () -> load(other));
        check.fails("a weight that is infinite once scaled", DamagedData.class, () -> load(dense(Float.MAX_VALUE)));
        Map<String, byte[]> twice = dense();
        twice.put(ModelPackage.ARCHITECTURE,
                Utf8.encode(Utf8.decode(twice.get(ModelPackage.ARCHITECTURE)).replace("deu", "eng")));
        check.fails("a label twice", DamagedData.class, () -> load(twice));
        check.fails("a weight that is no number", DamagedData.class,
                () -> load(sparse(new int[]{0, 1, 2, 3}, 1, Float.NaN)));
    }

    private static void limits(Check check) {
        ClassifierRunner runner = runner(sparse());
        check.fails("empty", InvalidInput.class, () -> runner.classify("", 1));
        check.fails("blank", InvalidInput.class, () -> runner.classify(" \n\t", 1));
        String tooLong = "\u00e9".repeat(ClassifierRunner.MAX_BYTES / 2 + 1);
        String facts = check.fails("too long", InvalidInput.class, () -> runner.classify(tooLong, 1)).finding()
                .toString();
        check.isTrue("the limit is said: " + facts, facts.contains("10485760"));
        check.isTrue("the size is said: " + facts, facts.contains("10485762"));
        Classification mended = runner.classify("ab \ud800", 1);
        check.equal("one notice", 1, mended.notices().size());
        check.isTrue("says what", mended.notices().get(0).contains("surrogate"));
        check.equal("half a character alone is answered", 2, runner.classify("\ude00", 2).scores().size());
        check.equal("a pair is fine", List.of(), runner.classify("ab \ud83d\ude00", 1).notices());
    }

    private static ClassifierRunner runner(Map<String, byte[]> files) {
        TextClassifier model = load(files);
        return new ClassifierRunner(model, new ReferenceBackend().open(model.graph(), model.weights()));
    }

    private static TextClassifier load(Map<String, byte[]> files) {
        Manifest sample = PackageSamples.manifest();
        return Models.classifier(ModelPackage.of(
                new Manifest(sample.artifactType(), sample.config(), List.of(), sample.subject(), sample.annotations()),
                files));
    }

    private static Map<String, byte[]> sparse() {
        return sparse(new int[]{0, 1, 2, 3}, 1, 1);
    }

    /** "a" and "ab" speak for English, "b" for the label {@code second}. */
    private static Map<String, byte[]> sparse(int[] rows, int second, float first) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("row_offsets", Tensor.ofInts(Shape.of(rows.length), rows));
        tensors.put("columns", Tensor.ofBytes(DType.U8, Shape.of(3), (byte) 0, (byte) second, (byte) 0));
        tensors.put("weights", Tensor.ofFloats(Shape.of(3), first, 2, 0.5f));
        tensors.put("bias", Tensor.ofFloats(Shape.of(2), 0, 0));
        return files(architecture(CharNgramMaxent.ID, TextNormalizer.OPENNLP_LANGDETECT, "presence", 2),
                List.of("a", "b", "ab"), tensors);
    }

    private static Map<String, byte[]> dense() {
        return dense(0.5f);
    }

    /** "a" speaks for English; a third of " a " is "a". */
    private static Map<String, byte[]> dense(float scale) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("hidden.weight", Tensor.ofBytes(DType.I8, Shape.of(1, 1), (byte) 2));
        tensors.put("hidden.scale", Tensor.ofFloats(Shape.of(1), scale));
        tensors.put("hidden.bias", Tensor.ofFloats(Shape.of(1), 0));
        tensors.put("output.weight", Tensor.ofBytes(DType.I8, Shape.of(2, 1), (byte) 4, (byte) -4));
        tensors.put("output.scale", Tensor.ofFloats(Shape.of(2), 0.25f, 0.25f));
        tensors.put("output.bias", Tensor.ofFloats(Shape.of(2), 0, 0));
        return files(architecture(CharNgramMlp.ID, TextNormalizer.LETTERS_AND_MARKS, "frequency", 1), List.of("a"),
                tensors);
    }

    private static byte[] architecture(String id, TextNormalizer normalizer, String weighting, int longest) {
        return Utf8.encode(JsonObject.of(
                "architecture", id, "normalizer", normalizer.id(), "ngrams",
                longest == 1 ? List.of(1) : List.of(1, longest),
                "weighting", weighting, "labels", List.of("eng", "deu")).toString());
    }

    private static Map<String, byte[]> files(byte[] architecture, List<String> ngrams, Map<String, Tensor> tensors) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.ARCHITECTURE, architecture);
        files.put(ModelPackage.VOCABULARY, NgramVocabulary.write(ngrams));
        files.put(ModelPackage.WEIGHTS, new Safetensors(tensors, Map.of()).write());
        return files;
    }
}
