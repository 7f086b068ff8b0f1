package dev.tabitat.host.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our sentence encoders against the file that they were made from, as ONNX Runtime runs it. */
final class EncoderParityTest {

    private static final List<String> TEXTS = List.of(
            "The pharmacy on the corner closes at six.", "Could you send me the minutes of yesterday's meeting?",
            "Rain.",
            "My order arrived broken and I would like my money back, please.", "naïve café 東京 №5 — 3.14 €",
            "The trial enrolled 240 adults; half of them were given the drug, half a placebo, and neither they nor their doctors knew which.",
            "Der Hund bellt, wenn es klingelt.", "if (x > 0) { return Math.sqrt(x); }");

    private static Artifacts artifacts;
    private static List<ModelPackage> packages;

    @BeforeAll
    static void build() throws Exception {
        artifacts = MinilmPackages.artifacts();
        packages = MinilmPackages.built();
    }

    @Test
    void fullPrecisionIsTheOriginalAndSmallerOnesStayNear() throws Exception {
        TextEncoder parent = Models.encoder(packages.get(0));
        double[][] original = new double[TEXTS.size()][];
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(artifacts.read(Artifacts.MINILM))) {
            for (int i = 0; i < original.length; i++) {
                original[i] = original(session, parent.tokenizer().encode(TEXTS.get(i), parent.maxTokens()).ids());
            }
        }
        double[] least = {0.999999, 0.98, 0.8};
        for (int p = 0; p < packages.size(); p++) {
            TextEncoder encoder = Models.encoder(packages.get(p));
            try (Session session = new ReferenceBackend().open(encoder.graph(), encoder.weights())) {
                float[] found = new EncoderRunner(encoder, session, 64)
                        .embed(TEXTS, EncoderRunner.ProgressListener.NONE).values();
                double[] cosines = new double[original.length];
                for (int i = 0; i < cosines.length; i++) {
                    cosines[i] = cosine(original[i], found, i * encoder.width());
                }
                double worst = Arrays.stream(cosines).min().orElseThrow();
                System.out.printf("%s to ONNX Runtime on the original: mean cosine %.7f, least %.7f, n = %d%n",
                        packages.get(p).manifest().name(),
                        Arrays.stream(cosines).average().orElseThrow(), worst, cosines.length);
                assertTrue(worst > least[p], packages.get(p).manifest().name() + ": " + worst);
            }
        }
    }

    @Test
    void buildingAgainGivesTheSameDigestsAndChildrenNameTheirParent() throws Exception {
        assertEquals(WrittenPackages.digests("all-minilm-l6-v2"),
                packages.stream().map(built -> built.manifest().digest().toString()).toList());
        for (ModelPackage child : packages.subList(1, packages.size())) {
            assertEquals(packages.get(0).manifest().digest().toString(),
                    child.manifest().findAnnotation(PackageAnnotations.PARENT).orElseThrow());
            assertTrue(child.manifest().findAnnotation(PackageAnnotations.RECIPE).orElseThrow()
                    .contains("\"operator\":\"quantization\""));
        }
    }

    /** The mean of the tokens, brought to length 1: what the model's card says comes after the graph. */
    private static double[] original(OrtSession session, int[] ids) throws OrtException {
        long[][] words = {Arrays.stream(ids).asLongStream().toArray()};
        long[][] ones = {Arrays.stream(ids).mapToLong(id -> 1).toArray()};
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor input = OnnxTensor.createTensor(environment, words);
                OnnxTensor mask = OnnxTensor.createTensor(environment, ones);
                OnnxTensor types = OnnxTensor.createTensor(environment, new long[1][ids.length]);
                OrtSession.Result result = session
                        .run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            float[][] rows = ((float[][][]) result.get(0).getValue())[0];
            double[] mean = new double[rows[0].length];
            for (float[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    mean[i] += row[i];
                }
            }
            return mean;
        }
    }

    private static double cosine(double[] a, float[] b, int from) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[from + i];
            aa += a[i] * a[i];
            bb += (double) b[from + i] * b[from + i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
